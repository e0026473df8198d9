"""The convolutional encoder and decoder as they are to be, and the slips that are known."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from autograder.checking.comparison import as_numbers, expect_shape
from exercises.shared import convolutional as network
from exercises.shared.activations import (
    Activation,
    after_the_activation,
    identity,
    relu,
    sigmoid,
    subtracted,
)
from exercises.shared.convolution import convolve, convolve_transposed
from exercises.shared.convolutional import Slip
from exercises.shared.network import Parameters

# In which order rows, columns and channels may be flattened; the first is right.
ORDERS: tuple[tuple[int, ...], ...] = tuple(permutations(range(3)))


@dataclass(frozen=True)
class Part:
    """The encoder or the decoder, as it is to be."""

    name: str
    n_in: int
    n_out: int
    # The layers of a forward pass, and the gradients of its sum.
    layers: Callable[..., list[np.ndarray]]
    gradients: Callable[..., tuple[np.ndarray, Parameters, Parameters]]
    slips: dict[str, tuple[Slip, ...]]


def as_rows(value: Any, count: int, part: Part) -> np.ndarray:
    """A result as (n, n_out); rows that are not flattened have cost the points for the shape."""
    found = as_numbers(value)
    if found.ndim > 2 and found.size == count * part.n_out:
        return np.asarray(found.reshape(count, part.n_out))
    return expect_shape(found, (count, part.n_out))


def _relu6(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(a, 0, 6))


def _turned_over(convolution: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """The convolution with its kernel read from the end, as mathematicians write it."""
    return lambda images, kernel, *sizes: convolution(images, kernel[::-1, ::-1], *sizes)


def _padded_on_both_sides(images: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    return convolve(images, kernel, stride, padding=(1, 1))


def _cut_on_both_sides(
    images: np.ndarray, kernel: np.ndarray, stride: int, size: int
) -> np.ndarray:
    return convolve_transposed(images, kernel, stride, size, padding=(1, 0))


def _pooled(pool: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """A convolution with stride 1, of which each square of 2 × 2 numbers becomes one."""

    def convolve_and_pool(images: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
        n, side, _, _ = images.shape
        fine = convolve(images, kernel, 1)
        squares = fine.reshape(n, side // stride, stride, side // stride, stride, -1)
        return pool(squares, axis=(2, 4))

    return convolve_and_pool


def _repeated(images: np.ndarray, kernel: np.ndarray, stride: int, size: int) -> np.ndarray:
    """Each number is repeated in a square, and a convolution with stride 1 follows."""
    large = images.repeat(stride, axis=1).repeat(stride, axis=2)
    return convolve(large, kernel.swapaxes(2, 3), 1)


OTHERS: dict[str, Activation] = {"sigmoid": sigmoid, "tanh": np.tanh}


def _common_slips(name: str, last: Activation) -> dict[str, tuple[Slip, ...]]:
    """Slips that encoder and decoder share; `last` is the activation of the last layer."""
    slips = {
        "the first layer has no ReLU": (Slip(activations=(identity, relu, last)),),
        "the second layer has no ReLU": (Slip(activations=(relu, identity, last)),),
        "no layer has a ReLU": (Slip(activations=(identity, identity, last)),),
        "a bias is added after its activation; the activation is applied to the sum": (
            Slip(join=after_the_activation),
        ),
        "the biases are subtracted; a layer adds them": (Slip(join=subtracted),),
        "the image is turned: its rows are taken for columns": (Slip(is_turned=True),),
        "the feature map and the row of 1,568 numbers do not fit: the order is row, column, "
        "channel": tuple(Slip(order=order) for order in ORDERS[1:]),
    }
    slips[f"the nonlinearities of the {name} end at 6; ReLU has no upper end"] = (
        Slip(activations=(_relu6, _relu6, last)),
    )
    for other, activation in OTHERS.items():
        slips[f"the hidden layers of the {name} use {other} where ReLU is asked for"] = (
            Slip(activations=(activation, activation, last)),
        )
    return slips


ENCODER = Part(
    "encoder",
    network.SIDE**2,
    network.CODE,
    network.encode,
    network.encoder_gradients,
    _common_slips("encoder", identity)
    | {
        "the code goes through a nonlinearity; the dense layer has none": tuple(
            Slip(activations=(relu, relu, activation)) for activation in (relu, *OTHERS.values())
        ),
        "the image is padded by a pixel on both sides, or every second result of stride 1 is "
        "taken; SAME with stride 2 pads otherwise": (Slip(convolve=_padded_on_both_sides),),
        "a convolution with stride 1 and pooling stand where one with stride 2 is asked for": (
            Slip(convolve=_pooled(np.max)),
            Slip(convolve=_pooled(np.mean)),
        ),
        "the kernel is turned over; TensorFlow takes it as it is": (
            Slip(convolve=_turned_over(convolve)),
        ),
    },
)
DECODER = Part(
    "decoder",
    network.CODE,
    network.SIDE**2,
    network.decode,
    network.decoder_gradients,
    _common_slips("decoder", sigmoid)
    | {
        "the image has no sigmoid": (Slip(activations=(relu, relu, identity)),),
        "the image goes through a sigmoid twice": (
            Slip(activations=(relu, relu, lambda a: sigmoid(sigmoid(a)))),
        ),
        "the image goes through another nonlinearity than a sigmoid": (
            Slip(activations=(relu, relu, relu)),
            Slip(activations=(relu, relu, np.tanh)),
            Slip(activations=(relu, relu, lambda a: sigmoid(relu(a)))),
        ),
        "the result is cut on the wrong side: SAME with stride 2 leaves the first row and column": (
            Slip(transpose=_cut_on_both_sides),
        ),
        "numbers are repeated and convolved; a transposed convolution is asked for": (
            Slip(transpose=_repeated),
        ),
        "the kernel is turned over; the transposed convolution adds it as it is": (
            Slip(transpose=_turned_over(convolve_transposed)),
        ),
    },
)
