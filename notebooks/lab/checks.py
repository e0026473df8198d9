"""The checks that a notebook runs below each exercise of notebooks 1 to 4.

Each takes the function that was written. It prints what it tested, or raises a LabError that says
what was found, what was expected and what to do. The tests that give points are others.
"""

import functools
import linecache
import math
import re
import sysconfig
import traceback
from pathlib import Path

import numpy as np

from . import script
from .budget import FULL, budget
from .errors import LabError

# The layers as the tables of the notebooks list them: keys, number of inputs, number of units.
BASIC = (
    ("encoder_h1", "encoder_b1", 784, 256),
    ("encoder_h2", "encoder_b2", 256, 128),
    ("decoder_h1", "decoder_b1", 128, 256),
    ("decoder_h2", "decoder_b2", 256, 784),
)
DEEP = (
    *BASIC[:2],
    ("encoder_h3", "encoder_b3", 128, 64),
    ("decoder_h1", "decoder_b1", 64, 128),
    ("decoder_h2", "decoder_b2", 128, 256),
    ("decoder_h3", "decoder_b3", 256, 784),
)

# The files of the lab, which students did not write.
LAB = {str(file) for file in Path(__file__).parent.glob("*.py")}

# How many standard errors a statistic of random numbers may be off.
STANDARD_ERRORS = 6


class Problem(Exception):
    """What is wrong with an answer: found, expected, what to do."""


# -------------------------------------------------------------------------------- how a check runs


def check(body):
    """Make a check of a function that raises a Problem, or returns what it has tested."""
    name = body.__name__.removeprefix("check_")

    @functools.wraps(body)
    def run(answer):
        __tracebackhide__ = True
        try:
            if not callable(answer):
                raise Problem(f"this is {_kind(answer)}; expected the function `{name}`")
            tested = body(answer)
        except Problem as problem:
            _fail(f"✗ {name}: {problem}")
        except Exception as error:
            _fail(f"✗ {name}: {_describe(error, name)}")
        else:
            print(f"✓ {name}: {tested}")

    return run


def _fail(message):
    """Stop with the message; while a notebook is graded, go on, and let the hidden tests decide."""
    if budget() is not FULL:
        print(message)
    elif script.is_script():
        script.go_on_after(message)
    else:
        raise LabError(message) from None


def _expect(condition, otherwise):
    if not condition:
        raise Problem(otherwise)


def _describe(error, name):
    """What an answer raised, with the line of the notebook that raised it."""
    frame = _last_frame_of_the_notebook(error)
    if isinstance(error, NotImplementedError) and not str(error):
        if frame is None or frame.name == name:
            return "nothing is filled in yet: replace `raise NotImplementedError` with your code"
        return f"it calls `{frame.name}`, where nothing is filled in yet: do that exercise first"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or ["no message"]
    # Errors of code inside tf.function begin with a report of the way there.
    message = lines[-1] if lines[0].startswith("in user code") else lines[0]
    message = re.sub(r"\{\{.*?\}\} |( \[Op:\w+\])? name:.*", "", message)
    place = f" in line {frame.lineno} of its cell, `{frame.line}`" if frame and frame.line else ""
    return f"the code raised {type(error).__name__}{place}: {message[:300]}"


def _last_frame_of_the_notebook(error):
    libraries = [sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")]
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename not in LAB
        and not frame.filename.startswith(tuple(libraries))
        and linecache.getline(frame.filename, frame.lineno)
    ]
    return frames[-1] if frames else None


def _kind(value):
    return "None" if value is None else f"an object of type {type(value).__name__}"


# ------------------------------------------------------------------------------- what is looked at


def _numbers(value, what="the result"):
    """A tensor, variable, array or number as an array of floating-point numbers."""
    _expect(value is not None, f"{what} is None; end the function with `return …`")
    try:
        array = np.array(value)
    except Exception:
        raise Problem(f"{what} is {_kind(value)}; expected numbers") from None
    _expect(
        np.issubdtype(array.dtype, np.floating),
        f"{what} holds numbers of type {array.dtype}; expected floating-point numbers",
    )
    return array.astype(float)


def _array(value, shape, what="the result", advice=""):
    array = _numbers(value, what)
    _expect(
        array.shape == shape,
        f"{what} has shape {array.shape}; expected {shape}{advice}",
    )
    return array


def _scalar(value):
    advice = ", a single number for the whole batch: take the mean over its images too"
    return float(_array(value, (), advice=advice))


def _slopes(result, tape, variables, what):
    """The gradients of a result, given in a dict by what they reach; a Problem where one fails."""
    import tensorflow as tf

    slopes = tape.gradient(tf.convert_to_tensor(result), variables)
    for name, slope in slopes.items():
        _expect(
            slope is not None,
            f"the values are right, but no gradient reaches {name}, so {what} cannot be trained: "
            "stay with TensorFlow operations (NumPy, .numpy() and tf.constant cut the gradient)",
        )
        _expect(np.all(np.isfinite(slope)), f"the gradient by {name} is not finite")
    return slopes


def _layer_shapes(layers):
    """The shapes of weights and biases by key."""
    return (
        {weights: (inputs, units) for weights, _, inputs, units in layers},
        {biases: (units,) for _, biases, _, units in layers},
    )


def _parameters(layers, weight, bias):
    """Variables for all layers: `weight(n_in, n_out)`, and `bias[number - 1]` in layer `number`."""
    import tensorflow as tf

    weights, biases = _layer_shapes(layers)
    return (
        {key: tf.Variable(np.float32(weight(*shape))) for key, shape in weights.items()},
        {
            key: tf.Variable(np.full(shape, bias[int(key[-1]) - 1], np.float32))
            for key, shape in biases.items()
        },
    )


# --------------------------------------------------------------------------- encoders and decoders


@check
def check_encoder(answer):
    return _check_part(answer, "encoder", BASIC, 0.4702)


@check
def check_decoder(answer):
    return _check_part(answer, "decoder", BASIC, 0.4702)


@check
def check_deep_encoder(answer):
    return _check_part(answer, "encoder", DEEP, 0.7252)


@check
def check_deep_decoder(answer):
    return _check_part(answer, "decoder", DEEP, 0.7252)


def _check_part(answer, part, layers, value):
    """`value` is what each unit must give for inputs of 1, equal weights and the biases below."""
    import tensorflow as tf

    own = [layer for layer in layers if layer[0].startswith(part)]
    n_in, n_out = own[0][2], own[-1][3]
    bias = (1.0, -1.0, 0.5)
    draw = np.random.default_rng(0)
    x = tf.constant(draw.uniform(size=(3, n_in)), tf.float32)
    weights, biases = _parameters(
        layers, lambda n, m: draw.normal(size=(n, m)) / math.sqrt(n), bias
    )

    before = _array(
        answer(x, weights, biases), (3, n_out), advice=" for 3 rows: one row for each row of `x`"
    )
    _expect(
        np.allclose(_numbers(answer(x, weights, biases)), before, rtol=0, atol=1e-5),
        "two calls with the same arguments give different results; the result is to follow from "
        "the arguments alone",
    )
    for name, group in (("weights", weights), ("biases", biases)):
        for key, variable in group.items():
            kept = variable.numpy()
            variable.assign(kept + draw.normal(size=kept.shape))
            moved = np.max(np.abs(_numbers(answer(x, weights, biases)) - before)) > 1e-4
            variable.assign(kept)
            if key.startswith(part):
                _expect(moved, f'{name}["{key}"] has no effect on the result; each layer needs it')
            else:
                _expect(not moved, f'the result depends on {name}["{key}"], which is not its own')

    weights, biases = _parameters(layers, lambda n, m: np.full((n, m), 1 / n), bias)
    x = tf.ones((3, n_in))
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = answer(x, weights, biases)
    found = _array(result, (3, n_out))
    if np.max(np.abs(found - value)) > 1e-3:
        worst = found.flat[np.argmax(np.abs(found - value))]
        steps = ", ".join(f"{number:g}" for number in bias[: len(own)])
        hint = "each layer is s(x @ W + b), the last one too, with one sigmoid"
        if np.all(np.isin(before, (0, 1))):
            hint = "the result holds only 0 and 1; nothing is to be rounded"
        elif abs(worst - _by_hand(1 / 255, bias[: len(layers[part]) - 1])) < 1e-3:
            hint = "as if the input were 255 times smaller; images come in [0, 1] already"
        raise Problem(
            f"with inputs of 1, in each layer equal weights 1/n_in, and biases of {steps} in the "
            f"layers, every number of the result is {value}; found {worst:.4f}: {hint}"
        )
    reached = {"`x`": x}
    for name, group in (("weights", weights), ("biases", biases)):
        reached |= {f'{name}["{key}"]': v for key, v in group.items() if key.startswith(part)}
    _slopes(result, tape, reached, "the network")
    return (
        f"shape (n, {n_out}), values on a small example, every weight and bias is used, gradients "
        "arrive"
    )


def _by_hand(value, biases):
    """What layers of equal weights 1/n_in make of an input whose numbers are all `value`."""
    for bias in biases:
        value = 1 / (1 + math.exp(-value - bias))
    return value


# ------------------------------------------------------------------------------------------ losses


@check
def check_mean_squared(answer):
    import tensorflow as tf

    # One pixel in four is off the other way.
    x = tf.tile([[0.5, 0.5, 0.5, 0.0], [0.75, 0.75, 0.75, 0.25], [1.0, 1.0, 1.0, 0.0]], (1, 196))
    z = tf.tile([[0.0, 0.0, 0.0, 0.5], [0.25, 0.25, 0.25, 0.75], [0.0, 0.0, 0.0, 1.0]], (1, 196))
    mistakes = {
        0.25: "is half of that; the formula has no factor ½",
        1.5: "adds the images up; take the mean over them",
        0.75: "is half of the sum over the images; take their mean, without a factor ½",
        0.015: "divides by 100; divide by the number of images",
        0.5 / 784: "divides by the number of pixels twice",
        -0.5: "has the wrong sign",
        0.666667: "comes from absolute values or a root; the formula has squares alone",
        0.333333: "comes from differences that are not squared and cancel",
        -0.333333: "comes from differences that are not squared and cancel",
        0.111111: "averages before it squares; square each difference first",
        0.125: "averages before it squares; square each difference first",
        98.0: "adds up before it squares; square each difference first",
        0.291667: "is the difference of the squares; square the difference",
        -0.291667: "is the difference of the squares; square the difference",
        0.388889: "is the variance of the differences, which takes off their mean",
        0.707107: "is the root of that; the formula has none",
        19.799: "is the root of that; the formula has none",
        18.6667: "is a mean of roots; the formula has none",
    }
    tape = _check_value(
        answer, x, z, 0.5, mistakes, "if all pixels are off by ½ in two images and by 1 in a third"
    )
    _slopes(*tape, {"`z`": z}, "a network with this loss")
    return "one number for a batch, its value for three images, a gradient arrives"


@check
def check_cross_entropy(answer):
    import tensorflow as tf

    x = tf.repeat([[0.75], [0.25]], 784, axis=1)
    z = tf.repeat([[0.9], [0.6]], 784, axis=1)
    mistakes = {
        -0.734796: "has the wrong sign",
        0.367398: "is half of that",
        1.469592: "adds the images up; take the mean over them",
        0.103363: "has only the first of the two terms",
        0.631433: "has only the second of the two terms",
        0.528069: "subtracts the terms; the formula adds them",
        -0.528069: "subtracts the terms; the formula adds them",
        0.672196: "is L_H(z, x), with x and z swapped: the logarithms are of the reconstruction z",
        1.060086: "has logarithms to the base 2; the formula's are natural",
        0.319118: "has logarithms to the base 10; the formula's are natural",
    }
    tape = _check_value(
        answer,
        x,
        z,
        0.734796,
        mistakes,
        "for one image with x = 0.75 and z = 0.9 in all pixels, one with x = 0.25 and z = 0.6",
    )
    _slopes(*tape, {"`z`": z}, "a network with this loss")
    _check_ends(answer, pixels=784 if _scalar(answer(x, z)) > 10 else 1)
    for mode in _modes():
        _check_finite(answer, *mode)
    return (
        "one number for a batch, its value for two images and near z = 0 and 1, loss and gradient "
        "are finite at z = 0 and z = 1, called directly and compiled"
    )


def _check_value(answer, x, z, expected, mistakes, example):
    """Hold a loss to its value, a mean over pixels or a sum; return the result and its tape."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(z)
        result = answer(x, z)
    found = _scalar(result)

    def is_found(value):
        return any(math.isclose(found, value * pixels, rel_tol=1e-3) for pixels in (1, 784))

    if not is_found(expected):
        sentences = [sentence for value, sentence in mistakes.items() if is_found(value)] or [
            "fits neither; compare each part of your line with the formula"
        ]
        raise Problem(
            f"{example}, the mean over the images is {expected * 784:.6g} with a sum over the "
            f"pixels and {expected:.6g} with a mean; found {found:.6g}, which {sentences[0]}"
        )
    return result, tape


def _check_ends(answer, pixels):
    """Near its ends the loss must still be right: what is mended at 0 and 1 must not reach far."""
    import tensorflow as tf

    # What the formula gives for the float32 numbers next to 0.000001 and 0.999999.
    for x, z, expected in ((1.0, 1e-6, 13.8155), (0.0, 1 - 1e-6, 13.8024)):
        found = _scalar(answer(tf.fill((2, 784), x), tf.fill((2, 784), tf.constant(z)))) / pixels
        _expect(
            # 1 %, so that 1e-7 inside the logarithms, as Keras adds it, is right.
            math.isclose(found, expected, rel_tol=1e-2),
            f"for x = {x:g}, z = {z:g} the loss of a pixel is {expected:.2f}, found {found:.2f}; "
            "what you do about z = 0 and z = 1 must leave 0.000001 and 0.999999 nearly untouched",
        )


def _modes():
    import tensorflow as tf

    yield "called directly", lambda function: function
    yield "inside tf.function", tf.function
    if budget().xla:
        yield (
            "inside tf.function(jit_compile=True)",
            lambda function: tf.function(function, jit_compile=True),
        )


def _check_finite(answer, mode, wrap):
    import tensorflow as tf

    def value_and_slope(x, z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            value = answer(x, z)
        return value, tape.gradient(value, z)

    run = wrap(value_and_slope)
    for end in (0.0, 1.0):
        x = tf.constant(np.tile([0.0, 0.5, 1.0, 1.0 - end], (2, 196)), tf.float32)
        value, slope = run(x, tf.fill((2, 784), end))
        _expect(
            np.all(np.isfinite(value)),
            f"{mode}, the loss is {float(value)} where z is exactly {end:g}: z must be kept away "
            f"from {end:g} before its logarithm is taken"
            + (" (mind that 1 - 1e-8 is 1 in float32)" if end else ""),
        )
        _expect(
            np.all(np.isfinite(slope)),
            f"{mode}, the loss is finite where z is exactly {end:g}, but its gradient is not: the "
            "gradient also runs through the operation whose result you have replaced. Change what "
            "goes into the logarithm, not what comes out",
        )


# -------------------------------------------------------------------------------------------- codes


@check
def check_pca_reconstruct(answer):
    # Three directions, along which the examples vary by 3, 2 and 1.
    first, second, third = np.array([[0.6, 0.8, 0], [-0.48, 0.36, 0.8], [0.64, -0.48, 0.6]])
    mean = np.array([10.0, 20.0, 30.0])
    train = mean + np.array([3 * first, -3 * first, 2 * second, -2 * second, third, -third])
    image = mean + 2 * first + 5 * second - third
    expected = {0: mean, 1: mean + 2 * first, 2: mean + 2 * first + 5 * second, 3: image}
    for k, right in expected.items():
        result = answer(train.copy(), image[None].copy(), k)
        found = _array(result, (1, 3), f"the result for k = {k}")
        if np.allclose(found, right, rtol=1e-3):
            continue
        raise Problem(
            "six examples lie about (10, 20, 30), along (0.6, 0.8, 0) and, less, across it; for "
            f"k = {k} the image {_row(image)} is to become {_row(right)}, found {_row(found[0])}"
            + (": without components the mean is left" if k == 0 else "")
            + (": is the mean of `train` taken off, and added again?" if k == 1 else "")
        )
    two = _array(answer(train.copy(), np.stack([image, mean]), 1), (2, 3))
    _expect(
        np.allclose(two, [expected[1], mean], rtol=1e-3),
        f"an image together with the mean of the examples is to become {_row(expected[1])} and "
        f"{_row(mean)} for k = 1, found {_row(two[0])} and {_row(two[1])}",
    )
    return "shape (m, d), values for k = 0, 1, 2 and 3 in a space of three dimensions"


def _row(values):
    return "(" + ", ".join(f"{value:.4g}" for value in values) + ")"


# -------------------------------------------------------------------------------- random parameters


@check
def check_init_parameters(answer):
    first = _check_variables(answer(), BASIC)
    draws = [first, *(answer() for _ in range(3))]
    _check_fresh(*draws[:2])
    for group, name in enumerate(("weights", "biases")):
        for key in first[group]:
            values = np.stack([_numbers(draw[group][key]).ravel() for draw in draws])
            _check_standard_normal(values, f'{name}["{key}"]')
    return "keys, shapes, variables, numbers from N(0, 1), other numbers at each call"


@check
def check_init_deep_parameters(answer):
    first = _check_variables(answer(), DEEP)
    for key, shape in _layer_shapes(DEEP)[0].items():
        what = f'weights["{key}"]'
        values = _numbers(first[0][key], what)
        _check_entries(values, what)
        _check_variance({shape: values}, what + ": ")
    _check_fresh(first, answer())
    return "keys, shapes, variables, weights of Xavier's variance, other numbers at each call"


@check
def check_xavier_init(answer):
    shapes = ((784, 256), (256, 128), (128, 256), (96, 2000))
    matrices = {}
    for n_in, n_out in shapes:
        what = f"xavier_init({n_in}, {n_out})"
        matrices[n_in, n_out] = values = _array(answer(n_in, n_out), (n_in, n_out), what)
        _check_entries(values, what)
        error = values.std() / math.sqrt(values.size)
        _expect(
            abs(values.mean()) < STANDARD_ERRORS * error,
            f"{what} has mean {values.mean():.3g}; expected 0: draw symmetrically about 0",
        )
    _check_variance(matrices)
    _check_family(matrices[784, 256])
    again = _numbers(answer(784, 256))
    _expect(
        _share_of_equal(matrices[784, 256], again) < 0.01,
        "two calls return the same numbers; fix no seed, and make any Keras initializer inside the "
        "function",
    )
    return "shape, mean, variance for four shapes, distribution, other numbers at each call"


def _check_variables(result, layers):
    import tensorflow as tf

    _expect(result is not None, "the result is None; end the function with `return …`")
    _expect(
        isinstance(result, tuple | list) and len(result) == 2,
        f"the result is {_kind(result)}; expected the pair `weights, biases`",
    )
    for name, group, shapes in zip(
        ("weights", "biases"), result, _layer_shapes(layers), strict=True
    ):
        _expect(isinstance(group, dict), f"{name} is {_kind(group)}; expected a dict")
        missing = [key for key in shapes if key not in group]
        _expect(not missing, f"{name} lacks the key {', '.join(missing)}")
        extra = [str(key) for key in group if key not in shapes]
        _expect(not extra, f"{name} has a key too many: {', '.join(extra)}")
        for key, shape in shapes.items():
            what, value = f'{name}["{key}"]', group[key]
            _array(value, shape, what)
            _expect(
                isinstance(value, tf.Variable | tf.keras.Variable),
                f"{what} is {_kind(value)}, which training cannot change; expected a tf.Variable",
            )
            dtype = np.array(value).dtype
            _expect(dtype == np.float32, f"{what} is of type {dtype}; expected float32")
    return result


def _check_entries(values, what):
    """Hold random numbers to be draws of their own, one for each entry."""
    _expect(np.ptp(values) > 0, f"{what} holds {values.flat[0]:.3g} only; every entry is a draw")
    _expect(
        np.unique(values).size > 0.5 * values.size,
        f"{what} repeats its numbers (does one row or column stand for all?); every entry is "
        "a draw of its own",
    )


def _check_standard_normal(values, what):
    _check_entries(values[0], what)
    error = STANDARD_ERRORS / math.sqrt(values.size)
    advice = "expected N(0, 1), mean 0 and standard deviation 1"
    _expect(abs(values.mean()) < error, f"{what} has mean {values.mean():.3g}; {advice}")
    _expect(
        abs(values.std() - 1) < error,
        f"{what} has standard deviation {values.std():.3g}; {advice}",
    )
    inside = np.mean(np.abs(values) < 2)
    _expect(
        abs(inside - 0.9545) < 0.2085 * error,
        f"{what} has {inside:.1%} of its numbers within ±2; expected 95.4 %, as in a normal "
        "distribution that is not truncated",
    )


def _check_fresh(first, second):
    for name, old, new in zip(("weights", "biases"), first, second, strict=True):
        arrays = {key: _numbers(value) for key, value in old.items()}
        drawn = {key: values for key, values in arrays.items() if np.ptp(values) > 0}
        for number, (key, values) in enumerate(drawn.items()):
            _expect(
                _share_of_equal(values, _numbers(new[key])) < 0.01,
                f'two calls return the same {name}["{key}"]; fix no seed, and draw in each call',
            )
            for other in list(drawn)[:number]:
                smaller, larger = sorted((values, drawn[other]), key=np.size)
                _expect(
                    np.mean(np.isin(smaller, larger)) < 0.1,
                    f'{name}["{other}"] and {name}["{key}"] hold the same numbers; draw each for '
                    "itself (a Keras initializer that is used twice repeats its draw)",
                )


def _share_of_equal(first, second):
    count = min(first.size, second.size)
    return np.mean(first.ravel()[:count] == second.ravel()[:count])


def _check_variance(matrices, where=""):
    """Hold variances to 2 / (n_in + n_out), or to one of its accepted multiples for all."""
    # A truncated normal distribution has 0.7737 of the variance, a range 4 times as wide has 16.
    for accepted in (1, 0.7737, 16, 16 * 0.7737):
        if all(
            abs(values.var() * sum(shape) / 2 / accepted - 1)
            < STANDARD_ERRORS * math.sqrt(2 / values.size)
            for shape, values in matrices.items()
        ):
            return
    found = ", ".join(
        f"{values.var() * sum(shape) / 2:.3g} times that for {shape}"
        for shape, values in matrices.items()
    )
    raise Problem(
        f"{where}the variance is to be 2 / (n_in + n_out), or 16 times that, the factor 4 for "
        f"sigmoid units; found {found}. Does your random function take a variance, a standard "
        "deviation or the ends of a range?"
    )


def _check_family(values):
    """Hold numbers to be uniform or normal by their shares within ½ and 1 standard deviations."""
    deviations = np.abs(values - values.mean()) / values.std()
    found = np.mean(deviations < 0.5), np.mean(deviations < 1)
    families = ((0.2887, 0.5774), (0.3829, 0.6827), (0.3536, 0.6501))
    _expect(
        any(np.allclose(found, shares, atol=3 / math.sqrt(values.size)) for shares in families),
        f"the numbers are neither uniform nor normal: {found[1]:.0%} lie within one standard "
        "deviation; expected 58 % or 68 %",
    )


# ---------------------------------------------------------------------------------------- training


@check
def check_train_step(answer):
    import tensorflow as tf

    draw = np.random.default_rng(0)
    x = tf.constant(draw.integers(2, size=(20, 784)), tf.float32)
    weights, biases = _parameters(
        BASIC, lambda n, m: draw.normal(size=(n, m)) * 4 * math.sqrt(2 / (n + m)), (0.0, 0.0)
    )
    variables = {f'weights["{key}"]': value for key, value in weights.items()}
    variables |= {f'biases["{key}"]': value for key, value in biases.items()}
    start = {name: variable.numpy() for name, variable in variables.items()}
    optimizer = tf.keras.optimizers.Adam(0.003)
    optimizer.build(list(variables.values()))
    calls = []

    def loss(first, second):
        value = tf.reduce_mean(tf.keras.losses.MSE(first, second))
        calls.append((first, second, value))
        return value

    value = _scalar(answer(x, weights, biases, optimizer, loss))
    _expect(calls, "it never calls `loss`, its argument; compute the loss as `loss(x, z)`")
    if not any(isinstance(part, tf.Tensor) and not hasattr(part, "numpy") for part in calls[0]):
        _expect(
            not np.array_equal(calls[0][1], x),
            "it calls `loss` with the images in second place; call it as `loss(x, z)`",
        )
        _expect(
            np.array_equal(calls[0][0], x),
            "it calls `loss` with something other than the images `x` in first place",
        )
        _expect(
            any(np.isclose(value, np.array(call[2]), rtol=1e-3) for call in calls),
            f"it returns {value:.4g}; expected the loss of the batch, {float(calls[0][2]):.4g}",
        )
    steps = int(optimizer.iterations.numpy())
    _expect(
        steps == 1,
        f"the optimizer made {steps} steps; expected one step of `optimizer`, the argument",
    )
    still = [name for name, v in variables.items() if np.array_equal(v.numpy(), start[name])]
    _expect(
        not still,
        f"the step does not change {', '.join(still)}; ask for the gradients by all eight "
        "variables, and see that all of them are used between `x` and the loss",
    )
    for _ in range(10):
        last = _scalar(answer(x, weights, biases, optimizer, loss))
    _expect(
        last < value,
        f"over ten steps on one batch the loss goes from {value:.4g} to {last:.4g}; it should fall",
    )
    return "the loss is returned, all eight variables move, the loss falls from step to step"
