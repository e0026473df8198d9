"""Answers that are no answers: what may be made of a right result without knowing the exercise.

Each entry of DEGENERATE turns a right function into one that has nothing of it but its shape, or
that is right for a while, in one place or in one mode. None may earn more than the points for the
shape; KEEPS lists, with a reason, those that hold more of what was asked for.
"""

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

Change = Callable[[np.ndarray], np.ndarray]
Wrap = Callable[[Callable], Callable]


def changed(change: Change) -> Wrap:
    """Let a right function's result go through a change, entry by entry of its dicts."""
    return lambda right: lambda *arguments: on_each(right(*arguments), change)


def on_each(result: Any, change: Change) -> Any:
    """Change the arrays of a result, which become variables again where they were ones."""
    if isinstance(result, dict):
        return {key: on_each(value, change) for key, value in result.items()}
    if isinstance(result, tuple):
        return tuple(on_each(value, change) for value in result)
    array = np.asarray(change(np.array(result)))
    if hasattr(result, "assign") and array.dtype == np.float32:
        return type(result)(array)
    return array


def _one_entry(value: float) -> Change:
    def change(array: np.ndarray) -> np.ndarray:
        array = np.zeros_like(array)
        array.flat[0] = value
        return array

    return change


def _rows(keep: slice) -> Change:
    """Keep some of the rows, or of the entries."""

    def change(array: np.ndarray) -> np.ndarray:
        kept = np.zeros_like(array)
        if array.ndim:
            kept[keep] = array[keep]
        return kept

    return change


def _repeated(axis: int) -> Change:
    """The first row or column in place of all."""

    def change(array: np.ndarray) -> np.ndarray:
        if array.ndim <= axis:
            return np.zeros_like(array)
        return np.broadcast_to(array.take([0], axis), array.shape).copy()

    return change


def _rank_one(array: np.ndarray) -> np.ndarray:
    if array.ndim != 2:
        return np.full_like(array, array.mean())
    return array[:, :1] * array[:1]


def _levels(number: int) -> Change:
    """Few values: each entry becomes the nearest of some levels between its ends."""

    def change(array: np.ndarray) -> np.ndarray:
        low, span = array.min(), np.ptp(array)
        if not span > 0:
            return np.zeros_like(array)
        steps = np.round((array - low) / span * (number - 1)) / (number - 1)
        return (low + span * steps).astype(array.dtype)

    return change


def _ramp(array: np.ndarray) -> np.ndarray:
    return np.linspace(-1, 1, array.size).reshape(array.shape).astype(array.dtype)


def _constant(value: float) -> Change:
    return lambda array: np.full_like(array, value)


def _statistic(function: Callable) -> Change:
    return lambda array: np.full_like(array, function(array))


CHANGES: dict[str, Change] = {
    **{
        f"{value:g} everywhere": _constant(value)
        for value in (0, 1, -1, 0.5, 0.1, 2, 1e-30, 1e-7, 1e4, 1e30, np.nan, np.inf, -np.inf)
    },
    **{f"{value:g} in one entry": _one_entry(value) for value in (1, -1, 100, np.nan, np.inf)},
    **{f"{number} values": _levels(number) for number in (2, 3, 6)},
    **{
        f"its {function.__name__} everywhere": _statistic(function)
        for function in (np.mean, np.median, np.min, np.max, np.std, np.sum)
    },
    "the first row alone": _rows(slice(1)),
    "all rows but the last": _rows(slice(-1)),
    "the first row for all": _repeated(0),
    "the first column for all": _repeated(1),
    "of rank one": _rank_one,
    "its signs": np.sign,
    "whether it is above its mean": lambda a: (a > a.mean()).astype(a.dtype),
    "a ramp": _ramp,
    "a row of steps": lambda a: np.floor(4 * _ramp(a)),
    "its place": lambda a: np.arange(a.size).reshape(a.shape).astype(a.dtype),
    "a sine of its place": lambda a: np.sin(np.arange(a.size)).reshape(a.shape).astype(a.dtype),
    "whole numbers": lambda a: np.zeros(a.shape, np.int32),
    "truth values": lambda a: np.ones(a.shape, bool),
    "complex numbers": lambda a: a.astype(np.complex64),
    "text": lambda a: a.astype(str),
    "nothing in it": lambda a: a[:0] if a.ndim else np.zeros(0, a.dtype),
    "an axis more": lambda a: a[None],
    "its shape": lambda a: np.array(a.shape, np.float32),
}


def first_calls(number: int, after: Change) -> Wrap:
    """Right at the first calls, changed at all later ones."""

    def wrap(right: Callable) -> Callable:
        calls = count()

        def function(*arguments):
            result = right(*arguments)
            return result if next(calls) < number else on_each(result, after)

        return function

    return wrap


def by_number_of_call(change: Callable[[np.ndarray, int], np.ndarray]) -> Wrap:
    """A result that depends on how many calls there were."""

    def wrap(right: Callable) -> Callable:
        calls = count()

        def function(*arguments):
            call = next(calls)
            return on_each(right(*arguments), lambda array: change(array, call))

        return function

    return wrap


def remembered(right: Callable) -> Callable:
    """The first result, at every call."""
    results = []

    def function(*arguments):
        results.append(results[0] if results else right(*arguments))
        return results[0]

    return function


def of_the_call_before(right: Callable) -> Callable:
    results = []

    def function(*arguments):
        results.append(right(*arguments))
        return results[-2] if len(results) > 1 else on_each(results[0], np.zeros_like)

    return function


def argument(number: int) -> Wrap:
    """An argument comes back, in the shape of the result."""

    def wrap(right: Callable) -> Callable:
        def function(*arguments):
            given = arguments[number % len(arguments)] if arguments else 1.0
            given = next(iter(given.values())) if isinstance(given, dict) else given
            return on_each(right(*arguments), lambda a: np.resize(given, a.shape).astype(a.dtype))

        return function

    return wrap


def for_one_row(right: Callable) -> Callable:
    """Right for a batch of one, zero for others."""

    def function(*arguments):
        rows = np.shape(arguments[0])[:1] if arguments and np.ndim(arguments[0]) else (2,)
        result = right(*arguments)
        return result if rows == (1,) else on_each(result, np.zeros_like)

    return function


def _noise(array: np.ndarray, call: int) -> np.ndarray:
    return np.random.default_rng(call).normal(size=array.shape).astype(array.dtype)


DEGENERATE: dict[str, Wrap] = {
    **{what: changed(change) for what, change in CHANGES.items()},
    **{
        f"right at its first {number} calls": first_calls(number, np.zeros_like)
        for number in (1, 2, 3)
    },
    **{
        f"right at its first {number} calls, then ones": first_calls(number, np.ones_like)
        for number in (1, 2, 3)
    },
    "right at its first call, then NaN": first_calls(1, _constant(np.nan)),
    "the number of the call": by_number_of_call(lambda a, call: np.full_like(a, call)),
    "one entry, the number of the call": by_number_of_call(lambda a, call: _one_entry(call)(a)),
    "a ramp, moved at each call": by_number_of_call(lambda a, call: _ramp(a) + np.float32(call)),
    "zeros and ones in turn": by_number_of_call(lambda a, call: np.full_like(a, call % 2)),
    "right at each second call": by_number_of_call(lambda a, call: a * (call % 2)),
    "right at each third call": by_number_of_call(lambda a, call: a * (call % 3 == 0)),
    "other noise at each call": by_number_of_call(_noise),
    "noise of two values": by_number_of_call(lambda a, call: np.sign(_noise(a, call))),
    "the result of the first call": remembered,
    "the result of the call before": of_the_call_before,
    **{f"argument {number} back": argument(number) for number in range(3)},
    "right for one row": for_one_row,
    "None": lambda right: lambda *arguments: None,
}


def with_zero_gradients(wrap: Wrap) -> Wrap:
    """The same with gradients of zeros to all arguments."""
    import tensorflow as tf

    def numbers(argument):
        return list(argument.values()) if isinstance(argument, dict) else [argument]

    def outer(right: Callable) -> Callable:
        inner = wrap(right)

        def function(*arguments):
            result = tf.convert_to_tensor(inner(*arguments))
            zero = sum(tf.reduce_sum(0.0 * a) for given in arguments for a in numbers(given))
            return result + tf.cast(zero, result.dtype)

        return function

    return outer


def with_right_gradients(wrap: Wrap) -> Wrap:
    """The same with the gradients of the right function."""
    import tensorflow as tf

    def outer(right: Callable) -> Callable:
        inner = wrap(right)

        def function(*arguments):
            value = right(*arguments)
            wrong = tf.convert_to_tensor(inner(*arguments), value.dtype)
            return tf.stop_gradient(wrong - value) + value

        return function

    return outer
