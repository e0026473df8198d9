# %% [markdown] base="model"
# SciPy's logsumexp with the prior as its weights.

# %% log_evidence
import scipy.special


def log_evidence(prior, likelihood):
    return float(scipy.special.logsumexp(np.log(likelihood), b=prior))
