"""How far right and wrong answers are from the thresholds of the training checks.

Trains each answer from scratch over many seeds, as its check does, and writes the test errors that
it reaches beside the threshold to benchmarks/thresholds.md. The wrong answers are those that come
nearest to right ones. The margin is the distance of the mean from the threshold in standard
deviations over seeds.

    python benchmarks/thresholds.py [number of seeds, 10 by default]
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

from autograder import training
from autograder.checks import basic_autoencoder, cross_entropy, deeper, network, xavier
from autograder.views import view

Run = Callable[[np.random.Generator], float]


def with_step(step: Callable) -> Run:
    """The error that a `train_step` reaches."""
    return _in_role("train_step", step, basic_autoencoder.TRAINING_STEPS)


def with_loss(loss: Callable) -> Run:
    """The error that a network reaches under a loss."""
    return _in_role("loss", loss, cross_entropy.TRAINING_STEPS)


def _in_role(role: str, function: Callable, steps: int) -> Run:
    def run(draw: np.random.Generator) -> float:
        trained = view(function).train(
            role,
            *network.xavier_parameters(draw, gain=4),
            network.batches(draw, steps),
            optimizer="adam",
            learning_rate=network.LEARNING_RATE,
            loss="cross-entropy",
        )
        return network.reconstruction_error(network.images()[1], trained.weights, trained.biases)

    return run


def from_weights(initial: Callable, sizes: dict, steps: int) -> Run:
    """The error reached from `initial(draw, n_in, n_out)` weights and zero biases."""

    def run(draw: np.random.Generator) -> float:
        weight_shapes, bias_shapes = network.layer_shapes(sizes)
        weights = {key: initial(draw, *shape) for key, shape in weight_shapes.items()}
        biases = {key: np.zeros(shape) for key, shape in bias_shapes.items()}
        trained = network.train(weights, biases, network.batches(draw, steps))
        return network.reconstruction_error(network.images()[1], *trained)

    return run


def step_on(part: str, rate: float = 1.0) -> Callable:
    """A step on the parameters whose names begin with `part`."""

    def train_step(x, weights, biases, optimizer, loss):
        variables = [v for group in (weights, biases) for k, v in group.items() if part in k]
        with tf.GradientTape() as tape:
            z = training.decoder(training.encoder(x, weights, biases), weights, biases)
            value = rate * loss(x, z)
        slopes = tape.gradient(value, variables)
        if part == "":
            optimizer.apply_gradients(zip(slopes, variables, strict=True))
        else:  # the optimizer was built for all variables
            for slope, variable in zip(slopes, variables, strict=True):
                variable.assign_sub(0.1 * slope)
        return value

    return train_step


def plain_descent(x, weights, biases, optimizer, loss):
    """Gradient descent at the notebook's rate, by hand, without the optimizer."""
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, training.decoder(training.encoder(x, weights, biases), weights, biases))
    for slope, variable in zip(tape.gradient(value, variables), variables, strict=True):
        variable.assign_sub(1e-3 * slope)
    return value


def mean_cross_entropy(x, z):
    return training.cross_entropy(x, z) / 784


def only_ink(x, z):
    return -tf.reduce_mean(tf.reduce_sum(x * tf.math.log(tf.maximum(z, 1e-7)), axis=1))


def swapped(x, z):
    return training.cross_entropy(z, x)


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


RIGHT_INITIALS = {
    "Xavier, uniform": uniform(lambda i, o: np.sqrt(6 / (i + o))),
    "Xavier, normal": normal(lambda i, o: 2 / (i + o)),
    "Xavier, truncated normal, uncorrected": truncated,
    "Xavier, factor 4": uniform(lambda i, o: 4 * np.sqrt(6 / (i + o))),
}
WRONG_INITIALS = {
    "N(0, 1)": normal(lambda i, o: 1.0),
    "standard deviation 2 / (n_in + n_out)": normal(lambda i, o: (2 / (i + o)) ** 2),
    "all zero": lambda draw, i, o: np.zeros((i, o)),
}


def initials(which: dict, sizes: dict, steps: int) -> dict[str, Run]:
    return {name: from_weights(initial, sizes, steps) for name, initial in which.items()}


CASES = {
    "train_step": (
        basic_autoencoder,
        {"one step on all eight": with_step(step_on(""))},
        {
            "gradient descent by hand at 0.001": with_step(plain_descent),
            "the decoder alone": with_step(step_on("decoder")),
            "the last layer alone": with_step(step_on("decoder_h2")),
            "up the gradient": with_step(step_on("", rate=-1.0)),
        },
    ),
    "cross_entropy": (
        cross_entropy,
        {
            "sum over pixels": with_loss(training.cross_entropy),
            "mean over pixels": with_loss(mean_cross_entropy),
        },
        {
            "x log z alone": with_loss(only_ink),
            "x and z swapped": with_loss(swapped),
            "sign flipped": with_loss(lambda x, z: -training.cross_entropy(x, z)),
        },
    ),
    "xavier_init": (
        xavier,
        initials(RIGHT_INITIALS, network.SIZES, xavier.TRAINING_STEPS),
        initials(WRONG_INITIALS, network.SIZES, xavier.TRAINING_STEPS),
    ),
    "init_deep_parameters": (
        deeper,
        initials(RIGHT_INITIALS, network.DEEP_SIZES, deeper.TRAINING_STEPS),
        initials(WRONG_INITIALS, network.DEEP_SIZES, deeper.TRAINING_STEPS),
    ),
}


def measure(seeds: int) -> list[str]:
    """The rows of the table."""
    rows = []
    for function, (module, right, wrong) in CASES.items():
        threshold = module.TRAINING_THRESHOLD
        for label, runs in (("right", right), ("wrong", wrong)):
            for name, run in runs.items():
                errors = np.array([run(np.random.default_rng(seed)) for seed in range(seeds)])
                margin = abs(errors.mean() - threshold) / errors.std(ddof=1)
                accepted = int(np.sum(errors < threshold))
                rows.append(
                    f"| `{function}` | {label}: {name} | {errors.min():.4f} | {errors.mean():.4f} "
                    f"| {errors.max():.4f} | {threshold:.3f} | {accepted} of {seeds} "
                    f"| {margin:.0f} |"
                )
                print(rows[-1], flush=True)
    return rows


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    table = [
        "# Thresholds of the training checks",
        "",
        f"Squared error per pixel on 2,000 test images over {seeds} seeds (of the batches and of",
        "the initial parameters), made by `python benchmarks/thresholds.py`. An answer passes the",
        "item below the threshold. The margin is the distance of the mean from the threshold in",
        "standard deviations. Answers that differ from right ones in a formula only are caught by",
        "the items for values and statistics, not by training, and are not listed here.",
        "",
        "| function | answer | least | mean | largest | threshold | passes | margin |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *measure(seeds),
    ]
    Path(__file__).with_suffix(".md").write_text("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
