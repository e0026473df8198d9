"""What a check asks of a student's function, done in the process where the function lives.

Arrays come in and arrays go out. Nothing here knows an answer: right functions that a check puts
beside the student's are handed in.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial, wraps
from inspect import Signature, signature
from types import SimpleNamespace, WrapperDescriptorType
from typing import Any

import numpy as np

from autograder.inside.variable import Variable


class AnswerError(Exception):
    """The student's function raised, or returned other than numbers, said in a sentence."""


@cache
def tensorflow() -> SimpleNamespace:
    """What is needed of TensorFlow, as it is at the first call: later code may patch it."""
    import tensorflow as tf

    return SimpleNamespace(
        compile=tf.function,
        constant=tf.constant,
        reduce_sum=tf.reduce_sum,
        tape=tf.GradientTape,
        gradient=tf.GradientTape.gradient,
        variable=tf.Variable,
        variables=(tf.Variable, tf.keras.Variable),
    )


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's result."""
    return as_arrays(run(function, *hand_over(arguments)))


def compiled(function: Callable[..., Any], *arguments: Any, xla: bool = False) -> Any:
    """The function's result inside `tf.function`, compiled by XLA or not."""
    return as_arrays(run(compile_function(function, xla), *hand_over(arguments)))


def gradient(
    function: Callable[..., Any],
    *arguments: Any,
    by: int,
    compiled: bool = False,
    xla: bool = False,
) -> Any:
    """The gradient of the function's summed result by argument number `by`."""
    tf, handed = tensorflow(), hand_over(arguments)

    def slope(*inputs: Any) -> Any:
        with tf.tape() as tape:
            tape.watch(inputs[by])
            total = tf.reduce_sum(function(*inputs))
        return tf.gradient(tape, total, inputs[by])

    return as_arrays(run(compile_function(slope, xla) if compiled else slope, *handed))


def perform(
    function: Callable[..., Any],
    *arguments: Any,
    entry: str,
    sources: list[str],
    given: dict[str, str],
) -> Any:
    """The result of a course's own operation: the function `entry` that the sources define.

    It is called with the student's function and the arguments, which stay as they are. `given` are
    the student's names that functions of the sources take the place of, each with that function's
    name.
    """
    names: dict[str, Any] = {}
    for source in sources:
        exec(source, names)
    with replaced(function, **{own: names[right] for own, right in given.items()}):
        return as_arrays(run(names[entry], function, *arguments))


# A list of more entries than this is sent as an array, where it is one.
SHORT = 32
OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": call,
    "compiled": compiled,
    "gradient": gradient,
    "perform": perform,
}


def compile_function(function: Callable[..., Any], xla: bool) -> Callable[..., Any]:
    traced: Callable[..., Any] = tensorflow().compile(function, jit_compile=xla, autograph=True)
    return traced


def run(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call what runs a student's code; what it raises becomes an AnswerError."""
    try:
        return function(*arguments)
    except (Exception, SystemExit) as error:
        raise AnswerError(describe(error)) from None


def describe(error: BaseException) -> str:
    """What a student's function raised, in one line."""
    try:
        text = str(error)
    except BaseException:  # a student's own class of errors may do anything here
        text = ""
    if isinstance(error, NotImplementedError) and not text:
        return "nothing is filled in yet, or `raise NotImplementedError` was left in"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # TensorFlow's errors from traced code begin with a report of the trace; the cause comes last.
    message = lines[-1] if lines and lines[0].startswith("in user code") else " ".join(lines[:1])
    if "symbolic" in message and "numpy" in message:
        return (
            "tf.function cannot compile it, and no gradient passes: the code makes a NumPy array "
            "of a tensor; stay with TensorFlow operations"
        )
    # Which of TensorFlow's kernels failed, where, is of no use to a student.
    message = re.sub(r"\{\{.*?\}\} | \[Op:\w+\].*", "", message)
    message = message.removeprefix(f"{type(error).__name__}: ")
    return f"the code raised {type(error).__name__}: {message[:300]}"


def hand_over(arguments: tuple[Any, ...]) -> list[Any]:
    """Arrays as checks hand them to students: tensors, variables in dicts, or copies.

    A notebook that does without TensorFlow, which is not imported then, gets copies alone.
    """
    has_tensors = "tensorflow" in sys.modules

    def convert(value: Any) -> Any:
        if isinstance(value, dict):
            if not has_tensors:
                return {key: np.array(entry) for key, entry in value.items()}
            variable = tensorflow().variable
            return {key: variable(np.float32(entry)) for key, entry in value.items()}
        if has_tensors and isinstance(value, np.ndarray) and value.dtype == np.float32:
            return tensorflow().constant(value)
        return value.copy() if isinstance(value, np.ndarray) else value

    return [convert(value) for value in arguments]


def as_arrays(value: Any) -> Any:
    """A result of a student's function in NumPy, kept in its dicts, lists and tuples."""
    if isinstance(value, dict):
        return {str(key): as_arrays(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        table = as_table(value) if len(value) > SHORT else None
        return tuple(as_arrays(entry) for entry in value) if table is None else table
    if value is None or isinstance(value, str | bool | int | float):
        return value
    try:
        # NumPy itself cannot read a single bfloat16 of TensorFlow's.
        array = np.array(value.numpy() if hasattr(value, "numpy") else value)
        if array.dtype.kind == "V":  # bfloat16 and its like, which plain NumPy does not know
            array = array.astype(np.float64)
    except Exception as error:
        raise AnswerError(f"the result cannot be read as an array: {describe(error)}") from None
    if array.dtype == object:
        raise AnswerError(f"the result is of type {type(value).__name__}; expected numbers")
    if array.dtype.kind not in "biufc":
        raise AnswerError(f"the result is an array of type {array.dtype}; expected numbers")
    return array.view(Variable) if can_be_trained(value) else array


def as_table(value: list[Any] | tuple[Any, ...]) -> np.ndarray | None:
    """A list of numbers, or of rows of equal length, as the array that it is; else None.

    An array takes a tenth of the bytes of its numbers one by one.
    """
    try:
        array = np.array(value)
    except Exception:  # rows of several lengths, or a student's own objects
        return None
    return array if array.dtype.kind == "f" else None


def can_be_trained(value: Any) -> bool:
    """Whether a value is a `tf.Variable` or a `keras.Variable`, and one that training changes."""
    # No value is one where TensorFlow is not imported.
    is_variable = "tensorflow" in sys.modules and isinstance(value, tensorflow().variables)
    return is_variable and bool(value.trainable)


@contextmanager
def replaced(function: Callable[..., Any], **right: Callable[..., Any]) -> Iterator[None]:
    """Let the globals of a student's function name right functions for a while.

    Each is called as the student's own function of that name is.
    """
    namespace = namespace_of(function)
    before = {name: namespace[name] for name in right if name in namespace}
    namespace.update({name: stand_in(one, before.get(name)) for name, one in right.items()})
    try:
        yield
    finally:
        for name in right:
            namespace.pop(name, None)
        namespace.update(before)


def stand_in(right: Callable[..., Any], own: Any) -> Callable[..., Any]:
    """The function `right` for callers who know the parameters of the student's `own` instead.

    What `own` calls otherwise, or takes in addition, is told by the place: the first parameters
    are those of the contract. A call that does not fit `own` is one of `right`.
    """
    expected, known = signature(right), signature_of(own)

    @wraps(right)
    def function(*arguments: Any, **keywords: Any) -> Any:
        return right(*by_place(expected, known, arguments, keywords))

    return function


def signature_of(function: Any) -> Signature | None:
    """A function's signature; None where it has none that can be told."""
    try:
        return signature(function)
    except Exception:  # a student's own object may do anything here
        return None


def by_place(
    expected: Signature,
    known: Signature | None,
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
) -> tuple[Any, ...]:
    """The arguments of a call in the order of `expected`; TypeError where it does not fit."""
    count = len(expected.parameters)
    with suppress(TypeError):
        bound = (known or expected).bind(*arguments, **keywords)
        bound.apply_defaults()
        if len(bound.args) >= count:
            return bound.args[:count]
    return expected.bind(*arguments, **keywords).args


def namespace_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The globals of a function, a partial, a method, a callable object or a `tf.function`.

    Empty for an object that does not tell.
    """
    with suppress(Exception):  # a student's own object may answer anything, without end
        namespace = _namespace_of(function)
        if isinstance(namespace, dict):
            return namespace
    return {}


def _namespace_of(function: Any) -> Any:
    if isinstance(function, partial):
        return _namespace_of(function.func)
    for attribute in ("python_function", "__wrapped__", "__func__"):
        if hasattr(function, attribute):
            return _namespace_of(getattr(function, attribute))
    if hasattr(function, "__globals__"):
        return function.__globals__
    inner = type(function).__call__
    return {} if isinstance(inner, WrapperDescriptorType) else _namespace_of(inner)
