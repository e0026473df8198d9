# %% [markdown] base="model"
# TensorFlow's named functions and a power of ½.

# %% reparameterize
def reparameterize(mean, log_var, epsilon):
    return tf.add(mean, tf.multiply(tf.exp(log_var) ** 0.5, epsilon))
