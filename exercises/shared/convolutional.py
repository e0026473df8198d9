"""The convolutional autoencoder in NumPy: its shapes, its forward pass and its gradients."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.shared.activations import Activation, Join, identity, plainly, relu, sigmoid
from exercises.shared.convolution import convolve, convolve_transposed, kernel_gradient
from exercises.shared.network import Parameters
from exercises.shared.visible.convolutional import BIASES, WEIGHTS

SIDE, STRIDE = 28, 2
SIDES = (28, 14, 7)  # of the image and of what each convolution makes of it
CODE = 64
GRID = (7, 7, 32)  # rows, columns and channels of what the dense layers see as a row


@dataclass(frozen=True)
class Slip:
    """How a forward pass may differ from the right one; without arguments, in nothing."""

    activations: tuple[Activation, ...] | None = None
    join: Join = plainly
    convolve: Callable[..., np.ndarray] = convolve
    transpose: Callable[..., np.ndarray] = convolve_transposed
    # The axes (row, column, channel) in the order in which they are flattened.
    order: tuple[int, ...] = (0, 1, 2)
    is_turned: bool = False  # rows and columns of the image are exchanged


RIGHT = Slip()


def flat(grid: np.ndarray, order: tuple[int, ...] = (0, 1, 2)) -> np.ndarray:
    """(n, rows, columns, channels) as rows of numbers, the axes in some order."""
    return grid.transpose(0, *(axis + 1 for axis in order)).reshape(len(grid), -1)


def unflat(
    rows: np.ndarray, shape: tuple[int, int, int] = GRID, order: tuple[int, ...] = (0, 1, 2)
) -> np.ndarray:
    """The inverse of `flat`."""
    grid = rows.reshape(len(rows), *(shape[axis] for axis in order))
    return grid.transpose(0, *(1 + order.index(axis) for axis in range(3)))


def encode(
    x: np.ndarray, weights: Parameters, biases: Parameters, slip: Slip = RIGHT
) -> list[np.ndarray]:
    """What the encoder computes, layer by layer, (n, 784) → (n, 64); its input first."""
    first, second, last = slip.activations or (relu, relu, identity)
    image = x.reshape(-1, SIDE, SIDE, 1)
    if slip.is_turned:
        image = image.swapaxes(1, 2)
    layers = [image]
    for number, activation in ((1, first), (2, second)):
        a = slip.convolve(layers[-1], weights[f"encoder_c{number}"], STRIDE)
        layers.append(slip.join(a, biases[f"encoder_b{number}"], activation))
    code = flat(layers[-1], slip.order) @ weights["encoder_h3"]
    return [*layers, slip.join(code, biases["encoder_b3"], last)]


def decode(
    y: np.ndarray, weights: Parameters, biases: Parameters, slip: Slip = RIGHT
) -> list[np.ndarray]:
    """What the decoder computes, layer by layer, (n, 64) → (n, 784); its input first."""
    first, second, last = slip.activations or (relu, relu, sigmoid)
    hidden = slip.join(y @ weights["decoder_h1"], biases["decoder_b1"], first)
    layers = [y, unflat(hidden, GRID, slip.order)]
    for number, activation, size in ((2, second, SIDES[1]), (3, last, SIDES[0])):
        a = slip.transpose(layers[-1], weights[f"decoder_c{number}"], STRIDE, size)
        layers.append(slip.join(a, biases[f"decoder_b{number}"], activation))
    if slip.is_turned:
        layers[-1] = layers[-1].swapaxes(1, 2)
    return [*layers[:-1], layers[-1].reshape(len(y), -1)]


def encoder_gradients(
    x: np.ndarray, weights: Parameters, biases: Parameters
) -> tuple[np.ndarray, Parameters, Parameters]:
    """Gradients of the sum of all codes with respect to images, weights and biases."""
    image, first, second, code = encode(x, weights, biases)
    by_weights, by_biases = {}, {}
    delta = np.ones_like(code)
    by_weights["encoder_h3"] = flat(second).T @ delta
    by_biases["encoder_b3"] = delta.sum(axis=0)
    slope = unflat(delta @ weights["encoder_h3"].T)
    for number, below, above in ((2, first, second), (1, image, first)):
        delta, key = slope * (above > 0), f"encoder_c{number}"
        by_weights[key] = kernel_gradient(below, delta, 3, STRIDE)
        by_biases[f"encoder_b{number}"] = delta.sum(axis=(0, 1, 2))
        slope = convolve_transposed(delta, weights[key], STRIDE, below.shape[1])
    return slope.reshape(x.shape), by_weights, by_biases


def decoder_gradients(
    y: np.ndarray, weights: Parameters, biases: Parameters
) -> tuple[np.ndarray, Parameters, Parameters]:
    """Gradients of the sum of all pixels with respect to codes, weights and biases."""
    _, hidden, second, image = decode(y, weights, biases)
    by_weights, by_biases = {}, {}
    delta = (image * (1 - image)).reshape(-1, SIDE, SIDE, 1)
    for number, below in ((3, second), (2, hidden)):
        key = f"decoder_c{number}"
        # The kernel's gradient is that of the convolution whose adjoint is taken.
        by_weights[key] = kernel_gradient(delta, below, 3, STRIDE)
        by_biases[f"decoder_b{number}"] = delta.sum(axis=(0, 1, 2))
        delta = convolve(delta, weights[key], STRIDE) * (below > 0)
    delta = flat(delta)
    by_weights["decoder_h1"] = y.T @ delta
    by_biases["decoder_b1"] = delta.sum(axis=0)
    return delta @ weights["decoder_h1"].T, by_weights, by_biases


def parameters(draw: np.random.Generator) -> tuple[Parameters, Parameters]:
    """Weights that keep numbers at their size from layer to layer, and biases that show."""
    weights = {
        key: draw.normal(scale=np.sqrt(2 / fan_in(shape)), size=shape).astype(np.float32)
        for key, shape in WEIGHTS.items()
    }
    biases = {
        key: draw.normal(scale=0.5, size=shape).astype(np.float32) for key, shape in BIASES.items()
    }
    return weights, biases


def fan_in(shape: tuple[int, ...]) -> int:
    """How many numbers a unit is computed from: kernel area times channels, or the rows."""
    return int(np.prod(shape[:-1]))
