"""Shows figures with a text for those who do not see them: in a notebook, or saved by a script."""

import io
import pathlib
import sys

from .budget import budget
from .errors import LabError, describe

FOLDER = "pictures"  # of a script's figures, in the working directory

_saved = 0  # figures of this run


def show(figure, description):
    """Show a figure that matplotlib drew, and close it.

    `description` says in words what it shows: pages keep it for those who do not see the picture.
    In a script the figure is saved, and a line says where.

    Raises LabError for anything but a figure and a text.
    """
    import matplotlib.figure
    import matplotlib.pyplot as plt

    if not isinstance(figure, matplotlib.figure.Figure):
        raise LabError(
            f"show got {describe(figure)}; it needs a figure, such as the first of what "
            "plt.subplots() returns, and a text that describes it."
        )
    if not isinstance(description, str) or not description.strip():
        raise LabError(
            f"the description is {describe(description)}; say in words what the figure shows."
        )
    plt.close(figure)  # or Jupyter would show it again at the end of the cell
    _show(figure, description)


def new_figure(width, height):
    """Return an empty figure, in inches, that pyplot does not know; show it with `shown`."""
    import matplotlib.figure

    class NotebookFigure(matplotlib.figure.Figure):
        """Is displayed once in a cell, though it is shown and also is the cell's last value."""

        description = ""
        _cell = None

        def _ipython_display_(self):
            cell = getattr(in_notebook(), "execution_count", None)
            if cell != self._cell:
                self._cell = cell
                _show(self, self.description)

    return NotebookFigure(figsize=(width, height), layout="constrained")


def shown(figure, description):
    """Show a figure of `new_figure` with its description, and return it."""
    figure.description = description
    if in_notebook():
        figure._ipython_display_()
    else:
        _show(figure, description)
    return figure


def _show(figure, description):
    if in_notebook():
        from IPython import display

        fine = budget().fine_pictures
        picture = display.Image(
            picture_of(figure, fine), format="png", retina=fine, alt=" ".join(description.split())
        )
        display.display(picture)
    else:
        _save(figure)


def picture_of(figure, fine=True):
    """Return the figure as the bytes of a PNG file, if `fine` with twice the pixels of a screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    picture = io.BytesIO()
    if fine:
        figure.savefig(picture, format="png", dpi=2 * figure.dpi, bbox_inches="tight")
    else:
        FigureCanvasAgg(figure).print_png(picture)  # savefig draws it three times
    return picture.getvalue()


def _save(figure):
    """Write the figure to a file that is numbered like the figures of this run, and say so."""
    global _saved
    _saved += 1
    script = pathlib.Path(getattr(sys.modules["__main__"], "__file__", None) or "figure").stem
    path = pathlib.Path(FOLDER, f"{script}_{_saved:02}.png")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(picture_of(figure))
    print(f"Figure {_saved} is saved as {path}.")


def in_notebook():
    """Return IPython's shell, or None in a script."""
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
