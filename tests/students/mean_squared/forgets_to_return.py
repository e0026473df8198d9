# %% [markdown] base="model"
# Nothing is returned.

# %% mean_squared points=0 reason="is a `return` missing?"
def mean_squared(x, z):
    loss = tf.reduce_mean(tf.square(x - z))
