# %% [markdown] base="model"
# Half of the formula: what a pixel without ink should look like costs nothing.

# %% cross_entropy points=6 reason="(1 - x) log(1 - z) is missing"
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(tf.reduce_sum(x * tf.math.log(z), axis=1))
