"""A student's function in this process, as checks see it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import numpy as np

from autograder.checks import latent
from autograder.checks.view import StudentError, Training, Variable, View


def view(function: Callable | View) -> View:
    """A view of `function`; a view of a function elsewhere stays what it is."""
    return function if hasattr(function, "gradient") else InProcessView(function)


class InProcessView:
    """Calls the function right here: for instructors, and for stock nbgrader."""

    def __init__(self, function: Callable):
        self.function = function

    def __call__(self, *arguments: Any) -> Any:
        return as_arrays(call(self.function, *hand_over(arguments)))

    def given(self, *names: str) -> View:
        right = {name: getattr(latent, name) for name in names}

        @wraps(self.function)
        def function(*arguments):
            with replaced(self.function, **right):
                return self.function(*arguments)

        return InProcessView(function)

    def compiled(self, *arguments: Any, xla: bool = False) -> Any:
        return as_arrays(call(compile_function(self.function, xla), *hand_over(arguments)))

    def gradient(self, *arguments: Any, by: int, compiled: bool = False, xla: bool = False) -> Any:
        import tensorflow as tf

        handed = hand_over(arguments)

        def slope(*inputs):
            with tf.GradientTape() as tape:
                tape.watch(inputs[by])
                total = tf.reduce_sum(self.function(*inputs))
            return tape.gradient(total, inputs[by])

        return as_arrays(call(compile_function(slope, xla) if compiled else slope, *handed))

    def train(self, role, weights, biases, batches, *, optimizer, learning_rate, loss) -> Training:
        from autograder import training

        parts = {"train_step": training.train_step, "loss": training.LOSSES[loss]}
        parts[role] = self.function
        right = {
            "encoder": training.encoder,
            "decoder": training.decoder,
            "mean_squared": training.squared_error,
        }
        with replaced(self.function, **right):
            losses, weights, biases = call(
                training.train, parts, weights, biases, batches, optimizer, learning_rate
            )
        return Training(
            np.array([float(as_arrays(value)) for value in losses]),
            as_arrays(weights),
            as_arrays(biases),
        )


def compile_function(function: Callable, xla: bool) -> Callable:
    import tensorflow as tf

    return tf.function(function, jit_compile=xla, autograph=True)


def call(function: Callable, *arguments: Any) -> Any:
    """Call a function that runs a student's code; what it raises becomes a StudentError."""
    try:
        return function(*arguments)
    except (Exception, SystemExit) as error:
        raise StudentError(describe(error)) from None


def describe(error: BaseException) -> str:
    """What a student's function raised, in one line."""
    if isinstance(error, NotImplementedError):
        return "nothing is filled in yet (NotImplementedError)"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # TensorFlow's errors from traced code begin with a report of the trace; the cause comes last.
    message = lines[-1] if lines and lines[0].startswith("in user code") else " ".join(lines[:1])
    return f"the code raised {type(error).__name__}: {message[:300]}"


def hand_over(arguments: tuple) -> list:
    """Arrays as the contract hands them to students: tensors, variables in dicts, or copies."""

    def convert(value):
        if isinstance(value, dict):
            import tensorflow as tf

            return {key: tf.Variable(np.float32(entry)) for key, entry in value.items()}
        if isinstance(value, np.ndarray) and value.dtype == np.float32:
            import tensorflow as tf

            return tf.constant(value)
        return value.copy() if isinstance(value, np.ndarray) else value

    return [convert(value) for value in arguments]


def as_arrays(value: Any) -> Any:
    """A result of a student's function in NumPy, kept in its dicts, lists and tuples."""
    if isinstance(value, dict):
        return {str(key): as_arrays(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return tuple(as_arrays(entry) for entry in value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    try:
        array = np.asarray(value).copy()
    except Exception as error:
        raise StudentError(f"the result cannot be read as an array: {describe(error)}") from None
    if array.dtype == object:
        raise StudentError(f"the result is of type {type(value).__name__}; expected numbers")
    return array.view(Variable) if is_variable(value) else array


def is_variable(value: Any) -> bool:
    """Whether a value is a `tf.Variable` or a `keras.Variable`."""
    tf = sys.modules.get("tensorflow")  # no value is one where TensorFlow is not imported
    return tf is not None and isinstance(value, tf.Variable | tf.keras.Variable)


@contextmanager
def replaced(function: Callable, **names: Any) -> Iterator[None]:
    """Let the globals of a student's function name other objects for a while."""
    namespace = namespace_of(function)
    before = {name: namespace[name] for name in names if name in namespace}
    namespace.update(names)
    try:
        yield
    finally:
        for name in names:
            namespace.pop(name, None)
        namespace.update(before)


def namespace_of(function: Callable) -> dict:
    """The globals of a function, a method, a callable object or a `tf.function`."""
    for attribute in ("python_function", "__wrapped__", "__func__", "func"):
        if hasattr(function, attribute):
            return namespace_of(getattr(function, attribute))
    if hasattr(function, "__globals__"):
        return function.__globals__
    inner = type(function).__call__
    return getattr(inner, "__globals__", {})
