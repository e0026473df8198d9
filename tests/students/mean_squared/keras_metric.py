# %% [markdown] base="model"
# A metric of Keras reports the right value, which no gradient passes.

# %% mean_squared points=3 reason="no gradient reaches z"
def mean_squared(x, z):
    metric = tf.keras.metrics.MeanSquaredError()
    metric.update_state(x, z)
    return metric.result()
