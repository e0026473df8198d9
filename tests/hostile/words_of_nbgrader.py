# %% [markdown] base="model" notebook="5_elbo"
# Words by which nbgrader cuts cells, where no page may stumble over them.

# %% log_evidence
### BEGIN HIDDEN TESTS
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


# ### BEGIN HIDDEN TESTS
# ### BEGIN SOLUTION
print("BEGIN MARK SCHEME")

# %% posterior
def posterior(prior, likelihood):
    """END HIDDEN TESTS, BEGIN MARK SCHEME, END SOLUTION"""
    with np.errstate(divide="ignore"):
        joint = np.log(prior) + np.log(likelihood)
    return np.exp(joint - log_evidence(prior, likelihood))

# %% elbo_derivation points=0
=== BEGIN MARK SCHEME ===
=== BEGIN MARK SCHEME ===
![a](attachment:a.png)

BEGIN HIDDEN TESTS
