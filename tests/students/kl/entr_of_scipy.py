# %% [markdown] base="model"
# Entropy and cross-entropy by SciPy, with the infinite case apart.

# %% kl
from scipy.special import entr, xlogy


def kl(q, p):
    if ((q > 0) & (p == 0)).any():
        return float("inf")
    return -(entr(q).sum() + xlogy(q, p).sum())
