# %% [markdown] base="model"
# A scalar product of the differences with themselves.

# %% mean_squared
def mean_squared(x, z):
    d = tf.reshape(x - z, [-1])
    return tf.einsum("i,i->", d, d) / tf.cast(tf.size(d), d.dtype)
