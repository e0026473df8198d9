# %% [markdown] base="model"
# x² − z² for (x − z)².

# %% mean_squared points=3 reason="difference of the squares"
def mean_squared(x, z):
    return tf.reduce_mean(x**2 - z**2)
