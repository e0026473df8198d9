"""The checks below the exercises: they name the mistake, in words of the course."""

import sys
from importlib import import_module

import numpy as np
import pytest

from autograder.judging.in_process import view
from exercises.cross_entropy.check import check as grade
from tests.conftest import ROOT, Lazy, needs_tensorflow

sys.path.insert(0, str(ROOT / "notebooks"))

import lab

tf = Lazy("tensorflow")
pytestmark = needs_tensorflow

SIZES = {"encoder": (784, 256, 128), "decoder": (128, 256, 784)}


def message(check, answer):
    """What the check says of a wrong answer."""
    with pytest.raises(lab.LabError) as caught:
        check(answer)
    return str(caught.value)


def test_a_print_that_xla_cannot_compile_is_named_in_the_notebook_and_in_the_grade(checks):
    def cross_entropy(x, z):
        z = tf.clip_by_value(z, 1e-7, 1 - 1e-7)
        pixels = x * tf.math.log(z) + (1 - x) * tf.math.log(1 - z)
        loss = -tf.reduce_mean(tf.reduce_sum(pixels, axis=1))
        tf.print("loss", loss, output_stream="file:///dev/null")
        return loss

    assert "is a `tf.print`" in message(checks.check_cross_entropy, cross_entropy)
    lost = [item.reason for item in grade(view(cross_entropy)).items if item.points == 0]
    assert len(lost) == 1 and "is a `tf.print`" in lost[0]


# ------------------------------------------------------------------------- layers


def half(part, *activations):
    """An encoder or decoder with these activations, by the names that TensorFlow has for them."""

    def answer(values, weights, biases):
        for number, name in enumerate(activations, start=1):
            total = values @ weights[f"{part}_h{number}"] + biases[f"{part}_b{number}"]
            values = getattr(tf.keras.activations, name)(total)
        return values

    return answer


WORDS = {
    "tanh": "had tanh",
    "relu": "had a ReLU",
    "linear": "had no sigmoid",
}
PLACES = {
    "all layers": lambda name: (name, name),
    "the last layer": lambda name: ("sigmoid", name),
    "the layers before the last": lambda name: (name, "sigmoid"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("part", SIZES)
def test_another_activation_is_named_with_its_place(part, name, place, checks):
    check = getattr(checks, f"check_{part}")
    text = message(check, half(part, *PLACES[place](name)))
    assert f"as if {place} {WORDS[name]}" in text


@pytest.mark.parametrize("name", WORDS)
def test_another_activation_is_named_in_the_deeper_network_too(name, checks):
    text = message(checks.check_deep_decoder, half("decoder", "sigmoid", "sigmoid", name))
    assert f"as if the last layer {WORDS[name]}" in text


@pytest.mark.parametrize("part", SIZES)
def test_a_softmax_is_told_from_a_sigmoid(part, checks):
    check = getattr(checks, f"check_{part}")
    assert "softmax" in message(check, half(part, "sigmoid", "softmax"))


@pytest.mark.parametrize(("part", "argument"), [("encoder", "`x`"), ("decoder", "`y`")])
def test_a_wrong_shape_is_put_in_the_terms_of_the_function(part, argument, checks):
    check = getattr(checks, f"check_{part}")
    text = message(check, lambda values, weights, biases: tf.reduce_mean(values))
    assert f"one row for each of {argument}" in text


# ------------------------------------------------------------------------- parameters


def parameters():
    """What init_parameters is to return."""
    weights, biases = {}, {}
    for part, units in SIZES.items():
        for number in (1, 2):
            shape = units[number - 1 : number + 1]
            weights[f"{part}_h{number}"] = tf.Variable(tf.random.normal(shape))
            biases[f"{part}_b{number}"] = tf.Variable(tf.random.normal(shape[1:]))
    return weights, biases


def test_swapped_dicts_are_recognised(checks):
    text = message(checks.check_init_parameters, lambda: parameters()[::-1])
    assert "it has the keys encoder_b1, encoder_b2, decoder_b1, decoder_b2" in text
    assert "did you swap weights and biases?" in text


def test_a_missing_key_is_said_beside_those_that_are_there(checks):
    def answer():
        weights, biases = parameters()
        weights["w1"] = weights.pop("encoder_h1")
        return weights, biases

    text = message(checks.check_init_parameters, answer)
    assert "weights lacks the key encoder_h1; it has the keys encoder_h2" in text
    assert "w1" in text
    assert "swap" not in text


# ------------------------------------------------------------------------- a step of training


def reconstruct(x, weights, biases):
    code = half("encoder", "sigmoid", "sigmoid")(x, weights, biases)
    return half("decoder", "sigmoid", "sigmoid")(code, weights, biases)


def everything(weights, biases):
    return [*weights.values(), *biases.values()]


def right(x, weights, biases, optimizer, loss):
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)
    return value


def right_with_pairs(x, weights, biases, optimizer, loss):
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables, strict=True))
    return value


def forward_pass_outside(x, weights, biases, optimizer, loss):
    z = reconstruct(x, weights, biases)
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value


def encoder_outside(x, weights, biases, optimizer, loss):
    code = half("encoder", "sigmoid", "sigmoid")(x, weights, biases)
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, half("decoder", "sigmoid", "sigmoid")(code, weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)
    return value


def dicts(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    gradients = tape.gradient(value, weights)
    optimizer.apply(gradients, weights)
    return value


def a_list_of_dicts(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    optimizer.apply(tape.gradient(value, [weights, biases]), [weights, biases])
    return value


def gradients_without_variables(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    optimizer.apply_gradients(tape.gradient(value, everything(weights, biases)))
    return value


def two_lists(x, weights, biases, optimizer, loss):
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, weights, biases))
    optimizer.apply_gradients(tape.gradient(value, variables), variables)
    return value


def drawn_again(x, weights, biases, optimizer, loss):
    return right(x, *parameters(), optimizer, loss)


def drawn_again_for_the_forward_pass(x, weights, biases, optimizer, loss):
    variables = everything(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, reconstruct(x, *parameters()))
    optimizer.apply(tape.gradient(value, variables), variables)
    return value


def as_in_tensorflow_1(x, weights, biases, optimizer, loss):
    optimizer.minimize(loss(x, reconstruct(x, weights, biases)))


MISTAKES = {
    forward_pass_outside: "inside `with tf.GradientTape() as tape:`",
    encoder_outside: 'no gradient for weights["encoder_h1"]',
    dicts: "`optimizer.apply` got a dict",
    a_list_of_dicts: "`optimizer.apply` got a list that holds dicts",
    gradients_without_variables: "takes one list of pairs",
    two_lists: "takes one list of pairs",
    drawn_again: "draw no parameters inside the step",
    drawn_again_for_the_forward_pass: "draw no parameters inside the step",
    as_in_tensorflow_1: "`minimize` is of TensorFlow 1",
}


@pytest.mark.parametrize("step", MISTAKES, ids=lambda step: step.__name__)
def test_a_mistake_with_the_tape_is_named_in_words_of_the_course(step, checks):
    text = message(checks.check_train_step, step)
    assert MISTAKES[step] in text
    assert "Error" not in text


def test_a_mistake_inside_a_tf_function_is_named_alike(checks):
    text = message(checks.check_train_step, tf.function(forward_pass_outside))
    assert MISTAKES[forward_pass_outside] in text


@pytest.mark.parametrize("step", [right, right_with_pairs], ids=lambda step: step.__name__)
def test_a_right_step_passes(step, checks, capsys):
    checks.check_train_step(step)
    checks.check_train_step(tf.function(step))
    assert capsys.readouterr().out.count("✓ train_step") == 2


# ------------------------------------------------------------------------- forms of results


@pytest.mark.parametrize("number", [1, 10**400], ids=["wrong", "huge"])
def test_a_whole_number_that_is_wrong_is_wrong(checks, number):
    assert message(checks.check_kl, lambda q, p: number)
    assert import_module("exercises.kl.check").check(view(lambda q, p: number)).points == 0


# ------------------------------------------------------------------------- checks that rest on one


def flipped_kl(q, p):
    believed = q > 0
    with np.errstate(divide="ignore"):
        return -np.sum(q[believed] * np.log(q[believed] / p[believed]))


def right_kl(q, p):
    return -flipped_kl(q, p)


@pytest.mark.parametrize("sign", "+-")
def test_a_check_names_the_function_that_is_wrong_not_the_one_that_calls_it(sign, checks, capsys):
    names = {"np": np, "kl": flipped_kl}
    source = (
        f"def elbo(q, prior, likelihood):\n    return q @ np.log(likelihood) {sign} kl(q, prior)"
    )
    exec(source, names)
    assert "it calls `kl`, which is not right yet" in message(checks.check_elbo, names["elbo"])
    names["kl"] = right_kl
    if sign == "-":
        checks.check_elbo(names["elbo"])
        assert "✓ elbo" in capsys.readouterr().out
    else:
        assert "subtract the divergence" in message(checks.check_elbo, names["elbo"])
