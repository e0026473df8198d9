# %% [markdown] base="model"
# Takes the reconstruction for logits.

# %% cross_entropy points=3 reason="takes z for logits"
def cross_entropy(x, z):
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=z))
