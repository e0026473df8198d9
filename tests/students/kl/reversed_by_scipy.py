# %% [markdown] base="model"
# D_KL(p‖q), by SciPy.

# %% kl points=0 reason="the wrong way round"
import scipy.special


def kl(q, p):
    return np.sum(scipy.special.rel_entr(p, q))
