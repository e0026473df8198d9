# %% [markdown] base="model"
# The draw is compiled by XLA, the variables are filled afterwards.

# %% init_parameters
@tf.function(jit_compile=True)
def draw_like(value):
    return tf.random.normal(value.shape)


def init_parameters():
    from collections import OrderedDict

    weights = OrderedDict(
        encoder_h1=tf.Variable(tf.zeros((784, 256))),
        encoder_h2=tf.Variable(tf.zeros((256, 128))),
        decoder_h1=tf.Variable(tf.zeros((128, 256))),
        decoder_h2=tf.Variable(tf.zeros((256, 784))),
    )
    biases = OrderedDict(
        (key.replace("_h", "_b"), tf.Variable(tf.zeros(value.shape[1:])))
        for key, value in weights.items()
    )
    for variable in [*weights.values(), *biases.values()]:
        variable.assign(draw_like(variable))
    return weights, biases
