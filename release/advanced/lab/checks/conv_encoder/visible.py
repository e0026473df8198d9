"""The check of `conv_encoder` that students run."""

import numpy as np

from ..shared.visible.convolutional import WEIGHTS
from ..shared.visible.convolutional_part import PartOutput, check_part, picking
from ..shared.visible.results import Answer, expect


def check(answer: Answer) -> str:
    return check_part(answer, "encoder", 784, 64, _check_values)


def _check_values(output: PartOutput) -> None:
    """Kernels that pick one pixel of their window, and a dense layer that hands on 64 numbers."""
    image = np.random.default_rng(1).permutation(784) / 100
    pixels = image.reshape(28, 28)
    rows, columns = np.divmod(np.arange(49), 7)
    dense = np.zeros(WEIGHTS["encoder_h3"])
    dense[32 * np.arange(49), np.arange(49)] = 1  # the first channel of each place
    for place in ((0, 0), (1, 2), (2, 1)):
        found = output(
            image[None],
            encoder_c1=picking(WEIGHTS["encoder_c1"], place),
            encoder_c2=picking(WEIGHTS["encoder_c2"], (0, 0)),
            encoder_h3=dense,
        )[0, :49]
        y, x = (4 * line + offset for line, offset in zip((rows, columns), place, strict=True))
        right = pixels[y, x]
        worst = int(np.argmax(np.abs(found - right)))
        expect(
            np.allclose(found, right, atol=1e-4),
            f"kernels that pick row {place[0]}, column {place[1]} of their window, and in the "
            f"second layer its first pixel, bring the pixel in row {y[worst]}, column {x[worst]} "
            f"to row {rows[worst]}, column {columns[worst]} of the 7 × 7 feature map: "
            f"{right[worst]:.4g}; found {found[worst]:.4g} there. Is it stride 2, padding SAME, "
            "and flattened in TensorFlow's order?",
        )
    negative = {
        "encoder_c1": picking(WEIGHTS["encoder_c1"], (0, 0), -1.0),
        "encoder_c2": picking(WEIGHTS["encoder_c2"], (0, 0)),
    }
    found = output(image[None] + 1, **negative, encoder_h3=dense)[0, :49]
    expect(
        np.allclose(found, 0, atol=1e-6),
        "where the first convolution gives negative numbers, ReLU makes 0 of them; found "
        f"{found[np.argmax(np.abs(found))]:.4g}",
    )
    negative = {
        "encoder_c1": picking(WEIGHTS["encoder_c1"], (0, 0)),
        "encoder_c2": picking(WEIGHTS["encoder_c2"], (0, 0), -1.0),
    }
    found = output(image[None] + 1, **negative, encoder_h3=dense)[0, :49]
    expect(
        np.allclose(found, 0, atol=1e-6),
        "where the second convolution gives negative numbers, ReLU makes 0 of them; found "
        f"{found[np.argmax(np.abs(found))]:.4g}",
    )
    found = output(image[None], encoder_b3=np.linspace(-3, 3, 64))[0]
    expect(
        np.allclose(found, np.linspace(-3, 3, 64), atol=1e-5),
        "where all weights are 0 the code is the last bias, negative numbers too; found "
        f"{found[0]:.4g} where the bias is -3: the last layer has no nonlinearity",
    )
    found = output(image[None], encoder_b2=np.full(32, -1.0), encoder_h3=np.ones((1568, 64)))[0]
    expect(
        np.allclose(found, 0, atol=1e-6),
        "where a convolution gives 0 and its bias is -1, ReLU makes 0 of the sum; found that the "
        f"code is {found[0]:.4g}",
    )
