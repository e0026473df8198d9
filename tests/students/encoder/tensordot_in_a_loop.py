# %% [markdown] base="model"
# `tf.tensordot` over sorted keys.

# %% encoder
def encoder(x, weights, biases):
    out = x
    for key in sorted(k for k in weights if k.startswith("encoder")):
        out = tf.tensordot(out, weights[key], axes=[[1], [0]])
        out = tf.nn.sigmoid(out + biases[key.replace("h", "b")])
    return out
