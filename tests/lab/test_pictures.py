"""Figures: what they show, what they say to those who do not see them, and where they go."""

import itertools
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))

import lab  # noqa: E402
from tests.conftest import Lazy, needs_tensorflow  # noqa: E402

tf = Lazy("tensorflow")
pytestmark = needs_tensorflow


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    """Outside a notebook figures are saved where the program runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LAB_BUDGET", raising=False)


@pytest.fixture
def notebook():
    """Run code as a cell of a notebook; return what it displayed."""
    shell = InteractiveShell.instance()
    shell.user_ns.update(lab=lab, np=np, plt=plt)

    def run(code):
        with capture_output() as captured:
            assert shell.run_cell(code, store_history=True).success
        return captured.outputs

    yield run
    InteractiveShell.clear_instance()


def message(function, *arguments):
    with pytest.raises(lab.LabError) as caught:
        function(*arguments)
    return str(caught.value)


# --------------------------------------------------------------------------- text alternatives


def test_a_figure_is_shown_once_with_its_text_alternative(notebook):
    (output,) = notebook(
        "figure, axis = plt.subplots()\nlab.show(figure, 'A line\\nthat rises.')\nfigure.axes;"
    )
    assert output.data["image/png"]
    assert output.metadata["image/png"]["alt"] == "A line that rises."
    assert not plt.get_fignums()


DRAWN = {
    "lab.show_rows({'zeros': np.zeros((2, 784))}, {'zeros': [3, 8]})": ("zeros", "3, 8"),
    "lab.show_reconstructions(np.zeros((2, 784)), {'mine': np.ones((2, 784))})": (
        "mine",
        "1.0000",
    ),
    "lab.plot_history(lab.History([3.0, 2.0], [2.5, 1.5]), 'nats', {'the mean': 9})": (
        "3 in the first epoch to 2 in the last",
        "2.5 in the first epoch to 1.5 in the last",
        "the mean: 9",
    ),
    "lab.walk(lambda z: np.zeros((len(z), 784)))": ("-2.5 to 2.5",),
}


@pytest.mark.parametrize("code", DRAWN)
def test_the_labs_own_figures_say_what_they_show(notebook, code):
    pictures = [output for output in notebook(f"{code};") if "image/png" in output.data]
    (words,) = [picture.metadata["image/png"]["alt"] for picture in pictures]
    assert all(part in words for part in DRAWN[code]), words


def test_show_asks_for_a_figure_and_for_words():
    assert "it needs a figure" in message(lab.show, [1, 2], "a list")
    assert "say in words" in message(lab.show, plt.figure(), " ")
    plt.close("all")


# ---------------------------------------------------------------------------------- histories


def trained(epochs=6):
    """A network of one number, its history, and its value at the end."""
    value = tf.Variable(0.5)
    draw = np.random.default_rng(0)
    images = [draw.random((n, 784), dtype=np.float32) for n in (40, 10, 5)]
    data = lab.Mnist(*images, *(np.zeros(len(part), int) for part in images))
    optimizer = tf.keras.optimizers.SGD(0.01)
    optimizer.build([value])

    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.square(value - 0.1)
        optimizer.apply(tape.gradient(loss, [value]), [value])
        return loss

    history = lab.fit(step, data, epochs=epochs, batch_size=10)
    return history, lambda x: tf.fill((len(x), 784), tf.convert_to_tensor(value)), value


def test_reconstructions_by_epoch_are_those_of_then_and_the_network_stays():
    history, network, value = trained()
    before = float(value)
    image = np.full((1, 784), 0.9, np.float32)
    figure = lab.show_epochs(history, network, image)
    titles = [axis.get_title() for axis in figure.axes]
    assert titles == ["the image", "before training", *(f"epoch {n}" for n in (1, 2, 3, 5, 6))]
    greys = [float(axis.get_images()[0].get_array()[0, 0]) for axis in figure.axes[1:]]
    assert greys[0] == pytest.approx(0.5)
    assert greys == sorted(greys, reverse=True)
    assert len(set(greys)) == len(greys)
    assert greys[-1] == pytest.approx(before)
    assert float(value) == before
    assert "after at least one epoch" in message(lab.show_epochs, lab.History(), network, image)


def test_the_training_loss_is_drawn_within_epochs_and_its_steep_start_leaves_the_picture():
    history = lab.History()
    history.add_epoch([5000.0, *[220.0] * 9], 215.0, 1.0)
    history.add_epoch([215.0] * 10, 214.0, 2.0)
    history.add_epoch([190.0] * 10, 180.0, 3.0)
    (axis,) = lab.plot_history(history, levels={"the mean": 206.0}).axes
    line, _, level = axis.get_lines()
    np.testing.assert_allclose(line.get_xdata(), np.arange(1, 31) / 10)
    assert line.get_ydata()[0] == 5000
    low, high = axis.get_ylim()
    assert low < 180
    assert 215 < high < 300
    assert axis.get_yscale() == "linear"
    assert set(level.get_ydata()) == {206.0}


# --------------------------------------------------------------------------------- digits, codes


def test_the_circled_digits_of_a_scatter_plot_do_not_lie_on_each_other():
    draw = np.random.default_rng(1)
    labels = np.arange(1000) % 10
    centres = draw.normal(size=(10, 2))
    centres[4], centres[9] = centres[0], centres[0] + 1e-3  # on each other
    points = centres[labels] + 0.5 * draw.normal(size=(1000, 2))
    figure, axis = plt.subplots(figsize=(7, 6))
    words = lab.scatter_digits(axis, points, labels)
    one = points[labels == 1].mean(axis=0)
    assert f"1 at ({one[0]:.2g}, {one[1]:.2g})" in words
    texts, overlapping = texts_of(figure)
    assert set(texts) == set("0123456789")
    assert not overlapping


def test_labels_stand_beside_their_points_and_not_on_each_other():
    close = [(0.0, 207.0), (0.3, 199.0), (0.4, 196.0), (6.4, 153.4), (5.6, 154.0), (112.0, 41.0)]
    names = ["20", "2.0", "20.", "0.5", "1", "0.1"]
    figure, axis = plt.subplots(figsize=(7, 4.6), layout="constrained")
    axis.set(xlim=(-3, 130), ylim=(35, 225), title="a title, which moves the axis down")
    lab.label_points(axis, close, names)
    texts, overlapping = texts_of(figure)
    assert texts == names
    assert not overlapping
    for point, text in zip(close, axis.texts, strict=True):
        middle = np.mean(text.get_window_extent().get_points(), axis=0)
        away = np.hypot(*(middle - axis.transData.transform(point))) * 72 / figure.dpi
        assert 8 < away < 24


def texts_of(figure):
    """Draw a figure of one axis; return its texts, and the pairs of them that lie on each other."""
    figure.canvas.draw()
    plt.close(figure)
    (axis,) = figure.axes
    boxes = [(text.get_text(), text.get_window_extent()) for text in axis.texts]
    pairs = itertools.combinations(boxes, 2)
    overlapping = [(one, other) for (one, a), (other, b) in pairs if a.overlaps(b)]
    return [text for text, _ in boxes], overlapping


def two_numbers(z):
    """Images as bright as the first number of the code is large, at the left, and the second."""
    images = np.zeros((len(z), 28, 28), np.float32)
    images[:, :, :14], images[:, :, 14:] = (np.array(z)[:, :, None, None] / 5 + 0.5).transpose(
        1, 0, 2, 3
    )
    return images.reshape(-1, 784)


def test_a_walk_has_its_first_number_to_the_right_and_its_second_upwards():
    figure = lab.walk(two_numbers)
    (axis,) = figure.axes
    picture = axis.get_images()[0].get_array()
    assert picture.shape == (9 * 28, 9 * 28)
    first, second = picture[14, 7], picture[14, 21]  # of the top left code
    assert (float(first), float(second)) == pytest.approx((0, 1))
    assert picture[14, -28 + 7] == pytest.approx(1)
    assert picture[-14, 21] == pytest.approx(0)
    assert "what decode returns" in message(lab.walk, lambda z: z)


def test_a_walk_in_a_notebook_has_sliders_that_choose_the_picture(notebook, monkeypatch):
    ipywidgets = pytest.importorskip("ipywidgets")
    made = []
    monkeypatch.setattr(
        ipywidgets, "HBox", lambda children: made.append(children) or ipywidgets.VBox(children)
    )
    InteractiveShell.instance().user_ns["two_numbers"] = two_numbers
    notebook("lab.walk(two_numbers);")
    ((sliders, picture),) = made
    before = picture.value
    sliders.children[0].value = 2.5
    assert bytes(picture.value).startswith(b"\x89PNG")
    assert bytes(picture.value) != bytes(before)


def test_a_walk_without_ipywidgets_is_the_still_picture(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    InteractiveShell.instance().user_ns["two_numbers"] = two_numbers
    (output,) = notebook("lab.walk(two_numbers);")
    assert "image/png" in output.data
