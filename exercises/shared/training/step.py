"""One step of training."""

from collections.abc import Callable

import tensorflow as tf

Parameters = dict[str, tf.Variable]
Function = Callable[..., tf.Tensor]


def make_train_step(encoder: Function, decoder: Function) -> Function:
    """A step of the optimizer on all weights and biases that returns the loss before it."""

    def train_step(
        x: tf.Tensor,
        weights: Parameters,
        biases: Parameters,
        optimizer: tf.keras.optimizers.Optimizer,
        loss: Function,
    ) -> tf.Tensor:
        variables = [*weights.values(), *biases.values()]
        with tf.GradientTape() as tape:
            value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        slopes = tape.gradient(value, variables)
        if all(slope is None for slope in slopes):
            raise ValueError("no gradient of the loss reaches the network")
        optimizer.apply_gradients(zip(slopes, variables, strict=True))
        return value

    return train_step
