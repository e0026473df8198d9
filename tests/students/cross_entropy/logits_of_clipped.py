# %% [markdown] base="model"
# Back to logits, and TensorFlow's stable formula from there.

# %% cross_entropy
def cross_entropy(x, z):
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    logits = tf.math.log(z) - tf.math.log1p(-z)
    terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
    return tf.reduce_mean(tf.reduce_sum(terms, axis=1))
