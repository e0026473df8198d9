# %% [markdown] base="model"
# Sums the logarithms without weights.

# %% kl points=0.5 reason="not weighted"
def kl(q, p):
    return np.sum(np.log(q / p))
