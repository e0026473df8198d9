# %% [markdown] base="model"
# Functions of the notebook with parameters of other names, and with more of them.

# %% log_evidence
def log_evidence(p_z, p_x_z, logarithm=np.log):
    return logarithm(np.sum(p_z * p_x_z))


# %% posterior
def posterior(p_z, p_x_z, normalise=True):
    joint = p_z * p_x_z
    return joint / joint.sum() if normalise else joint


# %% kl
def kl(a, b, small=0.0):
    a, b = a[a > 0] + small, b[a > 0] + small
    with np.errstate(divide="ignore"):
        return np.sum(a * np.log(a / b))


# %% derivation
def derivation(q, prior, likelihood):
    evidence = log_evidence(p_z=prior, p_x_z=likelihood, logarithm=np.log)
    post = posterior(p_x_z=likelihood, p_z=prior)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(likelihood * prior / posterior(prior, likelihood, True))),
        [elbo(q, prior, likelihood), kl(b=post, a=q, small=0.0)],
    ]
