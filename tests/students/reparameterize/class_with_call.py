# %% [markdown] base="model"
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
