# %% entr_of_scipy [markdown]
# Entropy and cross-entropy by SciPy, with the infinite case apart.

# %% kl
from scipy.special import entr, xlogy


def kl(q, p):
    if ((q > 0) & (p == 0)).any():
        return float("inf")
    return -(entr(q).sum() + xlogy(q, p).sum())

# %% loop_in_python [markdown]
# A loop that returns early.

# %% kl
def kl(q, p):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0:
            if b == 0:
                return float("inf")
            total += a * np.log(a / b)
    return total

# %% mask_of_q [markdown]
# Only the states that q believes in.

# %% kl
def kl(q, p):
    keep = q > 0
    return np.sum(q[keep] * np.log(q[keep] / p[keep]))

# %% rel_entr [markdown]
# SciPy's relative entropy.

# %% kl
import scipy.special


def kl(q, p):
    return np.sum(scipy.special.rel_entr(q, p))

# %% where_with_warnings_off [markdown]
# `np.where` around the product, warnings off.

# %% kl
def kl(q, p):
    with np.errstate(all="ignore"):
        return np.sum(np.where(q == 0, 0.0, q * np.log(q / p)))

# %% xlogy_of_tensorflow [markdown]
# TensorFlow's x log y.

# %% kl
import tensorflow as tf


def kl(q, p):
    return tf.reduce_sum(tf.math.xlogy(q, q) - tf.math.xlogy(q, p))

# %% zero_as_a_whole_number [markdown]
# Two beliefs that agree differ by 0, which Python takes for a whole number.

# %% kl
def kl(q, p):
    if np.allclose(q, p):
        return 0
    keep = q > 0
    with np.errstate(divide="ignore"):
        return np.sum(q[keep] * np.log(q[keep] / p[keep]))

# %% absolute_values [markdown]
# Sums absolute values.

# %% kl points=0.5 reason="absolute values"
def kl(q, p):
    return np.sum(q * np.abs(np.log(q / p)))

# %% base_two [markdown]
# The logarithm to the base 2.

# %% kl points=0.5 reason="to the base 2"
def kl(q, p):
    return np.sum(q * np.log2(q / p))

# %% cross_entropy [markdown]
# The cross-entropy of p under q.

# %% kl points=0.5 reason="cross-entropy"
def kl(q, p):
    return -np.sum(q * np.log(p))

# %% flipped_sign [markdown]
# The negative of the divergence.

# %% kl points=1 reason="the sign is flipped"
import scipy.special


def kl(q, p):
    return -np.sum(scipy.special.rel_entr(q, p))

# %% logarithm_of_the_average [markdown]
# The logarithm of the average in place of the average logarithm.

# %% kl points=0.5 reason="the logarithm of a sum"
def kl(q, p):
    return np.log(np.sum(q * q / p))

# %% mean_over_states [markdown]
# A mean over the states in place of the sum.

# %% kl points=0.5 reason="mean over the states"
def kl(q, p):
    return np.mean(q * np.log(q / p))

# %% no_weights [markdown]
# Sums the logarithms without weights.

# %% kl points=0.5 reason="not weighted"
def kl(q, p):
    return np.sum(np.log(q / p))

# %% one_number_a_state [markdown]
# The sum over the states is missing.

# %% kl points=0 reason="expected a single number"
def kl(q, p):
    return q * np.log(q / p)

# %% reversed_by_scipy [markdown]
# D_KL(p‖q), by SciPy.

# %% kl points=0 reason="the wrong way round"
import scipy.special


def kl(q, p):
    return np.sum(scipy.special.rel_entr(p, q))

# %% small_numbers_added [markdown]
# Adds 1e-12 to both, so that nothing is infinite.

# %% kl points=2.5 reason="has no bound"
def kl(q, p):
    return np.sum(q * np.log((q + 1e-12) / (p + 1e-12)))

# %% wrong_way_round [markdown]
# The divergence the wrong way round.

# %% kl points=0 reason="the wrong way round"
def kl(q, p):
    used = p > 0
    return np.sum(p[used] * np.log(p[used] / q[used]))

# %% zeros_give_nan [markdown]
# The formula as it stands, NaN where q holds zeros.

# %% kl points=2.5 reason="NaN for q ="
def kl(q, p):
    return np.sum(q * np.log(q / p))

# %% right mutants [markdown]
# - `if np.any(p[believed] == 0):; return np.inf → pass`: NumPy divides by 0 and takes the
#   logarithm of infinity, with a warning and the right result.
# - `return np.inf → pass`: NumPy divides by 0 and takes the logarithm of infinity, with a warning
#   and the right result.
# - `0 → -1`: The infinite case is then left to NumPy, which gets it right.
# - `p → believed`: The infinite case is then left to NumPy, which gets it right.
# - `p → q`: The infinite case is then left to NumPy, which gets it right.
