"""Items that every encoder and decoder is checked by: shape, values and gradients."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from autograder.checks import network
from autograder.checks.compare import Mistakes, as_numbers, expect, expect_close, expect_shape
from autograder.checks.verdict import Fault, Verdict
from autograder.checks.view import View

BATCH = 7


def check_part(
    verdict: Verdict,
    student: View,
    part: str,
    sizes: dict[str, tuple[int, ...]],
    points: tuple[float, float, float],
    draw: np.random.Generator,
) -> None:
    """Give points for shape, values and gradients of `part`, `encoder` or `decoder`."""
    n_in, *_, n_out = sizes[part]
    # Larger than a Xavier draw, so that a forgotten bias or sigmoid shows in every entry.
    weights, biases = network.xavier_parameters(draw, sizes, gain=2)
    biases = {
        key: draw.normal(size=value.shape).astype(np.float32) for key, value in biases.items()
    }
    x = draw.uniform(size=(BATCH, n_in)).astype(np.float32)
    expected = network.layers(x, weights, biases, part)[-1]

    with verdict.item(points[0], f"shape: (n, {n_in}) → (n, {n_out})"):
        result = student(x, weights, biases)
        expect_shape(result, (BATCH, n_out))

    are_right = False
    with verdict.item(points[1], "values of every layer"):
        result = student(x, weights, biases)
        expect_close(
            expect_shape(result, (BATCH, n_out)),
            expected,
            absolute=1e-4,
            mistakes=_mistakes(x, weights, biases, part),
        )
        are_right = True

    with verdict.item(points[2], "gradients reach the input, the weights and the biases"):
        _check_gradients(student, x, weights, biases, part, are_right)


def _mistakes(
    x: np.ndarray, weights: network.Parameters, biases: network.Parameters, part: str
) -> Mistakes:
    """What common slips lead to."""
    keys = sorted(key for key in weights if key.startswith(part))

    def run(activations, used_biases=biases, used=weights):
        result = x
        for key, activation in zip(keys, activations, strict=True):
            result = activation(result @ used[key] + used_biases[key.replace("_h", "_b")])
        return result

    def identity(a):
        return a

    sigmoids = [network.sigmoid] * len(keys)
    slips = {
        f"the last layer of the {part} has no sigmoid": run([*sigmoids[:-1], identity]),
        f"the first layer of the {part} has no sigmoid": run([identity, *sigmoids[1:]]),
        f"the {part} has no sigmoid at all": run([identity] * len(keys)),
        f"the {part} uses tanh where a sigmoid is asked for": run([np.tanh] * len(keys)),
        f"the {part} applies a softmax at its end; a sigmoid treats each unit alone": _softmax(
            run([*sigmoids[:-1], identity])
        ),
        f"the last layer of the {part} applies its sigmoid twice": network.sigmoid(run(sigmoids)),
    }
    rectified = [lambda a: np.maximum(a, 0)] * len(keys)
    slips[f"the {part} uses ReLU where a sigmoid is asked for"] = run(rectified)
    slips[f"the hidden layers of the {part} use ReLU where a sigmoid is asked for"] = run(
        [*rectified[:-1], network.sigmoid]
    )
    for key in keys:
        bias = key.replace("_h", "_b")
        without = biases | {bias: np.zeros_like(biases[bias])}
        slips[f'biases["{bias}"] has no effect on the result'] = run(sigmoids, without)
    none = {key: np.zeros_like(value) for key, value in biases.items()}
    slips[f"the biases have no effect on the result of the {part}"] = run(sigmoids, none)
    return {sentence: (values,) for sentence, values in slips.items()}


def _softmax(a: np.ndarray) -> np.ndarray:
    exponentials = np.exp(a - a.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _check_gradients(
    student: View,
    x: np.ndarray,
    weights: network.Parameters,
    biases: network.Parameters,
    part: str,
    are_right: bool,
) -> None:
    """A Fault unless gradients arrive; their values count only where the function's are right."""
    names = ("the input", "weights", "biases")
    found = [student.gradient(x, weights, biases, by=number) for number in range(3)]
    expected = sum_gradients(x, weights, biases, part)
    for name, slopes, values in zip(names, found, expected, strict=True):
        if not isinstance(values, dict):
            slopes, values = {"": slopes}, {"": values}
        for key, value in values.items():
            what = f'{name}["{key}"]' if key else name
            slope = slopes.get(key)
            if slope is None and not are_right and any(s is not None for s in slopes.values()):
                continue  # an entry that is not used has already cost the points for the values
            expect(
                slope is not None,
                f"no gradient reaches {what}: the result is not made by TensorFlow operations from "
                "it (NumPy, or a conversion to NumPy, cuts the gradient)",
            )
            with arriving_at(what):
                slope = as_numbers(slope, "the gradient")
                expect(np.all(np.isfinite(slope)), "the gradient is not finite")
                if are_right:
                    expect_close(slope, value, relative=1e-2, absolute=1e-3, what="the gradient")


@contextmanager
def arriving_at(what: str) -> Iterator[None]:
    """Name in a Fault the argument whose gradient is wrong."""
    try:
        yield
    except Fault as fault:
        raise Fault(f"gradient by {what}: {fault}") from None


def sum_gradients(
    x: np.ndarray, weights: network.Parameters, biases: network.Parameters, part: str
) -> tuple[np.ndarray, network.Parameters, network.Parameters]:
    """Gradients of the summed output of one part by its input, its weights and its biases."""
    keys = sorted(key for key in weights if key.startswith(part))
    activations = network.layers(x, weights, biases, part)
    slope = np.ones_like(activations[-1])
    by_weights, by_biases = {}, {}
    for position in reversed(range(len(keys))):
        out, below = activations[position + 1], activations[position]
        delta = slope * out * (1 - out)
        by_weights[keys[position]] = below.T @ delta
        by_biases[keys[position].replace("_h", "_b")] = delta.sum(axis=0)
        slope = delta @ weights[keys[position]].T
    return slope, by_weights, by_biases
