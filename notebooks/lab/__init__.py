"""What the notebooks share: the data, the training loop, networks, figures and checks."""

from functools import partial

from . import checks
from .data import Mnist, binarised, load_mnist
from .display import show
from .errors import LabError
from .figures import (
    label_points,
    plot_history,
    scatter_digits,
    show_epochs,
    show_reconstructions,
    show_rows,
)
from .history import History
from .latent import code_distributions, draw_codes, importance_bounds
from .networks import (
    Autoencoder,
    activations,
    adam,
    build_network,
    descent,
    normal,
    training_step,
)
from .saved import load_reconstructions, save_reconstructions
from .script import show_messages_alone
from .starting import keep_tensorflow_quiet
from .training import fit
from .walking import walk

__all__ = [
    "Autoencoder",
    "History",
    "LabError",
    "Mnist",
    "activations",
    "adam",
    "binarised",
    "build_network",
    "code_distributions",
    "descent",
    "draw_codes",
    "fit",
    "importance_bounds",
    "label_points",
    "load_mnist",
    "load_reconstructions",
    "normal",
    "plot_history",
    "save_reconstructions",
    "scatter_digits",
    "show",
    "show_epochs",
    "show_reconstructions",
    "show_rows",
    "training_step",
    "walk",
]

# Nothing above imports TensorFlow: loading data and drawing figures do not need it.
keep_tensorflow_quiet()
show_messages_alone()


def __getattr__(name):
    """`check_encoder` runs the check of the exercise `encoder`."""
    exercise = name.removeprefix("check_")
    if exercise != name and exercise in checks.names():
        return partial(checks.run, exercise)
    raise AttributeError(f"module 'lab' has no attribute {name!r}")


def __dir__():
    return [*__all__, *(f"check_{name}" for name in checks.names())]
