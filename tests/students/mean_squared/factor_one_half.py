# %% [markdown] base="model"
# A factor ½ before the sum of each image.

# %% mean_squared points=3 reason="half of the squared error"
def mean_squared(x, z):
    return tf.reduce_mean(0.5 * tf.reduce_sum(tf.square(x - z), axis=1))
