"""The checks that a notebook runs below each exercise of notebooks 5 and 6.

Each takes the function that was written. It prints what it tested, or raises a LabError that says
what was found, what was expected and what to do. The tests that give points are others.
"""

import functools
import math

import numpy as np

from .checks import Problem, _array, _expect, _kind, _numbers, _slopes, check

# ---------------------------------------------------------------- notebook 5: the evidence and F

HALF = np.array([0.5, 0.5])
LOST = "the likelihood is lost; stay with float64, and add no small number to it"


def _on_copies(answer):
    """The function, called with copies, so that what it changes in place is not seen again."""
    return lambda *arrays: answer(*(array.copy() for array in arrays))


def rests_on(**checks):
    """Make a check look first at the functions that the answer calls, each by its own check.

    A value that is off because of them, or right because two mistakes cancel, says nothing.
    """

    def decorate(body):
        @functools.wraps(body)
        def run(answer):
            called = getattr(getattr(answer, "__code__", None), "co_names", ())
            for name in called:
                if name in checks and name in answer.__globals__:
                    _expect(
                        _passes(checks[name].__wrapped__, answer.__globals__[name]),
                        f"it calls `{name}`, which is not right yet: mend that first, then come "
                        "back",
                    )
            return body(answer)

        return run

    return decorate


def _passes(body, answer):
    try:
        body(answer)
    except Exception:
        return False
    return True


def _number(value, what="the result"):
    return float(_array(value, (), what, advice=", a single number"))


def _expect_value(found, expected, example, mistakes=None, otherwise=""):
    """A Problem unless a number is right; the one of the `mistakes` that fits is named."""
    if math.isclose(found, expected, rel_tol=1e-3, abs_tol=1e-6):
        return
    sentence = otherwise or "compare each part of your line with the formula"
    if math.isnan(found):
        sentence = "NaN comes from 0 · log 0, 0 / 0 or the logarithm of a negative number"
    for value, known in (mistakes or {}).items():
        if math.isclose(found, value, rel_tol=1e-3, abs_tol=1e-6):
            sentence = known
            break
    raise Problem(f"{example}, expected {expected:.6g}, found {found:.6g}: {sentence}")


@check
def check_log_evidence(answer):
    answer = _on_copies(answer)
    mistakes = {
        0.4: "this is p(x); take its logarithm",
        0.916291: "the sign is flipped",
        -1.060132: "take the average under the prior first and the logarithm then",
        -3.506558: "take the sum first and the logarithm then",
        -0.223144: "weight each likelihood with its prior",
        -1.609438: "the weights of the prior make the average already; do not divide by K as well",
        -1.321928: "take the natural logarithm",
        -0.39794: "take the natural logarithm",
    }
    found = _number(answer(HALF, np.array([0.2, 0.6])))
    _expect_value(found, -0.916291, "for prior = [0.5, 0.5] and likelihood = [0.2, 0.6]", mistakes)
    found = _number(answer(np.array([0.5, 0, 0.5]), np.array([0.2, 0.9, 0.6])))
    _expect_value(found, -0.916291, "with a third state of prior 0")
    found = _number(answer(np.full(1000, 1e-3), np.full(1000, 1e-300)))
    example = "for 1,000 states of prior 0.001 and likelihood 1e-300"
    _expect_value(found, -690.775528, example, otherwise=LOST)
    found = _number(answer(np.ones(1), np.array([0.25])))
    _expect_value(found, math.log(0.25), "for one state of likelihood 0.25")
    return "its value for two states, one state, a prior with a zero, likelihoods of 1e-300"


@check
@rests_on(log_evidence=check_log_evidence)
def check_posterior(answer):
    answer = _on_copies(answer)

    def compare(prior, likelihood, expected, example, advice):
        found = _array(answer(prior, likelihood), expected.shape, advice=", one number for a state")
        _expect(
            np.allclose(found, expected, rtol=1e-3, atol=1e-6),
            f"{example}, expected {_row(expected)}, found {_row(found)}: {advice(found)}",
        )

    def advice(found):
        if abs(found.sum() - 1) > 1e-3:
            return f"the probabilities sum to {found.sum():.4g}, not to 1"
        if np.allclose(found, [0.25, 0.75], atol=1e-3):
            return "the prior has no effect"
        return "Bayes' rule is p(z) p(x|z) / p(x)"

    compare(
        np.array([0.6, 0.4]),
        np.array([0.2, 0.6]),
        np.array([1, 2]) / 3,
        "for prior = [0.6, 0.4] and likelihood = [0.2, 0.6]",
        advice,
    )
    compare(
        np.array([0.6, 0.4, 0]),
        np.array([0.2, 0.6, 0.9]),
        np.array([1, 2, 0]) / 3,
        "with a third state of prior 0",
        lambda found: "what was impossible stays impossible",
    )
    compare(
        np.full(1000, 1e-3),
        np.full(1000, 1e-300),
        np.full(1000, 1e-3),
        "for 1,000 equal states of likelihood 1e-300",
        lambda found: "add no small number to p(x); stay with float64",
    )
    compare(np.ones(1), np.array([0.25]), np.ones(1), "for one state", advice)
    return "its values for two states, one state, a prior with a zero, likelihoods of 1e-300"


def _row(values):
    shown = ", ".join(f"{value:.4g}" for value in values[:3])
    return f"[{shown}{', …' if len(values) > 3 else ''}]"


@check
def check_kl(answer):
    answer = _on_copies(answer)
    q, p = np.array([0.25, 0.75]), HALF
    mistakes = {
        0.143841: "this is the divergence the wrong way round, D_KL(p‖q)",
        -0.130812: "the sign is flipped; a divergence is never negative",
        -0.143841: "average under q, the first argument, and mind the sign",
        -0.287682: "weight each logarithm with q",
        -0.143841 / 2: "weight each logarithm with q",
        0.130812 / 2: "sum over the states; the weights q make the average already",
        0.223144: "the logarithm is outside the sum; it belongs inside",
        -0.562335: "this is Σ q log q; p is missing",
        0.562335: "this is the entropy of q; p is missing",
        0.693147: "this is the cross-entropy; the term with log q is missing",
        -0.693147: "the term with log q is missing, and the sign is flipped",
        0.477386: "terms of both signs belong to the sum; do not take absolute values",
        0.130812 / math.log(2): "take the natural logarithm",
        0.130812 / math.log(10): "take the natural logarithm",
    }
    example = "for q = [0.25, 0.75] and p = [0.5, 0.5]"
    _expect_value(_number(answer(q, p)), 0.130812, example, mistakes)
    _expect_value(_number(answer(q, q)), 0.0, "for two equal distributions")
    found = _number(answer(np.array([0, 1.0]), p))
    _expect_value(
        found,
        math.log(2),
        "for q = [0, 1] and p = [0.5, 0.5]",
        {math.inf: "a state with q = 0 counts 0"},
    )
    found = _number(answer(np.array([0.25, 0.75, 0]), np.array([0.5, 0.5, 0])))
    _expect_value(found, 0.130812, "with a third state where q and p are 0")
    found = _number(answer(HALF, np.array([1.0, 0])))
    _expect(
        found == math.inf,
        f"for q = [0.5, 0.5] and p = [1, 0], expected infinity, found {found:.4g}: q believes in a "
        "state that p rules out",
    )
    return "its value for two states, 0 for equal distributions, 0 log 0, infinity"


@check
@rests_on(kl=check_kl)
def check_elbo(answer):
    answer = _on_copies(answer)
    q, prior, likelihood = HALF, np.array([0.25, 0.75]), np.array([0.3, 0.4])
    mistakes = {
        1.203973: "the sign is flipped",
        -0.980829: "this is log p(x) itself; average the logarithms under q",
        -0.916291: "subtract the divergence instead of adding it",
        -1.060132: "the second integral, the divergence from the prior, is missing",
        -0.143841: "the first integral, the average of log p(x|z), is missing",
        -1.190943: "the prior and q are swapped in the divergence",
        -1.060132 - 0.223144: "the divergence of F is from the prior, not from the posterior",
        -1.193663: "the logarithm is outside the sum; it belongs inside",
        -1.060132 - 0.836988: "the term with log q is missing",
        -0.366985: "the prior is missing",
        -1.753279: "the prior is missing, and the entropy has the wrong sign",
        0.206159: "the likelihood is without its logarithm",
        -1.736966: "take the natural logarithm",
        0.223144: "this is the gap log p(x) - F, not F",
        -0.601987: "the weights q make the average already; do not divide by K as well",
    }
    example = "for q = [0.5, 0.5], prior = [0.25, 0.75] and likelihood = [0.3, 0.4]"
    _expect_value(_number(answer(q, prior, likelihood)), -1.203973, example, mistakes)
    found = _number(answer(np.array([1.0, 0]), prior, likelihood))
    _expect_value(
        found,
        math.log(0.3) - math.log(4),
        "for q = [1, 0], the same prior and likelihood",
    )
    found = _number(answer(np.full(1000, 1e-3), np.full(1000, 1e-3), np.full(1000, 1e-300)))
    example = "for 1,000 equal states of likelihood 1e-300"
    _expect_value(found, -690.775528, example, otherwise=LOST)
    return "its value for two states, a q with a zero, likelihoods of 1e-300"


@check
@rests_on(log_evidence=check_log_evidence, posterior=check_posterior, kl=check_kl, elbo=check_elbo)
def check_derivation(answer):
    answer = _on_copies(answer)
    draw = np.random.default_rng(5)
    for states in (2, 3, 5):
        q, prior = draw.dirichlet(np.full(states, 2.0), size=2)
        likelihood = draw.uniform(0.05, 0.95, size=states)
        evidence = np.log(prior @ likelihood)
        true = np.exp(np.log(likelihood) + np.log(prior) - evidence)
        lines = _lines(answer(q, prior, likelihood, true))
        for number, terms in enumerate(lines, start=1):
            found = math.fsum(terms)
            _expect(
                _agree(found, evidence),
                f"with the true posterior, line {number} is the first that is not log p(x): it is "
                f"{found:.6g} where log p(x) is {evidence:.6g}; look at the step that leads to it",
            )
        _check_parting(_lines(answer(q, prior, likelihood, true + 1)), q, true, evidence)
        doubled = _lines(answer(2 * q, prior, likelihood, true))
        _expect(
            len(doubled) == len(lines),
            f"there are {len(lines)} lines, and {len(doubled)} when q is doubled; their number is "
            "to stay the same",
        )
        for number, (old, new) in enumerate(zip(lines, doubled, strict=True), start=1):
            old, new = math.fsum(old), math.fsum(new)
            expected = old if number == 1 else 2 * old
            _expect(
                _agree(new, expected),
                f"when q is doubled, line {number} goes from {old:.6g} to {new:.6g}; expected "
                f"{expected:.6g}: "
                + (
                    "log p(x) does not depend on q"
                    if number == 1
                    else "every line but the first is an average under q, also where what is "
                    "averaged is a constant"
                ),
            )
        bound = q @ (np.log(likelihood) + np.log(prior) - np.log(q))
        pair = np.array([bound, evidence - bound])
        _expect(
            len(lines[-1]) == 2 and all(map(_agree, lines[-1], pair)),
            f"the last line has the right sum, but is to be the pair [F, D_KL(q‖p(z|x))], here "
            f"{_row(pair)}; found {_row(np.array(lines[-1]))}",
        )
        _expect(
            any(len(terms) == 3 for terms in lines[:-1]),
            "no line before the last has three terms: two integrals of F, and the one that becomes "
            "the divergence",
        )
    return (
        f"{len(lines)} lines, all equal to log p(x) on three models; with other numbers for `post` "
        "they part once; the last one is F and D_KL"
    )


def _check_parting(lines, q, true, evidence):
    """With `post` greater by 1 the lines must leave log p(x) at Bayes' rule, all to one value."""
    after = evidence + q @ (np.log(true) - np.log1p(true))
    totals = [math.fsum(terms) for terms in lines]
    first = next((n for n, total in enumerate(totals) if not _agree(total, evidence)), None)
    _expect(
        first is not None,
        "nothing changes when other numbers are handed over as `post`; use it wherever p(z|x) "
        "stands",
    )
    _expect(
        first >= 2,
        f"with other numbers for `post`, line {first + 1} is no longer log p(x): the one is to be "
        "inserted before Bayes' rule is used",
    )
    wrong = [n for n in range(first, len(totals)) if not _agree(totals[n], after)]
    _expect(
        not wrong,
        f"with other numbers for `post`, lines from Bayes' rule (line {first + 1}) on are to be "
        f"{after:.6g}, here; line {(wrong or [0])[0] + 1} is {totals[(wrong or [0])[0]]:.6g}",
    )
    _expect(
        first < len(totals) - 1, "Bayes' rule is used in the last line only; give it its own line"
    )


def _agree(found, expected):
    """Whether two values of a line are one, in whatever precision it was computed."""
    return math.isclose(found, expected, rel_tol=1e-3, abs_tol=5e-3)


def _lines(result):
    """The lines of a derivation, each as the list of the values of its terms."""
    _expect(
        isinstance(result, list | tuple),
        f"the result is {_kind(result)}; expected a list with one entry for each line",
    )
    _expect(
        len(result) >= 5,
        f"there are {len(result)} lines; expected at least five: log p(x), the one inserted, "
        "Bayes' rule, three averages, the pair",
    )
    lines = []
    for number, line in enumerate(result, start=1):
        terms = line if isinstance(line, list | tuple) else [line]
        _expect(
            not any(isinstance(term, list | tuple) for term in terms),
            f"line {number} holds lists in a list; its terms are numbers or arrays",
        )
        values = [_numbers(term, f"line {number}") for term in terms]
        # A pair, or three averages, may also come as one array.
        if len(values) == 1 and values[0].shape in ((2,), (3,)):
            values = list(values[0])
        lines.append([float(np.sum(value)) for value in values])
    return lines


@check
def check_importance_bound(answer):
    answer = _on_copies(answer)
    half = math.log(0.5)
    # Weights 1 and 3 have the mean 2, weights ½ and ½ the mean ½.
    two_rows = np.array([[0.0, math.log(3)], [half, half]])
    found = _number(answer(two_rows))
    hints = {
        math.log(2): "adds the weights up; take their mean, a Kth of the sum",
        (math.log(3) + 2 * half) / 4: "averages the logarithms; the logarithm comes after the mean",
        math.log(1.25): "averages all weights; each row has its own logarithm",
    }
    hint = next((words for value, words in hints.items() if math.isclose(found, value)), None)
    _expect(
        math.isclose(found, 0, abs_tol=1e-6),
        "for rows with the weights 1, 3 and ½, ½, whose means are 2 and ½, the bound is 0; found "
        f"{found:.6g}" + (f", which {hint}" if hint else ""),
    )
    one = _number(answer(np.array([[-1.0], [-2.0]])))
    _expect(
        math.isclose(one, -1.5, abs_tol=1e-6),
        f"for K = 1 the bound is the mean of the log-weights, here -1.5; found {one:.6g}",
    )
    with np.errstate(all="ignore"):
        for value in (-2000.0, 800.0):
            found = _number(answer(np.full((2, 3), value)))
            _expect(
                math.isclose(found, value, rel_tol=1e-6),
                f"for log-weights that are all {value:g} the bound is {value:g}; found {found:g}: "
                "take the largest of each row out of the sum, before the exponential",
            )
        found = _number(answer(np.array([[-2000.0, -2000.0], [800.0, 800.0]])))
        _expect(
            math.isclose(found, -600, rel_tol=1e-6),
            "for a row of log-weights of -2000 and a row of 800 the bound is -600; found "
            f"{found:g}: take out of each row its own largest",
        )
        found = _number(answer(np.array([[-math.inf, 0.0]])))
    _expect(
        math.isclose(found, half, rel_tol=1e-3),
        f"for the weights 0 and 1 the bound is log ½ = {half:.4g}; found {found:.4g}",
    )
    return "values for two rows, K = 1, log-weights of -2000 and 800, a weight of 0"


@check
def check_gaussian_elbo(answer):
    # x, mean, variance, noise, F
    examples = (
        (0.0, 0.0, 1.0, 1.0, -1.418939),
        (1.0, 0.0, 1.0, 1.0, -1.918939),
        (0.0, 1.0, 1.0, 1.0, -2.418939),
        (0.0, 0.0, 2.0, 1.0, -2.072365),
        (0.0, 0.0, 1.0, 2.0, -1.515512),
        (1.2, 0.8, 0.5, 0.5, -1.648939),
    )
    hints = (
        "",
        " Only x is different from the example before: look at the distance of x from the mean",
        " Only the mean is different from the first example: it is in both integrals",
        " Only the variance is different from the first example: it is in both integrals, and it "
        "is a variance, not a standard deviation",
        " Only the noise is different from the first example: it is a variance, in the exponent "
        "and in the normalising constant",
        "",
    )
    for (x, mean, variance, noise, expected), hint in zip(examples, hints, strict=True):
        found = _number(answer(x, mean, variance, noise))
        _expect(
            math.isclose(found, expected, rel_tol=1e-3),
            f"for x = {x:g}, mean = {mean:g}, variance = {variance:g} and noise = {noise:g}, "
            f"expected {expected:.6g}, found {found:.6g}.{hint}",
        )
    return "its value for six examples"


# --------------------------------------------------------- notebook 6: the draw and the divergence


@check
def check_reparameterize(answer):
    import tensorflow as tf

    mean = tf.constant([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])
    log_var = tf.fill((2, 3), float(np.log(4)))
    epsilon = tf.constant([[0.0, 1.0, -1.0], [0.5, 0.0, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch([mean, log_var])
        result = answer(mean, log_var, epsilon)
    found = _array(result, (2, 3), advice=", the shape of `mean`")
    expected = np.array([[1.0, 3.0, -1.0], [3.0, 2.0, 2.0]])
    mistakes = {
        5.0: "it is multiplied by the variance; the standard deviation is wanted",
        1 + math.log(4): "it is multiplied by the logarithm of the variance",
        1 + math.log(2): "it is multiplied by the logarithm of the standard deviation",
        2.0: "it comes in at its own scale; log_var has no effect",
        1.0: "it has no effect",
        1.5: "the sign of log_var is flipped",
        -1.0: "it is subtracted; add it",
        1 + math.sqrt(math.log(4)): "log_var is a logarithm already; do not take its root",
    }
    _expect(
        abs(found[0, 0] - 1) < 1e-3,
        f"for a mean of 1 and noise of 0, expected z = 1, found {found[0, 0]:.4g}: noise of 0 "
        "leaves the mean",
    )
    if abs(found[0, 1] - 3) > 1e-3:
        noise = [text for value, text in mistakes.items() if abs(found[0, 1] - value) < 1e-3]
        raise Problem(
            "for a mean of 1, a variance of 4 (log_var = log 4) and noise of 1, expected z = 3, "
            f"found {found[0, 1]:.4g}: the noise is multiplied by the standard deviation and added "
            "to the mean" + (f"; in yours {noise[0]}" if noise else "")
        )
    _expect(
        not np.allclose(found[1], expected[0] + 1, atol=1e-3),
        "the second row has the noise of the first; each row has its own noise, that of its row in "
        "`epsilon`",
    )
    row, column = np.unravel_index(np.argmax(np.abs(found - expected)), found.shape)
    _expect(
        abs(found[row, column] - expected[row, column]) < 1e-3,
        f"for a mean of {mean[row, column]:g}, a variance of 4 (log_var = log 4) and noise of "
        f"{epsilon[row, column]:g}, expected z = {expected[row, column]:g}, found "
        f"{found[row, column]:.4g} in row {row + 1}",
    )
    slopes = _slopes(result, tape, {"`mean`": mean, "`log_var`": log_var}, "the encoder")
    _expect(
        np.allclose(slopes["`mean`"], 1) and np.allclose(slopes["`log_var`"], epsilon, atol=1e-3),
        "the values are right, but not the gradients: make z in one line from mean, log_var and "
        "epsilon, with nothing that stops gradients",
    )
    return "shape (n, d), values on a small example, gradients reach mean and log_var"


@check
def check_kl_to_standard_normal(answer):
    import tensorflow as tf

    mean = tf.constant([[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]])
    log_var = tf.constant([[0.0, 0.0], [0.0, 0.0], [0.0, float(np.log(4))]])
    with tf.GradientTape() as tape:
        tape.watch([mean, log_var])
        result = answer(mean, log_var)
    found = _numbers(result)
    _expect(
        found.shape != (),
        "the result is one number; each of the n rows has a divergence of its own, so sum over the "
        "d latent dimensions only (axis=1)",
    )
    _expect(found.shape != (3, 2), "the result is (n, d); sum over the d latent dimensions")
    found = _array(found, (3,), advice=", one number for each row")
    rows = {
        "where mean and log_var are 0, q is the prior": (0, 0.0, {}),
        "for a mean of (1, 2) and variances of 1": (
            1,
            2.5,
            {
                5.0: "the factor ½ is missing",
                1.25: "sum over the dimensions, do not average",
                1.5: "square the mean",
                -2.5: "the sign is flipped",
                0.0: "the mean has no effect",
            },
        ),
        "for means of 0 and variances of 1 and 4": (
            2,
            0.806853,
            {
                1.613706: "the factor ½ is missing",
                0.403426: "sum over the dimensions, do not average",
                -0.806853: "the sign is flipped",
                0.318147: "this is the divergence the wrong way round",
                -0.193147: "exp(log_var / 2) is the standard deviation; the variance is wanted",
                6.806853: "exp(2 log_var) is no variance; exp(log_var) is",
                1.5: "the term with log_var is missing",
                2.193147: "the term with log_var has the wrong sign",
            },
        ),
    }
    for example, (row, expected, mistakes) in rows.items():
        _expect_value(found[row], expected, example, mistakes)
    slopes = _slopes(result, tape, {"`mean`": mean, "`log_var`": log_var}, "the encoder")
    _expect(
        np.allclose(slopes["`mean`"], mean, atol=1e-3)
        and np.allclose(slopes["`log_var`"], [[0, 0], [0, 0], [0, 1.5]], atol=1e-3),
        "the values are right, but not the gradients: make the result from mean and log_var with "
        "nothing that stops gradients",
    )
    return "shape (n,), values on three examples, gradients reach mean and log_var"
