# %% [markdown] base="model"
# `functools` and `itertools`.

# %% train_step
import functools
import itertools


def train_step(x, weights, biases, optimizer, loss):
    parts = [functools.partial(f, weights=weights, biases=biases) for f in (encoder, decoder)]
    variables = tuple(itertools.chain(weights.values(), biases.values()))
    with tf.GradientTape() as tape:
        value = loss(x, functools.reduce(lambda v, f: f(v), parts, x))
        slopes = tape.gradient(value, variables)
    optimizer.apply(slopes, variables)
    return value
