# %% [markdown] base="model"
# The last sigmoid is left to the loss.

# %% decoder points=3 reason="the last layer of the decoder has no sigmoid"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return tf.matmul(hidden, weights["decoder_h2"]) + biases["decoder_b2"]
