# %% [markdown] base="model"
# Weights and biases are turned into NumPy arrays first.

# %% decoder points=4 reason="no gradient reaches weights"
def decoder(y, weights, biases):
    w = {k: np.array(v) for k, v in weights.items()}
    b = {k: np.array(v) for k, v in biases.items()}
    hidden = tf.nn.sigmoid(tf.matmul(y, w["decoder_h1"]) + b["decoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, w["decoder_h2"]) + b["decoder_b2"])
