# %% [markdown] base="model"
# The third layer of the encoder is forgotten.

# %% deep_encoder points=0.5 reason="has shape (7, 128)"
def deep_encoder(x, weights, biases):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return tf.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
