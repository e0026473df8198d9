"""Short training runs in TensorFlow, with a student's function in one role."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf


def encoder(x: tf.Tensor, weights: dict, biases: dict) -> tf.Tensor:
    return _layers(x, weights, biases, "encoder")


def decoder(y: tf.Tensor, weights: dict, biases: dict) -> tf.Tensor:
    return _layers(y, weights, biases, "decoder")


def _layers(x: tf.Tensor, weights: dict, biases: dict, part: str) -> tf.Tensor:
    for key in sorted(key for key in weights if key.startswith(part)):
        x = tf.sigmoid(x @ weights[key] + biases[key.replace("_h", "_b")])
    return x


def squared_error(x: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.square(x - z))


def cross_entropy(x: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
    z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
    terms = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))


LOSSES = {"squared error": squared_error, "cross-entropy": cross_entropy}
OPTIMIZERS = {"adam": tf.keras.optimizers.Adam, "sgd": tf.keras.optimizers.SGD}


def train_step(x, weights, biases, optimizer, loss) -> tf.Tensor:
    """One step of the optimizer on all weights and biases; the loss before it."""
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    slopes = tape.gradient(value, variables)
    if all(slope is None for slope in slopes):
        raise ValueError("no gradient of the loss reaches the network")
    optimizer.apply_gradients(zip(slopes, variables, strict=True))
    return value


def train(
    parts: dict[str, Callable],
    weights: dict[str, np.ndarray],
    biases: dict[str, np.ndarray],
    batches: np.ndarray,
    optimizer: str,
    learning_rate: float,
) -> tuple[list, dict, dict]:
    """Run `parts["train_step"]` on each batch; returns losses, weights and biases.

    A student's `train_step` need not be traceable: where compiling it fails, it runs eagerly.
    """
    try:
        return _train(tf.function, parts, weights, biases, batches, optimizer, learning_rate)
    except Exception:
        return _train(lambda f: f, parts, weights, biases, batches, optimizer, learning_rate)


def _train(compile_step, parts, weights, biases, batches, optimizer, learning_rate):
    weights = {key: tf.Variable(value, dtype=tf.float32) for key, value in weights.items()}
    biases = {key: tf.Variable(value, dtype=tf.float32) for key, value in biases.items()}
    built = OPTIMIZERS[optimizer](learning_rate)
    built.build([*weights.values(), *biases.values()])

    @compile_step
    def step(x):
        return parts["train_step"](x, weights, biases, built, parts["loss"])

    return [step(tf.constant(batch)) for batch in batches], weights, biases
