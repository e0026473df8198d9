# %% [markdown] base="model"
# The squared error of the notebook before.

# %% cross_entropy points=4 reason="squared error"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.square(x - z))
