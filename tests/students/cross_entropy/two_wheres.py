# %% [markdown] base="model"
# A `tf.where` inside the logarithm, so that no bad value is ever made.

# %% cross_entropy
def cross_entropy(x, z):
    def safe_log(value):
        small = value < 1e-7
        return tf.math.log(tf.where(small, 1e-7, value))

    return -tf.reduce_mean(tf.reduce_sum(x * safe_log(z) + (1 - x) * safe_log(1 - z), 1))
