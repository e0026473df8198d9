"""A code of two numbers, to walk through: a still picture, and sliders where there are any."""

import io

import numpy as np

from .budget import budget
from .display import in_notebook, new_figure, shown
from .figures import rows_of_pixels

STEPS = 9  # codes along each side of the still picture


def walk(decode, reach=2.5):
    """Show what codes of two numbers decode to, from -reach to reach, and return the still picture.

    `decode` takes codes (n, 2), float32, and returns images (n, 784). In a notebook that can show
    them, two sliders below the picture choose a code.

    Raises LabError when `decode` returns another shape.
    """
    places = np.linspace(-reach, reach, STEPS)
    square = [[_image(decode, across, up) for across in places] for up in places[::-1]]
    figure = new_figure(4.6, 4.6)
    axis = figure.subplots()
    half = reach / (STEPS - 1)  # half an image, in the units of the code
    edges = (-reach - half, reach + half)
    axis.imshow(np.block(square), cmap="gray", vmin=0, vmax=1, extent=edges * 2)
    axis.set(xlabel="first number of the code", ylabel="second number of the code")
    description = (
        f"What {STEPS} by {STEPS} codes of two numbers decode to, each number from {-reach:g} to "
        f"{reach:g}."
    )
    shown(figure, description)
    if in_notebook() and budget().fine_pictures:
        _show_sliders(decode, reach)
    return figure


def _image(decode, across, up):
    """Return what the code decodes to, (28, 28)."""
    code = np.array([[across, up]], np.float32)
    return rows_of_pixels("what decode returns", decode(code))[0].reshape(28, 28)


def _show_sliders(decode, reach):
    """Show two sliders and the image of the code that they choose; nothing without ipywidgets."""
    try:
        import ipywidgets
    except ImportError:
        return
    from IPython import display

    first, second = (
        ipywidgets.FloatSlider(
            value=0, min=-reach, max=reach, step=0.05, description=name, continuous_update=True
        )
        for name in ("first", "second")
    )
    picture = ipywidgets.Image(format="png", width=196, height=196)

    def draw(*_):
        picture.value = _png(_image(decode, first.value, second.value))

    for slider in (first, second):
        slider.observe(draw, names="value")
    draw()
    display.display(ipywidgets.HBox([ipywidgets.VBox([first, second]), picture]))


def _png(image):
    """Return an image (28, 28) from 0 to 1 as the bytes of a PNG file, seven times as large."""
    import matplotlib.image

    file = io.BytesIO()
    large = np.kron(image, np.ones((7, 7)))
    matplotlib.image.imsave(file, large, format="png", cmap="gray", vmin=0, vmax=1)
    return file.getvalue()
