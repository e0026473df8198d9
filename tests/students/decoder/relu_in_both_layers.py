# %% [markdown] base="model"
# Both layers have a ReLU.

# %% decoder points=3 reason="uses ReLU where a sigmoid is asked for"
def decoder(y, weights, biases):
    layer_1 = tf.nn.relu(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    layer_2 = tf.nn.relu(tf.matmul(layer_1, weights["decoder_h2"]) + biases["decoder_b2"])
    return layer_2
