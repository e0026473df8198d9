# %% [markdown] base="model" notebook="5_elbo"
# The folder beside it holds storemagic.py, which looks in the frames of the kernel's start for sockets
# and says on them that another process is the kernel, or that there is an end.

# %% log_evidence
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
