"""One step of training."""

from collections.abc import Callable

import tensorflow as tf


def make_train_step(encoder: Callable, decoder: Callable) -> Callable:
    """A step of the optimizer on all weights and biases that returns the loss before it."""

    def train_step(x, weights, biases, optimizer, loss) -> tf.Tensor:
        variables = [*weights.values(), *biases.values()]
        with tf.GradientTape() as tape:
            value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        slopes = tape.gradient(value, variables)
        if all(slope is None for slope in slopes):
            raise ValueError("no gradient of the loss reaches the network")
        optimizer.apply_gradients(zip(slopes, variables, strict=True))
        return value

    return train_step
