"""Notebook 1: parameters, encoder, decoder, squared error and one step of training."""

from functools import cache

import numpy as np

from autograder.checks import network
from autograder.checks.compare import (
    Mistakes,
    are_close,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checks.layers import check_part
from autograder.checks.parameters import (
    distinct,
    expect_dicts,
    expect_fresh,
    expect_shapes,
    expect_variables,
    pooled,
)
from autograder.checks.statistics import expect_independent, expect_standard_normal
from autograder.checks.verdict import Fault, Verdict
from autograder.checks.view import Training, View

# The test error after TRAINING_STEPS steps with a right train_step; see benchmarks/thresholds.md.
TRAINING_STEPS = 200
TRAINING_THRESHOLD = 0.033

# Learning rates of gradient descent at which one step moves weights by about a hundredth.
RATES = {"squared error": 100.0, "cross-entropy": 1.0}


def init_parameters(student: View) -> Verdict:
    """6 points: 2 for shapes, 1 for variables, 2 for the distribution, 1 for fresh draws."""
    verdict = Verdict("init_parameters")
    shapes = network.layer_shapes(network.SIZES)
    with verdict.item(2, "keys and shapes of all weights and biases"):
        expect_shapes(student(), shapes)
    with verdict.item(1, "float32 variables that an optimizer can train"):
        expect_variables(student())
    with verdict.item(2, "every entry drawn from N(0, 1)"):
        results = distinct([expect_dicts(student()) for _ in range(8)])
        for group, (name, expected) in enumerate(zip(("weights", "biases"), shapes, strict=True)):
            for key in expected:
                expect(key in results[0][group], f"{name} lacks the key {key}")
                expect_standard_normal(pooled(results, group, key), f'{name}["{key}"]')
    with verdict.item(1, "independent draws, new ones at each call"):
        first = expect_dicts(student())
        for name, group in zip(("weights", "biases"), first, strict=True):
            for key, values in group.items():
                expect_independent(np.asarray(values, np.float64), f'{name}["{key}"]')
        expect_fresh(first, student())
    return verdict


def encoder(student: View) -> Verdict:
    """6 points: 1 for the shape, 3 for values, 2 for gradients."""
    verdict = Verdict("encoder")
    check_part(verdict, student, "encoder", network.SIZES, (1, 3, 2), np.random.default_rng(8127))
    return verdict


def decoder(student: View) -> Verdict:
    """6 points: 1 for the shape, 3 for values, 2 for gradients."""
    verdict = Verdict("decoder")
    check_part(verdict, student, "decoder", network.SIZES, (1, 3, 2), np.random.default_rng(5501))
    return verdict


def mean_squared(student: View) -> Verdict:
    """6 points: 1 for a scalar, 3 for its value, 2 for its gradient."""
    verdict = Verdict("mean_squared")
    draw = np.random.default_rng(3391)
    x, z = (draw.uniform(size=(9, 784)).astype(np.float32) for _ in range(2))
    per_image = np.sum((np.float64(x) - z) ** 2, axis=1)
    conventions = {"sum": per_image.mean(), "mean": per_image.mean() / 784}

    with verdict.item(1, "one number for a whole batch"):
        expect_shape(student(x, z), ())
    matching = None
    with verdict.item(3, "the batch mean of the squared error"):
        found = expect_shape(student(x, z), ())
        matching = next(
            (name for name, value in conventions.items() if are_close(found, value, 1e-3, 0)), None
        )
        if matching is None:
            expect_close(found, conventions["sum"], mistakes=_squared_mistakes(x, z))
    with verdict.item(2, "its gradient by the reconstruction"):
        slope = student.gradient(x, z, by=1)
        expect(
            slope is not None,
            "no gradient reaches z: the loss is not made by TensorFlow operations from it",
        )
        slope = expect_shape(slope, z.shape, "the gradient by z")
        expect(np.all(np.isfinite(slope)), "the gradient by z is not finite")
        if matching:
            scale = 1 / 9 if matching == "sum" else 1 / z.size
            expect_close(slope, 2 * scale * (z - x), absolute=1e-8, what="the gradient by z")
    return verdict


def _squared_mistakes(x: np.ndarray, z: np.ndarray) -> Mistakes:
    """What common slips of the squared error lead to."""
    difference = np.float64(x) - z
    per_image = np.sum(difference**2, axis=1)
    absolute = np.abs(difference).sum(axis=1).mean()
    return {
        "the result is half of the squared error; the formula has no factor 1/2": (
            per_image.mean() / 2,
            per_image.mean() / 2 / 784,
        ),
        "the result is the sum over the batch; expected the mean over its images": (
            per_image.sum(),
        ),
        "the sign is flipped: a loss grows with the error": (
            -per_image.mean(),
            -per_image.mean() / 784,
        ),
        "a root is taken; the squared error has none": (
            np.sqrt(per_image).mean(),
            np.sqrt(per_image.mean()),
            np.sqrt(per_image.mean() / 784),
        ),
        "absolute values are taken where squares are asked for": (absolute, absolute / 784),
        "the errors are not squared, so positive and negative ones cancel": (
            difference.mean(),
            -difference.mean(),
            difference.sum(axis=1).mean(),
            -difference.sum(axis=1).mean(),
        ),
        "the errors are averaged before they are squared; square each of them first": (
            difference.mean() ** 2,
        ),
    }


def train_step(student: View) -> Verdict:
    """8 points: 1 for the loss, 2 for weights, 2 for biases, 1 for the given loss, 2 for learning.

    The student's encoder, decoder and squared error are replaced by right ones. Three items take
    the squared error as `loss`, as the notebook does, so that a step which ignores its argument
    and always takes the squared error loses the one item that takes another.
    """
    verdict = Verdict("train_step")
    draw = np.random.default_rng(6613)
    # Wide enough that the two losses have gradients of different directions.
    weights, biases = network.xavier_parameters(draw, gain=4)
    biases = {
        key: draw.normal(size=value.shape).astype(np.float32) for key, value in biases.items()
    }
    batch = network.batches(draw, steps=1)
    x = batch[0]

    @cache
    def one_step(loss: str) -> Training:
        return student.train(
            "train_step",
            weights,
            biases,
            batch,
            optimizer="sgd",
            learning_rate=RATES[loss],
            loss=loss,
        )

    after = _after_a_step(x, weights, biases, "squared error")
    with verdict.item(1, "the loss of the batch is returned"):
        found = one_step("squared error").losses[0]
        before_step, after_step = (
            float(np.mean((x - network.reconstruct(x, *parameters)) ** 2))
            for parameters in ((weights, biases), after)
        )
        expect(
            any(are_close(found, value, 1e-3, 0) for value in (before_step, after_step)),
            f"the step returns {found:.6g}; the loss of the batch is {before_step:.6g} before the "
            f"step and {after_step:.6g} after it",
        )
    with verdict.item(2, "one step of the optimizer on all four weights"):
        _expect_moved("weights", weights, one_step("squared error").weights, after[0])
    with verdict.item(2, "one step of the optimizer on all four biases"):
        _expect_moved("biases", biases, one_step("squared error").biases, after[1])
    with verdict.item(1, "the step follows the loss that it is given"):
        moved = one_step("cross-entropy").weights["decoder_h2"] - weights["decoder_h2"]
        slopes, _ = network.gradients(x, weights, biases, "cross-entropy")
        expect(
            abs(_cosine(moved, slopes["decoder_h2"])) > 0.99,
            "given the cross-entropy as `loss`, the step does not follow the gradient of the "
            "cross-entropy; is `loss`, the argument, called?",
        )
    with verdict.item(2, "training from scratch lowers the reconstruction error"):
        run = student.train(
            "train_step",
            *network.xavier_parameters(draw, gain=4),
            network.batches(draw, TRAINING_STEPS),
            optimizer="adam",
            learning_rate=network.LEARNING_RATE,
            loss="cross-entropy",
        )
        _, test_images = network.images()
        error = network.reconstruction_error(test_images, run.weights, run.biases)
        expect(
            error < TRAINING_THRESHOLD,
            f"after {TRAINING_STEPS} steps the reconstruction error is {error:.3f} per pixel; "
            f"expected less than {TRAINING_THRESHOLD:.3f}",
        )
    return verdict


def _after_a_step(
    x: np.ndarray, weights: network.Parameters, biases: network.Parameters, loss: str
) -> tuple[network.Parameters, network.Parameters]:
    """The parameters after one step of gradient descent."""
    by_weights, by_biases = network.gradients(x, weights, biases, loss)
    return (
        {key: value - RATES[loss] * by_weights[key] for key, value in weights.items()},
        {key: value - RATES[loss] * by_biases[key] for key, value in biases.items()},
    )


def _cosine(first: np.ndarray, second: np.ndarray) -> float:
    """The cosine of the angle between two arrays, 0 where one of them is zero."""
    lengths = np.linalg.norm(first) * np.linalg.norm(second)
    return float(np.sum(first * second) / lengths) if lengths > 0 else 0.0


def _expect_moved(
    name: str,
    before: network.Parameters,
    after: network.Parameters,
    expected: network.Parameters,
) -> None:
    """A Fault unless each entry moved from `before` as it should have."""
    for key, start in before.items():
        what = f'{name}["{key}"]'
        moved, right = after[key] - start, expected[key] - start
        size = np.abs(right).max()
        expect(np.abs(moved).max() > 1e-3 * size, f"{what} is not changed by the step")
        if are_close(moved, right, 1e-2, 1e-2 * size):
            continue
        if are_close(moved, -right, 1e-2, 1e-2 * size):
            raise Fault(f"{what} moves up the gradient; a step goes down")
        ratio = float(np.sum(moved * right) / np.sum(right * right))
        raise Fault(
            f"{what} does not move by one step of the given optimizer on the loss "
            f"(along the expected direction it moves {ratio:.2f} times as far)"
        )
