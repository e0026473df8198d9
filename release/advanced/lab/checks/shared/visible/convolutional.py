"""The convolutional autoencoder: the shapes of its parameters and the variances of its weights."""

import math

from .draws import TRUNCATED

# Key and shape of each weight, and how many units the layer has, each with a bias.
LAYERS: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("encoder_c1", (3, 3, 1, 16), 16),
    ("encoder_c2", (3, 3, 16, 32), 32),
    ("encoder_h3", (1568, 64), 64),
    ("decoder_h1", (64, 1568), 1568),
    ("decoder_c2", (3, 3, 16, 32), 16),
    ("decoder_c3", (3, 3, 1, 16), 1),
)
WEIGHTS = {key: shape for key, shape, _ in LAYERS}
BIASES: dict[str, tuple[int, ...]] = {
    key.replace("_c", "_b").replace("_h", "_b"): (units,) for key, _, units in LAYERS
}


def fans(key: str) -> tuple[int, int]:
    """How many numbers a unit is computed from, and how many it has a part in."""
    *area, first, second = WEIGHTS[key]
    # The kernels of a transposed convolution name their output first.
    n_in, n_out = (second, first) if key.startswith("decoder_c") else (first, second)
    return math.prod(area) * n_in, math.prod(area) * n_out


def variances(key: str) -> list[float]:
    """The accepted variances of a weight: Glorot and Bengio's, He's, and those of cut draws."""
    fan_in, fan_out = fans(key)
    he = {fan_in, fan_out} if key.startswith("decoder_c") else {fan_in}
    exact = [2 / (fan_in + fan_out), *(2 / fan for fan in he)]
    return [factor * variance for variance in exact for factor in (1, TRUNCATED)]
