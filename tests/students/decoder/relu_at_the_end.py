# %% [markdown] base="model"
# The hidden layer is right, the last one has a ReLU.

# %% decoder points=3 reason="the last layer of the decoder uses ReLU"
def decoder(y, weights, biases):
    hidden = tf.nn.sigmoid(y @ weights["decoder_h1"] + biases["decoder_b1"])
    return tf.nn.relu(hidden @ weights["decoder_h2"] + biases["decoder_b2"])
