# %% [markdown] base="model"
# A softmax of what is no logarithm.

# %% posterior points=0 reason="a softmax is taken"
import scipy.special


def posterior(prior, likelihood):
    return scipy.special.softmax(prior * likelihood)
