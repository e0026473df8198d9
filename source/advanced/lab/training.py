"""The training loop: `fit`, what it is given, and what it says of a loss that is no number."""

import inspect
import time
import warnings

import numpy as np

from .budget import FULL, budget
from .data import Mnist
from .errors import LabError, describe
from .history import History
from .trainers import trainer_of

SHUFFLE_SEED = 0
# The epochs after which fit keeps what was trained, beside the last.
SNAPSHOTS = (1, 2, 3, 5, 10)


def fit(step, data, epochs=20, batch_size=100):
    """Train with `step` on shuffled batches of the training images and return the `History`.

    `step(x)` takes a batch (batch_size, 784), updates the variables and returns the loss, a scalar.
    Each epoch sees the images in another order, which is the same in each run; images that do not
    fill a last batch are left out of that epoch. The validation loss is what `step` returns for the
    batches of validation images; whatever it changes there is put back.

    Whole epochs are compiled by XLA. A step that only Python can run, because it prints, appends to
    a list or calls `.numpy()`, runs uncompiled, and a line says so.

    When the loss is no longer a finite number, training stops and a sentence says where; the
    history up to there is returned.

    Raises LabError when an argument, or what `step` returns, is not as described here. An error in
    `step` itself is raised as it is.
    """
    __tracebackhide__ = True  # Jupyter leaves this function out of the tracebacks that it shows
    _check_fit(step, data, epochs, batch_size)
    plan = _Plan(data, epochs, batch_size)
    history = History()
    start, before = time.perf_counter(), time.process_time()
    problem = None
    trainer = trainer_of(step, plan)
    history.snapshots[0] = trainer.trained()
    with _progress_bar(plan.epochs) as bar:
        for epoch in range(plan.epochs):
            losses, validation = trainer.epoch(plan.order(epoch))
            problem = _problem(losses, validation, epoch, plan)
            if problem:
                break
            history.add_epoch(losses, validation, time.process_time() - before)
            if epoch + 1 in (*SNAPSHOTS, plan.epochs):
                history.snapshots[epoch + 1] = trainer.trained()
            bar.set_postfix(
                training=f"{history.training[-1]:.4g}", validation=f"{history.validation[-1]:.4g}"
            )
            bar.update()
    history.seconds = time.perf_counter() - start
    if problem:
        print(problem)
    return history


class _Plan:
    """Which images are used, in how many batches, for how many epochs."""

    def __init__(self, data, epochs, batch_size):
        limit = budget()
        self.train, self.validation = data.train, data.validation
        self.batch_size = batch_size
        self.epochs = min(epochs, limit.epochs)
        self.steps = min(len(data.train) // batch_size, limit.steps)
        self.validation_batches = min(len(data.validation) // batch_size, limit.validation_batches)

    def order(self, epoch):
        """Return the indices of an epoch's images, (steps, batch_size), shuffled."""
        indices = np.random.default_rng([SHUFFLE_SEED, epoch]).permutation(len(self.train))
        indices = indices.astype(np.int32)
        return indices[: self.steps * self.batch_size].reshape(self.steps, self.batch_size)

    def validation_order(self):
        """Return the indices of the validation images, (batches, batch_size)."""
        indices = np.arange(self.validation_batches * self.batch_size, dtype=np.int32)
        return indices.reshape(self.validation_batches, self.batch_size)


def _check_fit(step, data, epochs, batch_size):
    example = "lambda x: train_step(x, weights, biases, optimizer, mean_squared)"
    if not callable(step):
        raise LabError(
            f"step is {describe(step)}; fit needs a function that it can call with each batch, "
            f"such as `{example}` (with `lambda x:`, so that it is not called at once)."
        )
    if not _takes_one_argument(step):
        raise LabError(
            f"fit calls step(x), with the batch alone, but step takes {inspect.signature(step)}. "
            f"Wrap it, such as `{example}`."
        )
    if not isinstance(data, Mnist):
        raise LabError(
            f"data is {describe(data)}; fit needs all of what load_mnist() returns: "
            "`data = load_mnist()`, then `fit(step, data)`."
        )
    for name, value in (("epochs", epochs), ("batch_size", batch_size)):
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < 1:
            raise LabError(f"{name} is {value!r}; it must be a whole number, 1 or more.")
    images = min(len(data.train), len(data.validation))
    if batch_size > images:
        raise LabError(
            f"batch_size is {batch_size:,}, but there are {len(data.train):,} training and "
            f"{len(data.validation):,} validation images; choose at most {images:,}."
        )


def _takes_one_argument(function):
    try:
        inspect.signature(function).bind(None)
    except TypeError:
        return False
    except ValueError:  # a function in C that does not tell its arguments
        return True
    return True


def _problem(losses, validation, epoch, plan):
    """Return the sentence that says where the loss stopped being a finite number, or None."""
    causes = (
        "Usual causes: a logarithm of 0, or a learning rate that is too large. "
        "The history holds the epochs before this one."
    )
    if not np.isfinite(losses[-1]):
        number = len(losses)
        total = epoch * plan.steps + number
        return (
            f"The loss became {_not_finite(losses[-1])} at step {number} of epoch {epoch + 1} "
            f"(step {total:,} in all), so training stopped there. {causes}"
        )
    if not np.isfinite(validation):
        return (
            f"The validation loss became {_not_finite(validation)} after epoch {epoch + 1} "
            f"(step {(epoch + 1) * plan.steps:,} in all), so training stopped there. {causes}"
        )
    return None


def _not_finite(loss):
    return "NaN (not a number)" if np.isnan(loss) else "infinite"


def _progress_bar(epochs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in a notebook without ipywidgets: tqdm shows plain text
        from tqdm.auto import tqdm
    return tqdm(total=epochs, unit="epoch", disable=budget() is not FULL)
