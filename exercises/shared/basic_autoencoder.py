"""Notebook 1: parameters, encoder, decoder, squared error and one step of training."""

from functools import cache

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.statistics import expect_drawn
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import Result, Training, View
from exercises.shared import network
from exercises.shared.layers import check_part
from exercises.shared.parameters import (
    distinct,
    expect_dicts,
    expect_fresh,
    expect_normal_draws,
    expect_shapes,
    expect_variables,
    expect_varied,
    is_random,
    shortened,
)

# The test error after TRAINING_STEPS steps with a right train_step; see benchmarks/thresholds.md.
TRAINING_STEPS = 300
TRAINING_THRESHOLD = 0.0237

# Calls of init_parameters: the smallest biases hold 1,024 numbers in all, enough for statistics.
DRAWS = 8

# Learning rates of gradient descent: by the squared error one step moves weights by about a
# hundredth; by the cross-entropy, of which only the direction is looked at, by less.
RATES = {"squared error": 100.0, "cross-entropy": 0.01}


def init_parameters(student: View) -> Verdict:
    """5 points: 1 for shapes, 1 for variables, 2 for the distribution, 1 for fresh draws."""
    verdict = Verdict("init_parameters")
    shapes = network.layer_shapes(network.SIZES)
    draws = student.results(*[()] * DRAWS)

    @cache
    def drawn() -> None:
        """A Fault unless all weights vary as draws do."""
        expect_varied([expect_dicts(draw.get()) for draw in draws], shapes[0])

    with verdict.item(1, "keys and shapes of all weights and biases"):
        for draw in draws:
            expect_shapes(draw.get(), shapes)
    with verdict.item(1, "float32 variables that an optimizer can train"):
        drawn()
        for draw in draws:
            expect_variables(draw.get())
    with verdict.item(2, "every entry drawn from N(0, 1)"):
        results = distinct([expect_dicts(draw.get()) for draw in draws])
        for group in range(2):
            expect_normal_draws(results, group, shapes[group])
    with verdict.item(1, "independent draws, new ones at each call"):
        results = [expect_dicts(draw.get()) for draw in draws]
        drawn()
        expect_fresh(results)
        for key, values in results[0][1].items():
            if is_random(values):
                expect_drawn(np.squeeze(as_numbers(values)), f'biases["{shortened(key)}"]')
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
    """5 points: 1 for a scalar, 2 for its value, 2 for its gradient."""
    verdict = Verdict("mean_squared")
    draw = np.random.default_rng(3391)
    batches = [_batch_of_images(draw, 9), _batch_of_images(draw, 4)]
    x, z = batches[0]
    # Everything is asked for before anything is judged, the plain batches twice.
    same = [(z, z), (x, x), (batches[1][1], batches[1][1])]
    plain, *others = student.results(*batches)
    slope = Result.of(lambda: student.gradient(x, z, by=1))
    others += student.results(*reversed(batches))
    at_same = student.results(*same)

    with verdict.item(1, "one number for a whole batch"):
        expect_shape(plain.get(), ())
    matching = None
    with verdict.item(2, "the batch mean of the squared error"):
        found = expect_shape(plain.get(), ())
        convention = next(
            (name for name in SCALES if are_close(found, _squared_error(x, z, name), 1e-3, 0)), None
        )
        if convention is None:
            mistakes = _squared_mistakes(x, z)
            expect_close(found, _squared_error(x, z, "sum"), mistakes=mistakes)
        for result, batch in zip(others, (batches[1], *reversed(batches)), strict=True):
            expect_close(
                expect_shape(result.get(), ()),
                _squared_error(*batch, convention),
                what=f"the loss of {len(batch[0])} other images",
            )
        matching = convention
    with verdict.item(2, "its gradient by the reconstruction"):
        found = slope.get()
        expect(
            found is not None,
            "no gradient reaches z: the loss is not made by TensorFlow operations from it",
        )
        found = expect_shape(found, z.shape, "the gradient by z")
        expect(np.all(np.isfinite(found)), "the gradient by z is not finite")
        if matching:
            scale = SCALES[matching] / z.size
            expect_close(found, 2 * scale * (z - x), absolute=1e-8, what="the gradient by z")
        else:
            _expect_distance(as_numbers(plain.get()), [as_numbers(one.get()) for one in at_same])
            expect(np.any(found), "the gradient by z is zero")
            expect_derivative(student, (x, z), 1, found, "z")
    return verdict


# A loss for a sum over the pixels, and for a mean, in units of the mean.
SCALES = {"sum": 784, "mean": 1}


def _batch_of_images(draw: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images of different means, so that errors that cancel show."""
    x, z = (draw.uniform(size=(count, 784)).astype(np.float32) ** power for power in (1, 2))
    return x, z


def _squared_error(x: np.ndarray, z: np.ndarray, convention: str) -> float:
    return np.mean((np.float64(x) - z) ** 2) * SCALES[convention]


def _expect_distance(apart: np.ndarray, same: list[np.ndarray]) -> None:
    """A Fault unless a wrong loss compares x and z: one value where they are equal, others else."""
    expect(apart.size > 0 and np.all(np.isfinite(apart)), "the result is not finite, or empty")
    scale = np.max(np.abs(apart))
    values = np.array([np.mean(one) for one in same])
    expect(
        np.all(np.isfinite(values)) and np.ptp(values) <= 1e-3 * scale,
        "the result does not compare x and z: where they are equal, it depends on what they are",
    )
    expect(
        np.abs(np.mean(apart) - values[0]) > 1e-3 * scale,
        "the result does not compare x and z: it is the same where they are equal and where they "
        "are not",
    )


def _squared_mistakes(x: np.ndarray, z: np.ndarray) -> Mistakes:
    """What common slips of the squared error lead to, with a sum or a mean over the pixels."""
    difference = np.float64(x) - z
    per_image = np.sum(difference**2, axis=1)
    per_pixel = np.mean(difference**2)
    total, sums = per_image.sum(), difference.sum(axis=1)
    slips = {
        "the result is half of the squared error; the formula has no factor 1/2": (
            per_image.mean() / 2,
        ),
        "the result is the sum over the batch; expected the mean over its images": (total,),
        "the result is half of the sum over the batch; expected the mean over its images, without "
        "a factor 1/2": (total / 2,),
        "the sum over the batch is divided by 100; divide by the number of images that there are": (
            total / 100,
        ),
        "the result is divided by the number of pixels twice": (per_pixel / 784,),
        "the sign is flipped: a loss grows with the error": (-per_image.mean(),),
        "a root is taken; the squared error has none": (
            np.sqrt(per_image).mean(),
            np.sqrt(per_image.mean()),
            np.sqrt(per_image / 784).mean(),
            np.sqrt(per_pixel),
            np.sqrt(total),
        ),
        "absolute values are taken where squares are asked for": (
            np.abs(difference).sum(axis=1).mean(),
        ),
        "the errors are not squared, so positive and negative ones cancel": (
            sums.mean(),
            -sums.mean(),
        ),
        "the errors are averaged before they are squared; square each of them first": (
            difference.mean() ** 2,
            ((sums / 784) ** 2).mean(),
            (difference.mean(axis=0) ** 2).sum(),
        ),
        "the errors are summed before they are squared; square each of them first": (
            (sums**2).mean(),
            sums.sum() ** 2,
        ),
        "the difference of the squares is taken; expected the square of the difference": (
            np.sum(np.float64(x) ** 2 - np.float64(z) ** 2, axis=1).mean(),
            np.sum(np.float64(z) ** 2 - np.float64(x) ** 2, axis=1).mean(),
        ),
        "the result is the variance of the errors, which takes off their mean": (
            784 * difference.var(),
            784 * difference.var(axis=1).mean(),
        ),
    }
    return {
        sentence: [value / pixels for value in values for pixels in (1, 784)]
        for sentence, values in slips.items()
    }


def train_step(student: View) -> Verdict:
    """8 points: 1 for the loss, 2 for weights, 2 for biases, 1 for the given loss, 2 for learning.

    Right functions stand in for the student's encoder, decoder and squared error. Three items take
    the squared error as `loss`, as the notebook does, so that a step which ignores its argument
    and always takes the squared error loses the one item that takes another.
    """
    return with_stand_ins(student, _train_step, "encoder", "decoder", "mean_squared")


def _train_step(student: View) -> Verdict:
    verdict = Verdict("train_step")
    draw = np.random.default_rng(6613)
    # Wide enough that the two losses have gradients of different directions.
    weights, biases = network.xavier_parameters(draw, gain=4)
    biases = {
        key: draw.normal(size=value.shape).astype(np.float32) for key, value in biases.items()
    }
    images, test_images = network.images()
    order = network.order(draw, steps=1)
    x = images[order[0]]

    @cache
    def one_step(loss: str) -> Training:
        return student.train(
            "train_step",
            weights,
            biases,
            images,
            order,
            optimizer="sgd",
            learning_rate=RATES[loss],
            loss=loss,
        )

    after = _after_a_step(x, weights, biases, "squared error")
    with verdict.item(1, "the loss of the batch is returned"):
        found = expect_shape(one_step("squared error").loss, (), "what the step returns")
        expect(not np.isnan(found), "the step returns NaN")
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
        # What does not move has already cost its points.
        run = one_step("cross-entropy")
        moves = _moves((weights, biases), (run.weights, run.biases))
        slopes = _flat(network.gradients(x, weights, biases, "cross-entropy"))
        moving = [what for what, move in moves.items() if np.any(move)]
        expect(bool(moving), "given the cross-entropy as `loss`, the step changes nothing")
        cosine = _cosine(*(np.concatenate([d[w].ravel() for w in moving]) for d in (moves, slopes)))
        expect(
            abs(cosine) > 0.99,
            "given the cross-entropy as `loss`, the step does not follow the gradient of the "
            "cross-entropy; is `loss`, the argument, called as `loss(x, z)`?",
        )
    with verdict.item(2, "training from scratch with Adam lowers the reconstruction error"):
        start = network.xavier_parameters(draw, gain=4)
        whole_order = network.order(draw, TRAINING_STEPS)

        def train(order: np.ndarray) -> Training:
            return student.train(
                "train_step",
                *start,
                images,
                order,
                optimizer="adam",
                learning_rate=network.LEARNING_RATE,
                loss="cross-entropy",
            )

        if verdict.points == verdict.maximum:
            # A step that plain gradient descent has not shown to be wrong.
            first = train(whole_order[:1])
            _expect_first_step_of_adam(_moves(start, (first.weights, first.biases)))
        run = train(whole_order)
        error = network.reconstruction_error(test_images, run.weights, run.biases)
        expect(
            error < TRAINING_THRESHOLD,
            f"after {TRAINING_STEPS} steps the reconstruction error is {error:.4f} per pixel; "
            f"expected less than {TRAINING_THRESHOLD:.4f}",
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


def _flat(groups: tuple[network.Parameters, network.Parameters]) -> network.Parameters:
    """Weights and biases in one dict, by what a student calls them."""
    return {
        f'{name}["{key}"]': value
        for name, group in zip(("weights", "biases"), groups, strict=True)
        for key, value in group.items()
    }


def _moves(
    before: tuple[network.Parameters, network.Parameters],
    after: tuple[network.Parameters, network.Parameters],
) -> network.Parameters:
    """How far each parameter has moved."""
    moved = _flat(after)
    return {what: moved[what] - value for what, value in _flat(before).items()}


def _expect_first_step_of_adam(moves: network.Parameters) -> None:
    """A Fault unless each entry has moved as far as the first step of Adam takes it.

    That is by the learning rate, whatever the gradient; a second step goes less far.
    """
    for what, move in moves.items():
        ratio = np.abs(move).max() / network.LEARNING_RATE
        expect(
            are_close(ratio, 1, 1e-2, 0),
            f"given Adam as `optimizer`, {what} moves {ratio:.2g} times as far as by one step of "
            "it; is `optimizer`, the argument, asked for one step, for all variables at once?",
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
        expect(np.any(moved), f"{what} is not changed by the step")
        if are_close(moved, right, 1e-2, 1e-2 * size):
            continue
        if are_close(moved, -right, 1e-2, 1e-2 * size):
            raise Fault(f"{what} moves up the gradient; a step goes down")
        ratio = float(np.sum(moved * right) / np.sum(right * right))
        raise Fault(
            f"{what} does not move by one step of the given optimizer on the loss "
            f"(along the expected direction it moves {ratio:.2g} times as far)"
        )
