# %% [markdown] base="model"
# `functools.reduce` with a list of layers.

# %% decoder
import functools


def decoder(y, weights, biases):
    layers = [(weights["decoder_h%d" % n], biases["decoder_b%d" % n]) for n in (1, 2)]
    return functools.reduce(lambda z, wb: tf.nn.sigmoid(z @ wb[0] + wb[1]), layers, y)
