# %% in_half_precision [markdown]
# In place, and as a number of float16.

# %% importance_bound
def importance_bound(log_w):
    largest = log_w.max(axis=1)
    log_w -= largest[:, None]
    np.exp(log_w, out=log_w)
    return np.float16(np.mean(largest + np.log(log_w.mean(axis=1))))

# %% logaddexp [markdown]
# NumPy's logaddexp, reduced along a row.

# %% importance_bound
def importance_bound(log_w):
    rows = np.logaddexp.reduce(log_w, axis=1)
    return float(np.mean(rows - np.log(log_w.shape[1])))

# %% loop_over_rows [markdown]
# Row by row in Python.

# %% importance_bound
def importance_bound(log_w):
    total = 0.0
    for row in log_w:
        top = max(row)
        total += top + np.log(sum(np.exp(row - top)) / len(row))
    return total / len(log_w)

# %% scipy [markdown]
# SciPy's logsumexp with weights 1/K.

# %% importance_bound
from scipy.special import logsumexp


def importance_bound(log_w):
    return logsumexp(log_w, axis=1, b=1 / log_w.shape[1]).mean()

# %% tensorflow [markdown]
# TensorFlow's reduce_logsumexp.

# %% importance_bound
import tensorflow as tf


def importance_bound(log_w):
    rows = tf.reduce_logsumexp(log_w, axis=1) - np.log(log_w.shape[1])
    return tf.reduce_mean(rows)

# %% axes_swapped [markdown]
# The logarithm is taken along the other axis.

# %% importance_bound points=1 reason="the axes are swapped"
def importance_bound(log_w):
    top = log_w.max(axis=0)
    return np.mean(top + np.log(np.exp(log_w - top).mean(axis=0)))

# %% clipped [markdown]
# Log-weights are clipped to what exp takes.

# %% importance_bound points=1 reason="log-weights near -2000"
def importance_bound(log_w):
    w = np.exp(np.clip(log_w, -700, 700))
    return np.mean(np.log(w.mean(axis=1)))

# %% flipped_sign [markdown]
# The sign is flipped.

# %% importance_bound points=1 reason="the sign is flipped"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return -np.mean(top[:, 0] + np.log(w.mean(axis=1)))

# %% forgets_to_return [markdown]
# No return.

# %% importance_bound points=0 reason="is a `return` missing?"
def importance_bound(log_w):
    np.mean(log_w)

# %% largest_of_all_taken_out [markdown]
# One constant for all rows: the small ones are lost beside the large.

# %% importance_bound points=1 reason="an ordinary number"
def importance_bound(log_w):
    top = log_w.max()
    return np.mean(top + np.log(np.mean(np.exp(log_w - top), axis=1)))

# %% largest_weight_alone [markdown]
# Takes the largest weight of each row.

# %% importance_bound points=0 reason="only the largest"
def importance_bound(log_w):
    return log_w.max(axis=1).mean()

# %% mean_of_logarithms [markdown]
# The logarithms are averaged.

# %% importance_bound points=0 reason="the logarithms are averaged"
def importance_bound(log_w):
    return np.mean(log_w)

# %% one_logarithm_for_all [markdown]
# The mean is taken over all weights.

# %% importance_bound points=1 reason="each row has its own logarithm"
def importance_bound(log_w):
    top = log_w.max()
    return top + np.log(np.mean(np.exp(log_w - top)))

# %% one_number_a_row [markdown]
# One number for each row.

# %% importance_bound points=0 reason="expected a single number"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return top[:, 0] + np.log(w.mean(axis=1))

# %% plain_exponentials [markdown]
# The formula as it stands: exp is 0 or infinite for hard weights.

# %% importance_bound points=1 reason="an ordinary number"
def importance_bound(log_w):
    return np.mean(np.log(np.mean(np.exp(log_w), axis=1)))

# %% small_number_added [markdown]
# A small number inside the logarithm.

# %% importance_bound points=1 reason="log-weights near -2000"
def importance_bound(log_w):
    return np.mean(np.log(np.mean(np.exp(log_w), axis=1) + 1e-12))

# %% sum_for_mean [markdown]
# The weights are summed.

# %% importance_bound points=1 reason="the bound has their mean"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return np.mean(top[:, 0] + np.log(w.sum(axis=1)))

# %% sum_over_rows [markdown]
# The rows are added up.

# %% importance_bound points=1 reason="the bound is their mean"
def importance_bound(log_w):
    top = log_w.max(axis=1, keepdims=True)
    w = np.exp(log_w - top)
    return np.sum(top[:, 0] + np.log(w.mean(axis=1)))

# %% right mutants [markdown]
# - `1 → -1`: The last axis is axis 1.
# - `0 → -1`: There is one column, which is the first and the last.
# - `largest[:, 0] → largest`: The sums of all pairs of a row and a column have the same mean.
