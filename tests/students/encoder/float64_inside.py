# %% [markdown] base="model"
# Computed in float64, and cast back at the end.

# %% encoder
def encoder(x, weights, biases):
    a = tf.cast(x, tf.float64)
    for n in range(1, 3):
        w = tf.cast(weights["encoder_h" + str(n)], tf.float64)
        b = tf.cast(biases["encoder_b" + str(n)], tf.float64)
        a = 1.0 / (1.0 + tf.exp(-(tf.matmul(a, w) + b)))
    return tf.cast(a, tf.float32)
