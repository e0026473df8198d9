"""Whether numbers depend on their own windows alone, and on these also at the border."""

import numpy as np

from autograder.checking.comparison import expect
from autograder.checking.view import View
from exercises.shared import convolutional as network
from exercises.shared.convolutional_slips import DECODER, ENCODER, ORDERS, as_rows
from exercises.shared.network import Parameters
from exercises.shared.visible.convolutional import BIASES, WEIGHTS

# What two convolutions of 3 × 3 with stride 2 see of a line: place r of 7 sees pixels 4r to 4r + 6.
REACH, STEP = 7, 4
# Effects differ by a factor of 36, as paths and weights do, or by more behind a sigmoid, and are
# larger than rounding by far.
FAINT = 1e-3


def _places(draw: np.random.Generator) -> np.ndarray:
    """One number of the feature map for each number of the code, at every place: (64,)."""
    rows, columns, channels = network.GRID
    cells = np.concatenate([np.arange(rows * columns), draw.permutation(rows * columns)])
    return cells[: network.CODE] * channels + draw.permutation(2 * channels)[: network.CODE] // 2


def _windows(places: np.ndarray, order: tuple[int, ...]) -> np.ndarray:
    """Which pixels belong to numbers of the feature map, flattened in an order: (64, 28, 28)."""
    lengths = [network.GRID[axis] for axis in order]
    cells = np.unravel_index(places, lengths)
    row, column = (cells[order.index(axis)] for axis in (0, 1))
    pixel = np.arange(network.SIDE)
    by_row, by_column = (
        (STEP * cell[:, None] <= pixel) & (pixel < STEP * cell[:, None] + REACH)
        for cell in (row, column)
    )
    return by_row[:, :, None] & by_column[:, None, :]


def _positive(draw: np.random.Generator) -> tuple[Parameters, Parameters]:
    """Parameters for which every ReLU lets all numbers through; dense weights are 0."""
    weights = {
        key: draw.uniform(0.5, 1, size=shape).astype(np.float32) / network.fan_in(shape)
        for key, shape in WEIGHTS.items()
    }
    for key in ("encoder_h3", "decoder_h1"):
        weights[key] = np.zeros_like(weights[key])
    biases = {
        key: draw.uniform(0.1, 0.3, size=shape).astype(np.float32) for key, shape in BIASES.items()
    }
    return weights, biases


def expect_windows_of_codes(student: View) -> None:
    """A Fault unless a pixel changes those numbers of the last feature map that see it.

    The dense layer hands on single numbers. In whatever order they are flattened: that is a matter
    of the values.
    """
    draw = np.random.default_rng(4423)
    weights, biases = _positive(draw)
    places = _places(draw)
    weights["encoder_h3"][places, np.arange(network.CODE)] = 1
    pixels = [(0, 0), (0, 27), (27, 0), (27, 27), (13, 14), (8, 20), (26, 3)]
    x = draw.uniform(0.1, 0.5, size=(1, 784)).astype(np.float32).repeat(len(pixels) + 1, axis=0)
    for number, (row, column) in enumerate(pixels, start=1):
        x[number, row * network.SIDE + column] += 0.5
    found = as_rows(student(x, weights, biases), len(x), ENCODER)
    changes = _changed(found)
    expected = [
        np.array([seen[:, row, column] for row, column in pixels])
        for seen in (_windows(places, order) for order in ORDERS)
    ]
    if any(np.array_equal(changes, one) for one in expected):
        return
    number = int(np.argmax(np.any(changes != expected[0], axis=1)))
    row, column = pixels[number]
    expect(
        False,
        f"where the dense layer hands on {network.CODE} single numbers of the last feature map, "
        f"a change of the pixel in row {row}, column {column} changes "
        + _counts(changes[number], expected[0][number], "of them"),
    )


def expect_windows_of_pixels(student: View) -> None:
    """A Fault unless a number of the code changes those pixels alone that see it.

    The dense layer hands on single numbers, as above.
    """
    draw = np.random.default_rng(8513)
    weights, biases = _positive(draw)
    for key in ("decoder_c2", "decoder_c3"):
        # A pixel sees a quarter of the kernel, and of its last axis all.
        weights[key] *= np.float32(2)
    places = _places(draw)
    weights["decoder_h1"][np.arange(network.CODE), places] = 1
    shown = [0, 6, 42, 48, 24, 31, 11]  # corners, the middle and two others
    y = draw.uniform(0.1, 0.5, size=(1, network.CODE)).astype(np.float32)
    y = y.repeat(len(shown) + 1, axis=0)
    for number, code in enumerate(shown, start=1):
        y[number, code] += 0.5
    found = as_rows(student(y, weights, biases), len(y), DECODER)
    changes = _changed(found)
    expected = [_windows(places, order)[shown].reshape(len(shown), 784) for order in ORDERS]
    if any(np.array_equal(changes, one) for one in expected):
        return
    number = int(np.argmax(np.any(changes != expected[0], axis=1)))
    row, column = divmod(shown[number], 7)
    expect(
        False,
        "where the dense layer hands on single numbers of the code, one that goes to row "
        f"{row}, column {column} of the 7 × 7 feature map changes "
        + _counts(changes[number], expected[0][number], "pixels"),
    )


def _changed(found: np.ndarray) -> np.ndarray:
    """Which numbers of each further row differ from those of the first row."""
    moves = np.abs(found[1:] - found[0])
    expect(
        bool(np.all(np.isfinite(moves))), "the result is not finite everywhere (NaN or infinity)"
    )
    expect(bool(moves.max() > 0), "the result does not depend on the input")
    return np.asarray(moves > FAINT * moves.max())


def _counts(changes: np.ndarray, expected: np.ndarray, what: str) -> str:
    found, right = int(changes.sum()), int(expected.sum())
    return f"{found} {what}, expected {right}" + (" at other places" if found == right else "")
