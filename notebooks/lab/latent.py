"""Codes of variational autoencoders: draws, importance weights, and a look around with sliders.

Such an encoder gives rows (n, 2d), means and then logarithms of variances; a decoder takes codes
(n, d) and gives logits (n, 784), the arguments of the sigmoid.
"""

import io

import numpy as np

from .data import PIXELS
from .errors import LabError
from .figures import show_rows


def code_distributions(encoder, x):
    """Return the means (n, d) and the log-variances (n, d) of the codes of images (n, 784)."""
    import tensorflow as tf

    mean, log_var = tf.split(encoder(x), 2, axis=1)
    return mean, log_var


def draw_codes(mean, log_var, seed=None):
    """Return a code for each row, drawn from its normal distribution; gradients pass."""
    import keras

    # The generator itself is handed mean and deviation, and lets gradients through to both.
    deviation = keras.ops.sqrt(keras.ops.exp(log_var))
    return keras.random.normal(keras.ops.shape(mean), 0.0, 1.0, seed=seed) * deviation + mean


def log_weights(encoder, decoder, x, draws, seed=0):
    """Return log p(x, z) - log q(z|x) for draws of z: (n, draws), for binary images (n, 784)."""
    import keras

    mean, log_var = code_distributions(encoder, np.asarray(x, np.float32))
    generator = keras.random.SeedGenerator(seed)
    columns = []
    for _ in range(draws):
        z = draw_codes(mean, log_var, seed=generator)
        logits = decoder(z)
        likelihood = -PIXELS * keras.losses.binary_crossentropy(x, logits, from_logits=True)
        columns.append(likelihood + _log_normal(z, 0.0 * mean, 0.0 * mean))
        columns[-1] -= _log_normal(z, mean, log_var)
    return np.stack(columns, axis=1).astype(float)


def _log_normal(z, mean, log_var):
    import keras

    squares = keras.ops.square(z - mean) / keras.ops.exp(log_var)
    return -keras.ops.sum(squares + log_var + np.log(2 * np.pi), axis=1) / 2


def running_bounds(log_w):
    """Return the importance-weighted bound of each image for 1, 2, …, K draws: (n, K)."""
    counts = np.arange(1, log_w.shape[1] + 1)
    return np.logaddexp.accumulate(log_w, axis=1) - np.log(counts)


def explore(decode, still=((-2, 0), (-1, 0), (0, 0), (1, 0), (2, 0))):
    """Show what two latent numbers decode to, with a slider for each.

    `decode` takes codes (n, 2) and gives images (n, 784). Without ipywidgets, or where no notebook
    is open, the codes of `still` are drawn instead.
    """
    codes = np.array(still, float)
    images = np.asarray(decode(codes))
    if images.shape != (len(codes), PIXELS):
        raise LabError(
            f"decode gave images of shape {images.shape} for {len(codes)} codes; it must give one "
            f"row of {PIXELS} numbers for each."
        )
    titles = [f"({first:g}, {second:g})" for first, second in codes]
    figure = show_rows({"codes": images}, {"codes": titles})
    try:
        import ipywidgets
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return figure
    if get_ipython() is not None:
        display(_sliders(ipywidgets, decode))
    return figure


def _sliders(ipywidgets, decode):
    picture = ipywidgets.Image(format="png", width=224, height=224)
    numbers = [
        ipywidgets.FloatSlider(0.0, min=-3.0, max=3.0, step=0.05, description=name)
        for name in ("first", "second")
    ]

    def draw(_=None):
        picture.value = _png(decode(np.array([[slider.value for slider in numbers]]))[0])

    for slider in numbers:
        slider.observe(draw, names="value")
    draw()
    return ipywidgets.HBox([picture, ipywidgets.VBox(numbers)])


def _png(image):
    """Return an image (784,) as bytes of a picture, in grey."""
    import matplotlib.image

    buffer = io.BytesIO()
    pixels = np.asarray(image).reshape(28, 28)
    matplotlib.image.imsave(buffer, pixels, cmap="gray", vmin=0, vmax=1, format="png")
    return buffer.getvalue()
