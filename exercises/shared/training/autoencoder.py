"""The autoencoder of notebook 1."""

import tensorflow as tf

Parameters = dict[str, tf.Variable]


def encoder(x: tf.Tensor, weights: Parameters, biases: Parameters) -> tf.Tensor:
    return _layers(x, weights, biases, "encoder")


def decoder(y: tf.Tensor, weights: Parameters, biases: Parameters) -> tf.Tensor:
    return _layers(y, weights, biases, "decoder")


def _layers(x: tf.Tensor, weights: Parameters, biases: Parameters, part: str) -> tf.Tensor:
    for key in sorted(key for key in weights if key.startswith(part)):
        x = tf.sigmoid(x @ weights[key] + biases[key.replace("_h", "_b")])
    return x
