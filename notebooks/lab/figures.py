"""The figures that several notebooks draw, and the reconstructions that they share."""

import io
import pathlib
import re
import sys
import zipfile

import numpy as np

from .budget import budget
from .data import PIXELS
from .errors import LabError, describe
from .training import History


def show_reconstructions(images, reconstructions, rows=10):
    """Draw images beside their reconstructions, and return the matplotlib figure.

    `images` is (n, 784); `reconstructions` is a dict from a title to an array (n, 784). Each title
    gets two columns, original and reconstruction, and the mean squared error per pixel over all n
    images. The first `rows` images are drawn.

    Raises LabError when the arrays are not of these shapes.
    """
    originals = _rows_of_pixels("images", images)
    groups = _reconstructions(reconstructions, originals)
    rows = min(rows, len(originals))
    figure = _new_figure(2.15 * len(groups), 0.95 * rows + 0.75)
    for subfigure, (title, values) in zip(
        np.atleast_1d(figure.subfigures(1, len(groups), wspace=0.06)), groups.items(), strict=True
    ):
        error = np.mean(np.square(originals - values), dtype=np.float64)
        subfigure.suptitle(f"{title}\nsquared error per pixel {error:.4f}", fontsize=8.5)
        axes = subfigure.subplots(1, 2, gridspec_kw={"wspace": 0.03})
        pair = {"original": originals, "reconstruction": values}
        for axis, (name, images) in zip(axes, pair.items(), strict=True):
            # All in one picture: a hundred axes take matplotlib seconds.
            column = np.vstack(_with_gaps(images[:rows], below=2))
            axis.imshow(column, cmap="gray", vmin=0, vmax=1)
            axis.set_axis_off()
            axis.set_title(name, fontsize=7, color="dimgray", pad=3)
    return _shown(figure)


def show_rows(rows, titles=None, size=0.85):
    """Draw rows of images and return the matplotlib figure.

    `rows` is a dict from a name to images (n, 784), which get a row each, with the name before it.
    `titles` is a dict from some of these names to the titles of its images; `size` is the width
    of an image in inches.

    Raises LabError when the images are not of this shape.
    """
    rows = {name: _rows_of_pixels(f"the row {name!r}", images) for name, images in rows.items()}
    titles = titles or {}
    count = max(map(len, rows.values()))
    lines = max((str(title).count("\n") + 1 for row in titles.values() for title in row), default=0)
    figure = _new_figure(1.5 + size * count, (size + 0.1 + 0.2 * lines) * len(rows))
    axes = figure.subplots(len(rows), 1, squeeze=False)[:, 0]
    for axis, (name, images) in zip(axes, rows.items(), strict=True):
        images = _with_gaps(images, right=5)
        axis.imshow(np.hstack(images), cmap="gray", vmin=0, vmax=1)
        axis.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=9)
        axis.set(xticks=[], yticks=[])
        if name in titles:
            middles = images.shape[2] * np.arange(len(images)) + 13.5
            axis.set_xticks(middles, titles[name], fontsize=8)
        axis.tick_params(length=0, labeltop=True, labelbottom=False)
        axis.spines[:].set_visible(False)
    return _shown(figure)


def _with_gaps(images, below=0, right=0):
    """Return images (n, 784) as (n, 28 + below, 28 + right), NaN (nothing) in the gaps."""
    squares = images.reshape(-1, 28, 28)
    return np.pad(squares, ((0, 0), (0, below), (0, right)), constant_values=np.nan)


def plot_history(history, ylabel="loss"):
    """Draw the training and validation loss over the epochs, and return the matplotlib figure.

    `history` is what `fit` returns, or a dict from a name to one. Say in `ylabel` what the loss is
    and in which unit, such as "cross-entropy (nats per image)". The loss axis is logarithmic when
    the losses span more than a factor of ten.

    Raises LabError when there is no History to draw.
    """
    histories = history if isinstance(history, dict) else {"": history}
    for value in histories.values():
        if not isinstance(value, History):
            raise LabError(
                f"plot_history got {describe(value)}; it needs what fit returns, or a dict such "
                'as {"squared error": history}.'
            )
    if not histories:
        raise LabError("plot_history got an empty dict; it needs at least one history.")
    figure = _new_figure(6.4, 3.8)
    axis = figure.subplots()
    for number, (name, one) in enumerate(histories.items()):
        prefix = f"{name}: " if name else ""
        epochs = range(1, len(one.training) + 1)
        style = {"color": f"C{number}", "marker": "o", "markersize": 3.5}
        axis.plot(epochs, one.training, **style, label=f"{prefix}training")
        style |= {"linestyle": "--", "markerfacecolor": "white"}
        axis.plot(epochs, one.validation, **style, label=f"{prefix}validation")
    losses = [loss for one in histories.values() for loss in one.training + one.validation]
    if not losses:
        axis.text(0.5, 0.5, "no epoch ended", ha="center", transform=axis.transAxes)
    elif min(losses) > 0 and max(losses) > 10 * min(losses):
        axis.set_yscale("log")
    axis.set_xlabel("epoch")
    axis.set_ylabel(ylabel)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.spines[["top", "right"]].set_visible(False)
    axis.grid(alpha=0.25)
    axis.legend(frameon=False)
    return _shown(figure)


def _rows_of_pixels(name, values):
    """Return values as a float32 array (n, 784), or raise LabError."""
    try:
        array = np.asarray(values, dtype=np.float32)
    except (TypeError, ValueError):
        array = None
    if array is None or array.ndim != 2 or array.shape[1] != PIXELS or not len(array):
        raise LabError(f"{name} is {describe(values)}; it must be numbers of shape (n, {PIXELS}).")
    return array


def _reconstructions(reconstructions, originals):
    """Return the dict of reconstructions with checked float32 arrays, as many as originals."""
    if not isinstance(reconstructions, dict) or not reconstructions:
        raise LabError(
            f"reconstructions is {describe(reconstructions)}; show_reconstructions needs a dict "
            'from a title to an array, such as {"squared error": z}.'
        )
    groups = {}
    for title, values in reconstructions.items():
        groups[title] = _rows_of_pixels(f"the reconstruction {title!r}", values)
        if groups[title].shape != originals.shape:
            raise LabError(
                f"the reconstruction {title!r} has shape {groups[title].shape}, but the images "
                f"have shape {originals.shape}; reconstruct the same images."
            )
    return groups


def _new_figure(width, height):
    """Return an empty figure that pyplot does not know, so that Jupyter does not show it again."""
    import matplotlib.figure

    class NotebookFigure(matplotlib.figure.Figure):
        """Is displayed once in a cell, though it is shown and also is the cell's last value."""

        _cell = None

        def _ipython_display_(self):
            from IPython import display, get_ipython
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            cell = getattr(get_ipython(), "execution_count", None)
            if cell != self._cell:
                self._cell = cell
                picture = io.BytesIO()
                retina = budget().fine_pictures
                if retina:
                    self.savefig(picture, format="png", dpi=2 * self.dpi, bbox_inches="tight")
                else:
                    FigureCanvasAgg(self).print_png(picture)  # savefig draws it three times
                display.display(display.Image(picture.getvalue(), format="png", retina=retina))

    return NotebookFigure(figsize=(width, height), layout="constrained")


def _shown(figure):
    """Display the figure when this runs in a notebook, and return it."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        figure._ipython_display_()
    return figure


def save_reconstructions(name, z):
    """Write reconstructions (n, 784) to runs/<name>.npz in the working directory; return its path.

    Raises LabError for a name that is no file name, or when z has another shape.
    """
    path = _run_path(name)
    values = _rows_of_pixels("z", z)
    path.parent.mkdir(exist_ok=True)
    np.savez(path, z=values)
    return path


def load_reconstructions(name):
    """Return the reconstructions (n, 784) that were saved under the name.

    Without such a file the course's own run is returned, and a line says so. Raises LabError when
    there is neither, or when the file is damaged.
    """
    path = _run_path(name)
    reference = pathlib.Path(__file__).resolve().parents[1] / "reference" / path.name
    if not path.is_file():
        if not reference.is_file():
            raise LabError(
                f"There are no reconstructions called {name!r}: looked for {path} and {reference}. "
                f'Run the cell that calls `save_reconstructions("{name}", z)` first.'
            )
        print(f"There is no {path.name} in runs/, so these are the course's, not yours.")
        path = reference
    try:
        with np.load(path, allow_pickle=False) as file:
            return _rows_of_pixels("z", file["z"])
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, AttributeError) as error:
        raise LabError(
            f"{path} cannot be read ({error}). Delete it and save the reconstructions again."
        ) from None


def _run_path(name):
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise LabError(f"the name is {name!r}; use letters, digits, - and _ only.")
    return pathlib.Path.cwd() / "runs" / f"{name}.npz"
