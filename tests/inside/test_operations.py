"""A student's functions call each other, and themselves are called, alike in both views."""

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType

import numpy as np
import pytest

from autograder.checking.verdict import Verdict
from autograder.checking.view import StudentError, View
from autograder.fairness.across import ask_across
from autograder.inside import operations
from autograder.judging.in_process import view
from exercises.shared import latent
from exercises.train_step.check import check as check_train_step
from tests.conftest import needs_tensorflow

Q, PRIOR = np.array([0.2, 0.8]), np.array([0.5, 0.5])
LIKELIHOOD = np.array([0.3, 0.6])
KL = latent.stand_ins("kl")


def run(source: str, **names: object) -> dict:
    namespace = {"np": np, **names}
    exec(source, namespace)
    return namespace


def in_process(names: dict, ask: Callable[[Callable[[str], View]], object]) -> object:
    return ask(lambda name: view(names[name]))


@pytest.fixture(params=[in_process, ask_across], ids=["in this process", "over the protocol"])
def asked(request) -> Callable:
    return request.param


WRONG_KL = "def kl(q, p):\n    return np.sum(p)\n"


@pytest.mark.parametrize(
    "call",
    ["kl(q, prior)", "kl(q=q, p=prior)", "kl(p=prior, q=q)", "kl(q, p=prior)"],
)
def test_a_stand_in_takes_places_and_names_of_the_contract(asked, call):
    names = run(f"{WRONG_KL}\ndef elbo(q, prior, likelihood):\n    return {call}")
    found = asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))
    assert found == pytest.approx(latent.kl(Q, PRIOR))


@pytest.mark.parametrize(
    ("own", "call"),
    [
        ("def kl(a, b): ...", "kl(b=prior, a=q)"),
        ("def kl(a, b, eps=0): ...", "kl(q, b=prior, eps=1e-9)"),
        ("def kl(a, b, eps): ...", "kl(q, prior, 1e-9)"),
        ("def kl(a, b, *, eps=0): ...", "kl(q, prior, eps=1e-9)"),
        ("def kl(q, p=np.array([0.5, 0.5])): ...", "kl(q)"),
        # The first is the left one of KL(p‖q), as most books write it.
        ("def kl(p, q): ...", "kl(q, prior)"),
        ("def kl(p, q): ...", "kl(p=q, q=prior)"),
        ("kl = lambda a, b: 0.0", "kl(a=q, b=prior)"),
        (
            "class Divergence:\n    def __call__(self, a, b): ...\nkl = Divergence()",
            "kl(a=q, b=prior)",
        ),
        (
            "class Divergence:\n    def of(self, a, b): ...\nkl = Divergence().of",
            "kl(b=prior, a=q)",
        ),
        (
            "from functools import partial\ndef d(base, a, b): ...\nkl = partial(d, 2)",
            "kl(q, b=prior)",
        ),
        # What says nothing of its parameters is called as the contract has it.
        ("def kl(*arguments): raise NotImplementedError", "kl(p=prior, q=q)"),
        ("def kl(**named): ...", "kl(p=prior, q=q)"),
        ("def kl(): ...", "kl(q, prior)"),
        ("kl = None", "kl(q, p=prior)"),
        ("", "kl(q=q, p=prior)"),
    ],
)
def test_a_stand_in_is_called_as_the_students_own(asked, own, call):
    names = run(f"{own}\ndef elbo(q, prior, likelihood):\n    return {call}")
    found = asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))
    assert found == pytest.approx(latent.kl(Q, PRIOR))


@pytest.mark.parametrize(
    "call", ["kl(q)", "kl(q, prior, prior, prior)", "kl(q, prior, scale=2)", "kl(q, q=q)"]
)
def test_a_call_that_fits_neither_is_a_mistake_of_the_students(asked, call):
    names = run(f"{WRONG_KL}\ndef elbo(q, prior, likelihood):\n    return {call}")
    with pytest.raises(StudentError, match="TypeError"):
        asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))


TRACED = {
    "a traced function": "encoder = tf.function(lambda images, w, b: None)",
    "one compiled by XLA": "encoder = tf.function(lambda images, w, b: None, jit_compile=True)",
    "an object with a traced call": (
        "class Encoder:\n    @tf.function\n    def __call__(self, images, w, b): ...\n"
        "encoder = Encoder()"
    ),
    "a traced method": (
        "class Network:\n    @tf.function\n    def code(self, images, w, b): ...\n"
        "encoder = Network().code"
    ),
}


@needs_tensorflow
@pytest.mark.parametrize("kind", TRACED)
def test_what_is_traced_is_known_by_its_own_parameters_and_globals(kind):
    names = run(f"import tensorflow as tf\n{TRACED[kind]}")
    stand_in = operations.stand_in(
        lambda x, weights, biases: (x, weights, biases), names["encoder"]
    )
    assert stand_in(1, b=3, w=2) == (1, 2, 3)
    assert operations.namespace_of(names["encoder"]) is names
    assert operations.namespace_of(partial(names["encoder"], 1)) is names


def test_an_object_whose_signature_raises_is_called_by_the_contract(asked):
    own = (
        "class Odd:\n"
        "    __signature__ = property(lambda self: 1 / 0)\n"
        "    def __call__(self, *arguments): ...\n"
        "kl = Odd()"
    )
    names = run(f"{own}\ndef elbo(q, prior, likelihood):\n    return kl(q=q, p=prior)")
    found = asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))
    assert found == pytest.approx(latent.kl(Q, PRIOR))


def test_the_students_own_come_back_after_a_question(asked):
    names = run(f"{WRONG_KL}\ndef elbo(q, prior, likelihood):\n    return kl(q, prior)")
    own = names["kl"]

    def ask(view):
        view("elbo").given(**latent.stand_ins("kl", "log_evidence"))(Q, PRIOR, LIKELIHOOD)
        return view("elbo")(Q, PRIOR, LIKELIHOOD)

    assert asked(names, ask) == pytest.approx(1)
    assert names["kl"] is own
    assert "log_evidence" not in names


BODY = "(q, prior, likelihood):\n    return kl(q=q, p=prior)\n"
CALLABLES = {
    "a lambda": "elbo = lambda q, prior, likelihood: kl(q=q, p=prior)",
    "a partial": (
        "from functools import partial\n"
        "def general(sign, q, prior, likelihood):\n    return sign * kl(q=q, p=prior)\n"
        "elbo = partial(general, 1)"
    ),
    "a method": (
        "class Bound:\n"
        "    def of(self, q, prior, likelihood):\n        return kl(q=q, p=prior)\n"
        "elbo = Bound().of"
    ),
    "a partial of a method": (
        "from functools import partial\n"
        "class Bound:\n"
        "    def of(self, sign, q, prior, likelihood):\n        return sign * kl(q=q, p=prior)\n"
        "elbo = partial(Bound().of, 1)"
    ),
    "an object": (
        "class Bound:\n"
        "    def __call__(self, q, prior, likelihood):\n        return kl(q=q, p=prior)\n"
        "elbo = Bound()"
    ),
    "an object that holds another function as `func`": (
        "class Bound:\n"
        "    func = staticmethod(np.sum)\n"
        "    def __call__(self, q, prior, likelihood):\n        return kl(q=q, p=prior)\n"
        "elbo = Bound()"
    ),
    "an object whose call is decorated": (
        "from functools import lru_cache, wraps\n"
        "def loud(f):\n"
        "    @wraps(f)\n"
        "    def inner(*arguments):\n        return f(*arguments)\n"
        "    return inner\n"
        "class Bound:\n"
        "    @loud\n"
        "    def __call__(self, q, prior, likelihood):\n        return kl(q=q, p=prior)\n"
        "elbo = Bound()"
    ),
    "a decorated function": (
        "from functools import wraps\n"
        "def loud(f):\n"
        "    @wraps(f)\n"
        "    def inner(*arguments):\n        return f(*arguments)\n"
        "    return inner\n"
        f"@loud\ndef elbo{BODY}"
    ),
    "a class method": (
        "class Bound:\n"
        "    @classmethod\n"
        "    def of(cls, q, prior, likelihood):\n        return kl(q=q, p=prior)\n"
        "elbo = Bound.of"
    ),
}


@pytest.mark.parametrize("kind", CALLABLES)
def test_any_callable_is_given_right_functions(asked, kind):
    names = run(WRONG_KL + CALLABLES[kind])
    found = asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))
    assert found == pytest.approx(latent.kl(Q, PRIOR))


def test_a_function_of_a_module_is_given_right_functions_there(asked, monkeypatch):
    module = ModuleType("bounds_of_a_student")
    vars(module)["np"] = np
    exec(f"{WRONG_KL}\ndef elbo{BODY}", vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    names = run("from bounds_of_a_student import elbo")
    found = asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))
    assert found == pytest.approx(latent.kl(Q, PRIOR))


def test_an_object_that_cannot_be_called_is_said_so(asked):
    names = run("elbo = np.array([1.0])")
    with pytest.raises(StudentError, match="ndarray"):
        asked(names, lambda view: view("elbo").given(**KL)(Q, PRIOR, LIKELIHOOD))


NETWORK = """
import tensorflow as tf

def layers(x, weights, biases, part):
    for number in "12":
        x = tf.sigmoid(x @ weights[f"{part}_h{number}"] + biases[f"{part}_b{number}"])
    return x
"""
STEP = """
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, CALL)
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
"""
WRONG_PARTS = """
def encoder(x, weights, biases): return 0 * layers(x, weights, biases, "encoder")
def decoder(y, weights, biases): return layers(y, weights, biases, "encoder")
"""
OTHER_NAMES = """
def encoder(images, w, b, extra=0): return 0 * layers(images, w, b, "encoder")
def decoder(w, b, code): return layers(code, w, b, "decoder")
"""
MEANING_MORE = """
def encoder(x, weights, biases, both=False):
    y = layers(x, weights, biases, "encoder")
    return (y, x) if both else y
def decoder(y, weights, biases): return layers(y, weights, biases, "decoder")
"""


@needs_tensorflow
@pytest.mark.parametrize(
    ("parts", "step"),
    [
        (WRONG_PARTS, "decoder(encoder(x, weights, biases), weights, biases)"),
        (
            WRONG_PARTS,
            "decoder(y=encoder(weights=weights, biases=biases, x=x), biases=biases,"
            " weights=weights)",
        ),
        (
            MEANING_MORE,
            "decoder(encoder(x, weights, biases, both=True)[0], weights, biases)",
        ),
        # One right function that does not fit, and the student's own which does.
        (
            OTHER_NAMES.replace("0 * ", ""),
            "decoder(weights, biases, encoder(b=biases, w=weights, images=x, extra=1))",
        ),
    ],
    ids=["positions", "keywords", "means more", "another order"],
)
def test_a_right_step_is_right_beside_other_functions(asked, parts, step):
    names = run(NETWORK + parts + STEP.replace("CALL", step))
    verdict: Verdict = asked(names, lambda view: check_train_step(view("train_step")))
    assert verdict.points == verdict.maximum, verdict.reasons


@needs_tensorflow
def test_a_wrong_step_gets_no_better_by_two_ways(asked):
    step = "encoder(x, weights, biases)[:, :1] * tf.ones((1, 784))"
    names = run(NETWORK + WRONG_PARTS + STEP.replace("CALL", step))
    verdict: Verdict = asked(names, lambda view: check_train_step(view("train_step")))
    assert verdict.points == 0


@pytest.mark.parametrize("name", ["posterior", "elbo"])
def test_both_views_reach_the_same_verdict(name):
    source = (
        "def log_evidence(prior, likelihood): return np.log(prior @ likelihood)\n"
        "def posterior(prior, likelihood): return prior * likelihood\n"
        "def kl(q, p): return np.sum(p * np.log(p / q))\n"
        "def elbo(q, prior, likelihood):\n"
        "    return np.sum(q * np.log(likelihood)) - kl(q=q, p=prior)\n"
    )
    check = import_module(f"exercises.{name}.check").check
    items = [
        ask(run(source), lambda view: check(view(name))).items for ask in (in_process, ask_across)
    ]
    assert items[0] == items[1]
