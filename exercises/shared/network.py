"""The course's autoencoders in NumPy: forward pass, losses, gradients and training.

Rows are examples, so a layer is s(x @ W + b) with the logistic sigmoid s. The number of layers
follows from the keys of the dicts: `encoder_h1`, `encoder_h2`, ..., `decoder_h1`, ...
"""

import os
from functools import cache
from pathlib import Path

import numpy as np

from exercises.shared.activations import sigmoid
from exercises.shared.visible.layers import BASIC, Sizes, layer_shapes

Parameters = dict[str, np.ndarray]

# Three times the notebooks' rate: right and wrong answers are further apart after few steps.
LEARNING_RATE = 3e-3


def layers(x: np.ndarray, weights: Parameters, biases: Parameters, part: str) -> list[np.ndarray]:
    """The activations of one part, `encoder` or `decoder`: its input first, its output last."""
    activations = [x]
    for key in sorted(key for key in weights if key.startswith(part)):
        preactivation = activations[-1] @ weights[key] + biases[key.replace("_h", "_b")]
        activations.append(sigmoid(preactivation))
    return activations


def reconstruct(x: np.ndarray, weights: Parameters, biases: Parameters) -> np.ndarray:
    """The autoencoder's output, (n, 784) → (n, 784)."""
    code = layers(x, weights, biases, "encoder")[-1]
    return layers(code, weights, biases, "decoder")[-1]


def reconstruction_error(x: np.ndarray, weights: Parameters, biases: Parameters) -> float:
    """The mean over images and pixels of the squared error."""
    return float(np.mean((x - reconstruct(x, weights, biases)) ** 2))


def squared_error(x: np.ndarray, z: np.ndarray) -> float:
    """The batch mean of the sum over pixels of (x - z)²."""
    return float(np.mean(np.sum((x - z) ** 2, axis=1)))


def cross_entropy(x: np.ndarray, z: np.ndarray) -> float:
    """The batch mean of -Σ x log z + (1 - x) log(1 - z), for z inside (0, 1)."""
    return float(-np.mean(np.sum(x * np.log(z) + (1 - x) * np.log1p(-z), axis=1)))


def gradients(
    x: np.ndarray, weights: Parameters, biases: Parameters, loss: str
) -> tuple[Parameters, Parameters]:
    """Backpropagation: the gradients of the loss, for all weights and for all biases.

    `loss` is `squared error` (mean over pixels and batch) or `cross-entropy` (sum over pixels,
    mean over the batch).
    """
    encoded = layers(x, weights, biases, "encoder")
    activations = encoded + layers(encoded[-1], weights, biases, "decoder")[1:]
    z = activations[-1]
    if loss == "cross-entropy":
        delta = (z - x) / len(x)
    else:
        delta = 2 * (z - x) * z * (1 - z) / x.size
    by_weights: Parameters = {}
    by_biases: Parameters = {}
    keys = [key for part in ("encoder", "decoder") for key in sorted(weights) if part in key]
    for position, key in reversed(list(enumerate(keys))):
        below = activations[position]
        by_weights[key] = below.T @ delta
        by_biases[key.replace("_h", "_b")] = delta.sum(axis=0)
        if position:
            delta = delta @ weights[key].T * below * (1 - below)
    return by_weights, by_biases


def train(
    weights: Parameters,
    biases: Parameters,
    images: np.ndarray,
    order: np.ndarray,
) -> tuple[Parameters, Parameters]:
    """Adam on the cross-entropy (Kingma and Ba, arXiv:1412.6980, algorithm 1).

    Each step takes the images, (n, 784), of a row of `order`, (steps, batch size).
    """
    parameters, flat = _side_by_side(weights, biases)
    slopes, flat_slope = _side_by_side(weights, biases)
    first, second, change = np.zeros_like(flat), np.zeros_like(flat), np.empty_like(flat)
    for step, rows in enumerate(order, start=1):
        for group, found in zip(
            slopes, gradients(images[rows], *parameters, "cross-entropy"), strict=True
        ):
            for key, slope in found.items():
                group[key][...] = slope
        # In place, as these vectors are far larger than a processor's cache.
        first += np.multiply(np.subtract(flat_slope, first, out=change), 0.1, out=change)
        np.square(flat_slope, out=change)
        second += np.multiply(np.subtract(change, second, out=change), 0.001, out=change)
        np.add(np.sqrt(second, out=change), 1e-7, out=change)
        np.divide(first, change, out=change)
        corrected = LEARNING_RATE * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        flat -= np.multiply(change, np.float32(corrected), out=change)
    return parameters


def _side_by_side(
    weights: Parameters, biases: Parameters
) -> tuple[tuple[Parameters, Parameters], np.ndarray]:
    """Copies of both dicts as float32, and the one vector that holds all their numbers."""
    flat = np.concatenate(
        [np.ravel(value) for group in (weights, biases) for value in group.values()]
    )
    flat, start = flat.astype(np.float32), 0
    parts: tuple[Parameters, Parameters] = {}, {}
    for group, part in zip((weights, biases), parts, strict=True):
        for key, value in group.items():
            part[key] = flat[start : start + value.size].reshape(value.shape)
            start += value.size
    return parts, flat


@cache
def images() -> tuple[np.ndarray, np.ndarray]:
    """6,000 training and 2,000 test images of MNIST, float32 in [0, 1], one a row.

    Raises FileNotFoundError where neither `$MNIST_NPZ` nor `data/mnist.npz` of the course exists.
    """
    course = Path(__file__).resolve().parents[2]
    with np.load(os.environ.get("MNIST_NPZ", course / "data" / "mnist.npz")) as arrays:
        train_images, test_images = (
            part.reshape(-1, 784) / np.float32(255)
            for part in (arrays["x_train"][:6000], arrays["x_test"][:2000])
        )
    return train_images, test_images


def order(draw: np.random.Generator, steps: int, batch_size: int = 50) -> np.ndarray:
    """Which training images each step takes, (steps, batch size): each epoch in a new order."""
    count = len(images()[0])
    epochs = -(-steps * batch_size // count)
    rows = np.concatenate([draw.permutation(count) for _ in range(epochs)])
    return rows[: steps * batch_size].reshape(steps, batch_size)


def xavier_parameters(
    draw: np.random.Generator, sizes: Sizes = BASIC, gain: float = 1.0
) -> tuple[Parameters, Parameters]:
    """Normal weights of variance gain² · 2 / (n_in + n_out), and zero biases."""
    weight_shapes, bias_shapes = layer_shapes(sizes)
    weights = {
        key: draw.normal(scale=gain * np.sqrt(2 / sum(shape)), size=shape).astype(np.float32)
        for key, shape in weight_shapes.items()
    }
    return weights, {key: np.zeros(shape, np.float32) for key, shape in bias_shapes.items()}
