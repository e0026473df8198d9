# %% [markdown] base="model"
# Computes in float64 and casts back.

# %% deep_encoder
def deep_encoder(x, weights, biases):
    result = tf.cast(x, tf.float64)
    for number in (1, 2, 3):
        matrix = tf.cast(weights[f"encoder_h{number}"], tf.float64)
        bias = tf.cast(biases[f"encoder_b{number}"], tf.float64)
        result = 1 / (1 + tf.exp(-(result @ matrix + bias)))
    return tf.cast(result, tf.float32)
