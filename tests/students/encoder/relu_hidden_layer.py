# %% [markdown] base="model"
# The hidden layer has a ReLU.

# %% encoder points=3 reason="use ReLU where a sigmoid is asked for"
def encoder(x, weights, biases):
    hidden = tf.nn.relu(tf.matmul(x, weights["encoder_h1"]) + biases["encoder_b1"])
    return tf.nn.sigmoid(tf.matmul(hidden, weights["encoder_h2"]) + biases["encoder_b2"])
