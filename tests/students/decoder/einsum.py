# %% [markdown] base="model"
# Einstein's sums, on letters of the student's own.

# %% decoder
def decoder(y, weights, biases):
    a = tf.einsum("bc,ch->bh", y, weights["decoder_h1"])
    hidden = tf.keras.activations.sigmoid(a + biases["decoder_b1"])
    a = tf.einsum("bh,hp->bp", hidden, weights["decoder_h2"])
    return tf.keras.activations.sigmoid(a + biases["decoder_b2"])
