# %% [markdown] base="model"
# The diagonal of D Dᵀ holds the squared errors of the images.

# %% mean_squared
def mean_squared(x, z):
    d = z - x
    return tf.linalg.trace(tf.matmul(d, d, transpose_b=True)) / len(x)
