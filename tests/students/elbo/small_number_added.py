# %% [markdown] base="model"
# Adds 1e-9 under the logarithm.

# %% elbo points=2.5 reason="a small number is added"
import scipy.special


def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood + 1e-9) - scipy.special.rel_entr(q, prior))
