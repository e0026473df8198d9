"""Points need evidence: what only looks like an answer earns no more than its shape."""

import re
import warnings
from collections.abc import Callable
from importlib import import_module
from itertools import count

import nbformat
import numpy as np
import pytest

from autograder.checking import statistics
from autograder.checking.comparison import expect_close
from autograder.checking.gradients import expect_derivative
from autograder.checking.verdict import Fault
from autograder.course import Course
from autograder.fairness.answers import model_answers
from autograder.judging.in_process import InProcessView
from exercises.gaussian_elbo.check import bound
from exercises.shared import latent
from exercises.xavier_init.visible import SHAPES
from tests.conftest import ROOT, at_most, needs_tensorflow
from tests.degenerate import DEGENERATE, Wrap, with_right_gradients, with_zero_gradients

# A check, the points for the shape alone, and arguments of a call.
VECTORS = np.float64([0.2, 0.5, 0.3]), np.float64([0.6, 0.3, 0.1])


def check_of(name: str) -> Callable:
    """The hidden check of an exercise."""
    return import_module(f"exercises.{name}.check").check


OF_NUMPY = {
    "log_evidence": (check_of("log_evidence"), 0, VECTORS),
    "posterior": (check_of("posterior"), 0, VECTORS),
    "kl": (check_of("kl"), 0, VECTORS),
    "elbo": (check_of("elbo"), 0, (*VECTORS, np.float64([0.1, 0.7, 0.3]))),
    "gaussian_elbo": (check_of("gaussian_elbo"), 0, (0.5, 0.2, 1.5, 0.7)),
}
OF_TENSORFLOW = {
    "mean_squared": (check_of("mean_squared"), 1),
    "reparameterize": (check_of("reparameterize"), 0.5),
    "kl_to_standard_normal": (check_of("kl_to_standard_normal"), 1),
    "encoder": (check_of("encoder"), 1),
    "decoder": (check_of("decoder"), 1),
    "deep_encoder": (check_of("deep_encoder"), 0.5),
    "deep_decoder": (check_of("deep_decoder"), 0.5),
    "cross_entropy": (check_of("cross_entropy"), 1),
}
OF_ONE_NUMBER = ("mean_squared", "cross_entropy")
# Those whose right function is the model answer.
OF_MODEL_ANSWERS = {
    "importance_bound": (check_of("importance_bound"), 0),
    "derivation": (check_of("derivation"), 0.5),
    "pca_reconstruct": (check_of("pca_reconstruct"), 0.5),
    "conv_size": (check_of("conv_size"), 0),
    "count_parameters": (check_of("count_parameters"), 0),
    "active_units": (check_of("active_units"), 0.5),
    "latent_grid": (check_of("latent_grid"), 0.5),
    "interpolate": (check_of("interpolate"), 0.5),
    "conv_encoder": (check_of("conv_encoder"), 1),
    "conv_decoder": (check_of("conv_decoder"), 1),
    "vae_loss": (check_of("vae_loss"), 0.5),
    "init_conv_parameters": (check_of("init_conv_parameters"), 1),
}
# What leaves one number as it is.
OF_SEVERAL_NUMBERS = {
    *(f"its {which} everywhere" for which in ("mean", "median", "min", "max", "sum")),
    "of rank one",
}
OF_DRAWS = {
    "xavier_init": (check_of("xavier_init"), 1),
    "init_parameters": (check_of("init_parameters"), 2),
    "init_deep_parameters": (check_of("init_deep_parameters"), 1),
}

# A few of each sort, for every run of the tests; all of them are tried with the full ones.
SAMPLE = (
    "0 everywhere",
    "1 in one entry",
    "nan everywhere",
    "2 values",
    "the first row for all",
    "right at its first 3 calls",
    "the number of the call",
    "the result of the first call",
    "argument 0 back",
)

# What holds more of what was asked for than a shape, with its points and why.
MEAN = "the mean over the batch in each row: its gradient is right, its values are lost"
DRAWN_ONCE = "right draws, which lose the points for new ones at each call"
KEEPS: dict[tuple[str, str], tuple[float, str]] = {
    ("init_parameters", "the result of the first call"): (5, DRAWN_ONCE),
    ("init_deep_parameters", "the result of the first call"): (3.5, DRAWN_ONCE),
    ("kl_to_standard_normal", "its mean everywhere"): (2, MEAN),
    ("kl_to_standard_normal", "of rank one"): (2, MEAN),
    ("init_deep_parameters", "an axis more"): (2, "all but the shapes"),
    ("init_parameters", "an axis more"): (4, "all but the shapes"),
    ("xavier_init", "other noise at each call"): (
        5,
        "draws from N(0, 1): only the variance is off",
    ),
    ("init_deep_parameters", "other noise at each call"): (2, "only the variance is off"),
    ("init_parameters", "other noise at each call"): (6, "draws from N(0, 1), as asked for"),
    ("init_conv_parameters", "the result of the first call"): (3, DRAWN_ONCE),
    ("init_conv_parameters", "an axis more"): (3.5, "all but the shapes"),
    ("init_conv_parameters", "other noise at each call"): (1.5, "only the variance is off"),
    ("conv_encoder", "an axis more"): (3, "all but the shape, and the gradients that NumPy loses"),
    ("conv_decoder", "an axis more"): (3, "all but the shape, and the gradients that NumPy loses"),
    ("vae_loss", "an axis more"): (4, "all but the shape, and the gradients that NumPy loses"),
}


class Untrained(InProcessView):
    """A view that refuses training runs, which take long and which constants do not pass."""

    def perform(self, *_, **__):
        raise Fault("no training runs here")


def right_function(name: str) -> Callable:
    """A right function of the exercise, in TensorFlow where the exercise is."""
    if name == "gaussian_elbo":
        return lambda *case: np.asarray(bound(*case))
    if name in OF_NUMPY:
        return getattr(latent, name)
    if name in OF_MODEL_ANSWERS:
        return model_function(name)
    return getattr(__import__("tests.right", fromlist=[name]), name)


def model_function(name: str) -> Callable:
    """The model answer, with what its notebook imports."""
    for assignment in Course(ROOT).assignments:
        if name in (answers := model_answers(assignment)):
            names: dict = {}
            for path in assignment.source.glob("*.ipynb"):
                first = next(
                    cell.source
                    for cell in nbformat.read(path, as_version=4).cells
                    if cell.cell_type == "code"
                )
                lines = re.findall(r"^(?:import|from) (?!lab).*", first, re.M)
                exec("\n".join(lines), names)
            exec(answers[name], names)
            return names[name]
    raise KeyError(name)


def points(check: Callable, function: Callable, kind: type[InProcessView] = Untrained) -> float:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return check(kind(function, {})).points


def is_changed(wrap: Wrap, right: Callable, example: tuple) -> bool:
    """Whether a result is another than the right one: the mean of one number is that number."""
    found = wrap(right)(*example)
    return not np.array_equal(np.asarray(found), np.asarray(right(*example)))


@pytest.mark.parametrize("name", OF_NUMPY)
def test_a_degenerate_answer_of_notebook_5_earns_nothing(name):
    check, shape, example = OF_NUMPY[name]
    right = right_function(name)
    assert points(check, right) > 0
    for what, wrap in DEGENERATE.items():
        if is_changed(wrap, right, example) or "call" in what:
            assert points(check, wrap(right)) <= shape, what


def test_what_is_another_number_at_each_call_has_no_gradient():
    x, calls = np.array([1.0, 2.0]), count()

    def changing(x):
        return np.sum(x**2) + 10.0 * (next(calls) % 2)

    expect_derivative(InProcessView(lambda x: np.sum(x**2), {}), (x,), 0, 2 * x, "x")
    with pytest.raises(Fault, match="another at each call"):
        expect_derivative(InProcessView(changing, {}), (x,), 0, 2 * x, "x")


def surplus(name: str, check: Callable, shape: float, wraps: dict[str, Wrap]) -> dict[str, float]:
    """What degenerate answers earn beyond the points for their shape and what they may keep."""
    right, found = right_function(name), {}
    for what, wrap in wraps.items():
        allowed, _ = KEEPS.get((name, what), (shape, ""))
        earned = points(check, wrap(right))
        if earned > allowed:
            found[what] = earned
    return found


@needs_tensorflow
@pytest.mark.parametrize("name", OF_TENSORFLOW)
def test_a_few_degenerate_answers_earn_no_more_than_their_shape(name):
    check, shape = OF_TENSORFLOW[name]
    wraps = {what: DEGENERATE[what] for what in SAMPLE}
    assert surplus(name, check, shape, wraps) == {}


@needs_tensorflow
@pytest.mark.parametrize("name", OF_DRAWS)
def test_a_few_degenerate_draws_earn_no_more_than_their_shape(name):
    check, shape = OF_DRAWS[name]
    wraps = {what: DEGENERATE[what] for what in SAMPLE}
    assert surplus(name, check, shape, wraps) == {}


@needs_tensorflow
@pytest.mark.slow
@pytest.mark.parametrize("gradients", [None, with_zero_gradients, with_right_gradients])
@pytest.mark.parametrize("name", OF_TENSORFLOW)
def test_no_degenerate_answer_earns_more_than_its_shape(name, gradients):
    check, shape = OF_TENSORFLOW[name]
    right = right_function(name)
    example = (np.float32([[0.2, 0.7]]), np.float32([[0.3, 0.4]]))
    wraps = {
        what: gradients(wrap) if gradients else wrap
        for what, wrap in DEGENERATE.items()
        if name not in OF_ONE_NUMBER or "call" in what or is_changed(wrap, right, example)
        # A tensor that gradients are added to has the type and shape of the right one.
        if not gradients or what not in ("text", "complex numbers", "an axis more")
    }
    assert surplus(name, check, shape, wraps) == {}


@needs_tensorflow
@pytest.mark.slow
@pytest.mark.parametrize("name", OF_DRAWS)
def test_no_degenerate_draws_earn_more_than_their_shape(name):
    check, shape = OF_DRAWS[name]
    assert surplus(name, check, shape, DEGENERATE) == {}


@needs_tensorflow
@pytest.mark.slow
@pytest.mark.parametrize("name", OF_MODEL_ANSWERS)
def test_nothing_that_is_made_of_a_model_answer_earns_more_than_its_shape(name):
    check, shape = OF_MODEL_ANSWERS[name]
    right = right_function(name)
    assert points(check, right) > shape
    one_number = ("importance_bound", "conv_size", "count_parameters", "vae_loss")
    wraps = {
        what: wrap
        for what, wrap in DEGENERATE.items()
        if name not in one_number or what not in OF_SEVERAL_NUMBERS
    }
    assert surplus(name, check, shape, wraps) == {}


class BrieflyTrained(InProcessView):
    """A view that refuses all training runs but those of one step."""

    def perform(self, operation, *arguments):
        if len(next(one for one in arguments if getattr(one, "dtype", None) == np.int64)) > 1:
            raise Fault("no training runs here")
        return super().perform(operation, *arguments)

    def given(self, **right):
        return BrieflyTrained(self.function, right)


def moved_otherwise(wrap: Wrap) -> Callable:
    """A right training step whose variables move as a degenerate answer has it."""
    step = model_function("train_step")
    step.__globals__.update({name: right_function(name) for name in ("encoder", "decoder")})
    change = wrap(lambda *moves: moves)

    def train_step(x, weights, biases, optimizer, loss):
        groups = weights, biases
        before = [{key: one.numpy() for key, one in group.items()} for group in groups]
        value = step(x, weights, biases, optimizer, loss)
        moves = change(
            *(
                {key: one - start[key] for key, one in group.items()}
                for group, start in zip(groups, before, strict=True)
            )
        )
        for group, start, moved in zip(groups, before, moves, strict=True):
            for key, move in moved.items():
                group[key].assign(start[key] + move)
        return value

    return train_step


@needs_tensorflow
@pytest.mark.slow
def test_a_step_that_moves_variables_otherwise_earns_no_more_than_its_loss():
    check = check_of("train_step")

    def earned(wrap: Wrap) -> float:
        return points(check, moved_otherwise(wrap), BrieflyTrained)

    assert earned(lambda right: right) == 6  # all but those for training
    found = {
        what: earned(wrap)
        for what, wrap in DEGENERATE.items()
        if what != "complex numbers"  # whose real parts, the right ones, are assigned
    }
    # It follows the loss that is given as well as it can.
    assert found.pop("all rows but the last") == 2
    assert {what: earned for what, earned in found.items() if earned > 1} == {}


@pytest.mark.parametrize("seed", range(5))
def test_right_draws_of_every_convention_pass(seed):
    draw = np.random.default_rng(seed)
    for shape in SHAPES:
        matrices = {
            "normal": draw.normal(size=shape),
            "uniform": draw.uniform(-np.sqrt(3), np.sqrt(3), shape),
        }
        for family, values in matrices.items():
            statistics.expect_drawn(values, "w")
            assert statistics.family_of(np.float32(values)) == family
    statistics.expect_standard_normal(draw.normal(size=1024), "b")


RANDOM = np.random.default_rng(5)
COLUMN, MATRIX = RANDOM.normal(size=(256, 1)), RANDOM.normal(size=(256, 128))


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(np.zeros((256, 128)), id="zeros"),
        pytest.param(np.where(RANDOM.uniform(size=(256, 128)) < 0.6, 0, MATRIX), id="half zeros"),
        pytest.param(MATRIX * 1e-6 + (MATRIX.max() == MATRIX), id="one large number"),
        pytest.param(COLUMN @ RANDOM.normal(size=(1, 128)), id="rank one"),
        pytest.param(COLUMN + 1e-3 * MATRIX, id="equal columns with jitter"),
        pytest.param(np.sort(MATRIX, axis=0), id="sorted"),
        pytest.param(np.concatenate([MATRIX[:128], -MATRIX[:128]]), id="a half and its negative"),
        pytest.param(np.tile(MATRIX[:, :64], 2) + 1e-3 * MATRIX, id="each third column again"),
        pytest.param(np.where(MATRIX > 2, np.nan, MATRIX), id="some not finite"),
    ],
)
def test_what_is_not_drawn_entry_by_entry_is_no_evidence(matrix):
    with pytest.raises(Fault):
        statistics.expect_drawn(matrix, "w")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(RANDOM.choice([-2.3, -1.1, -0.3, 0.3, 1.1, 2.3], 100_000), id="six values"),
        pytest.param(RANDOM.logistic(0, np.sqrt(3) / np.pi, 100_000), id="logistic"),
        pytest.param(RANDOM.uniform(-np.sqrt(3), np.sqrt(3), 1024), id="uniform"),
        pytest.param(RANDOM.laplace(0, np.sqrt(0.5), 100_000), id="Laplace"),
        pytest.param(RANDOM.triangular(-np.sqrt(6), 0, np.sqrt(6), 100_000), id="triangular"),
    ],
)
def test_what_has_mean_and_deviation_of_the_normal_distribution_alone_is_none(values):
    with pytest.raises(Fault):
        statistics.expect_standard_normal(values, "b")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(MATRIX, id="the same"),
        pytest.param(-MATRIX, id="its negative"),
        pytest.param(RANDOM.permutation(MATRIX.ravel()).reshape(256, 128), id="shuffled"),
        pytest.param(2 * MATRIX + 1e-2 * COLUMN, id="scaled"),
        pytest.param(MATRIX + RANDOM.normal(size=MATRIX.shape), id="the same and noise"),
    ],
)
def test_a_second_draw_that_is_made_of_the_first_is_not_fresh(second):
    with pytest.raises(Fault, match="again"):
        statistics.expect_different(MATRIX, second, "again")


def test_thousands_of_arrays_are_compared_in_the_time_of_their_numbers():
    arrays = {f"k{i}": RANDOM.normal(size=2) for i in range(20_000)}
    with at_most(10):
        assert list(statistics.repeated(arrays)) == []
    arrays["again"] = arrays["k77"]
    assert list(statistics.repeated(arrays)) == [("k77", "again")]


@pytest.mark.parametrize(
    ("expected", "found"),
    [(3.0, 3.0000001), (1.0, 1.004), (0.5, 0.50000000001), (1e-7, 1.0000004e-7), (2.0, -2.0)],
)
def test_no_message_says_the_same_number_for_expected_and_found(expected, found):
    with pytest.raises(Fault) as caught:
        expect_close(np.array(found), np.array(expected), relative=0, absolute=0)
    right, wrong = re.search(r"expected (\S+), found (\S+)$", str(caught.value)).groups()
    assert right != wrong
