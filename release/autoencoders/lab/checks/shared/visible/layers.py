"""The layers of the autoencoders, and what the check of an encoder or a decoder looks at."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from .results import (
    Answer,
    Parameters,
    Problem,
    Shape,
    Tape,
    Tensor,
    array,
    expect,
    gradients,
    numbers,
)

Activation = Callable[[float], float]
# The numbers of units of the encoder and of the decoder, from input to output.
Sizes = dict[str, tuple[int, ...]]


def _sizes(*units: int) -> Sizes:
    """The numbers of units of both parts, from input to output, by those of the encoder."""
    return {"encoder": units, "decoder": units[::-1]}


BASIC = _sizes(784, 256, 128)
DEEP = _sizes(784, 256, 128, 64)

# What stands where a sigmoid is asked for, in words.
OTHER_ACTIVATIONS: dict[str, Activation] = {
    "tanh": math.tanh,
    "a ReLU": lambda total: max(total, 0.0),
    "no sigmoid": lambda total: total,
}

# What an answer that draws numbers of its own is told.
NOT_A_FUNCTION = (
    "two calls with the same arguments give different results; the result is to follow from the "
    "arguments alone"
)


def layer_shapes(sizes: Sizes) -> tuple[dict[str, Shape], dict[str, Shape]]:
    """The shapes of all weights and of all biases by key, in the order of the layers."""
    weights: dict[str, Shape] = {}
    biases: dict[str, Shape] = {}
    for part, units in sizes.items():
        for number, (n_in, n_out) in enumerate(pairwise(units), start=1):
            weights[_key(part, "h", number)] = (n_in, n_out)
            biases[_key(part, "b", number)] = (n_out,)
    return weights, biases


def _key(part: str, letter: str, number: int) -> str:
    return f"{part}_{letter}{number}"


def parameters(
    sizes: Sizes, weight: Callable[[int, int], np.ndarray], bias: Sequence[float]
) -> tuple[Parameters, Parameters]:
    """Variables for all layers: `weight(n_in, n_out)`, and `bias[number - 1]` in layer `number`."""
    import tensorflow as tf

    weights, biases = layer_shapes(sizes)
    return (
        {key: tf.Variable(np.float32(weight(*shape))) for key, shape in weights.items()},
        {
            key: tf.Variable(np.full(shape, bias[int(key[-1]) - 1], np.float32))
            for key, shape in biases.items()
        },
    )


def check_part(answer: Answer, part: str, sizes: Sizes) -> str:
    """Check the `encoder` or the `decoder` of a network; what was tested, or a Problem."""
    import tensorflow as tf

    n_in, *_, n_out = sizes[part]
    bias = (1.0, -1.0, 0.5)[: len(sizes[part]) - 1]
    padded = [*bias, 0.5]  # the other part may have a layer more
    draw = np.random.default_rng(0)
    x = tf.constant(draw.uniform(size=(3, n_in)), tf.float32)
    weights, biases = parameters(
        sizes, lambda n, m: draw.normal(size=(n, m)) / math.sqrt(n), padded
    )

    before = result_of_its_own(answer, part, (x, weights, biases), n_out, draw)

    def on_equal_weights(
        sign: int,
    ) -> tuple[Tensor, Tape, Tensor, dict[str, Tensor], dict[str, Tensor]]:
        """The result for inputs of 1 and equal weights, with the tape that watches them."""
        x = tf.ones((3, n_in))
        parts = parameters(
            sizes, lambda n, m: np.full((n, m), sign / n), [sign * step for step in padded]
        )
        with tf.GradientTape() as tape:
            tape.watch(x)
            return answer(x, *parts), tape, x, *parts

    result, tape, x, weights, biases = on_equal_weights(1)
    _expect_unit(
        array(result, (3, n_out)),
        bias,
        before,
        lambda: array(on_equal_weights(-1)[0], (3, n_out)),
    )
    gradients(result, tape, inputs_of(part, x, weights, biases), "the network")
    return (
        f"shape (n, {n_out}), values on a small example, every weight and bias is used, gradients "
        "arrive"
    )


def result_of_its_own(
    answer: Answer,
    part: str,
    arguments: tuple[Tensor, Parameters, Parameters],
    n_out: int,
    draw: np.random.Generator,
) -> np.ndarray:
    """The result for 3 rows; a Problem unless it follows from its own weights and biases alone.

    `arguments` are the rows, the weights and the biases; `draw` moves one of these after another.
    """
    _, *groups = arguments
    advice = f" for 3 rows: one row for each of {_given(part)}"
    before = array(answer(*arguments), (3, n_out), advice=advice)
    expect(np.allclose(numbers(answer(*arguments)), before, rtol=0, atol=1e-5), NOT_A_FUNCTION)
    for name, group in zip(("weights", "biases"), groups, strict=True):
        for key, variable in group.items():
            kept = variable.numpy()
            variable.assign(kept + draw.normal(size=kept.shape))
            moved = np.max(np.abs(numbers(answer(*arguments)) - before)) > 1e-4
            variable.assign(kept)
            if key.startswith(part):
                expect(moved, f'{name}["{key}"] has no effect on the result; each layer needs it')
            else:
                expect(not moved, f'the result depends on {name}["{key}"], which is not its own')
    return before


def inputs_of(
    part: str, rows: Tensor, weights: Parameters, biases: Parameters
) -> dict[str, Tensor]:
    """What the result of a part follows from, by what a student calls it."""
    inputs = {_given(part): rows}
    for name, group in (("weights", weights), ("biases", biases)):
        inputs |= {f'{name}["{key}"]': one for key, one in group.items() if key.startswith(part)}
    return inputs


def _given(part: str) -> str:
    return "`x`" if part == "encoder" else "`y`"


def _expect_unit(
    found: np.ndarray,
    bias: Sequence[float],
    before: np.ndarray,
    negated: Callable[[], np.ndarray],
) -> None:
    """A Problem unless all numbers are what layers of equal weights make of inputs of 1.

    `before` is a result for other numbers, and `negated()` gives that for weights and biases of the
    other sign; both help to tell what is wrong.
    """
    value = _unit(1.0, bias, [_sigmoid] * len(bias))
    error = np.abs(found - value)
    if np.max(error) <= 1e-3:
        return
    worst = found.flat[np.argmax(error)]
    steps = ", ".join(f"{number:g}" for number in bias)
    hint = "each layer is s(x @ W + b), the last one too, with one sigmoid"
    if np.all(np.isin(before, (0, 1))):
        hint = "the result holds only 0 and 1; nothing is to be rounded"
    elif abs(worst - _unit(1 / 255, bias, [_sigmoid] * len(bias))) < 1e-3:
        hint = "as if the input were 255 times smaller; images come in [0, 1] already"
    elif np.allclose(before.sum(axis=1), 1, atol=1e-3):
        hint = (
            "each row sums to 1, as after a softmax, which lets units compete; a sigmoid treats "
            "each unit alone"
        )
    elif slip := _other_activation(worst, negated().flat[0], bias):
        hint = slip
    raise Problem(
        f"with inputs of 1, in each layer equal weights 1/n_in, and biases of {steps} in the "
        f"layers, every number of the result is {value:.4f}; found {worst:.4f}: {hint}"
    )


def _other_activation(found: float, negated: float, bias: Sequence[float]) -> str | None:
    """Which layers have which activation in the place of the sigmoid, where that explains both."""
    before = len(bias) - 1  # layers before the last
    for name, other in OTHER_ACTIVATIONS.items():
        places = {
            "all layers had": [other] * len(bias),
            "the last layer had": [_sigmoid] * before + [other],
            "the layers before the last had": [other] * before + [_sigmoid],
        }
        for place, activations in places.items():
            fits = abs(found - _unit(1.0, bias, activations)) < 1e-3
            if fits and abs(negated - _unit(1.0, bias, activations, sign=-1)) < 1e-3:
                return f"as if {place} {name}; each layer is to have a sigmoid"
    return None


def _sigmoid(total: float) -> float:
    return 1 / (1 + math.exp(-total))


def _unit(
    value: float, biases: Sequence[float], activations: Sequence[Activation], sign: int = 1
) -> float:
    """What layers of equal weights ±1/n_in make of an input whose numbers are all `value`."""
    for bias, activation in zip(biases, activations, strict=True):
        value = activation(sign * (value + bias))
    return value
