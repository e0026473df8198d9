"""What the notebooks share: the data, the training loop, networks, figures and checks."""

import os
from functools import partial

# TensorFlow is imported where it is first needed, because loading data and drawing figures do not
# need it. It reads this variable when it is imported, and then keeps its start-up messages back.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from . import checks
from .data import Mnist, binarised, load_mnist
from .errors import LabError
from .figures import (
    load_reconstructions,
    plot_history,
    save_reconstructions,
    show_reconstructions,
    show_rows,
)
from .networks import (
    Autoencoder,
    activations,
    adam,
    build_network,
    descent,
    normal,
    training_step,
)
from .training import History, fit

__all__ = [
    "Autoencoder",
    "History",
    "LabError",
    "Mnist",
    "activations",
    "adam",
    "binarised",
    "build_network",
    "descent",
    "fit",
    "load_mnist",
    "load_reconstructions",
    "normal",
    "plot_history",
    "save_reconstructions",
    "show_reconstructions",
    "show_rows",
    "training_step",
]


def __getattr__(name):
    """`check_encoder` runs the check of the exercise `encoder`."""
    exercise = name.removeprefix("check_")
    if exercise != name and exercise in checks.names():
        return partial(checks.run, exercise)
    raise AttributeError(f"module 'lab' has no attribute {name!r}")


def __dir__():
    return [*__all__, *(f"check_{name}" for name in checks.names())]
