# %% [markdown] base="model" notebook="5_elbo"
# HTML over which a page would be made for hours: elements inside each other, and attributes.

# %% log_evidence
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


display({"text/html": "<div>" * 380_000, "text/plain": "a"}, raw=True)

# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        joint = np.log(prior) + np.log(likelihood)
    return np.exp(joint - log_evidence(prior, likelihood))


display({"text/html": "<b>" * 200_000 + "<p>" * 200_000}, raw=True)
display({"text/html": "<a " + " ".join(f"a{i}" for i in range(100_000))}, raw=True)
display({"text/html": "&lt;" * 100_000}, raw=True)
