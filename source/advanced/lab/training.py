"""The training loop: whole epochs compiled by XLA, or step by step where only Python can."""

import contextlib
import inspect
import io
import re
import time
import traceback
import types
import warnings

import numpy as np

from .budget import FULL, budget
from .data import PIXELS, Mnist
from .errors import LabError, describe
from .history import History
from .state import PythonState, VariableState, is_students, living_variables

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
    start = time.perf_counter()
    problem = None
    trainer = _trainer(step, plan)
    history.snapshots[0] = trainer.trained()
    with _progress_bar(plan.epochs) as bar:
        for epoch in range(plan.epochs):
            losses, validation = trainer.epoch(plan.order(epoch))
            problem = _problem(losses, validation, epoch, plan)
            if problem:
                break
            history.add_epoch(losses, validation)
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


def _trainer(step, plan):
    """Return what runs an epoch: compiled if the step allows it, else step by step."""
    __tracebackhide__ = True
    reason = _try_out(step, plan.train[: plan.batch_size])
    if reason is None:
        try:
            traced = _trace(step, plan.batch_size)
            by_xla = budget().xla and not _convolves(traced)
            return _XlaTrainer(traced, plan) if by_xla else _TracedTrainer(traced, plan)
        except _NotCompiled as error:
            reason = error
    print(f"This step runs uncompiled, which is slower: {reason}.")
    return _EagerTrainer(step, plan)


def _convolves(step):
    """Whether a traced step convolves, which on processors XLA does far more slowly."""
    graph = step.graph.as_graph_def()
    functions = [node for function in graph.library.function for node in function.node_def]
    return any(node.op.startswith("Conv2D") for node in [*graph.node, *functions])


def _try_out(step, images):
    """Call the step once as Python, undo what it did, and return why it cannot be compiled or None.

    The step's own errors show here, before anything is compiled. An optimizer makes its variables
    here too. Compiling runs the step's Python code once, not once a batch, so code that does more
    than compute, such as printing or appending to a list, cannot be compiled.
    """
    __tracebackhide__ = True
    import tensorflow as tf

    python, variables, printed = PythonState(step), VariableState(), io.StringIO()
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
    check_loss(loss)
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
    frames = [one for one, _ in traceback.walk_tb(trace) if is_students(one.f_code.co_filename)]
    lines = {id(one): line for one, line in traceback.walk_tb(trace)}
    short = None
    for frame in reversed(frames):
        short = types.TracebackType(short, frame, frame.f_lasti, lines[id(frame)])
    return short or trace


# --------------------------------------------------------------------- training: the compiled way


class _NotCompiled(Exception):
    """Why a step cannot be compiled, as the end of a sentence."""


class _XlaTrainer:
    """Runs whole epochs of a traced step in one XLA computation each, on images kept in memory.

    Raises _NotCompiled when XLA cannot compile the step.
    """

    def __init__(self, step, plan):
        import tensorflow as tf

        self._step = step
        self._variables = step.variables
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

    def trained(self):
        """Return what is trained, with its values."""
        return VariableState(_trainable(self._variables))

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
        if is_students(frame.filename) and frame.line:
            return f"`{frame.line}`"
    return f"it ({type(error).__name__})"


# --------------------------------------------------------------------- training: step by step


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
        check_loss(loss)
        return float(loss)

    def _validation_loss(self):
        """Return the mean loss of the validation batches; what the steps changed is put back."""
        __tracebackhide__ = True
        python, variables = PythonState(self._step), self._variable_state()
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

    def _variable_state(self):
        return VariableState()

    def trained(self):
        """Return what may be trained, with its values."""
        return VariableState(_trainable(living_variables()))


class _TracedTrainer(_EagerTrainer):
    """Calls a traced step for each batch, where XLA would take longer than it saves."""

    def _variable_state(self):
        return VariableState(self._step.variables)

    def trained(self):
        """Return what is trained, with its values."""
        return VariableState(_trainable(self._step.variables))


def _trainable(variables):
    """Leave out what an optimizer keeps for itself."""
    return [variable for variable in variables if variable.trainable]


def check_loss(loss):
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
        raise LabError(f"The step returned {describe(loss)}; it must return the loss, one number.")
    if tuple(shape) != ():
        raise LabError(
            f"The step returned a loss of shape {tuple(shape)}; it must return one number for the "
            "batch, such as the mean over its images (tf.reduce_mean)."
        )
