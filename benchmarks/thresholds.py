"""How far right and wrong answers are from the thresholds of training and statistical checks.

Trains each answer from scratch over many seeds, as its check does, and writes the test errors that
it reaches beside the threshold; then the statistics of random parameters beside their bounds. The
wrong answers are those that come nearest to right ones. Seeds begin at 1,000: thresholds were
chosen on smaller ones. Writes benchmarks/thresholds.md.

    python benchmarks/thresholds.py [number of seeds, 100 by default]

A setting (threads, oneDNN) holds for a process, so each has processes of its own. So has each
answer, since what TensorFlow compiles it keeps.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

from autograder.checking import statistics
from autograder.checking.verdict import Fault
from autograder.judging.in_process import view
from exercises.cross_entropy import check as cross_entropy
from exercises.init_conv_parameters import check as init_conv_parameters
from exercises.init_deep_parameters import check as init_deep_parameters
from exercises.shared import network, training, xavier
from exercises.shared.training.autoencoder import decoder, encoder
from exercises.shared.training.cross_entropy import cross_entropy as right_cross_entropy
from exercises.shared.visible.convolutional import WEIGHTS, fans
from exercises.shared.visible.draws import TRUNCATED
from exercises.shared.visible.layers import BASIC, DEEP, layer_shapes
from exercises.train_step import check as train_step
from exercises.xavier_init import check as xavier_init
from exercises.xavier_init.visible import SHAPES

FIRST_SEED = 1000
MOST_STANDARD_ERRORS = 1e4  # that are tried
Run = Callable[[np.random.Generator], float]


def with_step(step: Callable) -> Run:
    """The error that a `train_step` reaches."""
    return _in_role("train_step", step, train_step.TRAINING_STEPS)


def with_loss(loss: Callable) -> Run:
    """The error that a network reaches under a loss."""
    return _in_role("loss", loss, cross_entropy.TRAINING_STEPS)


def _in_role(role: str, function: Callable, steps: int) -> Run:
    def run(draw: np.random.Generator) -> float:
        trained = training.train(
            view(function),
            role,
            *network.xavier_parameters(draw, gain=4),
            network.images()[0],
            network.order(draw, steps),
            optimizer="adam",
            learning_rate=network.LEARNING_RATE,
            loss="cross-entropy",
        )
        return network.reconstruction_error(network.images()[1], trained.weights, trained.biases)

    return run


def from_weights(initial: Callable, sizes: dict) -> Run:
    """The error reached from `initial(draw, n_in, n_out)` weights."""

    def run(draw: np.random.Generator) -> float:
        shapes, _ = layer_shapes(sizes)
        weights = {key: initial(draw, *shape) for key, shape in shapes.items()}
        return xavier.error_after_training(weights, draw)

    return run


def step_on(part: str) -> Callable:
    """A step on the parameters whose names begin with `part`."""

    def train_step(x, weights, biases, optimizer, loss):
        variables = [v for group in (weights, biases) for k, v in group.items() if part in k]
        with tf.GradientTape() as tape:
            z = decoder(encoder(x, weights, biases), weights, biases)
            value = loss(x, z)
        slopes = tape.gradient(value, variables)
        if part == "":
            optimizer.apply_gradients(zip(slopes, variables, strict=True))
        else:  # the optimizer was built for all variables
            for slope, variable in zip(slopes, variables, strict=True):
                variable.assign_sub(0.1 * slope)
        return value

    return train_step


def loss_after_the_step(x, weights, biases, optimizer, loss):
    step_on("")(x, weights, biases, optimizer, loss)
    return loss(x, decoder(encoder(x, weights, biases), weights, biases))


def by_xla(function: Callable) -> Callable:
    return tf.function(function, jit_compile=True)


def mean_cross_entropy(x, z):
    return right_cross_entropy(x, z) / 784


def small_number_inside(x, z):
    """As Keras's own backend writes it."""
    terms = x * tf.math.log(z + 1e-7) + (1 - x) * tf.math.log(1 - z + 1e-7)
    return -tf.reduce_mean(tf.reduce_sum(terms, axis=1))


def swapped(x, z):
    return right_cross_entropy(z, x)


def normal(variance: Callable) -> Callable:
    return lambda draw, n_in, n_out: draw.normal(
        scale=np.sqrt(variance(n_in, n_out)), size=(n_in, n_out)
    )


def uniform(limit: Callable) -> Callable:
    return lambda draw, n_in, n_out: limit(n_in, n_out) * draw.uniform(-1, 1, size=(n_in, n_out))


def truncated(draw: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    values = draw.normal(size=(n_in, n_out))
    while (outside := np.abs(values) > 2).any():
        values[outside] = draw.normal(size=outside.sum())
    return values * np.sqrt(2 / (n_in + n_out))


def times(factor: float, initial: Callable) -> Callable:
    return lambda *arguments: factor * initial(*arguments)


DISTRIBUTIONS = {
    "uniform": uniform(lambda i, o: np.sqrt(6 / (i + o))),
    "normal": normal(lambda i, o: 2 / (i + o)),
    "truncated normal, uncorrected": truncated,
    "truncated normal, corrected": times(1 / np.sqrt(TRUNCATED), truncated),
}
RIGHT_INITIALS = {f"Xavier, {name}": initial for name, initial in DISTRIBUTIONS.items()} | {
    f"Xavier, {name}, factor 4": times(4, initial) for name, initial in DISTRIBUTIONS.items()
}
WRONG_INITIALS = {
    "N(0, 1)": normal(lambda i, o: 1.0),
    "all zero": lambda draw, i, o: np.zeros((i, o)),
    "standard deviation 2 / (n_in + n_out)": normal(lambda i, o: (2 / (i + o)) ** 2),
    "standard deviation 0.01": normal(lambda i, o: 1e-4),
}


@dataclass(frozen=True)
class Case:
    """A training run, right or wrong, and the module that holds its threshold."""

    function: str
    module: object
    is_right: bool
    answer: str
    run: Run


def from_initials(function: str, module: object, sizes: dict) -> Iterator[Case]:
    for is_right, initials in ((True, RIGHT_INITIALS), (False, WRONG_INITIALS)):
        for name, initial in initials.items():
            yield Case(function, module, is_right, name, from_weights(initial, sizes))


STEP, LOSS = ("train_step", train_step), ("cross_entropy", cross_entropy)
CASES = [
    Case(*STEP, True, "one step on all eight", with_step(step_on(""))),
    Case(*STEP, True, "the same, compiled by XLA", with_step(by_xla(step_on("")))),
    Case(*STEP, True, "the loss from after the step", with_step(loss_after_the_step)),
    Case(*STEP, False, "the decoder alone", with_step(step_on("decoder"))),
    Case(*STEP, False, "the last layer alone", with_step(step_on("decoder_h2"))),
    Case(*LOSS, True, "sum over pixels", with_loss(right_cross_entropy)),
    Case(*LOSS, True, "1e-7 inside both logarithms", with_loss(small_number_inside)),
    Case(*LOSS, True, "mean over pixels", with_loss(mean_cross_entropy)),
    Case(*LOSS, True, "sum over pixels, compiled by XLA", with_loss(by_xla(right_cross_entropy))),
    Case(*LOSS, False, "x and z swapped", with_loss(swapped)),
    *from_initials("xavier_init", xavier_init, BASIC),
    *from_initials("init_deep_parameters", init_deep_parameters, DEEP),
]
# What is run in the other settings: of each check the right and the wrong answer nearest to it.
NEAREST = {
    "train_step": ("one step on all eight", "the decoder alone"),
    "cross_entropy": ("mean over pixels", "x and z swapped"),
    "xavier_init": ("Xavier, truncated normal, uncorrected", "standard deviation 0.01"),
    "init_deep_parameters": ("Xavier, truncated normal, uncorrected", "standard deviation 0.01"),
}
TENSORFLOW = ("train_step", "cross_entropy")


def is_nearest(case: Case) -> bool:
    return case.answer in NEAREST[case.function]


# environment: which cases; NumPy knows no oneDNN
ONE = {"OPENBLAS_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
SETTINGS: dict[str, tuple[dict[str, str], Callable[[Case], bool]]] = {
    "1 thread": (ONE, lambda case: True),
    "2 threads": (dict.fromkeys(ONE, "2"), is_nearest),
    "1 thread, no oneDNN": (
        ONE | {"TF_ENABLE_ONEDNN_OPTS": "0"},
        lambda case: is_nearest(case) and case.function in TENSORFLOW,
    ),
}


def error_of(number: int, seed: int) -> float:
    return CASES[number].run(np.random.default_rng(seed))


def measure_training(seeds: range) -> Iterator[str]:
    """The rows of the table, setting by setting."""
    for setting, (environment, is_chosen) in SETTINGS.items():
        os.environ.pop("TF_ENABLE_ONEDNN_OPTS", None)
        os.environ |= environment
        for number, case in enumerate(CASES):
            if is_chosen(case):
                yield _row(case, setting, _errors(number, seeds))


def _errors(number: int, seeds: range) -> np.ndarray:
    """The error of one case for each seed, from processes that read the environment anew."""
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        return np.array(pool.starmap(error_of, [(number, seed) for seed in seeds]))


def _row(case: Case, setting: str, errors: np.ndarray) -> str:
    threshold = case.module.TRAINING_THRESHOLD
    margin = abs(errors.mean() - threshold) / errors.std(ddof=1)
    return (
        f"| `{case.function}` | {'right' if case.is_right else 'wrong'}: {case.answer} | {setting} "
        f"| {errors.min():.4f} | {errors.mean():.4f} | {errors.max():.4f} | {threshold:.4f} "
        f"| {np.sum(errors < threshold)} of {len(errors)} | {margin:.1f} |"
    )


# Eight draws of the smallest biases of notebook 1 and of its second largest weights.
POOLED = ((8, 128), (8, 256, 128))


def truncated_normal(draw: np.random.Generator, size: tuple) -> np.ndarray:
    values = draw.normal(size=size)
    while (outside := np.abs(values) > 2).any():
        values[outside] = draw.normal(size=outside.sum())
    return values


STANDARD = {
    "N(0, 1)": (True, lambda draw, size: draw.normal(size=size)),
    "N(0, 1) truncated at 2": (False, truncated_normal),
    "the same, scaled to variance 1": (
        False,
        lambda draw, size: truncated_normal(draw, size) / np.sqrt(TRUNCATED),
    ),
    "uniform of variance 1": (
        False,
        lambda draw, size: draw.uniform(-np.sqrt(3), np.sqrt(3), size=size),
    ),
    "standard deviation 1.1": (False, lambda draw, size: draw.normal(scale=1.1, size=size)),
}
XAVIER = {
    **{name: (True, initial) for name, initial in RIGHT_INITIALS.items()},
    "variance 1 / n_in": (False, normal(lambda i, o: 1 / i)),
    "variance 1 / n_out": (False, normal(lambda i, o: 1 / o)),
    "variance 2 / n_in": (False, normal(lambda i, o: 2 / i)),
    "standard deviation 2 / (n_in + n_out)": (
        False,
        WRONG_INITIALS["standard deviation 2 / (n_in + n_out)"],
    ),
    "range √(3 / (n_in + n_out))": (False, uniform(lambda i, o: np.sqrt(3 / (i + o)))),
}


def convolutional(variance: Callable[[int, int, int], float], family: Callable) -> Callable:
    """Draws of each weight of the convolutional network, as its check pools them.

    `variance(fan_in, fan_out, area)` is that of a layer, `family(draw, size)` has variance 1.
    """

    def drawn(draw: np.random.Generator) -> dict[str, np.ndarray]:
        found = {}
        for key, shape in WEIGHTS.items():
            area = int(np.prod(shape[:-2]))
            values = family(draw, (init_conv_parameters.DRAWS, int(np.prod(shape))))
            found[key] = np.sqrt(variance(*fans(key), area)) * values
        return found

    return drawn


FAMILIES = {
    "uniform": lambda draw, size: np.sqrt(3) * draw.uniform(-1, 1, size=size),
    "normal": lambda draw, size: draw.normal(size=size),
    "truncated normal, uncorrected": truncated_normal,
    "truncated normal, corrected": lambda draw, size: (
        truncated_normal(draw, size) / np.sqrt(TRUNCATED)
    ),
}
CONVOLUTIONAL = {
    **{
        f"{name}, {family}": (True, convolutional(variance, values))
        for name, variance in (
            ("Glorot", lambda i, o, area: 2 / (i + o)),
            ("He", lambda i, o, area: 2 / i),
        )
        for family, values in FAMILIES.items()
    },
    "Glorot without the kernel's area": (
        False,
        convolutional(lambda i, o, area: 2 * area / (i + o), FAMILIES["normal"]),
    ),
    "variance 1 / fan_in": (False, convolutional(lambda i, o, area: 1 / i, FAMILIES["normal"])),
    "variance 2 / fan_out": (False, convolutional(lambda i, o, area: 2 / o, FAMILIES["normal"])),
    "standard deviation 0.05": (
        False,
        convolutional(lambda i, o, area: 0.05**2, FAMILIES["normal"]),
    ),
}


def smallest_bound(expect: Callable[[], None]) -> float:
    """The smallest number of standard errors at which a statistical check passes.

    Infinite where none does, since a statistic with a bound of its own tells the answer.
    """

    def passes(standard_errors: float) -> bool:
        with (
            patch.object(statistics, "STANDARD_ERRORS", standard_errors),
            patch.object(xavier, "STANDARD_ERRORS", standard_errors),
            patch.object(init_conv_parameters, "STANDARD_ERRORS", standard_errors),
        ):
            try:
                expect()
            except Fault:
                return False
            return True

    low, high = 0.0, MOST_STANDARD_ERRORS
    if not passes(high):
        return np.inf
    while high - low > 0.05 * (1 + low / 10):
        middle = (low + high) / 2 if high < 20 else np.sqrt((low + 0.1) * high)
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high


def statistical_cases() -> Iterator[tuple[str, str, bool, Callable]]:
    for name, (is_right, draw_values) in STANDARD.items():

        def standard(draw, draw_values=draw_values):
            groups = [draw_values(draw, size) for size in POOLED]

            def expect() -> None:
                for values in groups:
                    statistics.expect_standard_normal(values, "the values")

            return expect

        yield "init_parameters", name, is_right, standard
    for name, (is_right, initial) in XAVIER.items():

        def glorot(draw, initial=initial):
            drawn = {shape: initial(draw, *shape) for shape in SHAPES}

            def expect() -> None:
                xavier.expect_variance(drawn)
                for shape, values in drawn.items():
                    statistics.expect_independent(values, str(shape))
                xavier_init.expect_family(drawn[SHAPES[0]], "the values")

            return expect

        yield "xavier_init", name, is_right, glorot
    for name, (is_right, initial) in CONVOLUTIONAL.items():

        def by_fans(draw, initial=initial):
            drawn = initial(draw)

            def expect() -> None:
                for key, values in drawn.items():
                    init_conv_parameters.expect_mean_and_family(key, values)
                    init_conv_parameters.expect_variance(key, values)

            return expect

        yield "init_conv_parameters", name, is_right, by_fans


def measure_statistics(seeds: range) -> Iterator[str]:
    """How many standard errors the farthest statistic of each answer is off."""
    bound = statistics.STANDARD_ERRORS
    for function, name, is_right, sample in statistical_cases():
        found = np.array([smallest_bound(sample(np.random.default_rng(seed))) for seed in seeds])
        passes = int(np.sum(found < bound))
        yield (
            f"| `{function}` | {'right' if is_right else 'wrong'}: {name} | {found.min():.1f} "
            f"| {found.mean():.1f} | {found.max():.1f} | {bound} | {passes} of {len(seeds)} |"
        )


TRAINING_HEAD = """\
# Thresholds of training and statistical checks

Made by `python benchmarks/thresholds.py` over {seeds} seeds (of the batches and of the initial
parameters). None of these seeds was used to choose a threshold.

## Training

Squared error per pixel on 2,000 test images after a short training. An answer passes the item below
the threshold. The margin is the distance of the mean from the threshold in standard deviations over
seeds. What a function is not asked for is the test's own in its training: the network starts from
weights with the factor 4 for sigmoid units, and from zero biases whatever an answer's biases are;
weights without the factor get it first. Wrong answers that differ in a formula only are caught by
the items for values and statistics and are not listed here.

| function | answer | setting | least | mean | largest | threshold | passes | margin |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
STATISTICS_HEAD = """
## Random parameters

How many standard errors the statistic that is farthest off lies from what is expected. An answer
passes below the bound; `inf` does at none, since a statistic whose bound is no number of standard
errors (Kolmogorov's, for one) tells it.

| function | answer | least | mean | largest | bound | passes |
| --- | --- | --- | --- | --- | --- | --- |
"""


def shown(rows: Iterator[str]) -> str:
    """Rows of a table, each printed as it comes."""
    text = ""
    for row in rows:
        print(row, flush=True)
        text += row + "\n"
    return text


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seeds = range(FIRST_SEED, FIRST_SEED + count)
    of_statistics = shown(measure_statistics(seeds))
    of_training = shown(measure_training(seeds))
    text = TRAINING_HEAD.format(seeds=count) + of_training + STATISTICS_HEAD + of_statistics
    Path(__file__).with_suffix(".md").write_text(text)


if __name__ == "__main__":
    main()
