"""Every check reaches a verdict, whatever a student's function returns."""

import time

import pytest

from autograder.course import Course
from autograder.judging.examination import presentable
from autograder.judging.hidden_tests import reach_verdict
from autograder.judging.judge import read_notebooks
from tests.conftest import ROOT, autoencoders
from tests.odd_results import OddResults, OddView

TESTS = {
    grade_id: (hidden, cell.metadata.nbgrader.points)
    for exercise in read_notebooks(autoencoders(Course(ROOT))).values()
    for grade_id, hidden in exercise.hidden.items()
    for cell in exercise.source.cells
    if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
}
SEEDS = [range(2), pytest.param(range(2, 12), marks=pytest.mark.slow)]
# What a longer search found: a test and a seed.
FOUND = [
    ("test_encoder", 319943604),
    ("test_deep_decoder", 319943604),
    ("test_train_step", 483840303),
    ("test_cross_entropy", 674868335),
    ("test_init_deep_parameters", 849207547),
    ("test_cross_entropy", 169804616),
    ("test_cross_entropy", 332217830),
    ("test_reparameterize", 653770523),
    ("test_encoder", 401312687),
    ("test_encoder", 582590583),
    ("test_decoder", 38791535),
    ("test_encoder", 402631938),
]
MOST_SECONDS = 20  # the machine may be busy


def examine(test: str, seed: int) -> None:
    """Fail unless the hidden test reaches a verdict on odd results, in time."""
    hidden, maximum = TESTS[test]
    start = time.process_time()
    verdict = reach_verdict(hidden, lambda _: OddView(OddResults(seed)), test, maximum)
    assert time.process_time() - start < MOST_SECONDS
    assert verdict.maximum == maximum
    assert all(item.points in (0, item.maximum) for item in verdict.items)
    for reason in presentable(verdict).reasons:
        assert reason.isprintable()
        assert "not judged" not in reason, reason


@pytest.mark.parametrize("seeds", SEEDS, ids=["few", "more"])
@pytest.mark.parametrize("test", TESTS)
def test_odd_results_get_a_verdict(test, seeds):
    for seed in seeds:
        examine(test, seed)


@pytest.mark.parametrize(("test", "seed"), FOUND)
def test_results_that_were_found_get_a_verdict(test, seed):
    examine(test, seed)
