"""What the notebooks share: the data, the training loop, the figures.

Images are rows: a batch of n images is a float32 array of shape (n, 784) with values in [0, 1].
"""

import collections
import contextlib
import dataclasses
import functools
import gc
import inspect
import io
import operator
import os
import pathlib
import pickle
import random
import re
import sys
import sysconfig
import time
import traceback
import types
import warnings
import zipfile
import zlib

import numpy as np

from lab_checks import (  # noqa: F401 (notebooks call them as lab.check_…)
    LabError,
    check_cross_entropy,
    check_decoder,
    check_deep_decoder,
    check_deep_encoder,
    check_encoder,
    check_init_deep_parameters,
    check_init_parameters,
    check_mean_squared,
    check_train_step,
    check_xavier_init,
)
from lab_checks_latent import (  # noqa: F401
    check_derivation,
    check_elbo,
    check_gaussian_elbo,
    check_kl,
    check_kl_to_standard_normal,
    check_log_evidence,
    check_posterior,
    check_reparameterize,
)

# TensorFlow is imported where it is first needed, because loading data and drawing figures do not
# need it. It reads this variable when it is imported, and then keeps its start-up messages back.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

PIXELS = 784
VALIDATION_IMAGES = 5_000

# LAB_BUDGET=grading makes fit do less: an answer is judged by its functions, not by a long run.
GRADING_STEPS = 300
GRADING_VALIDATION_IMAGES = 1_000

SHUFFLE_SEED = 0


# ------------------------------------------------------------------------------------------ data


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


def load_mnist():
    """Return the MNIST images: 55,000 for training, 5,000 for validation, 10,000 for testing.

    The validation images are the last 5,000 of the 60,000. The file `mnist.npz` is looked for
    beside lab.py, in the working directory, where $MNIST_NPZ points, and in `data/` of the working
    directory and every folder above it. Then Keras is asked, which downloads it once and keeps it.

    Raises LabError when there is no file, or when it is damaged or is not MNIST.
    """
    places = _mnist_places()
    path = next((place for place in places if place.is_file()), None)
    (images, labels), (test, test_labels) = _read_mnist(path) if path else _download_mnist(places)
    pixels = _pixels(images)
    return Mnist(
        train=pixels[:-VALIDATION_IMAGES],
        validation=pixels[-VALIDATION_IMAGES:],
        test=_pixels(test),
        train_labels=labels[:-VALIDATION_IMAGES].astype(int),
        validation_labels=labels[-VALIDATION_IMAGES:].astype(int),
        test_labels=test_labels.astype(int),
    )


def _mnist_places():
    here = pathlib.Path.cwd()
    places = [pathlib.Path(__file__).resolve().parent / "mnist.npz", here / "mnist.npz"]
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


# -------------------------------------------------------------------------------------- training


@dataclasses.dataclass(repr=False)
class History:
    """The mean loss of each epoch that ended, and how long all of it took."""

    training: list[float] = dataclasses.field(default_factory=list)
    validation: list[float] = dataclasses.field(default_factory=list)
    seconds: float = 0.0

    def __repr__(self):
        last = "no epoch ended"
        if self.training:
            last = f"training loss {self.training[-1]:.4g}, validation {self.validation[-1]:.4g}"
        return f"History({len(self.training)} epochs in {self.seconds:.1f} s: {last})"


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
    start = time.perf_counter()
    problem = None
    trainer = _trainer(step, plan)
    with _progress_bar(plan.epochs) as bar:
        for epoch in range(plan.epochs):
            losses, validation = trainer.epoch(plan.order(epoch))
            problem = _problem(losses, validation, epoch, plan)
            if problem:
                break
            history.training.append(float(np.mean(losses, dtype=np.float64)))
            history.validation.append(validation)
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
        self.train, self.validation = data.train, data.validation
        self.batch_size = batch_size
        self.steps = len(data.train) // batch_size
        self.epochs = epochs
        if _is_grading():
            self.steps = min(self.steps, GRADING_STEPS)
            self.epochs = min(epochs, GRADING_STEPS // self.steps)
            self.validation = data.validation[: max(GRADING_VALIDATION_IMAGES, batch_size)]

    def order(self, epoch):
        """Return the indices of an epoch's images, (steps, batch_size), shuffled."""
        indices = np.random.default_rng([SHUFFLE_SEED, epoch]).permutation(len(self.train))
        indices = indices.astype(np.int32)
        return indices[: self.steps * self.batch_size].reshape(self.steps, self.batch_size)

    def validation_order(self):
        """Return the indices of the validation images, (batches, batch_size)."""
        batches = len(self.validation) // self.batch_size
        indices = np.arange(batches * self.batch_size, dtype=np.int32)
        return indices.reshape(batches, self.batch_size)


def _is_grading():
    budget = os.environ.get("LAB_BUDGET", "")
    if budget not in ("", "grading"):
        raise LabError(
            f"The environment variable LAB_BUDGET is {budget!r}; the only value that it can have "
            "is 'grading'. Leave it unset to train in full."
        )
    return budget == "grading"


def _check_fit(step, data, epochs, batch_size):
    example = "lambda x: train_step(x, weights, biases, optimizer, mean_squared)"
    if not callable(step):
        raise LabError(
            f"step is {_describe(step)}; fit needs a function that it can call with each batch, "
            f"such as `{example}` (with `lambda x:`, so that it is not called at once)."
        )
    if not _takes_one_argument(step):
        raise LabError(
            f"fit calls step(x), with the batch alone, but step takes {inspect.signature(step)}. "
            f"Wrap it, such as `{example}`."
        )
    if not isinstance(data, Mnist):
        raise LabError(
            f"data is {_describe(data)}; fit needs all of what load_mnist() returns: "
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


def _describe(value):
    """Return a few words that say what a wrong argument is."""
    if value is None:
        return "None"
    shape = getattr(value, "shape", None)
    kind = f"an object of type {type(value).__name__}"
    return kind if shape is None else f"{kind} with shape {tuple(shape)}"


def _check_loss(loss):
    """Raise LabError unless the step's result is one number, not None or a vector."""
    if loss is None:
        raise LabError("The step returned None; end it with `return loss`.")
    if isinstance(loss, tuple | list | dict):
        raise LabError(
            f"The step returned an object of type {type(loss).__name__} with {len(loss)} entries; "
            "it must return the loss alone, one number."
        )
    shape = getattr(loss, "shape", None if not isinstance(loss, int | float) else ())
    if shape is None or isinstance(loss, str):
        raise LabError(f"The step returned {_describe(loss)}; it must return the loss, one number.")
    if tuple(shape) != ():
        raise LabError(
            f"The step returned a loss of shape {tuple(shape)}; it must return one number for the "
            "batch, such as the mean over its images (tf.reduce_mean)."
        )


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
    return tqdm(total=epochs, unit="epoch", disable=_is_grading())


def _trainer(step, plan):
    """Return what runs an epoch: compiled if the step allows it, else step by step."""
    __tracebackhide__ = True
    reason = _try_out(step, plan.train[: plan.batch_size])
    if reason is None:
        try:
            return _CompiledTrainer(step, plan)
        except _NotCompiled as error:
            reason = error
    print(f"This step runs uncompiled, which is slower: {reason}.")
    return _EagerTrainer(step, plan)


def _try_out(step, images):
    """Call the step once as Python, undo what it did, and return why it cannot be compiled or None.

    The step's own errors show here, before anything is compiled. An optimizer makes its variables
    here too. Compiling runs the step's Python code once, not once a batch, so code that does more
    than compute, such as printing or appending to a list, cannot be compiled.
    """
    __tracebackhide__ = True
    import tensorflow as tf

    python, variables, printed = _PythonState(step), _VariableState(), io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), tf.variable_creator_scope(variables.creator):
            loss = _call_plainly(step, tf.convert_to_tensor(images))
        changed = python.changed()
    except Exception:
        print(printed.getvalue(), end="")
        raise
    finally:
        variables.restore()
        python.restore()
    _check_loss(loss)
    if printed.getvalue():
        return "it prints"
    return f"it changes {changed}" if changed else None


def _call_plainly(step, batch):
    """Call the step as Python, its own tf.functions too, so that an error names the line."""
    __tracebackhide__ = True
    import tensorflow as tf

    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    try:
        return step(batch)
    except LabError:
        raise
    except Exception as error:
        raise error.with_traceback(_students_frames(error.__traceback__)) from None
    finally:
        tf.config.run_functions_eagerly(before)


def _students_frames(trace):
    """Return the traceback with only the student's own functions, or unchanged if it has none."""
    frames = [one for one, _ in traceback.walk_tb(trace) if _is_students(one.f_code.co_filename)]
    lines = {id(one): line for one, line in traceback.walk_tb(trace)}
    short = None
    for frame in reversed(frames):
        short = types.TracebackType(short, frame, frame.f_lasti, lines[id(frame)])
    return short or trace


# --------------------------------------------------------------------- training: the compiled way


class _NotCompiled(Exception):
    """Why a step cannot be compiled, as the end of a sentence."""


class _CompiledTrainer:
    """Runs whole epochs in one XLA computation each, on images that stay in memory.

    Raises _NotCompiled when TensorFlow or XLA cannot compile the step.
    """

    def __init__(self, step, plan):
        import tensorflow as tf

        self._step = _trace(step, plan.batch_size)
        self._variables = self._step.variables
        self._images = tf.convert_to_tensor(plan.train)
        self._validation = (
            tf.convert_to_tensor(plan.validation),
            tf.convert_to_tensor(plan.validation_order()),
        )
        self._train = tf.function(self._training_epoch, jit_compile=True, autograph=False)
        self._validate = tf.function(self._validation_epoch, jit_compile=True, autograph=False)
        try:
            self._validate(*self._validation)  # compiles the step and changes no variable
        except Exception as error:
            operation = re.search(r"unsupported operations.*?: (\w+)", str(error), re.DOTALL)
            operation = operation[1] if operation else "one of its operations"
            raise _NotCompiled(f"XLA cannot compile {operation}") from None

    def epoch(self, order):
        """Return the loss of each step, up to the first that is not finite; the validation loss."""
        taken, losses = self._train(self._images, order)
        losses = losses.numpy()[: int(taken)]
        if not np.isfinite(losses[-1]):
            return losses, np.nan
        return losses, float(self._validate(*self._validation))

    def _training_epoch(self, images, order):
        import tensorflow as tf

        steps = order.shape[0]

        def go_on(index, losses, last):
            return (index < steps) & tf.math.is_finite(last)

        def one_step(index, losses, last):
            loss = tf.cast(self._step(tf.gather(images, order[index])), tf.float32)
            return index + 1, losses.write(index, loss), loss

        start = (0, tf.TensorArray(tf.float32, steps, element_shape=()), tf.constant(0.0))
        taken, losses, _ = tf.while_loop(go_on, one_step, start)
        return taken, losses.stack()

    def _validation_epoch(self, images, order):
        import tensorflow as tf

        batches = order.shape[0]

        def one_batch(index, total):
            before = [variable.read_value() for variable in self._variables]
            loss = tf.cast(self._step(tf.gather(images, order[index])), tf.float32)
            # XLA sees that nothing changes in the end, and leaves out the backward pass.
            for variable, value in zip(self._variables, before, strict=True):
                variable.assign(value)
            return index + 1, total + loss

        _, total = tf.while_loop(lambda index, _: index < batches, one_batch, (0, 0.0))
        return total / batches


def _trace(step, batch_size):
    """Return the step as a TensorFlow graph, or raise _NotCompiled.

    AutoGraph is off: a Python `if` on a tensor then fails here, instead of being rewritten.
    """
    import tensorflow as tf

    batch = tf.TensorSpec((batch_size, PIXELS), tf.float32)
    try:
        return tf.function(step, autograph=False).get_concrete_function(batch)
    except Exception as error:
        raise _NotCompiled(f"TensorFlow cannot compile {_source_line(error)}") from None


def _source_line(error):
    """Return the last line of the student's own code that led to the error, in backquotes."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if _is_students(frame.filename) and frame.line:
            return f"`{frame.line}`"
    return f"it ({type(error).__name__})"


# ------------------------------------------------------------------ training: the uncompiled way


class _EagerTrainer:
    """Calls the step for each batch, for steps that only Python can run."""

    def __init__(self, step, plan):
        self._step = step
        self._plan = plan

    def epoch(self, order):
        """Return the loss of each step, up to the first that is not finite; the validation loss."""
        __tracebackhide__ = True
        losses = []
        for indices in order:
            losses.append(self._loss(self._plan.train[indices]))
            if not np.isfinite(losses[-1]):
                return losses, np.nan
        return losses, self._validation_loss()

    def _loss(self, images):
        __tracebackhide__ = True
        import tensorflow as tf

        loss = self._step(tf.convert_to_tensor(images))
        _check_loss(loss)
        return float(loss)

    def _validation_loss(self):
        """Return the mean loss of the validation batches; what the steps changed is put back."""
        __tracebackhide__ = True
        python, variables = _PythonState(self._step), _VariableState()
        losses = []
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                for indices in self._plan.validation_order():
                    losses.append(self._loss(self._plan.validation[indices]))
                    variables.restore()
        finally:
            variables.restore()
            python.restore()
        return float(np.mean(losses))


# ---------------------------------------------------------- training: what a step does beside it


class _VariableState:
    """Every TensorFlow variable of this process, with its value."""

    def __init__(self):
        import tensorflow as tf

        eager_tensor = type(tf.constant(0))
        # type(), not isinstance(), which would look through weak references to deleted objects.
        variables = (item for item in gc.get_objects() if issubclass(type(item), tf.Variable))
        self._saved = [
            (variable, variable.read_value())
            for variable in variables
            if isinstance(variable.handle, eager_tensor) and variable.is_initialized()
        ]

    def creator(self, next_creator, **options):
        """Create a variable, for tf.variable_creator_scope, and save its first value too."""
        variable = next_creator(**options)
        self._saved.append((variable, variable.read_value()))
        return variable

    def restore(self):
        """Give the variables the values that they had."""
        for variable, value in self._saved:
            variable.assign(value)


def _is_students(filename):
    """Whether code of this file is the student's: not Python's, not a package's, not lab.py."""
    parts = pathlib.PurePath(filename).parts
    installed = "site-packages" in parts or "dist-packages" in parts
    python = filename.startswith(("<frozen", sysconfig.get_path("stdlib")))
    return not (installed or python or filename == __file__)


class _PythonState:
    """The lists, dicts, sets and names that a step's own Python code can reach, as they were.

    Only the code that the student wrote is followed: functions that the step names, what they
    close over, methods and their objects.
    """

    _MISSING = object()

    def __init__(self, step):
        self._containers = []  # (label, list or dict or set, shallow copy)
        self._names = []  # (label, read, write, value)
        self._random = []  # (label, read, state)
        self._seen = {}  # by identity; holds the objects, so that no identity is used twice
        self._visit("the step", step)

    def changed(self):
        """Return which of them is no longer as it was, in words, or None."""
        for label, container, copy in self._containers:
            if not _same_entries(container, copy):
                return f"`{label}`"
        for label, read, _, value in self._names:
            if read() is not value:
                return f"`{label}`"
        for label, read, state in self._random:
            if pickle.dumps(read()) != state:
                return f"the state of {label}, as it draws random numbers there"
        return None

    def restore(self):
        """Make lists, dicts, sets and names what they were."""
        for _, container, copy in self._containers:
            if not _same_entries(container, copy):
                container.clear()
                (container.extend if isinstance(copy, list) else container.update)(copy)
        for _, read, write, value in self._names:
            if read() is not value:
                write(value)

    def _visit(self, label, value):
        if id(value) in self._seen:
            return
        self._seen[id(value)] = value
        if isinstance(value, types.FunctionType):
            self._visit_function(value)
        elif isinstance(value, types.MethodType):
            self._visit(label, value.__func__)
            self._visit("self", value.__self__)
        elif isinstance(value, functools.partial):
            self._visit_all([("", value.func), *_labelled("", value.args)])
            self._visit_all(value.keywords.items())
        elif isinstance(value, list | collections.deque | tuple | dict | set):
            self._visit_container(label, value)
        elif isinstance(value, np.random.Generator):
            self._watch_random(f"`{label}`", lambda: value.bit_generator.state)
        elif isinstance(value, types.ModuleType):
            self._visit_module(value)
        elif callable(getattr(value, "python_function", None)):  # the student's own tf.function
            self._visit(label, value.python_function)
        elif _is_student_object(value):
            self._visit_attributes(label, value)

    def _visit_all(self, labelled):
        for label, value in labelled:
            self._visit(label, value)

    def _visit_function(self, function):
        filename = function.__code__.co_filename
        if not _is_students(filename) and filename != __file__:
            return
        namespace = function.__globals__
        for name in sorted(_names_in(function.__code__)):
            self._watch_name(
                name,
                functools.partial(namespace.get, name, self._MISSING),
                functools.partial(self._write_global, namespace, name),
            )
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        ):
            self._watch_name(
                name,
                functools.partial(self._read_cell, cell),
                functools.partial(self._write_cell, cell),
            )
        self._visit_all(_labelled("default", function.__defaults__ or ()))
        self._visit_all((function.__kwdefaults__ or {}).items())

    def _visit_container(self, label, value):
        if not isinstance(value, tuple):
            copy = list(value) if isinstance(value, list | collections.deque) else value.copy()
            self._containers.append((label, value, copy))
        if not isinstance(value, set):
            self._visit_all(_labelled(label, value))

    def _visit_attributes(self, label, value):
        attributes = vars(value)
        self._containers.append((label, attributes, attributes.copy()))
        self._visit_all((f"{label}.{name}", item) for name, item in list(attributes.items()))
        for kind in type(value).__mro__:
            self._visit_all(
                (name, item)
                for name, item in vars(kind).items()
                if isinstance(item, types.FunctionType)
            )

    def _visit_module(self, module):
        if module is np or module is np.random:
            self._watch_random("np.random", lambda: np.random.get_state(legacy=False))
        elif module is random:
            self._watch_random("random", random.getstate)

    def _watch_name(self, name, read, write):
        value = read()
        self._names.append((name, read, write, value))
        self._visit(name, value)

    def _watch_random(self, label, read):
        self._random.append((label, read, pickle.dumps(read())))

    @classmethod
    def _write_global(cls, namespace, name, value):
        if value is cls._MISSING:
            namespace.pop(name, None)
        else:
            namespace[name] = value

    @classmethod
    def _read_cell(cls, cell):
        try:
            return cell.cell_contents
        except ValueError:  # the name has no value yet
            return cls._MISSING

    @classmethod
    def _write_cell(cls, cell, value):
        if value is cls._MISSING:
            del cell.cell_contents
        else:
            cell.cell_contents = value


def _same_entries(container, copy):
    """Whether a list, dict or set holds the same objects as its copy, in the same order."""
    if len(container) != len(copy):
        return False
    if isinstance(container, set):
        return container == copy
    if isinstance(container, dict):
        ours, theirs = [*container.keys(), *container.values()], [*copy.keys(), *copy.values()]
        return all(map(operator.is_, ours, theirs))
    return all(map(operator.is_, container, copy))


def _labelled(label, entries):
    """Return pairs of a label such as losses[0] and the entry, for a sequence or a dict."""
    pairs = entries.items() if isinstance(entries, dict) else enumerate(entries)
    return [(f"{label}[{key!r}]", entry) for key, entry in pairs]


def _names_in(code):
    """Return the global names that a function's code uses, with those of functions inside it."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _names_in(constant)
    return names


def _is_student_object(value):
    """Whether the value is an object, with attributes, of a class that the student wrote."""
    kind = type(value)
    if kind is types.SimpleNamespace:
        return True
    libraries = {base.__module__.partition(".")[0] for base in kind.__mro__}
    if libraries & {"keras", "tensorflow"} or not hasattr(value, "__dict__") or kind is type:
        return False
    module = sys.modules.get(kind.__module__)
    filename = getattr(module, "__file__", None)
    return kind.__module__ == "__main__" or bool(filename and _is_students(filename))


# ------------------------------------------------------------------------------------- networks


def normal(*shape):
    """Return a tensor of the given shape, each entry an independent draw from N(0, 1)."""
    import tensorflow as tf

    return tf.random.normal(shape)


def build_network(weight_init, bias_init=None):
    """Return a Keras network 784-256-128-256-784 of four sigmoid layers.

    `weight_init(n_in, n_out)` gives each layer's weights (n_in, n_out), and `bias_init(n_out)` its
    biases (n_out,); without it they are zero. The layers are called encoder_h1, encoder_h2,
    decoder_h1 and decoder_h2.

    Raises LabError when a function gives another shape, or numbers that are not finite.
    """
    import keras

    for name, function in (("weight_init", weight_init), ("bias_init", bias_init)):
        if not callable(function) and not (name == "bias_init" and function is None):
            raise LabError(
                f"{name} is {_describe(function)}; build_network needs the function itself, such "
                "as `build_network(normal)`, without calling it."
            )
    widths = {"encoder_h1": 256, "encoder_h2": 128, "decoder_h1": 256, "decoder_h2": PIXELS}
    network = keras.Sequential([keras.Input((PIXELS,))], name="autoencoder")
    n_in = PIXELS
    for name, n_out in widths.items():
        layer = keras.layers.Dense(n_out, activation="sigmoid", name=name)
        network.add(layer)
        weights = _drawn("weight_init", weight_init, n_in, n_out)
        biases = _drawn("bias_init", bias_init, n_out) if bias_init else np.zeros(n_out)
        layer.set_weights([weights, biases])
        n_in = n_out
    return network


def _drawn(name, function, *shape):
    """Return function(*shape) as a float32 array, checked to have that shape and finite numbers."""
    call = f"{name}({', '.join(map(str, shape))})"
    result = function(*shape)
    try:
        values = np.asarray(result, dtype=np.float32)
    except (TypeError, ValueError):
        raise LabError(
            f"{call} gave {_describe(result)}; it must give numbers of shape {shape}."
        ) from None
    if result is None or values.shape != shape:
        found = "None" if result is None else f"shape {values.shape}"
        raise LabError(f"{call} gave {found}; it must give numbers of shape {shape}.")
    if not np.isfinite(values).all():
        bad = np.count_nonzero(~np.isfinite(values))
        raise LabError(
            f"{call} gave {bad:,} of {values.size:,} numbers that are NaN or infinite; "
            "look for a division by 0 or the square root of a negative number."
        )
    return values


def training_step(network, loss, learning_rate=0.001):
    """Return a step for `fit` that trains the network with Adam.

    `loss(x, z)` takes a batch (n, 784) and its reconstruction (n, 784) and returns a scalar.
    The step returns that loss, from before the update. It raises LabError when the loss is not
    made of TensorFlow operations on z, so that there is no gradient.
    """
    import keras
    import tensorflow as tf

    if not callable(loss):
        raise LabError(
            f"loss is {_describe(loss)}; training_step needs the function itself, such as "
            "`training_step(network, cross_entropy)`, without calling it."
        )
    optimizer = keras.optimizers.Adam(learning_rate)
    variables = network.trainable_variables
    optimizer.build(variables)

    def step(x):
        with tf.GradientTape() as tape:
            value = loss(x, network(x))
        _check_loss(value)
        gradients = tape.gradient(value, variables) if tf.is_tensor(value) else [None]
        if any(gradient is None for gradient in gradients):
            raise LabError(
                "The loss has no gradient by the network's weights. It must be made of TensorFlow "
                "operations on z all the way: no NumPy, no `.numpy()`, no float()."
            )
        optimizer.apply(gradients, variables)
        return value

    return step


def activations(network, x):
    """Return what each layer of the network gives for x (n, 784): a list of arrays (n, width)."""
    import tensorflow as tf

    values = tf.convert_to_tensor(x, tf.float32)
    layers = []
    for layer in network.layers:
        values = layer(values)
        layers.append(values.numpy())
    return layers


# -------------------------------------------------------------------------------------- figures


def show_reconstructions(images, reconstructions, rows=10):
    """Draw images beside their reconstructions, and return the matplotlib figure.

    `images` is (n, 784); `reconstructions` is a dict from a title to an array (n, 784). Each title
    gets two columns, original and reconstruction, and the mean squared error per pixel over all n
    images. The first `rows` images are drawn.

    Raises LabError when the arrays are not of these shapes.
    """
    originals = _rows_of_pixels("images", images)
    groups = _reconstructions(reconstructions, originals)
    rows = min(rows, len(originals))
    figure = _new_figure(2.15 * len(groups), 0.95 * rows + 0.75)
    for subfigure, (title, values) in zip(
        np.atleast_1d(figure.subfigures(1, len(groups), wspace=0.06)), groups.items(), strict=True
    ):
        error = np.mean(np.square(originals - values), dtype=np.float64)
        subfigure.suptitle(f"{title}\nsquared error per pixel {error:.4f}", fontsize=8.5)
        axes = subfigure.subplots(rows, 2, squeeze=False, gridspec_kw={"wspace": 0.03})
        for row, pair in zip(axes, zip(originals, values, strict=True), strict=False):
            for axis, image in zip(row, pair, strict=True):
                axis.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
                axis.set_axis_off()
        for axis, name in zip(axes[0], ("original", "reconstruction"), strict=True):
            axis.set_title(name, fontsize=7, color="dimgray", pad=3)
    return _shown(figure)


def plot_history(history, ylabel="loss"):
    """Draw the training and validation loss over the epochs, and return the matplotlib figure.

    `history` is what `fit` returns, or a dict from a name to one. Say in `ylabel` what the loss is
    and in which unit, such as "cross-entropy (nats per image)". The loss axis is logarithmic when
    the losses span more than a factor of ten.

    Raises LabError when there is no History to draw.
    """
    histories = history if isinstance(history, dict) else {"": history}
    for value in histories.values():
        if not isinstance(value, History):
            raise LabError(
                f"plot_history got {_describe(value)}; it needs what fit returns, or a dict such "
                'as {"squared error": history}.'
            )
    if not histories:
        raise LabError("plot_history got an empty dict; it needs at least one history.")
    figure = _new_figure(6.4, 3.8)
    axis = figure.subplots()
    for number, (name, one) in enumerate(histories.items()):
        prefix = f"{name}: " if name else ""
        epochs = range(1, len(one.training) + 1)
        style = {"color": f"C{number}", "marker": "o", "markersize": 3.5}
        axis.plot(epochs, one.training, **style, label=f"{prefix}training")
        style |= {"linestyle": "--", "markerfacecolor": "white"}
        axis.plot(epochs, one.validation, **style, label=f"{prefix}validation")
    losses = [loss for one in histories.values() for loss in one.training + one.validation]
    if not losses:
        axis.text(0.5, 0.5, "no epoch ended", ha="center", transform=axis.transAxes)
    elif min(losses) > 0 and max(losses) > 10 * min(losses):
        axis.set_yscale("log")
    axis.set_xlabel("epoch")
    axis.set_ylabel(ylabel)
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.spines[["top", "right"]].set_visible(False)
    axis.grid(alpha=0.25)
    axis.legend(frameon=False)
    return _shown(figure)


def _rows_of_pixels(name, values):
    """Return values as a float32 array (n, 784), or raise LabError."""
    try:
        array = np.asarray(values, dtype=np.float32)
    except (TypeError, ValueError):
        array = None
    if array is None or array.ndim != 2 or array.shape[1] != PIXELS or not len(array):
        raise LabError(f"{name} is {_describe(values)}; it must be numbers of shape (n, {PIXELS}).")
    return array


def _reconstructions(reconstructions, originals):
    """Return the dict of reconstructions with checked float32 arrays, as many as originals."""
    if not isinstance(reconstructions, dict) or not reconstructions:
        raise LabError(
            f"reconstructions is {_describe(reconstructions)}; show_reconstructions needs a dict "
            'from a title to an array, such as {"squared error": z}.'
        )
    groups = {}
    for title, values in reconstructions.items():
        groups[title] = _rows_of_pixels(f"the reconstruction {title!r}", values)
        if groups[title].shape != originals.shape:
            raise LabError(
                f"the reconstruction {title!r} has shape {groups[title].shape}, but the images "
                f"have shape {originals.shape}; reconstruct the same images."
            )
    return groups


def _new_figure(width, height):
    """Return an empty figure that pyplot does not know, so that Jupyter does not show it again."""
    import matplotlib.figure

    class NotebookFigure(matplotlib.figure.Figure):
        """Is displayed once in a cell, though it is shown and also is the cell's last value."""

        _cell = None

        def _ipython_display_(self):
            from IPython import display, get_ipython

            cell = getattr(get_ipython(), "execution_count", None)
            if cell != self._cell:
                self._cell = cell
                picture = io.BytesIO()
                self.savefig(picture, format="png", dpi=2 * self.dpi, bbox_inches="tight")
                display.display(display.Image(picture.getvalue(), format="png", retina=True))

    return NotebookFigure(figsize=(width, height), layout="constrained")


def _shown(figure):
    """Display the figure when this runs in a notebook, and return it."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        figure._ipython_display_()
    return figure


def save_reconstructions(name, z):
    """Write reconstructions (n, 784) to runs/<name>.npz in the working directory; return its path.

    Raises LabError for a name that is no file name, or when z has another shape.
    """
    path = _run_path(name)
    values = _rows_of_pixels("z", z)
    path.parent.mkdir(exist_ok=True)
    np.savez(path, z=values)
    return path


def load_reconstructions(name):
    """Return the reconstructions (n, 784) that were saved under the name.

    Without such a file the course's own run is returned, and a line says so. Raises LabError when
    there is neither, or when the file is damaged.
    """
    path = _run_path(name)
    reference = pathlib.Path(__file__).resolve().parent / "reference" / path.name
    if not path.is_file():
        if not reference.is_file():
            raise LabError(
                f"There are no reconstructions called {name!r}: looked for {path} and {reference}. "
                f'Run the cell that calls `save_reconstructions("{name}", z)` first.'
            )
        print(f"There is no {path.name} in runs/, so these are the course's, not yours.")
        path = reference
    try:
        with np.load(path, allow_pickle=False) as file:
            return _rows_of_pixels("z", file["z"])
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, AttributeError) as error:
        raise LabError(
            f"{path} cannot be read ({error}). Delete it and save the reconstructions again."
        ) from None


def _run_path(name):
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise LabError(f"the name is {name!r}; use letters, digits, - and _ only.")
    return pathlib.Path.cwd() / "runs" / f"{name}.npz"
