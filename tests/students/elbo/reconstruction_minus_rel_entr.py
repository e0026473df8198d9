# %% [markdown] base="model"
# Reconstruction minus SciPy's relative entropy.

# %% elbo
import scipy.special


def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) - np.sum(scipy.special.rel_entr(q, prior))
