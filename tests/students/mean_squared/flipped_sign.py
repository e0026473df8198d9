# %% [markdown] base="model"
# The negative, as if it were to be maximised.

# %% mean_squared points=3 reason="the sign is flipped"
def mean_squared(x, z):
    return -tf.reduce_mean(tf.pow(x - z, 2))
