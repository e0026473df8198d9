"""What students see of lab.py: data, training, figures, and one clear message for each mistake."""

import functools
import os
import pathlib
import re
import subprocess
import sys
import types

import numpy as np
import pytest

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[2] / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))

import lab  # noqa: E402
from lab import budget as lab_budget  # noqa: E402
from lab import data as lab_data  # noqa: E402
from lab import saved as lab_saved  # noqa: E402
from lab import trainers as lab_trainers  # noqa: E402
from lab import training as lab_training  # noqa: E402
from tests.conftest import Lazy, needs_tensorflow  # noqa: E402

tf = Lazy("tensorflow")
pytestmark = needs_tensorflow

UNCOMPILED = "This step runs uncompiled, which is slower: "


@pytest.fixture(autouse=True)
def _no_budget(monkeypatch):
    monkeypatch.delenv("LAB_BUDGET", raising=False)


@pytest.fixture(scope="module")
def data():
    return mnist(train=60, validation=25)


def mnist(train, validation):
    """Return a small Mnist of random images."""
    draw = np.random.default_rng(1)

    def images(n):
        return draw.random((n, 784), dtype=np.float32)

    def labels(n):
        return draw.integers(10, size=n)

    return lab.Mnist(
        images(train), images(validation), images(5), labels(train), labels(validation), labels(5)
    )


class Model:
    """One layer with Adam, the same start every time, and the step that trains it."""

    def __init__(self, built=True, rate=0.01):
        start = np.random.default_rng(2).normal(0, 0.05, (784, 784)).astype(np.float32)
        self.weights = tf.Variable(start)
        self.biases = tf.Variable(tf.zeros(784))
        self.optimizer = tf.keras.optimizers.Adam(rate)
        if built:
            self.optimizer.build([self.weights, self.biases])

    @property
    def variables(self):
        return [self.weights, self.biases, *self.optimizer.variables]

    def values(self):
        return [variable.numpy().copy() for variable in self.variables]

    def train(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((x - tf.sigmoid(x @ self.weights + self.biases)) ** 2)
        variables = [self.weights, self.biases]
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        return loss


def message(function, *arguments, **options):
    """Return the text of the LabError that the call raises, and check that it stands alone."""
    with pytest.raises(lab.LabError) as caught:
        function(*arguments, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


# ------------------------------------------------------------------------------------- training


def expected_run(data, epochs, batch_size):
    """Train with the plainest loop in fit's order; return losses and the model."""
    model = Model()
    training, validation = [], []
    plan = lab_training._Plan(data, epochs, batch_size)
    for epoch in range(epochs):
        losses = [float(model.train(data.train[rows])) for rows in plan.order(epoch)]
        training.append(np.mean(losses))
        z = [
            tf.sigmoid(data.validation[rows] @ model.weights + model.biases)
            for rows in plan.validation_order()
        ]
        x = data.validation[: len(z) * batch_size]
        validation.append(np.mean((x - np.concatenate(z)) ** 2))
    return training, validation, model


@pytest.mark.parametrize("way", ["compiled", "uncompiled"])
@pytest.mark.parametrize("built", [True, False])
def test_fit_is_the_plain_loop(data, capsys, way, built):
    training, validation, expected = expected_run(data, 3, 10)
    model = Model(built)
    step = model.train if way == "compiled" else lambda x: model.train(x).numpy()
    history = lab.fit(step, data, epochs=3, batch_size=10)
    assert history.training == pytest.approx(training, rel=1e-4)
    assert history.validation == pytest.approx(validation, rel=1e-4)
    assert history.seconds > 0
    first, second, third = history.processor_seconds
    assert 0 < first < second < third
    # Steps on validation images would have moved these, and Adam's moments and counter.
    assert int(model.optimizer.iterations) == 18
    for value, right in zip(model.values(), expected.values(), strict=True):
        np.testing.assert_allclose(value, right, atol=2e-5)
    assert (UNCOMPILED in capsys.readouterr().out) == (way == "uncompiled")


def test_validation_puts_back_variables_that_the_step_only_writes(data):
    model, last = Model(), tf.Variable(0.0)

    def step(x):
        loss = model.train(x)
        last.assign(loss)
        return loss

    lab.fit(step, data, epochs=1, batch_size=60 // 3)
    # The last training step's loss, not that of a validation batch.
    again = Model()
    losses = [
        float(again.train(data.train[rows])) for rows in lab_training._Plan(data, 1, 20).order(0)
    ]
    assert float(last) == pytest.approx(losses[-1], rel=1e-4)


def test_each_run_is_the_same_and_each_epoch_another_order(data, compiled):
    plan = lab_training._Plan(data, 2, 10)
    assert (plan.order(0) != plan.order(1)).any()
    assert sorted(plan.order(0).ravel()) == list(range(60))
    again = lab.fit(Model().train, data, 2, 10)
    assert again.training == compiled.training
    assert again.validation == compiled.validation


def test_a_batch_size_known_when_traced(data):
    model = Model()

    def step(x):
        assert x.shape == (20, 784)
        return model.train(x * tf.ones((20, 1)))

    assert len(lab.fit(step, data, epochs=2, batch_size=20).training) == 2


def test_a_tf_function_of_the_students_own(data, compiled, capsys):
    history = lab.fit(tf.function(Model().train), data, epochs=2, batch_size=10)
    assert history.training == compiled.training
    assert UNCOMPILED not in capsys.readouterr().out


@pytest.fixture(scope="module")
def compiled(data):
    """Return the history of two epochs with a step that can be compiled."""
    return lab.fit(Model().train, data, epochs=2, batch_size=10)


def printing(model):
    def step(x):
        print("in a step")
        return model.train(x)

    return step, "it prints"


def appending(model):
    losses = []

    def step(x):
        losses.append(model.train(x))
        return losses[-1]

    step.losses = losses
    return step, "it changes `losses`"


def appending_inside_a_dict(model):
    history = {"loss": []}

    def inner(x):
        loss = model.train(x)
        history["loss"].append(loss)
        return loss

    step = functools.partial(inner)
    step.losses = history["loss"]
    return step, r"it changes `history\['loss'\]`"


COUNT = 0


def counting(model):
    def step(x):
        global COUNT
        COUNT += 1
        return model.train(x)

    return step, "it changes `COUNT`"


def attribute(model):
    state = types.SimpleNamespace(calls=0)

    def step(x):
        state.calls += 1
        return model.train(x)

    return step, "it changes `state`"


def numpy_call(model):
    def step(x):
        loss = model.train(x)
        return loss.numpy()

    return step, "TensorFlow cannot compile `return loss.numpy\\(\\)`"


def float_call(model):
    def step(x):
        return float(model.train(x))

    return step, "TensorFlow cannot compile `return float\\(model.train\\(x\\)\\)`"


def numpy_random(model):
    def step(x):
        return model.train(x + 0 * np.random.normal(size=x.shape).astype(np.float32))

    return step, "it changes the state of np.random, as it draws random numbers there"


def tf_print(model):
    def step(x):
        tf.print("in a step", output_stream="file:///dev/null")
        return model.train(x)

    return step, "XLA cannot compile (StringFormat|PrintV2)"


def inside_a_tf_function(model):
    losses = []

    @tf.function
    def step(x):
        losses.append(1)
        return model.train(x)

    return step, "it changes `losses`"


@pytest.mark.parametrize(
    "make",
    [
        printing,
        appending,
        appending_inside_a_dict,
        counting,
        attribute,
        numpy_call,
        float_call,
        numpy_random,
        tf_print,
        inside_a_tf_function,
    ],
)
def test_steps_that_only_python_can_run_say_so_in_one_line(data, compiled, capsys, make):
    global COUNT
    COUNT = 0
    model = Model()
    step, reason = make(model)
    capsys.readouterr()
    history = lab.fit(step, data, epochs=2, batch_size=10)
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if line != "in a step"]
    assert len(lines) == 1
    assert re.fullmatch(f"{re.escape(UNCOMPILED)}{reason}\\.", lines[0])
    assert history.training == pytest.approx(compiled.training, rel=1e-4)
    assert history.validation == pytest.approx(compiled.validation, rel=1e-4)
    # Twelve training steps; what tracing and validation did leaves no mark.
    assert int(model.optimizer.iterations) == 12
    if make is printing:
        assert out.count("in a step") == 12
    if make is counting:
        assert COUNT == 12
    if hasattr(step, "losses"):
        assert len([float(loss) for loss in step.losses]) == 12


def test_an_error_in_the_step_is_shown_as_the_students_own(data, capsys):
    model = Model()

    def step(x):
        model.biases.assign_add(tf.ones(784))
        return tf.reduce_mean(tf.matmul(x, tf.ones((10, 784))))

    for wrong in (step, tf.function(step)):
        before = model.biases.numpy()
        with pytest.raises(tf.errors.InvalidArgumentError) as caught:
            lab.fit(wrong, data, batch_size=10)
        files = {str(entry.path) for entry in caught.traceback}
        assert files <= {__file__, lab_training.__file__, lab_trainers.__file__}
        assert "Matrix size-incompatible" in str(caught.value)
        assert "in user code" not in str(caught.value)
        assert caught.value.__suppress_context__
        assert UNCOMPILED not in capsys.readouterr().out
        np.testing.assert_array_equal(model.biases.numpy(), before)
    assert not tf.config.functions_run_eagerly()


@pytest.mark.parametrize("way", ["compiled", "uncompiled"])
@pytest.mark.parametrize(("value", "words"), [(np.nan, "NaN"), (np.inf, "infinite")])
def test_a_loss_that_is_not_finite_stops_and_names_the_step(data, capsys, way, value, words):
    count = tf.Variable(0)

    def step(x):
        count.assign_add(1)
        loss = tf.where(count == 9, value, 0.5)
        return loss if way == "compiled" else loss.numpy()

    history = lab.fit(step, data, epochs=4, batch_size=10)
    assert history.training == [0.5]
    assert history.validation == [0.5]
    out = capsys.readouterr().out
    assert f"The loss became {words}" in out
    assert "at step 3 of epoch 2 (step 9 in all)" in out
    assert "logarithm of 0" in out
    assert "learning rate" in out
    assert int(count) == 9


def test_a_validation_loss_that_is_not_finite(data, capsys):
    weight = tf.Variable(0.0)

    def step(x):
        loss = tf.reduce_sum(weight)
        weight.assign(tf.where(weight < 5.0, weight + 1.0, np.nan))
        return loss

    history = lab.fit(step, data, epochs=3, batch_size=10)
    assert history.training == []
    assert "validation loss became NaN" in capsys.readouterr().out
    lab.plot_history(history)


def test_wrong_arguments_get_one_message(data):
    good = Model().train

    def two(x, optimizer):
        return x

    assert "lambda x:" in message(lab.fit, tf.constant(0.5), data)
    assert "step takes (x, optimizer)" in message(lab.fit, two, data)
    assert "load_mnist" in message(lab.fit, good, data.train)
    assert "(60, 784)" in message(lab.fit, good, data.train)
    assert "epochs is 0" in message(lab.fit, good, data, epochs=0)
    assert "batch_size is 2.5" in message(lab.fit, good, data, batch_size=2.5)
    text = message(lab.fit, good, data, batch_size=30)
    assert "60 training and 25 validation images; choose at most 25" in text


@pytest.mark.parametrize("wrap", ["as it is", "a tf.function", "printed"])
def test_wrong_results_of_a_step_get_one_message(data, wrap, capsys):
    def check(step):
        wraps = {"a tf.function": lambda step: tf.function(step), "printed": printed}
        return message(lab.fit, wraps.get(wrap, lambda step: step)(step), data, batch_size=10)

    assert check(lambda x: None) == "The step returned None; end it with `return loss`."
    assert "shape (10,)" in check(lambda x: tf.reduce_mean(x, axis=1))
    assert "tuple with 2 entries" in check(lambda x: (tf.reduce_mean(x), x))
    assert capsys.readouterr().out.count(UNCOMPILED) == 0


def printed(step):
    def wrapped(x):
        print("", end=" ")
        return step(x)

    return wrapped


def test_jupyter_shows_the_message_alone():
    assert lab.LabError("what to do")._render_traceback_() == ["what to do"]


def test_grading_makes_fit_do_less(monkeypatch, data):
    monkeypatch.setenv("LAB_BUDGET", "grading")
    limit = lab_budget.GRADING
    counter = tf.Variable(0)

    def step(x):
        counter.assign_add(1)
        return tf.reduce_mean(x)

    history = lab.fit(step, data, epochs=20, batch_size=10)
    assert len(history.training) == len(history.validation) == limit.epochs
    assert int(counter) == limit.epochs * limit.steps
    assert len(lab.fit(step, data, epochs=1, batch_size=25).training) == 1
    assert lab_training._Plan(data, 1, 10).validation_order().shape == (1, 10)
    monkeypatch.setenv("LAB_BUDGET", "tiny")
    assert "LAB_BUDGET is 'tiny'" in message(lab.fit, step, data, batch_size=1)


def test_grading_trains_as_the_plain_loop_does(monkeypatch, data, capsys):
    monkeypatch.setenv("LAB_BUDGET", "grading")
    training, validation, expected = expected_run(data, lab_budget.GRADING.epochs, 10)
    model = Model()
    history = lab.fit(model.train, data, epochs=20, batch_size=10)
    assert history.training == pytest.approx(training, rel=1e-4)
    assert history.validation == pytest.approx(validation, rel=1e-4)
    for value, right in zip(model.values(), expected.values(), strict=True):
        np.testing.assert_allclose(value, right, atol=2e-5)
    assert UNCOMPILED not in capsys.readouterr().out


def test_grading_still_shows_what_a_graph_does_to_a_careless_loss(monkeypatch, data, capsys):
    """1 - z + 1e-10 is folded to 1 - z, also without XLA: the lesson of notebook 2."""
    monkeypatch.setenv("LAB_BUDGET", "grading")
    z = tf.Variable(1.0)
    lab.fit(lambda x: -tf.math.log(1 - z * tf.ones(784) + 1e-10)[0], data, batch_size=10)
    assert "The loss became infinite" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------- data


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """Stand in an empty folder, with no file to be found and no network."""
    folder = tmp_path / "course" / "notebook"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    for module in (lab_data, lab_saved):
        monkeypatch.setattr(module, "__file__", str(tmp_path / "elsewhere" / "lab" / "lab.py"))

    def no_network():
        raise Exception("URL fetch failure")

    monkeypatch.setattr(tf.keras.datasets.mnist, "load_data", no_network)
    return folder


def full_size(mark):
    """Return arrays of MNIST's shapes whose first pixel is `mark`."""
    images = np.zeros((60_000, 28, 28), np.uint8)
    images[0, 0, 0] = mark
    images[-1, 0, 1] = 255
    labels = np.zeros(60_000, np.uint8)
    return {
        "x_train": images,
        "y_train": labels,
        "x_test": images[:10_000],
        "y_test": labels[:10_000],
    }


def test_load_mnist_gives_rows_of_pixels(nowhere):
    np.savez(nowhere / "mnist.npz", **full_size(51))
    data = lab.load_mnist()
    assert data.train.shape == (55_000, 784)
    assert data.validation.shape == (5_000, 784)
    assert data.test.shape == (10_000, 784)
    assert data.train.dtype == data.validation.dtype == data.test.dtype == np.float32
    assert data.train[0, 0] == np.float32(0.2)
    assert data.validation[-1, 1] == 1
    assert len(data.train_labels) == 55_000
    assert len(data.validation_labels) == 5_000
    assert len(data.test_labels) == 10_000
    assert "(55000, 784)" in repr(data)


def test_grading_loads_fewer_of_the_same_images(nowhere, monkeypatch, capsys):
    np.savez(nowhere / "mnist.npz", **full_size(51))
    full = lab.load_mnist()
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("LAB_BUDGET", "grading")
    data = lab.load_mnist()
    assert "graded run: 5,000 training images, 1,000 test images" in capsys.readouterr().out
    for name in ("train", "validation", "test"):
        few, all_ = getattr(data, name), getattr(full, name)
        np.testing.assert_array_equal(few, all_[: len(few)])
        assert len(getattr(data, f"{name}_labels")) == len(few)
    assert (len(data.train), len(data.validation), len(data.test)) == (5000, 5000, 1000)


def test_load_mnist_looks_in_order_and_then_downloads(nowhere, tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(lab_data, "_read_mnist", lambda path: read.append(path) or arrays)
    arrays = (np.zeros((6000, 28, 28)), np.zeros(6000)), (np.zeros((9, 28, 28)), np.zeros(9))
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "given.npz"))
    places = [
        tmp_path / "elsewhere" / "mnist.npz",
        nowhere / "mnist.npz",
        tmp_path / "given.npz",
        nowhere / "data" / "mnist.npz",
        nowhere.parent / "data" / "mnist.npz",
    ]
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.touch()
    for place in places:
        lab.load_mnist()
        assert read.pop() == place
        place.unlink()
    monkeypatch.setattr(tf.keras.datasets.mnist, "load_data", lambda: arrays)
    assert lab.load_mnist().train.shape == (1000, 784)
    assert read == []


def test_no_file_and_no_network_get_one_message(nowhere):
    text = message(lab.load_mnist)
    assert "URL fetch failure" in text
    assert str(nowhere / "mnist.npz") in text
    assert str(nowhere.parent / "data" / "mnist.npz") in text
    assert "https://" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "may be damaged"),
        (b"<html>not found</html>", "may be damaged"),
        (b"PK\x03\x04 cut off", "may be damaged"),
        ({"images": np.zeros(3)}, "it holds images, expected x_train"),
        ({**full_size(0), "x_test": np.zeros((3, 28, 28), np.uint8)}, "x_test has shape (3, 28"),
        ({**full_size(0), "y_test": np.zeros(10_000)}, "y_test has shape (10000,) and type float"),
    ],
)
def test_a_wrong_file_gets_one_message(nowhere, content, words):
    path = nowhere / "mnist.npz"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        np.savez(path, **content)
    text = message(lab.load_mnist)
    assert words in text
    assert str(path) in text
    assert "Delete it" in text


# ------------------------------------------------------------------------------------- networks


def test_build_network_uses_the_students_functions():
    network = lab.build_network(
        lambda n_in, n_out: tf.fill((n_in, n_out), n_in / 1000), lambda n: np.full(n, n)
    )
    names = ["encoder_h1", "encoder_h2", "decoder_h1", "decoder_h2"]
    assert [layer.name for layer in network.layers] == names
    widths = [784, 256, 128, 256, 784]
    for layer, n_in, n_out in zip(network.layers, widths[:-1], widths[1:], strict=True):
        kernel, bias = layer.get_weights()
        assert kernel.shape == (n_in, n_out)
        assert np.all(kernel == np.float32(n_in / 1000))
        assert np.all(bias == n_out)
    x = np.random.default_rng(0).random((3, 784), dtype=np.float32)
    values = lab.activations(network, x)
    assert [value.shape for value in values] == [(3, n) for n in widths[1:]]
    np.testing.assert_allclose(values[-1], network(x), rtol=1e-5)
    first = 1 / (1 + np.exp(-(x @ network.layers[0].get_weights()[0] + 256)))
    np.testing.assert_allclose(values[0], first, rtol=1e-5)


def test_build_network_biases_are_zero_by_default():
    network = lab.build_network(lab.normal)
    assert not any(layer.get_weights()[1].any() for layer in network.layers)
    assert 0.98 < network.layers[0].get_weights()[0].std() < 1.02


def test_wrong_initialisations_get_one_message():
    assert "weight_init is" in message(lab.build_network, lab.normal(3, 2))
    assert "bias_init is" in message(lab.build_network, lab.normal, 0)
    text = message(lab.build_network, lambda n_in, n_out: np.zeros((n_out, n_in)))
    assert text.startswith("weight_init(784, 256) gave shape (256, 784)")
    assert "gave None" in message(lab.build_network, lambda n_in, n_out: None)
    assert "NaN or infinite" in message(
        lab.build_network, lambda n_in, n_out: np.full((n_in, n_out), np.nan)
    )
    assert "type str" in message(lab.build_network, lambda n_in, n_out: "xavier")


def test_training_step_trains_the_network(data, capsys):
    network = lab.build_network(lambda n_in, n_out: lab.normal(n_in, n_out) * 0.05)
    step = lab.training_step(network, lambda x, z: tf.reduce_mean((x - z) ** 2))
    history = lab.fit(step, data, epochs=5, batch_size=10)
    assert history.training[-1] < history.training[0]
    assert UNCOMPILED not in capsys.readouterr().out


def test_training_step_says_when_there_is_no_gradient(data):
    network = lab.build_network(lab.normal)
    assert "loss is" in message(lab.training_step, network, tf.constant(1.0))
    for loss in (
        lambda x, z: np.mean((x.numpy() - z.numpy()) ** 2),
        lambda x, z: tf.reduce_mean(x),
    ):
        step = lab.training_step(network, loss)
        assert "No gradient of the loss" in message(lab.fit, step, data, batch_size=10)
    vector = lab.training_step(network, lambda x, z: tf.reduce_mean((x - z) ** 2, axis=1))
    assert "shape (10,)" in message(lab.fit, vector, data, batch_size=10)


def test_training_step_takes_the_cross_entropy_in_nats_per_image_without_a_loss(data):
    network = lab.build_network(lambda n_in, n_out: np.zeros((n_in, n_out)))
    x = tf.constant(data.train[:10])
    loss = lab.training_step(network)(x)  # every pixel of the reconstruction is 1/2
    np.testing.assert_allclose(loss, 784 * np.log(2), rtol=1e-5)


def test_an_autoencoder_joins_two_halves_with_their_parameters(data):
    weights, biases = {"w": tf.Variable(tf.ones((784, 2)) / 784)}, {"b": tf.Variable([0.5, -0.5])}
    network = lab.Autoencoder(
        lambda x, weights, biases: x @ weights["w"] + biases["b"],
        lambda y, weights, biases: tf.repeat(y, 392, axis=1),
        weights,
        biases,
    )
    codes = np.array(network.encode(np.ones((3, 784))))
    np.testing.assert_allclose(codes, [[1.5, 0.5]] * 3, rtol=1e-5)
    np.testing.assert_allclose(network(np.ones((3, 784))), np.repeat(codes, 392, axis=1))
    lab.training_step(network, lambda x, z: tf.reduce_mean((x - z) ** 2))(data.train[:10])
    assert not np.allclose(biases["b"], [0.5, -0.5])


def test_adam_is_built_for_all_variables_of_some_dicts():
    groups = {"a": tf.Variable([1.0])}, {"b": tf.Variable([[2.0]])}
    optimizer = lab.adam(*groups, learning_rate=0.25)
    optimizer.apply([tf.constant([1.0]), tf.constant([[-1.0]])], [groups[0]["a"], groups[1]["b"]])
    np.testing.assert_allclose(groups[0]["a"], [0.75], rtol=1e-5)
    np.testing.assert_allclose(groups[1]["b"], [[2.25]], rtol=1e-5)


def test_binarised_images_are_zeros_and_ones_and_the_rest_stays(data):
    bits = lab.binarised(data)
    for name in ("train", "validation", "test"):
        images = getattr(bits, name)
        assert images.dtype == np.float32
        np.testing.assert_array_equal(images, getattr(data, name) > 0.5)
    assert bits.test_labels is data.test_labels


# -------------------------------------------------------------------------------------- figures


def test_show_reconstructions_titles_each_pair_of_columns_with_its_error():
    images = np.full((12, 784), 0.5, np.float32)
    figure = lab.show_reconstructions(images, {"a": images + 0.1, "b": tf.constant(images)}, rows=4)
    titles = [part._suptitle.get_text() for part in figure.subfigs]
    assert titles == ["a\nsquared error per pixel 0.0100", "b\nsquared error per pixel 0.0000"]
    for part in figure.subfigs:
        columns = [axis.get_images()[0].get_array() for axis in part.axes]
        assert [column.shape for column in columns] == [(4 * 30, 28)] * 2
        original, reconstruction = (column.reshape(4, 30, 28) for column in columns)
        np.testing.assert_array_equal(original[:, :28], images[:4].reshape(4, 28, 28))
        assert original.mask[:, 28:].all()
    np.testing.assert_array_equal(reconstruction[:, :28], images[:4].reshape(4, 28, 28))


def test_show_rows_draws_names_and_titles():
    images = np.zeros((3, 784), np.float32)
    figure = lab.show_rows({"one": images, "two": images}, {"two": [5, "six", 7.5]})
    one, two = figure.axes
    assert [one.get_ylabel(), two.get_ylabel()] == ["one", "two"]
    assert [text.get_text() for text in one.get_xticklabels()] == []
    assert [text.get_text() for text in two.get_xticklabels()] == ["5", "six", "7.5"]
    picture = two.get_images()[0].get_array()
    for middle in two.get_xticks():
        assert picture[15, int(middle - 13.5) : int(middle + 14.5)].tolist() == [0] * 28
    assert "the row 'one'" in message(lab.show_rows, {"one": images[0]})


def test_wrong_reconstructions_get_one_message():
    images = np.zeros((3, 784), np.float32)
    assert "a dict" in message(lab.show_reconstructions, images, images)
    assert "(2, 784)" in message(lab.show_reconstructions, images, {"a": images[:2]})
    assert "(n, 784)" in message(lab.show_reconstructions, images.reshape(3, 28, 28), {"a": images})


def test_plot_history_names_axes_and_curves():
    history = lab.History([100.0, 10.0, 1.0], [90.0, 9.0, 2.0], 1.0)
    (axis,) = lab.plot_history(
        {"one": history, "two": history}, ylabel="loss (nats per image)"
    ).axes
    assert axis.get_xlabel() == "epoch"
    assert axis.get_ylabel() == "loss (nats per image)"
    assert axis.get_yscale() == "log"
    labels = [text.get_text() for text in axis.get_legend().get_texts()]
    assert labels == ["one: training", "one: validation", "two: training", "two: validation"]
    (axis,) = lab.plot_history(lab.History([2.0], [1.0], 1.0)).axes
    assert axis.get_yscale() == "linear"
    assert "fit returns" in message(lab.plot_history, [1, 2])


def test_a_figure_is_shown_once_in_a_cell():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    try:
        shell.user_ns["draw"] = lambda: lab.plot_history(lab.History([1.0], [1.0], 1.0))
        for cell, pictures in (("draw()", 1), ("f = draw()", 1), ("f", 1), ("f.axes;", 0)):
            with capture_output() as captured:
                assert shell.run_cell(cell, store_history=True).success
            assert len(captured.outputs) == pictures, cell
            assert all("image/png" in output.data for output in captured.outputs)
    finally:
        InteractiveShell.clear_instance()


def test_reconstructions_are_saved_and_the_courses_stand_in(nowhere, tmp_path, capsys):
    z = np.random.default_rng(0).random((4, 784), dtype=np.float32)
    assert lab.save_reconstructions("mine", tf.constant(z)) == nowhere / "runs" / "mine.npz"
    np.testing.assert_array_equal(lab.load_reconstructions("mine"), z)
    assert capsys.readouterr().out == ""

    text = message(lab.load_reconstructions, "other")
    assert "no reconstructions called 'other'" in text

    reference = tmp_path / "elsewhere" / "reference"
    reference.mkdir(parents=True)
    np.savez(reference / "other.npz", z=z)
    np.testing.assert_array_equal(lab.load_reconstructions("other"), z)
    assert "the course's, not yours" in capsys.readouterr().out

    (nowhere / "runs" / "mine.npz").write_bytes(b"cut")
    assert "cannot be read" in message(lab.load_reconstructions, "mine")
    assert "letters" in message(lab.save_reconstructions, "../mine", z)
    assert "(n, 784)" in message(lab.save_reconstructions, "mine", z[0])


def test_importing_lab_does_not_import_tensorflow():
    code = "import sys, lab; sys.exit('tensorflow' in sys.modules or 'matplotlib' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(NOTEBOOKS)}
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    )
