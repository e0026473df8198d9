# %% closed_form [markdown]
# The closed form.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1)

# %% difference_of_log_densities [markdown]
# The cross-entropy of q and N(0, I) minus the entropy of q, each with its constant.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    log_two_pi = tf.math.log(2 * np.pi)
    cross = 0.5 * (log_two_pi + tf.math.exp(log_var) + mean * mean)
    entropy = 0.5 * (log_two_pi + 1 + log_var)
    return tf.reduce_sum(cross - entropy, -1)

# %% float64_inside [markdown]
# Computes in float64 and returns that.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    mean, log_var = tf.cast(mean, tf.float64), tf.cast(log_var, tf.float64)
    return tf.einsum("nd->n", tf.math.expm1(log_var) - log_var + mean**2) / 2

# %% four_sums [markdown]
# A sum for each term.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    d = tf.cast(tf.shape(mean)[1], tf.float32)
    return 0.5 * (
        tf.reduce_sum(tf.exp(log_var), 1)
        + tf.reduce_sum(mean * mean, 1)
        - d
        - tf.reduce_sum(log_var, 1)
    )

# %% keras_ops [markdown]
# Keras operations.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    import keras

    return keras.ops.sum((keras.ops.exp(log_var) + mean**2 - 1 - log_var) / 2, axis=1)

# %% kingmas_form [markdown]
# The form with a minus in front, over the last axis.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    return -0.5 * tf.reduce_sum(1 + log_var - tf.square(mean) - tf.exp(log_var), axis=-1)

# %% list_of_numbers [markdown]
# A list, of a number for each row.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    return [
        tf.reduce_sum(tf.exp(v) + m**2 - 1 - v) / 2 for m, v in zip(mean, log_var, strict=True)
    ]

# %% deviation_for_variance [markdown]
# The standard deviation stands where the variance belongs.

# %% kl_to_standard_normal points=2 reason="the standard deviation"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var / 2) + mean**2 - 1 - log_var, axis=1)

# %% flipped_sign [markdown]
# The negative of the divergence.

# %% kl_to_standard_normal points=2 reason="the sign is flipped"
def kl_to_standard_normal(mean, log_var):
    return -0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1)

# %% log_var_as_log_deviation [markdown]
# Takes log_var for the logarithm of the standard deviation.

# %% kl_to_standard_normal points=2 reason="logarithm of the standard deviation"
def kl_to_standard_normal(mean, log_var):
    variance = tf.exp(2 * log_var)
    return 0.5 * tf.reduce_sum(variance + mean**2 - 1 - 2 * log_var, axis=1)

# %% mean_not_squared [markdown]
# The mean is not squared.

# %% kl_to_standard_normal points=2 reason="the mean is not squared"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean - 1 - log_var, axis=1)

# %% mean_over_dimensions [markdown]
# A mean over the dimensions in place of the sum.

# %% kl_to_standard_normal points=2 reason="the mean over the d latent dimensions"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_mean((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1)

# %% no_half [markdown]
# The factor ½ is missing.

# %% kl_to_standard_normal points=2 reason="the factor 1/2 is missing"
def kl_to_standard_normal(mean, log_var):
    return tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1)

# %% no_log_var [markdown]
# The logarithm of the variance is missing.

# %% kl_to_standard_normal points=2 reason="the logarithm of the variance"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var) + log_var, axis=1)

# %% no_minus_one [markdown]
# The term -1 is missing.

# %% kl_to_standard_normal points=2 reason="the term -1 is missing"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var) + 1, axis=1)

# %% no_sum [markdown]
# One number for each dimension.

# %% kl_to_standard_normal points=1 reason="the sum over the d latent dimensions is missing"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * (tf.exp(log_var) + mean**2 - 1 - log_var)

# %% number_of_numpy [markdown]
# Leaves TensorFlow at the end: no gradient passes.

# %% kl_to_standard_normal points=4 reason="no gradient reaches the mean"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=1).numpy()

# %% numpy [markdown]
# Sums in NumPy: no gradient passes.

# %% kl_to_standard_normal points=4 reason="no gradient reaches the mean"
def kl_to_standard_normal(mean, log_var):
    return np.sum((tf.exp(log_var) + mean**2 - 1 - log_var).numpy(), axis=1) / 2

# %% one_number_for_the_batch [markdown]
# The divergence of a batch, summed over its examples instead of its latent dimensions.

# %% kl_to_standard_normal points=1 reason="runs over the batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum(tf.exp(log_var) + tf.square(mean) - 1 - log_var, axis=0)

# %% sum_over_everything [markdown]
# Sums over the batch too.

# %% kl_to_standard_normal points=1 reason="one number for the whole batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var))

# %% sum_over_the_batch [markdown]
# Sums over the batch in place of the dimensions.

# %% kl_to_standard_normal points=1 reason="runs over the batch"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((tf.exp(log_var) + mean**2 - 1 - log_var), axis=0)

# %% wrong_way_round [markdown]
# D_KL(p‖q).

# %% kl_to_standard_normal points=2 reason="the wrong way round"
def kl_to_standard_normal(mean, log_var):
    return 0.5 * tf.reduce_sum((1 + mean**2) / tf.exp(log_var) - 1 + log_var, axis=1)

# %% right mutants [markdown]
# - `1 → -1`: The last axis is axis 1.
