"""The squared error of a batch, as a sum or a mean over the pixels."""

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
from autograder.checking.verdict import Verdict
from autograder.checking.view import Result, View
from exercises.shared.gradients import expect_arrived

# A loss for a sum over the pixels, and for a mean, in units of the mean.
SCALES = {"sum": 784, "mean": 1}


def check(student: View) -> Verdict:
    """A sum and a mean over the pixels are as right."""
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
        conventions = [
            name for name in SCALES if are_close(found, _squared_error(x, z, name), 1e-3, 0)
        ]
        if not conventions:
            expect_close(found, _squared_error(x, z, "sum"), mistakes=_mistakes(x, z))
        for result, (others_x, others_z) in zip(
            others, [batches[1], *reversed(batches)], strict=True
        ):
            expect_close(
                expect_shape(result.get(), ()),
                _squared_error(others_x, others_z, conventions[0]),
                what=f"the loss of {len(others_x)} other images",
            )
        matching = conventions[0]
    with verdict.item(2, "its gradient with respect to the reconstruction"):
        found = expect_arrived(slope.get(), z.shape, "z")
        if matching:
            scale = SCALES[matching] / z.size
            right = 2 * scale * (z - x)
            expect_close(found, right, absolute=1e-8, what="the gradient with respect to z")
        else:
            _expect_distance(as_numbers(plain.get()), [as_numbers(one.get()) for one in at_same])
            expect(np.any(found), "the gradient with respect to z is zero")
            expect_derivative(student, (x, z), 1, found, "z")
    return verdict


def _batch_of_images(draw: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images of different means, so that errors that cancel show."""
    x, z = (draw.uniform(size=(count, 784)).astype(np.float32) ** power for power in (1, 2))
    return x, z


def _squared_error(x: np.ndarray, z: np.ndarray, convention: str) -> float:
    return float(np.mean((x.astype(float) - z) ** 2)) * SCALES[convention]


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


def _mistakes(x: np.ndarray, z: np.ndarray) -> Mistakes:
    """What common slips of the squared error lead to, with a sum or a mean over the pixels."""
    x, z = x.astype(float), z.astype(float)
    difference = x - z
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
            np.sum(x**2 - z**2, axis=1).mean(),
            np.sum(z**2 - x**2, axis=1).mean(),
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
