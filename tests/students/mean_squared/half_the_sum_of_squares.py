# %% [markdown] base="model"
# `tf.nn.l2_loss` alone: half of the sum over all images.

# %% mean_squared points=3 reason="half of the sum over the batch"
def mean_squared(x, z):
    return tf.nn.l2_loss(x - z)
