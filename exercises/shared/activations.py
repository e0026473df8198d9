"""What a layer makes of `a`, its rows times its weights: right ones, and known slips."""

from collections.abc import Callable

import numpy as np

Activation = Callable[[np.ndarray], np.ndarray]
# Of `a`, the layer's bias and its activation.
Join = Callable[[np.ndarray, np.ndarray, Activation], np.ndarray]


def sigmoid(a: np.ndarray) -> np.ndarray:
    """The logistic function, in a form that never overflows."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * a)))


def relu(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(a, 0))


def identity(a: np.ndarray) -> np.ndarray:
    return a


def plainly(a: np.ndarray, bias: np.ndarray, activation: Activation) -> np.ndarray:
    """A layer's bias is added, and then comes its activation."""
    return activation(a + bias)


def after_the_activation(a: np.ndarray, bias: np.ndarray, activation: Activation) -> np.ndarray:
    return np.asarray(activation(a) + bias)


def subtracted(a: np.ndarray, bias: np.ndarray, activation: Activation) -> np.ndarray:
    return activation(a - bias)
