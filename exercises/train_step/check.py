"""One step of an optimizer on all weights and biases."""

from contextlib import suppress
from functools import cache

import numpy as np

from autograder.checking.comparison import (
    are_close,
    expect,
    expect_shape,
)
from autograder.checking.stand_ins import with_stand_ins
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import StudentError, View
from exercises.shared import network, training
from exercises.shared.gradients import cosine

# The test error after TRAINING_STEPS steps with a right train_step; see benchmarks/thresholds.md.
TRAINING_STEPS = 300
TRAINING_THRESHOLD = 0.0265
# Learning rates of gradient descent: by the squared error one step moves weights by about a
# hundredth; by the cross-entropy, of which only the direction is looked at, by less.
RATES = {"squared error": 100.0, "cross-entropy": 0.01}


def check(student: View) -> Verdict:
    """Give points for one step of gradient descent, and for learning with Adam.

    Right functions stand in for the student's encoder, decoder and squared error. Three items take
    the squared error as `loss`, as the notebook does, so that a step which ignores its argument
    and always takes the squared error loses the one item that takes another.
    """
    return with_stand_ins(student, _train_step, **training.RIGHT_PARTS)


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
    # A step that is right for a while is wrong, and so is one that is the same for all images.
    orders = [order, *network.order(np.random.default_rng(6614), steps=2)[:, None]]
    x = images[order[0]]

    @cache
    def one_step(loss: str, number: int = 0) -> training.Training:
        return training.train(
            student,
            "train_step",
            weights,
            biases,
            images,
            orders[number],
            optimizer="sgd",
            learning_rate=RATES[loss],
            loss=loss,
        )

    def steps() -> list[training.Training]:
        """A step by the squared error on each of the batches, with another one in between."""
        first = one_step("squared error")
        with suppress(StudentError):  # which costs its own item
            one_step("cross-entropy")
        return [first, *(one_step("squared error", number) for number in (1, 2))]

    after = [_after_a_step(images[one[0]], weights, biases, "squared error") for one in orders]
    with verdict.item(1, "the loss of the batch is returned"):
        found = expect_shape(one_step("squared error").loss, (), "what the step returns")
        expect(not np.isnan(found), "the step returns NaN")
        before_step, after_step = (
            network.reconstruction_error(x, *parameters)
            for parameters in ((weights, biases), after[0])
        )
        expect(
            any(are_close(found, value, 1e-3, 0) for value in (before_step, after_step)),
            f"the step returns {found:.6g}; the loss of the batch is {before_step:.6g} before the "
            f"step and {after_step:.6g} after it",
        )
    with verdict.item(2, "one step of the optimizer on all four weights"):
        for step, right in zip(steps(), after, strict=True):
            _expect_moved("weights", weights, step.weights, right[0])
    with verdict.item(2, "one step of the optimizer on all four biases"):
        for step, right in zip(steps(), after, strict=True):
            _expect_moved("biases", biases, step.biases, right[1])
    with verdict.item(1, "the step follows the loss that it is given"):
        for number in (0, 1):
            run, batch = one_step("cross-entropy", number), images[orders[number][0]]
            slopes = _flat(network.gradients(batch, weights, biases, "cross-entropy"))
            _expect_along(_moves((weights, biases), (run.weights, run.biases)), slopes)
    with verdict.item(2, "training from scratch with Adam lowers the reconstruction error"):
        start = network.xavier_parameters(draw, gain=4)
        whole_order = network.order(draw, TRAINING_STEPS)

        def train(order: np.ndarray) -> training.Training:
            return training.train(
                student,
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


def _expect_along(moves: network.Parameters, slopes: network.Parameters) -> None:
    """A Fault unless what moves does so along the slopes; what does not has cost its points."""
    moving = [what for what, move in moves.items() if np.any(move)]
    expect(bool(moving), "given the cross-entropy as `loss`, the step changes nothing")
    along, uphill = (
        np.concatenate([group[what].ravel() for what in moving]) for group in (moves, slopes)
    )
    expect(
        abs(cosine(along, uphill)) > 0.99,
        "given the cross-entropy as `loss`, the step does not follow the gradient of the "
        "cross-entropy; is `loss`, the argument, called as `loss(x, z)`?",
    )


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
