"""How an epoch is run: compiled by XLA as a whole, or step by step where only Python can."""

import contextlib
import io
import re
import traceback
import types

import numpy as np

from .budget import budget
from .data import PIXELS
from .errors import LabError, describe
from .state import PythonState, VariableState, is_students, living_variables


def trainer_of(step, plan):
    """Return what runs the epochs of a plan: compiled if the step allows it, else step by step."""
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
