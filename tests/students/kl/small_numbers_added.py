# %% [markdown] base="model"
# Adds 1e-12 to both, so that nothing is infinite.

# %% kl points=2.5 reason="has no bound"
def kl(q, p):
    return np.sum(q * np.log((q + 1e-12) / (p + 1e-12)))
