"""The images of MNIST.

Images are rows: a batch of n images is a float32 array of shape (n, 784) with values in [0, 1].
"""

import dataclasses
import os
import pathlib
import zipfile
import zlib

import numpy as np

from .budget import FULL, budget
from .errors import LabError

PIXELS = 784
VALIDATION_IMAGES = 5_000


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Mnist:
    """Handwritten digits: images (n, 784), float32 in [0, 1], and their labels (n,), integers."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    train_labels: np.ndarray
    validation_labels: np.ndarray
    test_labels: np.ndarray

    def __repr__(self):
        shapes = (f"{name}={getattr(self, name).shape}" for name in ("train", "validation", "test"))
        return f"Mnist({', '.join(shapes)})"


def binarised(data):
    """Return the same data with pixels of 0 and 1 only: 1 where a pixel is above ½."""
    bits = {
        name: (getattr(data, name) > 0.5).astype(np.float32)
        for name in ("train", "validation", "test")
    }
    return dataclasses.replace(data, **bits)


def load_mnist():
    """Return the MNIST images: 55,000 for training, 5,000 for validation, 10,000 for testing.

    The validation images are the last 5,000 of the 60,000. The file `mnist.npz` is looked for
    beside lab.py, in the working directory, where $MNIST_NPZ points, and in `data/` of the working
    directory and every folder above it. Then Keras is asked, which downloads it once and keeps it.

    While a submission is graded there are fewer training and test images, and a line says so.

    Raises LabError when there is no file, or when it is damaged or is not MNIST.
    """
    places = _mnist_places()
    path = next((place for place in places if place.is_file()), None)
    (images, labels), (test, test_labels) = _read_mnist(path) if path else _download_mnist(places)
    limit = budget()
    if limit is not FULL:
        print(
            f"This is a graded run: {limit.training_images:,} training images, "
            f"{limit.test_images:,} test images, and few steps of training."
        )
    parts = {
        "train": slice(min(len(images) - VALIDATION_IMAGES, limit.training_images)),
        "validation": slice(-VALIDATION_IMAGES, None),
    }
    tests = slice(limit.test_images)
    return Mnist(
        **{name: _pixels(images[part]) for name, part in parts.items()},
        test=_pixels(test[tests]),
        **{f"{name}_labels": labels[part].astype(int) for name, part in parts.items()},
        test_labels=test_labels[tests].astype(int),
    )


def _mnist_places():
    here = pathlib.Path.cwd()
    places = [pathlib.Path(__file__).resolve().parents[1] / "mnist.npz", here / "mnist.npz"]
    if os.environ.get("MNIST_NPZ"):
        places.append(pathlib.Path(os.environ["MNIST_NPZ"]).expanduser())
    places += [folder / "data" / "mnist.npz" for folder in (here, *here.parents)]
    return list(dict.fromkeys(places))


def _read_mnist(path):
    """Return ((images, labels), (test images, test labels)) from a file in Keras's format."""
    expected = {
        "x_train": (60_000, 28, 28),
        "y_train": (60_000,),
        "x_test": (10_000, 28, 28),
        "y_test": (10_000,),
    }
    advice = "Delete it, or replace it with Keras's mnist.npz, and run this cell again."
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in expected}
    except KeyError:
        with np.load(path, allow_pickle=False) as file:
            found = ", ".join(file.files) or "nothing"
        raise LabError(
            f"{path} is not MNIST: it holds {found}, expected {', '.join(expected)}. {advice}"
        ) from None
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, AttributeError) as error:
        raise LabError(f"{path} cannot be read, it may be damaged ({error}). {advice}") from None
    for name, shape in expected.items():
        array = arrays[name]
        if array.shape != shape or array.dtype.kind not in "ui":
            raise LabError(
                f"{path} is not MNIST: {name} has shape {array.shape} and type {array.dtype}, "
                f"expected {shape} and whole numbers from 0 to 255. {advice}"
            )
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])


def _download_mnist(places):
    import tensorflow as tf

    try:
        return tf.keras.datasets.mnist.load_data()
    except Exception as error:
        tried = "\n".join(f"  {place}" for place in places)
        raise LabError(
            f"There is no mnist.npz, and it could not be downloaded ({error}). Looked for:\n"
            f"{tried}\nConnect to the internet and run this cell again, or get the file from "
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz "
            "and put it beside this notebook."
        ) from None


def _pixels(images):
    """Return images (n, 28, 28) of bytes as rows (n, 784), float32 in [0, 1]."""
    return np.divide(images.reshape(-1, PIXELS), np.float32(255), dtype=np.float32)
