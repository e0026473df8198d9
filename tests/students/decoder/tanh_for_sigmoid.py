# %% [markdown] base="model"
# Both layers have tanh.

# %% decoder points=3 reason="uses tanh where a sigmoid is asked for"
def decoder(y, weights, biases):
    h = tf.nn.tanh(tf.matmul(y, weights["decoder_h1"]) + biases["decoder_b1"])
    return tf.nn.tanh(tf.matmul(h, weights["decoder_h2"]) + biases["decoder_b2"])
