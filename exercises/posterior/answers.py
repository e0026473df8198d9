# %% arguments_changed [markdown]
# The arguments themselves are changed, which are copies.

# %% posterior
def posterior(prior, likelihood):
    likelihood /= likelihood.max()
    prior *= likelihood
    return prior / prior.sum()

# %% bayes_rule [markdown]
# Bayes' rule as it stands.

# %% posterior
def posterior(prior, likelihood):
    return prior * likelihood / np.sum(prior * likelihood)

# %% evidence_of_a_joint [markdown]
# An evidence that takes the logarithm of the joint probabilities, if it is given one.

# %% log_evidence
def log_evidence(prior=None, likelihood=None, *, log_joint=None):
    if log_joint is None:
        with np.errstate(divide="ignore"):
            log_joint = np.log(prior) + np.log(likelihood)
    return np.logaddexp.reduce(log_joint)


# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        log_joint = np.log(prior) + np.log(likelihood)
    return np.exp(log_joint - log_evidence(log_joint=log_joint))

# %% from_log_evidence [markdown]
# The exponential of a difference of logarithms, with the evidence of the exercise before.

# %% posterior
def posterior(prior, likelihood):
    return prior * np.exp(np.log(likelihood) - log_evidence(prior, likelihood))

# %% keywords_to_the_evidence [markdown]
# The evidence is called by keywords.

# %% posterior
def posterior(prior, likelihood):
    with np.errstate(divide="ignore"):
        joint = np.log(prior) + np.log(likelihood)
    return np.exp(joint - log_evidence(likelihood=likelihood, prior=prior))

# %% normalised_in_place_as_a_list [markdown]
# Normalised in place, returned as a list.

# %% posterior
def posterior(prior, likelihood):
    joint = prior * likelihood
    joint /= joint.sum()
    return list(joint)

# %% softmax_of_logarithms [markdown]
# A softmax of the logarithm of the joint probability.

# %% posterior
import scipy.special


def posterior(prior, likelihood):
    return scipy.special.softmax(np.log(prior) + np.log(likelihood))

# %% tensorflow_softmax [markdown]
# TensorFlow's softmax of logarithms.

# %% posterior
import tensorflow as tf


def posterior(prior, likelihood):
    return tf.nn.softmax(tf.math.log(prior) + tf.math.log(likelihood))

# %% divided_by_the_largest [markdown]
# Divides by the largest entry in place of the sum.

# %% posterior points=0 reason="divided by its largest entry"
def posterior(prior, likelihood):
    j = prior * likelihood
    return j / j.max()

# %% evidence_itself [markdown]
# Returns p(x).

# %% posterior points=0 reason="shape ()"
def posterior(prior, likelihood):
    return np.sum(prior * likelihood)

# %% likelihood_over_evidence [markdown]
# The prior is missing above the line.

# %% posterior points=0 reason="without the prior"
def posterior(prior, likelihood):
    return likelihood / np.sum(prior * likelihood)

# %% logarithm_of_it [markdown]
# Returns log p(z|x).

# %% posterior points=0 reason="the logarithm of the posterior"
def posterior(prior, likelihood):
    j = prior * likelihood
    return np.log(j / j.sum())

# %% no_prior [markdown]
# The likelihood alone, divided by its sum.

# %% posterior points=0 reason="the prior has no effect"
def posterior(prior, likelihood):
    return likelihood / np.sum(likelihood)

# %% not_normalised [markdown]
# The joint probability, not divided by p(x).

# %% posterior points=0 reason="does not sum to 1"
def posterior(prior, likelihood):
    return prior * likelihood

# %% prior_itself [markdown]
# Returns the prior.

# %% posterior points=0 reason="the observation has no effect"
def posterior(prior, likelihood):
    return prior

# %% small_number_added [markdown]
# Adds 1e-12 to p(x).

# %% posterior points=1 reason="is a small number added"
def posterior(prior, likelihood):
    j = prior * likelihood
    return j / (j.sum() + 1e-12)

# %% softmax_of_probabilities [markdown]
# A softmax of what is no logarithm.

# %% posterior points=0 reason="a softmax is taken"
import scipy.special


def posterior(prior, likelihood):
    return scipy.special.softmax(prior * likelihood)

# %% right mutants [markdown]
# - `likelihood / likelihood.max() → likelihood`: The constant cancels in the division, and 1e-300
#   is no underflow in float64.
# - `likelihood.max → likelihood.min`: The constant cancels in the division.
# - `likelihood.max → likelihood.sum`: The constant cancels in the division.
# - `likelihood → prior`: The constant cancels in the division.
