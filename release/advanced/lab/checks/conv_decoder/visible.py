"""The check of `conv_decoder` that students run."""

import math

import numpy as np

from ..shared.visible.convolutional import WEIGHTS
from ..shared.visible.convolutional_part import PartOutput, check_part, picking
from ..shared.visible.results import Answer, expect


def check(answer: Answer) -> str:
    return check_part(answer, "decoder", 64, 784, _check_values)


def _check_values(output: PartOutput) -> None:
    """A dense layer that hands on 49 numbers, and kernels that set one pixel of their window."""
    code = np.zeros((1, 64))
    code[0, :49] = np.arange(1, 50) / 6
    dense = np.zeros(WEIGHTS["decoder_h1"])
    dense[np.arange(49), 32 * np.arange(49)] = 1  # to the first channel of each place
    rows, columns = np.divmod(np.arange(49), 7)
    for place in ((0, 0), (1, 0), (0, 1)):
        kernels = {
            "decoder_h1": dense,
            "decoder_c2": picking(WEIGHTS["decoder_c2"], (0, 0)),
            "decoder_c3": picking(WEIGHTS["decoder_c3"], place),
        }
        found = output(code, **kernels)[0].reshape(28, 28)
        right = np.full((28, 28), 0.5)
        y, x = (4 * line + offset for line, offset in zip((rows, columns), place, strict=True))
        right[y, x] = 1 / (1 + np.exp(-code[0, :49]))
        worst = np.unravel_index(np.argmax(np.abs(found - right)), (28, 28))
        expect(
            np.allclose(found, right, atol=1e-4),
            f"where kernels set row {place[0]}, column {place[1]} of their window, and in the "
            f"first of both its first pixel, the pixel in row {worst[0]}, column {worst[1]} of the "
            f"image is {right[worst]:.4g}; found {found[worst]:.4g}. Is it ReLU, ReLU and a "
            "sigmoid, stride 2, padding SAME, and read in TensorFlow's order?",
        )
    # Two negative kernels would give positive numbers, were there no ReLU between them.
    kernels |= {"decoder_h1": -dense, "decoder_c2": -kernels["decoder_c2"]}
    found = output(code, **kernels)[0]
    expect(
        np.allclose(found, 0.5, atol=1e-4),
        "where the dense layer gives negative numbers, ReLU makes 0 of them and every pixel is ½; "
        f"found {found[np.argmax(np.abs(found - 0.5))]:.4g}",
    )
    kernels["decoder_h1"] = dense
    found = output(code, **kernels)[0]
    expect(
        np.allclose(found, 0.5, atol=1e-4),
        "where the first transposed convolution gives negative numbers, ReLU makes 0 of them and "
        f"every pixel is ½; found {found[np.argmax(np.abs(found - 0.5))]:.4g}",
    )
    found = output(code, decoder_b3=np.array([-2.0]))[0]
    low = 1 / (1 + math.exp(2))
    expect(
        np.allclose(found, low, atol=1e-4),
        f"where all weights are 0 and the last bias is -2 every pixel is s(-2) = {low:.4g}; "
        f"found {found[0]:.4g}",
    )
