# %% [markdown] base="model"
# A softmax of the logarithm of the joint probability.

# %% posterior
import scipy.special


def posterior(prior, likelihood):
    return scipy.special.softmax(np.log(prior) + np.log(likelihood))
