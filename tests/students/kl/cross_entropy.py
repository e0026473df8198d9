# %% [markdown] base="model"
# The cross-entropy of p under q.

# %% kl points=0.5 reason="cross-entropy"
def kl(q, p):
    return -np.sum(q * np.log(p))
