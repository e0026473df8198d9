# %% [markdown] base="model"
# The negative of the divergence.

# %% kl points=1 reason="the sign is flipped"
import scipy.special


def kl(q, p):
    return -np.sum(scipy.special.rel_entr(q, p))
