"""The loss of a variational autoencoder with a factor on its divergence (Higgins et al. 2017)."""

import numpy as np
from numpy.typing import ArrayLike

from autograder.checking.comparison import (
    Mistakes,
    are_close,
    as_numbers,
    expect,
    expect_close,
    expect_shape,
)
from autograder.checking.verdict import Verdict
from autograder.checking.view import StudentError, View
from exercises.shared.gradients import Gradient, expect_gradients, gradients

Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
NAMES = ("logits", "mean", "log_var")  # the arguments from number 1 on
BETAS = (0.5, 4.0)
# Of a sum over 784 pixels, of numbers that are written in 24 bits.
ABSOLUTE = 1e-3


def cross_entropies(x: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """-Σ x log s(l) + (1 - x) log (1 - s(l)) over the pixels, with s the sigmoid: (n,)."""
    logits = logits.astype(float)
    return np.asarray(np.sum(np.logaddexp(0, logits) - x * logits, axis=1))


def divergences(mean: np.ndarray, log_var: np.ndarray) -> np.ndarray:
    """D_KL(N(mean, e^log_var)‖N(0, 1)), summed over d: (n,)."""
    mean, log_var = mean.astype(float), log_var.astype(float)
    return np.asarray(np.sum(np.expm1(log_var) - log_var + mean**2, axis=1) / 2)


def loss(batch: Batch, beta: float) -> float:
    x, logits, mean, log_var = batch
    return float(np.mean(cross_entropies(x, logits)) + beta * np.mean(divergences(mean, log_var)))


def check(student: View) -> Verdict:
    """6 points: ½ for a number, 1½ each for both terms and gradients, 1 for extreme logits.

    Each term is looked at where the other one has no part: the cross-entropy where beta is 0 or q
    is the prior, the divergence by what changes with beta.
    """
    verdict = Verdict("vae_loss")
    draw = np.random.default_rng(2203)
    batches = [_batch(draw, n, d) for n, d in ((6, 4), (1, 3), (5, 1))]
    batch = batches[0]
    plain = student.results(*((*one, BETAS[0]) for one in batches))
    slopes = gradients(student, (*batch, BETAS[1]), (1, 2, 3))
    again = student.results(*((*one, BETAS[0]) for one in reversed(batches)))[::-1]

    with verdict.item(0.5, "one number for a whole batch"):
        for result in plain:
            expect_shape(result.get(), ())
    with verdict.item(1.5, "the cross-entropy, summed over pixels, averaged over the batch"):
        _number(plain[0].get())
        _expect_cross_entropy(student, batches)
    with verdict.item(1.5, "beta times the divergence, summed over d, averaged over the batch"):
        _number(plain[0].get())
        for one in batches:
            _expect_divergence(student, one)
    are_right = len(verdict.reasons) == 0 and all(
        result.fault is None and _is_close(as_numbers(result.value), loss(one, BETAS[0]), 0)
        for result, one in zip((*plain, *again), (*batches, *batches), strict=True)
    )
    with verdict.item(1, "right, with finite gradients, for logits up to ±1000"):
        _number(plain[0].get())
        _expect_extremes(student, draw)
    with verdict.item(1.5, "gradients reach the logits, the mean and log_var"):
        found = [slope.get() for slope in slopes]
        if not are_right:
            _expect_steady(student, batch)
        arrived = [
            Gradient(number, *one)
            for number, one in enumerate(
                zip(NAMES, found, _gradients(batch, BETAS[1]), strict=True), start=1
            )
        ]
        expect_gradients(student, (*batch, BETAS[1]), arrived, are_right, relative=1e-2)
    return verdict


def _batch(draw: np.random.Generator, n: int, d: int) -> Batch:
    """Images, some of them grey, with logits between 0 and 1, where slips stay finite too."""
    x = np.where(draw.uniform(size=(n, 784)) < 0.5, draw.uniform(size=(n, 784)), 0.0) ** 2
    x[:, ::5] = draw.integers(2, size=x[:, ::5].shape)
    x, logits, mean, log_var = (
        x * np.linspace(0.3, 1, n)[:, None],
        draw.uniform(0.05, 0.95, size=(n, 784)),
        draw.normal(0.5, 3, size=(n, d)),
        draw.uniform(-3, 2, size=(n, d)),
    )
    return _as_batch(x, logits, mean, log_var)


def _as_batch(*arrays: np.ndarray) -> Batch:
    x, logits, mean, log_var = (array.astype(np.float32) for array in arrays)
    return x, logits, mean, log_var


def _is_close(
    found: ArrayLike, right: ArrayLike, absolute: float = ABSOLUTE, relative: float = 1e-3
) -> bool:
    return are_close(np.asarray(found), np.asarray(right), relative, absolute)


def _at_prior(batch: Batch) -> Batch:
    x, logits, mean, log_var = batch
    return x, logits, np.zeros_like(mean), np.zeros_like(log_var)


def _number(value: object) -> float:
    """The result as one number; the mean of a result of another shape, which has cost its points.

    So the terms of a loss that forgets the mean over the batch are looked at as well.
    """
    found = as_numbers(value)
    expect(found.size > 0, "the result is empty")
    expect(bool(np.all(np.isfinite(found))), "the loss is not finite (NaN or infinity)")
    return float(np.mean(found))


def _expect_cross_entropy(student: View, batches: list[Batch]) -> None:
    faults = []
    without = [(*batch, 0.0) for batch in batches]
    at_prior = [(*_at_prior(batch), BETAS[0]) for batch in batches]
    for calls in (without, at_prior):
        for batch, arguments in zip(batches, calls, strict=True):
            x, logits, *_ = batch
            found = _number(student(*arguments))
            right = np.mean(cross_entropies(x, logits))
            if not _is_close(found, right):
                faults.append((found, batch))
                break
        else:
            return
    # Where q is the prior a divergence with a slip may be off as well.
    for found, batch in reversed(faults):
        x, logits, *_ = batch
        for words, values in _cross_entropy_mistakes(*batch).items():
            expect(not any(_is_close(found, one) for one in values), words)
    found, (x, logits, *_) = faults[0]
    expect_close(
        np.asarray(found),
        np.asarray(np.mean(cross_entropies(x, logits))),
        absolute=ABSOLUTE,
        what="with beta = 0 the loss",
    )


def _cross_entropy_mistakes(
    x: np.ndarray, logits: np.ndarray, mean: np.ndarray, log_var: np.ndarray
) -> Mistakes:
    x, logits = x.astype(float), logits.astype(float)
    probability = 1 / (1 + np.exp(-logits))
    right = cross_entropies(x, logits)
    one_term = np.sum(x * np.log(probability), axis=1)
    other_term = np.sum((1 - x) * np.log(1 - probability), axis=1)
    as_probability = -np.sum(x * np.log(logits) + (1 - x) * np.log(1 - logits), axis=1)
    return {
        "the cross-entropy is a mean over pixels; expected the sum": (np.mean(right) / 784,),
        "the cross-entropy is summed over the batch; expected the mean over its images": (
            np.sum(right),
        ),
        "the sign of the cross-entropy is flipped": (-np.mean(right),),
        "the logits are taken for probabilities; the sigmoid is missing": (
            np.mean(as_probability),
            np.mean(as_probability) / 784,
        ),
        "the sigmoid is applied twice: the function takes logits already": (
            np.mean(cross_entropies(x, probability)),
        ),
        "the images and the logits are swapped": (np.mean(cross_entropies(logits, x)),),
        "the cross-entropy has only one of its two terms": (
            -np.mean(one_term),
            -np.mean(other_term),
        ),
        "the squared error stands where the cross-entropy is asked for": (
            np.mean(np.sum((x - probability) ** 2, axis=1)),
            np.mean((x - probability) ** 2),
            np.mean(np.sum((x - logits) ** 2, axis=1)),
        ),
        "beta stands at the cross-entropy: where it is 0 the divergence alone is left": (
            np.mean(divergences(mean, log_var)),
        ),
        "where beta is 0 nothing is left; it belongs to the divergence alone": (0.0,),
    }


def _expect_divergence(student: View, batch: Batch) -> None:
    low, high = (_number(student(*batch, beta)) for beta in BETAS)
    none = _number(student(*batch, 0.0))
    change, right = high - low, np.mean(divergences(*batch[2:]))
    expect(
        abs(change) > 1e-3 * abs(right),
        "beta has no effect on the loss",
    )
    expect(
        _is_close(low - none, change * BETAS[0] / (BETAS[1] - BETAS[0]), 10 * ABSOLUTE, 1e-2),
        "the loss does not grow with beta in a straight line; beta is a factor of the divergence",
    )
    expect_close(
        np.asarray(change / (BETAS[1] - BETAS[0])),
        np.asarray(right),
        absolute=ABSOLUTE,
        what="the part of the loss that beta multiplies",
        mistakes=_divergence_mistakes(*batch),
    )


def _divergence_mistakes(
    x: np.ndarray, logits: np.ndarray, mean: np.ndarray, log_var: np.ndarray
) -> Mistakes:
    right = divergences(mean, log_var)
    d = mean.shape[1]
    mean, log_var = mean.astype(float), log_var.astype(float)
    variance = np.exp(log_var)

    def half(values: np.ndarray) -> float:
        return float(np.mean(np.sum(values, axis=1)) / 2)

    entropy = np.mean(cross_entropies(x, logits))
    return {
        "beta stands at the cross-entropy; it belongs to the divergence": (
            entropy,
            entropy / 784,
        ),
        "beta multiplies both terms; it belongs to the divergence": (entropy + np.mean(right),),
        "the factor 1/2 of the divergence is missing": (2 * np.mean(right),),
        "the sign of the divergence is flipped": (-np.mean(right), -2 * np.mean(right)),
        "the divergence is a mean over the latent dimensions; expected the sum": (
            np.mean(right) / d,
        ),
        "the divergence is summed over the batch; expected the mean over its images": (
            np.sum(right),
        ),
        "the divergence is divided by the number of pixels": (np.mean(right) / 784,),
        "the divergence is the wrong way round": (half((1 + mean**2) / variance - 1 + log_var),),
        "log_var is taken for a standard deviation or its logarithm": (
            half(variance**2 - 2 * log_var + mean**2 - 1),
            half(np.exp(log_var / 2) - log_var + mean**2 - 1),
        ),
        "the divergence lacks its term -1": (half(variance - log_var + mean**2),),
        "the divergence lacks the variance": (half(mean**2 - log_var - 1),),
        "the divergence lacks the logarithm of the variance": (half(variance + mean**2 - 1),),
        "the divergence lacks the mean": (half(variance - log_var - 1),),
        "the mean is not squared in the divergence": (half(variance - log_var + mean - 1),),
        "mean and log_var are swapped": (half(np.exp(mean) - mean + log_var**2 - 1),),
    }


EXTREMES = (1000.0, 300.0, 90.0, 40.0, 17.0)
MODES = {
    "": {},
    " inside tf.function": {"compiled": True},
    " inside tf.function(jit_compile=True)": {"compiled": True, "xla": True},
}


def _expect_extremes(student: View, draw: np.random.Generator) -> None:
    """A Fault unless values that a slip would lose are right, and gradients finite."""
    _, _, mean, log_var = _at_prior(_batch(draw, 2, 3))
    # Whatever else is wrong with a loss, it is a multiple of the right one and a constant.
    two = [_ordinary(logit, mean, log_var) for logit in (0.5, -0.5)]
    base, other = (_number(student(*batch, 1.0)) for batch in two)
    scale = (base - other) / (loss(two[0], 0.0) - loss(two[1], 0.0))
    expect(abs(scale) > 1e-4, "the loss does not follow the logits")
    for size in EXTREMES:
        for sign, ink in ((1, 0.0), (-1, 1.0), (1, 0.5), (-1, 0.5), (1, 1.0), (-1, 0.0)):
            x = np.full((2, 784), ink, np.float32)
            logits = np.full((2, 784), 0.5, np.float32)
            logits[:, ::7] = sign * size
            batch = (x, logits, mean, log_var)
            where = f"where some logits are {sign * size:g} and pixels {ink:g}"
            found = as_numbers(student(*batch, 1.0))
            expect(
                bool(np.all(np.isfinite(found))),
                f"{where} the loss is {float(np.mean(found)):g}: a logarithm of a sigmoid that is "
                "0 or 1 in float32 is infinite",
            )
            expect_close(
                np.asarray(np.mean(found)),
                np.asarray(base + scale * (loss(batch, 0.0) - loss(two[0], 0.0))),
                absolute=ABSOLUTE,
                what=f"{where} the loss",
            )
    x, logits = np.zeros((2, 784), np.float32), np.zeros((2, 784), np.float32)
    x[:, 1::2] = 1
    for number, size in enumerate(EXTREMES):
        logits[:, number::20] = size
        logits[:, number + 10 :: 20] = -size
    for mode, options in MODES.items():
        try:
            slope = student.gradient(x, logits, mean, log_var, 1.0, by=1, **options)
        except StudentError:
            if options.get("xla"):
                return  # which need not compile it, as where a `tf.print` is left
            raise
        if slope is None:
            return  # it costs the points for gradients
        expect(
            bool(np.all(np.isfinite(as_numbers(slope, "the gradient")))),
            f"for logits from -1000 to 1000 the gradient with respect to them is not finite{mode}",
        )


def _ordinary(logit: float, mean: np.ndarray, log_var: np.ndarray) -> Batch:
    x = np.full((2, 784), 0.25, np.float32)
    return x, np.full((2, 784), logit, np.float32), mean, log_var


def _gradients(batch: Batch, beta: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, logits, mean, log_var = (values.astype(float) for values in batch)
    n = len(x)
    probability = 1 / (1 + np.exp(-logits))
    return (
        (probability - x) / n,
        beta * mean / n,
        beta * (np.exp(log_var) - 1) / 2 / n,
    )


def _expect_steady(student: View, batch: Batch) -> None:
    """A Fault unless a wrong result is finite, the same at each call, and follows its arguments."""
    first, second = (as_numbers(student(*batch, BETAS[1])) for _ in range(2))
    expect(bool(np.all(np.isfinite(first))), "the result is not finite (NaN or infinity)")
    expect(
        are_close(second, first, 1e-5, 1e-6),
        "two calls with the same arguments give different results",
    )
