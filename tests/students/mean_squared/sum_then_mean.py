# %% [markdown] base="model"
# As the formula has it: a sum over pixels, a mean over images.

# %% mean_squared
def mean_squared(x, z):
    squared_distances = tf.reduce_sum(tf.square(tf.subtract(x, z)), axis=1)
    return tf.reduce_mean(squared_distances)
