"""The figures that several notebooks draw."""

import numpy as np

from .data import PIXELS
from .display import new_figure, shown
from .errors import LabError, describe
from .history import History

# Ten colours that colour-blind readers can tell apart best (Petroff 2021, arXiv:2107.02270).
COLORS = (
    *("#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6"),
    *("#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"),
)

# Of labels beside points, in points of a font: the distance of their middle, and the half axes of
# an ellipse around three figures.
LABEL_OFFSET, LABEL_SIZE = (9, 7), (9, 6)


def show_reconstructions(images, reconstructions, rows=6):
    """Draw images beside their reconstructions, and return the matplotlib figure.

    `images` is (n, 784); `reconstructions` is a dict from a title to an array (n, 784). Each title
    gets two columns, original and reconstruction, and the mean squared error per pixel over all n
    images. The first `rows` images are drawn.

    Raises LabError when the arrays are not of these shapes.
    """
    originals = rows_of_pixels("images", images)
    groups = _reconstructions(reconstructions, originals)
    rows = min(rows, len(originals))
    figure = new_figure(2.15 * len(groups), 0.85 * rows + 0.75)
    errors = []
    for subfigure, (title, values) in zip(
        np.atleast_1d(figure.subfigures(1, len(groups), wspace=0.06)), groups.items(), strict=True
    ):
        error = np.mean(np.square(originals - values), dtype=np.float64)
        errors.append(f"{title}: squared error per pixel {error:.4f}")
        subfigure.suptitle(f"{title}\nsquared error per pixel {error:.4f}", fontsize=8.5)
        axes = subfigure.subplots(1, 2, gridspec_kw={"wspace": 0.03})
        pair = {"original": originals, "reconstruction": values}
        for axis, (name, images) in zip(axes, pair.items(), strict=True):
            # All in one picture: a hundred axes take matplotlib seconds.
            column = np.vstack(_with_gaps(images[:rows], below=2))
            axis.imshow(column, cmap="gray", vmin=0, vmax=1)
            axis.set_axis_off()
            axis.set_title(name, fontsize=7, color="dimgray", pad=3)
    return shown(figure, f"{rows} images beside their reconstructions. {'; '.join(errors)}.")


def show_rows(rows, titles=None, size=0.85):
    """Draw rows of images and return the matplotlib figure.

    `rows` is a dict from a name to images (n, 784), which get a row each, with the name before it.
    `titles` is a dict from some of these names to the titles of its images; `size` is the width
    of an image in inches.

    Raises LabError when the images are not of this shape.
    """
    rows = {name: rows_of_pixels(f"the row {name!r}", images) for name, images in rows.items()}
    titles = titles or {}
    count = max(map(len, rows.values()))
    lines = max((str(title).count("\n") + 1 for row in titles.values() for title in row), default=0)
    figure = new_figure(1.5 + size * count, (size + 0.1 + 0.2 * lines) * len(rows))
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
    words = [
        f"{name or 'one row'}, {len(images)} images"
        + (f" ({', '.join(map(str, titles[name]))})" if name in titles else "")
        for name, images in rows.items()
    ]
    return shown(figure, f"Rows of images: {'; '.join(words)}.")


def show_epochs(history, network, images):
    """Draw how the reconstructions of images become better, and return the matplotlib figure.

    `history` is what `fit` returned after it trained the network, `network(x)` gives the
    reconstructions (n, 784) of images (n, 784). Each image gets a row: the image itself, then its
    reconstruction before training and after some of the epochs.

    Raises LabError when there is nothing to draw, or the images are not of this shape.
    """
    if not isinstance(history, History) or not history.snapshots:
        raise LabError(
            f"show_epochs got {describe(history)}; it needs the history that fit returned after "
            "at least one epoch."
        )
    originals = rows_of_pixels("images", images)
    stages = {"the image": originals}
    for epoch, variables in history.snapshots.items():
        with variables.in_place():
            z = rows_of_pixels("the network's result", network(originals))
        stages["before training" if epoch == 0 else f"epoch {epoch}"] = z
    figure = new_figure(1.1 * len(stages), 0.35 + 1.1 * len(originals))
    axes = figure.subplots(1, len(stages), gridspec_kw={"wspace": 0.03})
    for axis, (name, values) in zip(axes, stages.items(), strict=True):
        axis.imshow(np.vstack(_with_gaps(values, below=2)), cmap="gray", vmin=0, vmax=1)
        axis.set_axis_off()
        axis.set_title(name, fontsize=8, pad=4)
    return shown(figure, f"{len(originals)} images in a row each: {', '.join(stages)}.")


def scatter_digits(axis, points, labels):
    """Draw points (n, 2) as the digits that they stand for, with a circle at each digit's mean.

    `labels` (n,) are the digits. Circles that would lie on each other are moved apart, and a line
    leads from each to its mean. Returns a sentence that says where the means are.
    """
    points, labels = np.asarray(points), np.asarray(labels)
    means = {}
    for digit, color in enumerate(COLORS):
        own = points[labels == digit]
        if len(own):
            axis.scatter(*own.T, marker=f"${digit}$", s=22, color=color, alpha=0.7, linewidths=0)
            means[digit] = own.mean(axis=0)
    places = _apart(np.array([*means.values()]), 0.05 * np.ptp(points, axis=0))
    for (digit, mean), place in zip(means.items(), places, strict=True):
        axis.plot(*np.transpose([mean, place]), color="black", linewidth=1)
        box = {"boxstyle": "circle", "facecolor": "white", "edgecolor": COLORS[digit], "lw": 2}
        axis.annotate(
            str(digit), place, ha="center", va="center", fontsize=11, fontweight="bold", bbox=box
        )
    where = [f"{digit} at ({mean[0]:.2g}, {mean[1]:.2g})" for digit, mean in means.items()]
    return f"The means of the digits: {', '.join(where)}."


def label_points(axis, points, labels):
    """Write a short label at the upper right of each point (n, 2), so that no two labels overlap.

    The axis must have its limits already: where points lie close, they decide where labels go.
    """
    from matplotlib.patheffects import withStroke

    axis.figure.draw_without_rendering()  # or the axis does not know its size yet
    points = np.asarray(points)
    places = axis.transData.transform(points) * 72 / axis.figure.dpi  # in points of a font
    moves = _apart(places + LABEL_OFFSET, LABEL_SIZE) - places
    style = {"textcoords": "offset points", "ha": "center", "va": "center", "fontsize": 8}
    for label, point, move in zip(labels, points, moves, strict=True):
        text = axis.annotate(label, point, move, **style)
        text.set_path_effects([withStroke(linewidth=2, foreground="white")])  # to stand on lines


def _apart(places, radii):
    """Return places (n, 2), moved until no two ellipses with these half axes (2,) overlap."""
    places = places / radii
    for _ in range(200):
        for first in range(len(places)):
            for second in range(first):
                way = places[first] - places[second]
                distance = np.hypot(*way)
                if distance < 2:
                    push = way / distance if distance else np.array([1.0, 0.0])
                    places[first] += (2 - distance) / 2 * push
                    places[second] -= (2 - distance) / 2 * push
    return places * radii


def _with_gaps(images, below=0, right=0):
    """Return images (n, 784) as (n, 28 + below, 28 + right), NaN (nothing) in the gaps."""
    squares = images.reshape(-1, 28, 28)
    return np.pad(squares, ((0, 0), (0, below), (0, right)), constant_values=np.nan)


def plot_history(history, ylabel="loss", levels=None):
    """Draw the training and validation loss over the epochs, and return the matplotlib figure.

    `history` is what `fit` returns, or a dict from a name to one. Say in `ylabel` what the loss is
    and in which unit, such as "cross-entropy (nats per image)". `levels` is a dict from a name to a
    loss to compare with, drawn as a level line.

    The training loss is drawn within the epochs too, and runs out of the picture where it is
    higher than ever after the first epoch: else its start would hide all that follows. The axis is
    logarithmic when what is drawn spans more than a factor of ten.

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
    figure = new_figure(6.4, 3.8)
    axis = figure.subplots()
    for number, (name, one) in enumerate(histories.items()):
        prefix = f"{name}: " if name else ""
        epochs = np.arange(1, len(one.training) + 1)
        axis.plot(*_within_epochs(one), color=f"C{number}", label=f"{prefix}training")
        style = {"linestyle": "none", "marker": "o", "markersize": 4.5, "markerfacecolor": "white"}
        axis.plot(epochs, one.validation, **style, color=f"C{number}", label=f"{prefix}validation")
    for name, loss in (levels or {}).items():
        axis.axhline(loss, color="dimgray", linewidth=1, linestyle=":", label=name)
    _scale_losses(axis, histories.values(), list((levels or {}).values()))
    axis.set_xlabel("epoch")
    axis.set_ylabel(ylabel)
    axis.set_xlim(left=0)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.spines[["top", "right"]].set_visible(False)
    axis.grid(alpha=0.25)
    axis.legend(frameon=False)
    words = [f"{name or 'the network'}: {one.in_words()}" for name, one in histories.items()]
    words += [f"{name}: {loss:.4g}" for name, loss in (levels or {}).items()]
    return shown(figure, f"Loss over the epochs, {ylabel}. {'; '.join(words)}.")


def _within_epochs(history):
    """Return the epochs, with fractions, and the training losses that were measured up to there."""
    return np.array(history.within or [(np.nan, np.nan)]).T


def _scale_losses(axis, histories, levels):
    """Scale an axis to the losses after the first epoch, where there are any."""
    later = [
        loss
        for one in histories
        for loss in [*one.validation, *(loss for epoch, loss in one.within if epoch > 1)]
    ]
    if not later:
        axis.text(0.5, 0.5, "no epoch ended", ha="center", transform=axis.transAxes)
        return
    low, high = min(later + levels), max(later + levels)
    if low > 0 and high > 10 * low:
        axis.set_yscale("log")
        axis.set_ylim(low / 1.1, high * 1.2)
    else:
        margin = 0.06 * (high - low) or 0.06 * abs(high) or 1
        axis.set_ylim(low - margin, high + 2 * margin)


def rows_of_pixels(name, values):
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
        groups[title] = rows_of_pixels(f"the reconstruction {title!r}", values)
        if groups[title].shape != originals.shape:
            raise LabError(
                f"the reconstruction {title!r} has shape {groups[title].shape}, but the images "
                f"have shape {originals.shape}; reconstruct the same images."
            )
    return groups
