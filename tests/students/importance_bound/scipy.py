# %% [markdown] base="model"
# SciPy's logsumexp with weights 1/K.

# %% importance_bound
from scipy.special import logsumexp


def importance_bound(log_w):
    return logsumexp(log_w, axis=1, b=1 / log_w.shape[1]).mean()
