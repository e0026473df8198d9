"""Matplotlib's figures as pictures."""

import base64
import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def picture(figure: Figure) -> str | None:
    """A figure as PNG in base64; None where it is empty.

    It is drawn once. What Jupyter does draws it three times: for its layout, for the box around
    all that is in it, and as it is.
    """
    if not figure.axes and not figure.lines:
        return None
    canvas = figure.canvas
    if not isinstance(canvas, FigureCanvasAgg):
        canvas = FigureCanvasAgg(figure)
    file = io.BytesIO()
    canvas.print_png(file, pil_kwargs={"compress_level": 1})
    return base64.b64encode(file.getvalue()).decode()
