# %% class_with_call [markdown]
# An object of a Keras layer's class, compiled.

# %% reparameterize
class Sampling(tf.keras.layers.Layer):
    def call(self, inputs):
        mean, log_var, epsilon = inputs
        return mean + tf.exp(log_var * 0.5) * epsilon


_sampling = Sampling()


@tf.function
def reparameterize(mean, log_var, epsilon):
    return _sampling((mean, log_var, epsilon))

# %% half_log_var [markdown]
# The standard deviation as exp(log_var / 2).

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(0.5 * log_var) * epsilon

# %% map_over_rows [markdown]
# One row at a time.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return tf.map_fn(
        lambda r: r[0] + tf.exp(r[1] / 2) * r[2],
        (mean, log_var, epsilon),
        fn_output_signature=tf.float32,
    )

# %% power_one_half [markdown]
# TensorFlow's named functions and a power of ½.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return tf.add(mean, tf.multiply(tf.exp(log_var) ** 0.5, epsilon))

# %% root_of_exponential [markdown]
# The root of the variance.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return mean + tf.sqrt(tf.exp(log_var)) * epsilon

# %% rows_in_a_list [markdown]
# A list, of a code for each row.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return [m + tf.exp(v / 2) * e for m, v, e in zip(mean, log_var, epsilon, strict=True)]

# %% deviation_added [markdown]
# Adds the standard deviation to the noise.

# %% reparameterize points=1.5 reason="added to it"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2) + epsilon

# %% first_code_alone [markdown]
# Returns the first code of the batch.

# %% reparameterize points=1 reason="has shape (4,)"
def reparameterize(mean, log_var, epsilon):
    return (mean + tf.exp(log_var / 2) * epsilon)[0]

# %% flipped_sign_of_log_var [markdown]
# Divides by the standard deviation.

# %% reparameterize points=1.5 reason="the sign of log_var"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(-log_var / 2) * epsilon

# %% gradient_stopped [markdown]
# Stops the gradient.

# %% reparameterize points=2 reason="no gradient reaches the mean"
def reparameterize(mean, log_var, epsilon):
    return tf.stop_gradient(mean + tf.exp(log_var / 2) * epsilon)

# %% log_var_itself [markdown]
# Multiplies the noise by log_var.

# %% reparameterize points=1.5 reason="log_var itself"
def reparameterize(mean, log_var, epsilon):
    return mean + log_var * epsilon

# %% no_log_var [markdown]
# The noise has variance 1 always.

# %% reparameterize points=1.5 reason="log_var has no effect"
def reparameterize(mean, log_var, epsilon):
    return mean + epsilon

# %% no_mean [markdown]
# The mean is missing.

# %% reparameterize points=1.5 reason="the mean is missing"
def reparameterize(mean, log_var, epsilon):
    return tf.exp(log_var / 2) * epsilon

# %% noise_of_its_own [markdown]
# Draws noise inside and ignores the noise that it is given.

# %% reparameterize points=1.5 reason="the noise is drawn inside"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))

# %% noise_subtracted [markdown]
# Subtracts the noise.

# %% reparameterize points=1.5 reason="the noise is subtracted"
def reparameterize(mean, log_var, epsilon):
    return mean - tf.exp(log_var / 2) * epsilon

# %% numpy [markdown]
# Computes in NumPy: no gradient passes.

# %% reparameterize points=2 reason="no gradient"
def reparameterize(mean, log_var, epsilon):
    return np.asarray(mean) + np.exp(log_var / 2) * np.asarray(epsilon)

# %% numpy_for_log_var [markdown]
# Leaves TensorFlow for the standard deviation: no gradient reaches log_var.

# %% reparameterize points=2 reason="no gradient reaches log_var"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var / 2).numpy() * epsilon

# %% root_of_log_var [markdown]
# Takes the root of the logarithm.

# %% reparameterize points=0.5 reason="NaN where log_var is negative"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.sqrt(log_var) * epsilon

# %% variance_for_deviation [markdown]
# Multiplies the noise by the variance.

# %% reparameterize points=1.5 reason="multiplied by the variance"
def reparameterize(mean, log_var, epsilon):
    return mean + tf.exp(log_var) * epsilon
