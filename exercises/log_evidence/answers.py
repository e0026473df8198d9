# %% dot_product_in_float32 [markdown]
# A dot product, returned as float32.

# %% log_evidence
def log_evidence(prior, likelihood):
    return np.float32(np.log(prior @ likelihood))

# %% largest_term_taken_out [markdown]
# The largest logarithm is taken out of the sum by hand.

# %% log_evidence
def log_evidence(prior, likelihood):
    a = np.log(prior) + np.log(likelihood)
    return a.max() + np.log(np.exp(a - a.max()).sum())

# %% logsumexp_with_weights [markdown]
# SciPy's logsumexp with the prior as its weights.

# %% log_evidence
import scipy.special


def log_evidence(prior, likelihood):
    return float(scipy.special.logsumexp(np.log(likelihood), b=prior))

# %% plain_sum [markdown]
# The formula as it stands.

# %% log_evidence
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * likelihood))

# %% reduce_of_logaddexp [markdown]
# Adds the terms pair by pair in logarithms.

# %% log_evidence
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))

# %% tensorflow [markdown]
# TensorFlow on float64.

# %% log_evidence
import tensorflow as tf


def log_evidence(prior, likelihood):
    return tf.math.log(tf.reduce_sum(prior * likelihood))

# %% average_of_logarithms [markdown]
# Averages the logarithms, where the logarithm of the average is asked for.

# %% log_evidence points=0 reason="not the average of the logarithms"
def log_evidence(prior, likelihood):
    return np.sum(prior * np.log(likelihood))

# %% base_two [markdown]
# The logarithm to the base 2.

# %% log_evidence points=0 reason="to the base 2"
def log_evidence(prior, likelihood):
    return np.log2(np.sum(prior * likelihood))

# %% flipped_sign [markdown]
# The negative of the result.

# %% log_evidence points=1 reason="the sign is flipped"
def log_evidence(prior, likelihood):
    return -np.log(np.sum(prior * likelihood))

# %% float32_inside [markdown]
# Computes in float32, in which 1e-300 is 0.

# %% log_evidence points=1 reason="become 0"
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * np.float32(likelihood)))

# %% forgets_to_return [markdown]
# Computes the result and returns nothing.

# %% log_evidence points=0 reason="is a `return` missing"
def log_evidence(prior, likelihood):
    np.log(np.sum(prior * likelihood))

# %% largest_state_alone [markdown]
# Takes the largest term for the sum.

# %% log_evidence points=0 reason="only the largest term"
def log_evidence(prior, likelihood):
    return np.log(np.max(prior * likelihood))

# %% mean_for_sum [markdown]
# A mean over the states in place of the sum.

# %% log_evidence points=0 reason="averaged over the states"
def log_evidence(prior, likelihood):
    return np.log(np.mean(prior * likelihood))

# %% no_logarithm [markdown]
# The result is p(x) itself.

# %% log_evidence points=0 reason="its logarithm is missing"
def log_evidence(prior, likelihood):
    return np.sum(prior * likelihood)

# %% no_prior [markdown]
# Sums the likelihoods without their weights.

# %% log_evidence points=0 reason="the prior has no effect"
def log_evidence(prior, likelihood):
    return np.log(np.sum(likelihood))

# %% one_number_a_state [markdown]
# The sum over the states is missing.

# %% log_evidence points=0 reason="shape (2,); expected a single number"
def log_evidence(prior, likelihood):
    return np.log(prior * likelihood)

# %% small_number_added [markdown]
# Adds 1e-10 under the logarithm.

# %% log_evidence points=1 reason="a small number is added"
def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * likelihood) + 1e-10)

# %% sum_of_logarithms [markdown]
# Sums the logarithms of the joint probabilities.

# %% log_evidence points=0 reason="not the sum of the logarithms"
def log_evidence(prior, likelihood):
    return np.sum(np.log(prior * likelihood))

# %% right mutants [markdown]
# - `log_joint.max → log_joint.min`: What is taken out of the sum is free; it only guards against
#   underflow, which the smallest term of these likelihoods does too.
# - `log_joint → likelihood`: What is taken out of the sum is free, and 1e-300 is no underflow in
#   float64.
# - `log_joint → prior`: What is taken out of the sum is free, and 1e-300 is no underflow in
#   float64.
