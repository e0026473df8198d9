"""What the checks of notebooks 5 and 6 say to right answers and to wrong ones.

An answer is the body of its function, as a student would write it. A wrong one stands with its
points and with words from the reason for them.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import numpy as np
import pytest

from autograder.checks import elbo, vae
from autograder.checks.verdict import Verdict
from autograder.views import view

# name: (its check, its points, its arguments)
FUNCTIONS = {
    "log_evidence": (elbo.log_evidence, 2, "prior, likelihood"),
    "posterior": (elbo.posterior, 2, "prior, likelihood"),
    "kl": (elbo.kl, 3, "q, p"),
    "elbo": (elbo.elbo, 3, "q, prior, likelihood"),
    "derivation": (elbo.derivation, 3, "q, prior, likelihood"),
    "gaussian_elbo": (elbo.gaussian_elbo, 2, "x, mean, variance, noise"),
    "reparameterize": (vae.reparameterize, 3, "mean, log_var, epsilon"),
    "kl_to_standard_normal": (vae.kl_to_standard_normal, 5, "mean, log_var"),
}
TENSORFLOW = {"reparameterize", "kl_to_standard_normal"}


def function_of(name: str, body: str, before: str = "") -> Callable:
    """The function with this body, in a notebook where `before` was run."""
    arguments = FUNCTIONS[name][2]
    source = "import numpy as np\nimport scipy.special\n"
    if name in TENSORFLOW or "tf." in body:
        source += "import tensorflow as tf\n"
    source += f"{before}\ndef {name}({arguments}):\n{indent(body, '    ')}\n"
    namespace: dict = {}
    exec(source, namespace)
    return namespace[name]


def judge(name: str, body: str, before: str = "") -> Verdict:
    return FUNCTIONS[name][0](view(function_of(name, body, before)))


DERIVATION = """
evidence = log_evidence(prior, likelihood)
exact = posterior(prior, likelihood)
joint = prior * likelihood
return [
    {0},
    {1},
    {2},
    {3},
    {4},
]
"""
# The lines of a right derivation; each wrong one below replaces some of them.
LINES = (
    "evidence",
    "np.sum(q * evidence)",
    "np.sum(q * np.log(joint / exact))",
    "[np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / exact))]",
    "[elbo(q, prior, likelihood), kl(q, exact)]",
)


def derivation(**replaced: str) -> str:
    """A derivation in which some lines are others: `line2="…"`."""
    lines = [replaced.get(f"line{number}", line) for number, line in enumerate(LINES, start=1)]
    return DERIVATION.format(*lines)


RIGHT = {
    "log_evidence": [
        "return np.log(np.sum(prior * likelihood))",
        "return np.float32(np.log(prior @ likelihood))",
        "return float(scipy.special.logsumexp(np.log(likelihood), b=prior))",
        "a = np.log(prior) + np.log(likelihood)\n"
        "return a.max() + np.log(np.exp(a - a.max()).sum())",
        "return tf.math.log(tf.reduce_sum(prior * likelihood))",
    ],
    "posterior": [
        "return prior * likelihood / np.sum(prior * likelihood)",
        "return scipy.special.softmax(np.log(prior) + np.log(likelihood))",
        "joint = prior * likelihood\njoint /= joint.sum()\nreturn list(joint)",
        "return tf.nn.softmax(tf.math.log(prior) + tf.math.log(likelihood))",
        "likelihood /= likelihood.max()\nprior *= likelihood\nreturn prior / prior.sum()",
    ],
    "kl": [
        "return np.sum(scipy.special.rel_entr(q, p))",
        "keep = q > 0\nreturn np.sum(q[keep] * np.log(q[keep] / p[keep]))",
        "with np.errstate(all='ignore'):\n"
        "    return np.sum(np.where(q == 0, 0.0, q * np.log(q / p)))",
        "total = 0.0\nfor a, b in zip(q, p):\n    if a > 0:\n"
        "        if b == 0:\n            return float('inf')\n"
        "        total += a * np.log(a / b)\nreturn total",
        "return tf.reduce_sum(tf.math.xlogy(q, q) - tf.math.xlogy(q, p))",
    ],
    "elbo": [
        "return np.sum(q * np.log(likelihood)) - np.sum(scipy.special.rel_entr(q, prior))",
        "k = q > 0\nreturn np.sum(q[k] * (np.log(likelihood[k]) + np.log(prior[k] / q[k])))",
        "return float(sum(a * (np.log(l) + np.log(p) - np.log(a))\n"
        "    for a, p, l in zip(q, prior, likelihood) if a > 0))",
        "from scipy.special import xlogy\n"
        "return np.sum(xlogy(q, prior) + xlogy(q, likelihood) - xlogy(q, q))",
    ],
    "derivation": [
        derivation(),
        "p = posterior(prior, likelihood)\n"
        "return (\n"
        "    np.log(np.sum(prior * likelihood)),\n"
        "    float(np.log(np.sum(prior * likelihood)) * np.sum(q)),\n"
        "    q * np.log(prior * likelihood / p),\n"
        "    np.array([elbo(q, prior, likelihood), kl(q, p)]),\n"
        ")",
        derivation(line2="q * evidence", line4="list(q * np.log(joint / q * (q / exact)))"),
        derivation(
            line3="tf.reduce_sum(q * tf.math.log(joint / exact))",
            line4="(np.sum(q * np.log(likelihood)), -np.sum(q * np.log(q / prior)), kl(q, exact))",
        ),
    ],
    "gaussian_elbo": [
        "return (-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise)\n"
        "    - 0.5 * (mean ** 2 + variance - 1 - np.log(variance)))",
        "import math\n"
        "second = mean * mean + variance\n"
        "a = -math.log(2 * math.pi * noise) - (x * x - 2 * x * mean + second) / noise\n"
        "b = -math.log(2 * math.pi) - second\n"
        "c = -math.log(2 * math.pi * variance) - 1\n"
        "return (a + b - c) / 2",
        "best, spread = x / (1 + noise), noise / (1 + noise)\n"
        "evidence = -0.5 * np.log(2 * np.pi * (1 + noise)) - x ** 2 / (2 * (1 + noise))\n"
        "gap = (variance + (mean - best) ** 2) / spread - 1 - np.log(variance / spread)\n"
        "return np.float32(evidence - gap / 2)",
    ],
    "reparameterize": [
        "return mean + tf.exp(0.5 * log_var) * epsilon",
        "return mean + tf.sqrt(tf.exp(log_var)) * epsilon",
        "return tf.add(mean, tf.multiply(tf.exp(log_var) ** 0.5, epsilon))",
        "return tf.map_fn(lambda r: r[0] + tf.exp(r[1] / 2) * r[2],\n"
        "    (mean, log_var, epsilon), fn_output_signature=tf.float32)",
    ],
    "kl_to_standard_normal": [
        "return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean ** 2 - 1 - log_var, axis=1)",
        "return -0.5 * tf.reduce_sum(1 + log_var - tf.square(mean) - tf.exp(log_var), axis=-1)",
        "d = tf.cast(tf.shape(mean)[1], tf.float32)\n"
        "return 0.5 * (tf.reduce_sum(tf.exp(log_var), 1) + tf.reduce_sum(mean * mean, 1) - d\n"
        "    - tf.reduce_sum(log_var, 1))",
        "import keras\n"
        "return keras.ops.sum((keras.ops.exp(log_var) + mean**2 - 1 - log_var) / 2, axis=1)",
    ],
}

WRONG = {
    "log_evidence": [
        ("return np.sum(prior * likelihood)", 0, "its logarithm is missing"),
        ("return np.sum(prior * np.log(likelihood))", 0, "not the average of the logarithms"),
        ("return np.sum(np.log(prior * likelihood))", 0, "not the sum of the logarithms"),
        ("return -np.log(np.sum(prior * likelihood))", 0, "the sign is flipped"),
        ("return np.log(np.sum(likelihood))", 0, "the prior has no effect"),
        ("return np.log2(np.sum(prior * likelihood))", 0, "to the base 2"),
        ("return np.log(np.mean(prior * likelihood))", 0, "averaged over the states"),
        ("return np.log(np.max(prior * likelihood))", 0, "only the largest term"),
        ("return np.log(np.sum(prior * likelihood) + 1e-10)", 1, "a small number is added"),
        ("return np.log(np.sum(prior * np.float32(likelihood)))", 1, "become 0"),
        ("return np.log(prior * likelihood)", 0, "shape (2,); expected a single number"),
        ("np.log(np.sum(prior * likelihood))", 0, "is a `return` missing"),
    ],
    "posterior": [
        ("return prior * likelihood", 0, "does not sum to 1"),
        ("return likelihood / np.sum(likelihood)", 0, "the prior has no effect"),
        ("return likelihood / np.sum(prior * likelihood)", 0, "without the prior"),
        ("return prior", 0, "the observation has no effect"),
        ("j = prior * likelihood\nreturn j / j.max()", 0, "divided by its largest entry"),
        ("j = prior * likelihood\nreturn np.log(j / j.sum())", 0, "the logarithm of the posterior"),
        ("return scipy.special.softmax(prior * likelihood)", 0, "a softmax is taken"),
        ("j = prior * likelihood\nreturn j / (j.sum() + 1e-12)", 1, "is a small number added"),
        ("return np.sum(prior * likelihood)", 0, "shape ()"),
    ],
    "kl": [
        ("return np.sum(scipy.special.rel_entr(p, q))", 0, "the wrong way round"),
        ("return -np.sum(scipy.special.rel_entr(q, p))", 0, "the sign is flipped"),
        ("return np.sum(q * np.log(q / p))", 2.5, "NaN for q ="),
        ("return np.sum(q * np.log((q + 1e-12) / (p + 1e-12)))", 2.5, "has no bound"),
        ("return np.log(np.sum(q * q / p))", 0.5, "the logarithm of a sum"),
        ("return np.sum(np.log(q / p))", 0.5, "not weighted"),
        ("return np.mean(q * np.log(q / p))", 0.5, "mean over the states"),
        ("return -np.sum(q * np.log(p))", 0.5, "cross-entropy"),
        ("return np.sum(q * np.log2(q / p))", 0.5, "to the base 2"),
        ("return np.sum(q * np.abs(np.log(q / p)))", 0.5, "absolute values"),
        ("return q * np.log(q / p)", 0, "expected a single number"),
        ("raise NotImplementedError", 0, "nothing is filled in yet"),
    ],
    "elbo": [
        ("return -np.sum(q * np.log(prior * likelihood / q))", 0, "the sign is flipped"),
        ("return np.log(np.sum(prior * likelihood))", 0, "log p(x) itself"),
        ("return np.sum(q * np.log(likelihood * q / prior))", 0, "the divergence is added"),
        ("return np.sum(q * np.log(likelihood))", 0, "the divergence from the prior, is missing"),
        ("return np.sum(q * np.log(prior / q))", 0, "the average of log p(x|z), is missing"),
        (
            "return np.sum(q * np.log(likelihood)) - np.sum(prior * np.log(prior / q))",
            0,
            "the wrong way round",
        ),
        (
            "return np.log(np.sum(q * likelihood)) - np.sum(q * np.log(q / prior))",
            0,
            "the logarithm of a sum",
        ),
        ("return np.sum(q * np.log(prior * likelihood / q))", 2.5, "NaN"),
        (
            "return np.sum(q * np.log(likelihood + 1e-9) - scipy.special.rel_entr(q, prior))",
            2.5,
            "a small number is added",
        ),
        ("return np.sum(q * np.log(likelihood)) + np.sum(q * np.log(prior))", 0, "q is missing"),
        ("return np.sum(q * np.log(likelihood / q))", 0, "the prior has no effect"),
    ],
    "derivation": [
        ("e = log_evidence(prior, likelihood)\nreturn [e, e, e, e]", 0, "the last line, line 4"),
        (
            derivation(line2="evidence", line3="evidence", line4="evidence"),
            1,
            "line 2 is no average under q",
        ),
        (derivation(line3="np.sum(q * np.log(joint))"), 2, "line 3 is the first that does not"),
        (derivation(line4="np.sum(q * np.log(joint / q))"), 1, "line 4"),
        (derivation(line4="np.sum(q * np.log(joint * exact))"), 2, "line 4 is the first"),
        (derivation(line5="[elbo(q, prior, likelihood), kl(exact, q)]"), 0, "wrong way round"),
        (derivation(line5="[kl(q, exact), elbo(q, prior, likelihood)]"), 2, "are swapped"),
        (derivation(line5="[elbo(q, prior, likelihood), kl(q, prior)]"), 1, "from the prior"),
        (derivation(line5="elbo(q, prior, likelihood) + kl(q, exact)"), 2, "is one number"),
        (derivation(line1="np.sum(q * evidence)"), 1, "does not depend on q"),
        (derivation(line1="np.exp(evidence)"), 1, "line 1 is to be log p(x), but"),
        (derivation(line4="[q * np.log(joint / q), q * np.log(q / exact)]"), 0, "holds arrays"),
        ("q = q / q.sum()" + derivation(), 1, "normalised again"),
        ("return log_evidence(prior, likelihood)", 0, "expected a list of lines"),
        ("return [1.0, 2.0]", 0, "at least four"),
    ],
    "gaussian_elbo": [
        ("variance = variance ** 2\nreturn {r} - {d}", 0, "a standard deviation"),
        ("noise = noise ** 2\nreturn {r} - {d}", 0, "a standard deviation"),
        ("return {r} + {d}", 0, "the divergence is added"),
        ("return {d} - {r}", 0, "the sign is flipped"),
        ("return {r} - 2 * {d}", 0, "the factor 1/2 of the divergence"),
        ("return {r} + variance / (2 * noise) - {d}", 0, "taken at the mean of q"),
        ("return {r} - {d} + 0.5 * np.log(2 * np.pi * noise)", 1, "normalising constant"),
        ("return {r} - {d} + 0.5 * np.log(2 * np.pi)", 1, "the 2π"),
        ("return {r} - {d} - 0.5", 1, "-1/2, is missing"),
        ("return {r}", 0, "the divergence from the prior, is missing"),
        (
            "return {r} - 0.5 * ((1 + mean ** 2) / variance - 1 + np.log(variance))",
            0,
            "the wrong way round",
        ),
        ("return {r} - {d} - 0.5 * np.log(variance)", 0, "the logarithm of the variance"),
    ],
    "reparameterize": [
        ("return mean + tf.exp(log_var) * epsilon", 1.5, "multiplied by the variance"),
        ("return mean + log_var * epsilon", 1.5, "log_var itself"),
        ("return mean + tf.sqrt(log_var) * epsilon", 0.5, "NaN where log_var is negative"),
        ("return mean + epsilon", 1.5, "log_var has no effect"),
        ("return mean + tf.exp(-log_var / 2) * epsilon", 1.5, "the sign of log_var"),
        ("return mean - tf.exp(log_var / 2) * epsilon", 1.5, "the noise is subtracted"),
        ("return tf.exp(log_var / 2) * epsilon", 1.5, "the mean is missing"),
        ("return mean + tf.exp(log_var / 2) + epsilon", 1.5, "added to it"),
        (
            "return mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))",
            1.5,
            "the noise is drawn inside",
        ),
        (
            "return mean + tf.exp(log_var / 2).numpy() * epsilon",
            2,
            "no gradient reaches log_var",
        ),
        (
            "return tf.stop_gradient(mean + tf.exp(log_var / 2) * epsilon)",
            2,
            "no gradient reaches the mean",
        ),
        (
            "return np.asarray(mean) + np.exp(log_var / 2) * np.asarray(epsilon)",
            2,
            "no gradient",
        ),
        ("return (mean + tf.exp(log_var / 2) * epsilon)[0]", 1, "has shape (4,)"),
    ],
    "kl_to_standard_normal": [
        ("return tf.reduce_sum({t}, axis=1)", 2, "the factor 1/2 is missing"),
        ("return -0.5 * tf.reduce_sum({t}, axis=1)", 2, "the sign is flipped"),
        ("return 0.5 * tf.reduce_sum({t})", 1, "one number for the whole batch"),
        ("return 0.5 * tf.reduce_sum({t}, axis=0)", 1, "runs over the batch"),
        ("return 0.5 * {t}", 1, "the sum over the d latent dimensions is missing"),
        ("return 0.5 * tf.reduce_mean({t}, axis=1)", 2, "the mean over the d latent dimensions"),
        (
            "return 0.5 * tf.reduce_sum((1 + mean**2) / tf.exp(log_var) - 1 + log_var, axis=1)",
            2,
            "the wrong way round",
        ),
        (
            "return 0.5 * tf.reduce_sum(tf.exp(log_var / 2) + mean**2 - 1 - log_var, axis=1)",
            2,
            "the standard deviation",
        ),
        (
            "return 0.5 * tf.reduce_sum(tf.exp(log_var) + mean - 1 - log_var, axis=1)",
            2,
            "the mean is not squared",
        ),
        ("return 0.5 * tf.reduce_sum({t} + 1, axis=1)", 2, "the term -1 is missing"),
        ("return 0.5 * tf.reduce_sum({t} + log_var, axis=1)", 2, "the logarithm of the variance"),
        ("return 0.5 * tf.reduce_sum({t}, axis=1).numpy()", 4, "no gradient reaches the mean"),
        ("return np.sum(({t}).numpy(), axis=1) / 2", 4, "no gradient reaches the mean"),
    ],
}
PARTS = {
    "{r}": "(-0.5 * np.log(2 * np.pi * noise) - ((x - mean) ** 2 + variance) / (2 * noise))",
    "{d}": "(0.5 * (mean ** 2 + variance - 1 - np.log(variance)))",
    "{t}": "(tf.exp(log_var) + mean ** 2 - 1 - log_var)",
}


def filled(body: str) -> str:
    for name, formula in PARTS.items():
        body = body.replace(name, formula)
    return body


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name, bodies in RIGHT.items() for body in bodies]
)
def test_right_answers_get_all_points(name, body):
    verdict = judge(name, body)
    assert verdict.reasons == []
    assert (verdict.points, verdict.maximum) == (FUNCTIONS[name][1],) * 2


@pytest.mark.parametrize(
    ("name", "body", "points", "words"),
    [(name, *answer) for name, answers in WRONG.items() for answer in answers],
)
def test_wrong_answers_get_their_points_and_their_reason(name, body, points, words):
    verdict = judge(name, filled(body))
    assert any(words in reason for reason in verdict.reasons), verdict.reasons
    assert verdict.points == points, verdict.reasons
    assert verdict.maximum == FUNCTIONS[name][1]


REVERSED_KL = "def kl(q, p):\n    return np.sum(p * np.log(p / q))"
UNFILLED = "\n".join(
    f"def {name}(*arguments):\n    raise NotImplementedError"
    for name in ("log_evidence", "posterior", "kl", "elbo")
)


@pytest.mark.parametrize(
    ("name", "body", "before", "points"),
    [
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(q, prior)", REVERSED_KL, 3),
        # Two mistakes that cancel, but for the zeros.
        ("elbo", "return np.sum(q * np.log(likelihood)) - kl(prior, q)", REVERSED_KL, 2.5),
        ("elbo", "return log_evidence(prior, likelihood)", UNFILLED, 0),
        (
            "posterior",
            "return prior * likelihood / np.exp(log_evidence(prior, likelihood))",
            UNFILLED,
            2,
        ),
        ("derivation", derivation(), UNFILLED, 3),
        # Names of the student's own stay the student's.
        (
            "elbo",
            "return np.sum(q * np.log(likelihood)) - kl(np.log(q), np.log(prior))",
            "def kl(log_q, log_p):\n"
            "    terms = np.exp(log_q) * (log_q - log_p)\n"
            "    return terms[np.isfinite(log_q)].sum()",
            3,
        ),
    ],
)
def test_a_mistake_in_another_function_costs_nothing(name, body, before, points):
    verdict = judge(name, body, before)
    assert verdict.points == points, verdict.reasons


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_unfilled_answer_gets_nothing(name):
    verdict = judge(name, "raise NotImplementedError")
    assert verdict.points == 0
    assert verdict.reasons == ["nothing is filled in yet (NotImplementedError)"]


OTHERS = "from autograder.checks.latent import elbo, kl, log_evidence, posterior"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_checks_that_students_see_agree(name, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "notebooks"))
    monkeypatch.delenv("LAB_BUDGET", raising=False)
    visible = importlib.import_module("lab_checks_latent")
    check = getattr(visible, f"check_{name}")
    for body in RIGHT[name]:
        check(function_of(name, body, OTHERS))
        assert capsys.readouterr().out.startswith(f"✓ {name}: ")
    for body, *_ in WRONG[name]:
        answer = function_of(name, filled(body), OTHERS)
        with np.errstate(all="ignore"), pytest.raises(Exception, match=f"✗ {name}: "):
            check(answer)
