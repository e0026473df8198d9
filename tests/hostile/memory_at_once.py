# %% [markdown] base="model" notebook="5_elbo"
# 64 GB at once; that is refused, and no more happens.

# %% log_evidence points=0 reason="MemoryError"
def log_evidence(prior, likelihood):
    return np.ones(8_000_000_000)


# %% kl points=0 reason="MemoryError"
def kl(q, p):
    return bytearray(64_000_000_000)
