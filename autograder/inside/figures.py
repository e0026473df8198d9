"""Matplotlib's figures as pictures."""

import base64
import io

from IPython.core.pylabtools import print_figure
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.mathtext import MathTextParser


def warm_up_figures() -> None:
    """Draw a first figure, which loads a parser of formulas, and forget the fonts that it opened.

    A fork opens them anew, on its own side of the walls.
    """
    figure = Figure()
    figure.subplots().set_title("$x$")
    picture(figure)
    # Names of Matplotlib's own, which its stubs leave out.
    MathTextParser._parse_cached.cache_clear()  # type: ignore[attr-defined]
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]


def picture(figure: Figure) -> str | None:
    """A figure as PNG in base64; None where it is empty.

    Jupyter's way draws it three times: for its layout, for the box around all that is in it, and as
    it is. Where a layout sees to it that nothing is outside, it is drawn once.
    """
    if figure.get_layout_engine() is None or not figure.axes:
        drawn: str | None = print_figure(figure, base64=True)
        return drawn
    canvas = figure.canvas
    if not isinstance(canvas, FigureCanvasAgg):
        canvas = FigureCanvasAgg(figure)
    file = io.BytesIO()
    canvas.print_png(file, pil_kwargs={"compress_level": 1})
    return base64.b64encode(file.getvalue()).decode()
