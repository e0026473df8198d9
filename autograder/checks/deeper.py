"""Notebook 4: a third hidden layer, its parameters, encoder and decoder."""

import numpy as np

from autograder.checks import network
from autograder.checks.compare import expect
from autograder.checks.layers import check_part
from autograder.checks.parameters import (
    expect_dicts,
    expect_fresh,
    expect_shapes,
    expect_variables,
    is_random,
)
from autograder.checks.statistics import expect_independent
from autograder.checks.verdict import Verdict
from autograder.checks.view import View
from autograder.checks.xavier import expect_learning, expect_variance

# The test error after a training run from right weights; see benchmarks/thresholds.md.
TRAINING_THRESHOLD = 0.05


def init_deep_parameters(student: View) -> Verdict:
    """4 points: 1 each for shapes, variables, Xavier weights that learn, and fresh draws."""
    verdict = Verdict("init_deep_parameters")
    shapes = network.layer_shapes(network.DEEP_SIZES)
    with verdict.item(1, "keys and shapes of all six weights and biases"):
        expect_shapes(student(), shapes)
    with verdict.item(0.5, "float32 variables that an optimizer can train"):
        expect_variables(student())
    with verdict.item(1, "weights as Xavier initialisation gives them"):
        weights, _ = expect_dicts(student())
        expect(bool(weights), "weights is empty")
        for key, values in weights.items():  # a wrong key has cost its points already
            expect(is_random(values), f'weights["{key}"] holds one number only')
            expect_variance({np.shape(values): np.asarray(values, np.float64)})
    with verdict.item(0.5, "independent draws, new ones at each call"):
        first = expect_dicts(student())
        for key, values in first[0].items():
            expect_independent(np.asarray(values, np.float64), f'weights["{key}"]')
        expect_fresh(first, student())
    with verdict.item(1, "the deeper network learns from them"):
        expect_shapes(result := student(), shapes)
        expect_learning(result[0], TRAINING_THRESHOLD)
    return verdict


def deep_encoder(student: View) -> Verdict:
    """3 points: ½ for the shape, 1½ for values, 1 for gradients."""
    verdict = Verdict("deep_encoder")
    draw = np.random.default_rng(7753)
    check_part(verdict, student, "encoder", network.DEEP_SIZES, (0.5, 1.5, 1), draw)
    return verdict


def deep_decoder(student: View) -> Verdict:
    """3 points: ½ for the shape, 1½ for values, 1 for gradients."""
    verdict = Verdict("deep_decoder")
    draw = np.random.default_rng(1207)
    check_part(verdict, student, "decoder", network.DEEP_SIZES, (0.5, 1.5, 1), draw)
    return verdict
