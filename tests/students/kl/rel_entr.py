# %% [markdown] base="model"
# SciPy's relative entropy.

# %% kl
import scipy.special


def kl(q, p):
    return np.sum(scipy.special.rel_entr(q, p))
