"""Notebook 6: the reparameterized draw, and the divergence of a Gaussian from the prior."""

from functools import partial

import numpy as np

from autograder.checking.comparison import (
    Mistakes,
    as_numbers,
    change,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Fault, Verdict
from autograder.checking.view import Result, View
from exercises.shared.layers import arriving_at


def reparameterize(student: View) -> Verdict:
    """3 points: ½ for the shape, 1½ for values, 1 for gradients."""
    verdict = Verdict("reparameterize")
    draw = np.random.default_rng(2609)
    mean, log_var, epsilon = _float32(
        draw.normal(size=(6, 4)), draw.uniform(-3, 2, size=(6, 4)), draw.normal(size=(6, 4))
    )
    inputs = (mean, log_var, epsilon)
    deviation = np.exp(np.float64(log_var) / 2)
    are_right = False
    shapes = ((6, 4), (1, 3), (5, 1), (4, 4))
    corners = [[values[-n:, -d:] for values in inputs] for n, d in shapes]
    # Everything is asked for before anything is judged, the plain inputs twice.
    results = student.results(*corners)
    slopes = _gradients(student, inputs)
    again = student.results(*reversed(corners))[::-1]

    with verdict.item(0.5, "shape: three times (n, d) → (n, d)"):
        for shape, result in zip(shapes, results, strict=True):
            expect_shape(result.get(), shape)
    with verdict.item(1.5, "values: a draw from q made out of the given noise"):
        found = expect_shape(results[0].get(), mean.shape)
        expect(
            bool(np.array_equal(found, expect_shape(again[0].get(), mean.shape), equal_nan=True)),
            "two calls with the same arguments differ: the noise is drawn inside; it is to come "
            "from `epsilon`",
        )
        _expect_numbers(found)
        expect_close(
            found,
            mean + deviation * epsilon,
            absolute=1e-5,
            mistakes=_reparameterize_mistakes(mean, log_var, epsilon),
        )
        for result, corner in zip((*results, *again), (*corners, *corners), strict=True):
            mu, logarithm, noise = (np.float64(values) for values in corner)
            right = mu + np.exp(logarithm / 2) * noise
            expect_close(expect_shape(result.get(), mu.shape), right, absolute=1e-5)
        are_right = True
    with verdict.item(1, "gradients reach the mean and the logarithm of the variance"):
        expected = (np.ones(mean.shape), epsilon * deviation / 2)
        if not are_right:
            _expect_own_numbers(as_numbers(results[0].get()))
            _expect_use(student, inputs)
        _check_gradients(student, slopes, inputs, expected, are_right)
    return verdict


def _expect_own_numbers(found: np.ndarray) -> None:
    """A Fault unless the entries of a wrong result are finite and differ."""
    expect(np.all(np.isfinite(found)), "the result is not finite everywhere (NaN or infinity)")
    expect(
        np.unique(found).size > max(found.size / 2, 1),
        "the result repeats its numbers; each is a draw with a noise of its own",
    )


def _expect_use(student: View, inputs: tuple[np.ndarray, ...]) -> None:
    """A Fault unless a wrong result depends on two arguments or more."""
    before = as_numbers(student(*inputs))
    used = 0
    for number, values in enumerate(inputs):
        changed = [*inputs]
        changed[number] = values + np.float32(0.5)
        used += not np.array_equal(as_numbers(student(*changed)), before)
    expect(used > 1, "the result follows from one of the arguments alone")


def _gradients(student: View, inputs: tuple[np.ndarray, ...]) -> list[Result]:
    """The gradients by the first two arguments."""
    return [Result.of(partial(student.gradient, *inputs, by=number)) for number in range(2)]


def _reparameterize_mistakes(
    mean: np.ndarray, log_var: np.ndarray, epsilon: np.ndarray
) -> Mistakes:
    mean, log_var, epsilon = np.float64(mean), np.float64(log_var), np.float64(epsilon)
    deviation = np.exp(log_var / 2)
    right = mean + deviation * epsilon
    return {
        "the noise is multiplied by the variance; the standard deviation belongs there": (
            mean + np.exp(log_var) * epsilon,
        ),
        "the noise is multiplied by log_var itself, which is a logarithm": (
            mean + log_var * epsilon,
            mean + log_var / 2 * epsilon,
        ),
        "log_var is taken for the logarithm of the standard deviation, and more than once": (
            mean + np.exp(2 * log_var) * epsilon,
        ),
        "the noise is divided by the standard deviation; the sign of log_var is flipped": (
            mean + epsilon / deviation,
            mean + epsilon / deviation**2,
        ),
        "log_var is taken for a variance: its square root is taken": (
            mean + np.sqrt(np.abs(log_var)) * epsilon,
        ),
        "log_var has no effect: the noise comes in at its own scale": (mean + epsilon,),
        "the noise has no effect: the result is the mean": (mean,),
        "the noise is not multiplied by the standard deviation but added to it": (
            mean + deviation + epsilon,
        ),
        "the noise is subtracted; z is the mean plus scaled noise": (mean - deviation * epsilon,),
        "the mean is missing": (deviation * epsilon, np.exp(log_var) * epsilon),
        "the mean is multiplied by the noise too": ((mean + deviation) * epsilon,),
        "mean and log_var are swapped": (log_var + np.exp(mean / 2) * epsilon,),
        "the mean is subtracted": (right - 2 * mean,),
        "only one row of the noise is used for the whole batch": (mean + deviation * epsilon[:1],),
    }


def kl_to_standard_normal(student: View) -> Verdict:
    """5 points: 1 for the shape, 3 for values, 1 for gradients."""
    verdict = Verdict("kl_to_standard_normal")
    draw = np.random.default_rng(3541)
    mean, log_var = _float32(draw.normal(size=(7, 3)), draw.uniform(-3, 2, size=(7, 3)))
    inputs = (mean, log_var)
    are_right = False
    shapes = ((7, 3), (1, 3), (5, 1), (1, 1), (4, 3))
    corners = [[values[-n:, -d:] for values in inputs] for n, d in shapes]
    # Everything is asked for before anything is judged, the plain inputs twice.
    results = student.results(*corners)
    slopes = _gradients(student, inputs)
    again = student.results(*reversed(corners))[::-1]

    with verdict.item(1, "shape: twice (n, d) → (n,)"):
        for corner, result in zip(corners, results, strict=True):
            _expect_a_number_each(result, corner[0])
    with verdict.item(2.5, "values: D_KL(N(mean, variance)‖N(0, 1)), summed over d"):
        found = _expect_a_number_each(results[0], mean)
        _expect_numbers(found)
        expect_close(found, _divergence(*inputs), absolute=1e-5, mistakes=_mistakes(*inputs))
        for result, corner in zip((*results, *again), (*corners, *corners), strict=True):
            found = _expect_a_number_each(result, corner[0])
            expect_close(found, _divergence(*corner), absolute=1e-5)
        are_right = True
    with verdict.item(0.5, "zero at the prior, right for wide and for narrow q"):
        _expect_extremes(student)
    with verdict.item(1, "gradients reach the mean and the logarithm of the variance"):
        expected = (mean, (np.exp(np.float64(log_var)) - 1) / 2)
        if not are_right:
            found = as_numbers(results[0].get())
            expect(np.all(np.isfinite(found)), "the result is not finite (NaN or infinity)")
            _expect_curved(student, inputs)
        _check_gradients(student, slopes, inputs, expected, are_right)
    return verdict


def _expect_curved(student: View, inputs: tuple[np.ndarray, ...]) -> None:
    """A Fault unless a wrong result bends as the mean or log_var grows, as no sum of them does."""
    sizes = []
    for shift in (0, 1, 2):
        moved = [values + np.float32(shift) for values in inputs]
        sizes.append(float(np.sum(as_numbers(student(*moved)))))
    bend = sizes[2] - 2 * sizes[1] + sizes[0]
    expect(
        abs(bend) > 1e-3 * max(map(abs, sizes)),
        "the result grows in a straight line with mean and log_var, or not at all; the divergence "
        "holds a square and an exponential",
    )


def _divergence(mean: np.ndarray, log_var: np.ndarray) -> np.ndarray:
    mean, log_var = np.float64(mean), np.float64(log_var)
    return 0.5 * np.sum(np.expm1(log_var) - log_var + mean**2, axis=1)


def _expect_a_number_each(result: Result, mean: np.ndarray) -> np.ndarray:
    """The result, (n,); a Fault that says over what it was summed if it has another shape."""
    found, (rows, columns) = as_numbers(result.get()), mean.shape
    if found.shape == () and rows > 1:
        raise Fault(
            "the result is one number for the whole batch; each of its n rows has a divergence of "
            "its own, so the sum runs over the d latent dimensions only"
        )
    if found.shape == (rows, columns) and columns > 1:
        raise Fault(
            f"the result has shape {found.shape}; the sum over the d latent dimensions is missing"
        )
    if found.shape == (columns,) and columns != rows:
        raise Fault(
            f"the result has shape {found.shape}: the sum runs over the batch; expected one number "
            f"for each row, shape {(rows,)}"
        )
    return expect_shape(found, (rows,))


def _expect_numbers(found: np.ndarray) -> None:
    expect(
        not np.isnan(found).any(),
        "the result holds NaN where log_var is negative; it is the logarithm of a variance and may "
        "have any sign",
    )


SHARES = (1.0, 0.5, 0.0, 0.25)  # of an extreme value, row by row


def _expect_extremes(student: View) -> None:
    """A Fault unless the values hold at the prior, and where e^log_var is very small or large."""
    cases = {
        "at the prior, where mean and log_var are 0": (0.0, 0.0),
        "where log_var is -20": (0.0, -20.0),
        "where log_var is 8": (0.0, 8.0),
        "where the mean is 30": (30.0, 0.0),
        "where the mean is -30": (-30.0, 0.0),
    }
    for what, (mean, log_var) in cases.items():
        inputs = _float32(*(np.outer(SHARES, [size, size]) for size in (mean, log_var)))
        (result,) = student.results(inputs)
        expect_close(
            _expect_a_number_each(result, inputs[0]),
            _divergence(*inputs),
            absolute=1e-4,
            what=f"the result {what}",
        )


def _mistakes(mean: np.ndarray, log_var: np.ndarray) -> Mistakes:
    mean, log_var = np.float64(mean), np.float64(log_var)
    variance = np.exp(log_var)
    right = _divergence(mean, log_var)
    terms = {
        "the divergence is the wrong way round: the result is D_KL(N(0, 1)‖q)": (
            ((1 + mean**2) / variance - 1 + log_var) / 2,
        ),
        "the standard deviation stands where the variance belongs": (
            (np.exp(log_var / 2) - log_var + mean**2 - 1) / 2,
            (np.exp(log_var / 2) - log_var / 2 + mean**2 - 1) / 2,
        ),
        "log_var is taken for the logarithm of the standard deviation": (
            (variance**2 - 2 * log_var + mean**2 - 1) / 2,
            (variance**2 - log_var + mean**2 - 1) / 2,
        ),
        "the term -1 is missing: the result is not 0 where q is the prior": (
            (variance - log_var + mean**2) / 2,
        ),
        "the term 1 has the wrong sign: the result is not 0 where q is the prior": (
            (variance - log_var + mean**2 + 1) / 2,
        ),
        "the variance is missing; only its logarithm is there": ((mean**2 - log_var - 1) / 2,),
        "the logarithm of the variance is missing": ((variance + mean**2 - 1) / 2,),
        "the logarithm of the variance has the wrong sign": (
            (variance + log_var + mean**2 - 1) / 2,
        ),
        "the mean has no effect": ((variance - log_var - 1) / 2,),
        "the mean is not squared": (
            (variance - log_var + mean - 1) / 2,
            (variance - log_var + np.abs(mean) - 1) / 2,
        ),
        "the squared mean has the wrong sign": ((variance - log_var - mean**2 - 1) / 2,),
        "mean and log_var are swapped": ((np.exp(mean) - mean + log_var**2 - 1) / 2,),
    }
    shares = {
        "the factor 1/2 is missing": (2 * right,),
        "the sign is flipped: a divergence is never negative": (-right, -2 * right),
        "the result is the mean over the d latent dimensions; expected the sum": (
            right / mean.shape[1],
            2 * right / mean.shape[1],
        ),
        "the result is divided by the size of the batch; each row has a divergence of its own": (
            right / mean.shape[0],
        ),
        "all rows hold the sum over the batch": (np.full(right.shape, right.sum()),),
        "all rows hold the mean over the batch": (np.full(right.shape, right.mean()),),
        "the logarithm is to the base 2; the natural one is asked for": (right / np.log(2),),
    }
    return shares | {
        sentence: tuple(factor * np.sum(values, axis=1) for values in formulas for factor in (1, 2))
        for sentence, formulas in terms.items()
    }


def _check_gradients(
    student: View,
    slopes: list[Result],
    inputs: tuple[np.ndarray, ...],
    expected: tuple[np.ndarray, ...],
    are_right: bool,
) -> None:
    """A Fault unless gradients arrive, right ones where the values are right.

    Elsewhere they are to be those of the values that are returned, unless these are drawn anew at
    each call.
    """
    found = [slope.get() for slope in slopes]
    expect(
        are_right or any(slope is not None for slope in found),
        "no gradient reaches the mean or log_var: the result is not made by TensorFlow operations "
        "from them (NumPy, or a conversion to NumPy, cuts the gradient)",
    )
    first, second = (as_numbers(student(*inputs)) for _ in range(2))
    are_random = not np.array_equal(first, second, equal_nan=True)
    for number, name in enumerate(("the mean", "log_var")):
        slope, values = found[number], expected[number]
        if slope is None and not are_right:
            continue  # an argument that is not used has already cost the points for the values
        expect(
            slope is not None,
            f"no gradient reaches {name}: the result is not made by TensorFlow operations from it "
            "(NumPy, or a conversion to NumPy, cuts the gradient)",
        )
        with arriving_at(name):
            slope = expect_shape(slope, values.shape, "the gradient")
            expect(bool(np.all(np.isfinite(slope))), "the gradient is not finite")
            if are_right:
                expect_close(slope, values, absolute=1e-4, what="the gradient")
                continue
            expect(np.any(slope), "the gradient is zero")
            if not are_random:
                expect_derivative(student, inputs, number, slope, name)
            elif number == 0:
                _expect_to_follow_the_mean(student, inputs, slope)


def _expect_to_follow_the_mean(
    student: View, inputs: tuple[np.ndarray, ...], slope: np.ndarray
) -> None:
    """A Fault unless a random result moves with the mean, far beyond its noise, as `slope` says."""
    far = np.float32(1e4)
    before = as_numbers(student(*inputs))
    moved = change(as_numbers(student(inputs[0] + far, *inputs[1:])), before)
    expect(
        bool(np.isclose(moved.sum(), far * slope.sum(), rtol=0.05)),
        "the gradient is not that of the result, which is another at each call",
    )


def _float32(*arrays: np.ndarray) -> list[np.ndarray]:
    return [array.astype(np.float32) for array in arrays]
