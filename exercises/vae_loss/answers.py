# %% tensorflows_own [markdown]
# TensorFlow's function of logits.

# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    pixels = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
    entropy = tf.reduce_sum(pixels, axis=1)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(entropy + beta * divergence)


# %% left_to_print [markdown]
# A line that looks at the divergence was left; XLA cannot compile it.

# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    pixels = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    tf.print("divergence", divergence)
    return tf.reduce_mean(tf.reduce_sum(pixels, axis=1) + beta * divergence)


# %% softplus [markdown]
# The cross-entropy by softplus, the terms averaged one by one.


# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    n = tf.cast(tf.shape(x)[0], tf.float32)
    entropy = tf.reduce_sum(tf.math.softplus(logits) - x * logits) / n
    divergence = -0.5 * tf.reduce_sum(1 + log_var - tf.square(mean) - tf.exp(log_var)) / n
    return entropy + beta * divergence


# %% log_sigmoids [markdown]
# Logarithms of both probabilities.


# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    ink, paper = tf.math.log_sigmoid(logits), tf.math.log_sigmoid(-logits)
    entropy = -tf.reduce_mean(tf.reduce_sum(x * ink + (1 - x) * paper, axis=1))
    terms = tf.exp(log_var) - log_var - 1 + mean * mean
    return entropy + beta * 0.5 * tf.reduce_mean(tf.reduce_sum(terms, axis=1))


# %% keras [markdown]
# Keras's loss, which is a mean over pixels.


# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    entropy = 784 * tf.keras.losses.binary_crossentropy(x, logits, from_logits=True)
    divergence = tf.reduce_sum(tf.math.expm1(log_var) - log_var + mean**2, axis=-1) / 2
    return tf.reduce_mean(entropy) + tf.reduce_mean(beta * divergence)


# %% float64_inside [markdown]
# Computes in float64, and never meets a large exponential.


# %% vae_loss
def vae_loss(x, logits, mean, log_var, beta):
    x, logits, mean, log_var = (tf.cast(v, tf.float64) for v in (x, logits, mean, log_var))
    size = tf.abs(logits)
    pixels = (size + logits) / 2 - x * logits + tf.math.log1p(tf.exp(-size))
    divergence = (tf.exp(log_var) - 1 - log_var + mean**2) / 2
    return (tf.reduce_sum(pixels) + beta * tf.reduce_sum(divergence)) / x.shape[0]


# %% compiled [markdown]
# A `tf.function` of the student's own.


# %% vae_loss
@tf.function
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    sigma = tf.exp(log_var / 2)
    divergence = tf.square(sigma) / 2 + tf.square(mean) / 2 - 0.5 - tf.math.log(sigma)
    return (tf.reduce_sum(entropy) + beta * tf.reduce_sum(divergence)) / tf.cast(
        tf.shape(x)[0], tf.float32
    )


# %% mean_over_pixels [markdown]
# The cross-entropy as Keras gives it.


# %% vae_loss points=4.5 reason="is a mean over pixels"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.keras.losses.binary_crossentropy(x, logits, from_logits=True)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(entropy + beta * divergence)


# %% no_half [markdown]
# The factor ½ is forgotten.


# %% vae_loss points=4.5 reason="factor 1/2 of the divergence is missing"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1)
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% beta_forgotten [markdown]
# Beta is not used.


# %% vae_loss points=4.5 reason="beta has no effect"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + divergence)


# %% beta_at_the_cross_entropy [markdown]
# Beta stands at the wrong term.


# %% vae_loss points=3 reason="beta stands at the cross-entropy"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(beta * tf.reduce_sum(entropy, axis=1) + divergence)


# %% sigmoid_twice [markdown]
# Probabilities are handed to a function of logits.


# %% vae_loss points=3.5 reason="the sigmoid is applied twice"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, tf.sigmoid(logits))
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% sigmoid_forgotten [markdown]
# Logits are taken for probabilities.


# %% vae_loss points=3.5 reason="the logits are taken for probabilities"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = -(x * tf.math.log(logits) + (1 - x) * tf.math.log(1 - logits))
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% logarithms_of_a_sigmoid [markdown]
# The sigmoid is 0 or 1 for large logits.


# %% vae_loss points=5 reason="infinite"
def vae_loss(x, logits, mean, log_var, beta):
    z = tf.sigmoid(logits)
    entropy = -(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% clipped [markdown]
# The sigmoid is clipped, so that large logits all cost the same.


# %% vae_loss points=5 reason="the loss has wrong values"
def vae_loss(x, logits, mean, log_var, beta):
    z = tf.clip_by_value(tf.sigmoid(logits), 1e-6, 1 - 1e-6)
    entropy = -(x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z))
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% mean_over_dimensions [markdown]
# The divergence is averaged over everything.


# %% vae_loss points=4.5 reason="mean over the latent dimensions"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_mean(tf.exp(log_var) + mean**2 - 1 - log_var) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1)) + beta * divergence


# %% flipped_sign [markdown]
# The divergence is rewarded.


# %% vae_loss points=4.5 reason="the sign of the divergence"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(1 + log_var - mean**2 - tf.exp(log_var), axis=1) / 2
    return tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + beta * divergence)


# %% one_number_an_image [markdown]
# The mean over the batch is forgotten.


# %% vae_loss points=5.5 reason="expected a single number"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return tf.reduce_sum(entropy, axis=1) + beta * divergence


# %% sum_over_the_batch [markdown]
# Everything is added up.


# %% vae_loss points=3 reason="summed over the batch"
def vae_loss(x, logits, mean, log_var, beta):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    divergence = tf.reduce_sum(tf.exp(log_var) + mean**2 - 1 - log_var) / 2
    return tf.reduce_sum(entropy) + beta * divergence


# %% numpy [markdown]
# In NumPy: no gradient passes, and nothing can be compiled.


# %% vae_loss points=4.5 reason="no gradient reaches"
def vae_loss(x, logits, mean, log_var, beta):
    x, logits, mean, log_var = (np.float64(v) for v in (x, logits, mean, log_var))
    entropy = np.sum(np.logaddexp(0, logits) - x * logits, axis=1)
    divergence = np.sum(np.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2
    return np.mean(entropy + beta * divergence)

# %% right mutants [markdown]
# - `1 → -1`: The last axis is axis 1.
