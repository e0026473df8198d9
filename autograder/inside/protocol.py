"""Requests and replies between the grader and a student's kernel: JSON and bare numbers, no pickle.

A message is two lengths (unsigned, 8 bytes each), a JSON text and the numbers of its arrays, one
array after the other. Neither side believes the other: the reader sets the bounds, and no number
is read before its type, its shape and its place are known to fit.
"""

import json
import math
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.inside.variable import Variable

# What is sent, by name: values of JSON's types, tuples and arrays of numbers.
Message = dict[str, Any]

LENGTHS = struct.Struct("!QQ")
CHUNK = 1 << 20  # bytes
NUMBER = 8  # bytes that a number takes once a check has made float64 of it
# The types of arrays that are sent, little-endian and without gaps.
TYPES = {
    name: np.dtype(name).newbyteorder("<")
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
LONGEST_INTEGER = 400  # digits, some more than a float has


@dataclass(frozen=True)
class Bounds:
    """What a reader takes; what is over the first two, in bytes, is not even read."""

    text: int = 1 << 20
    arrays: int = 1 << 28
    numbers: int = 1 << 27  # in arrays
    values: int = 1 << 20  # that JSON holds, each list, dict and array one of them
    keys: int = 1000  # of all dicts together
    letters: int = 1 << 20  # of one string or key
    dimensions: int = 16
    depth: int = 16


class BadMessage(Exception):
    """What came is not a message, in words for a student."""


class Excess(Exception):
    """A message holds more than its reader takes, in words for a student."""


def pack(message: Message) -> bytes:
    """A message as it is sent.

    Raises TypeError or ValueError for what cannot be sent.
    """
    arrays: list[bytes] = []
    text = json.dumps(_plain(message, arrays)).encode()
    return b"".join([LENGTHS.pack(len(text), sum(map(len, arrays))), text, *arrays])


def receive(
    connection: socket.socket, bounds: Bounds, before: Callable[[], None] = lambda: None
) -> Message:
    """The next message; `before` is called ahead of each wait.

    Of a message that holds more than the bounds allow, its `error` says so. Raises BadMessage for
    what is none, EOFError where the other side has closed the connection.
    """
    lengths = LENGTHS.unpack(_exactly(connection, LENGTHS.size, before))
    if lengths[0] > bounds.text or lengths[1] > bounds.arrays:
        raise BadMessage(f"the result is too large ({sum(lengths):,} bytes)")
    text = _exactly(connection, lengths[0], before)
    arrays = _exactly(connection, lengths[1], before)
    return parse(text, arrays, bounds)


def parse(text: bytes | bytearray, arrays: bytes | bytearray, bounds: Bounds) -> Message:
    """The message of a text and the numbers of its arrays, as `receive` gives it."""
    try:
        sent = json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadMessage(f"the result cannot be read ({type(error).__name__})") from None
    if not isinstance(sent, dict):
        raise BadMessage("the result cannot be read (it is not a reply)")
    try:
        message: Message = _Reader(arrays, bounds).read(sent)
    except Excess as excess:
        # A question stays one, so that whoever waits for its answer gets this one.
        message = {"error": str(excess)} | ({"given": ""} if "given" in sent else {})
    return message


def _exactly(connection: socket.socket, size: int, before: Callable[[], None]) -> bytearray:
    received = bytearray()
    while len(received) < size:
        before()
        try:
            chunk = connection.recv(min(CHUNK, size - len(received)))
        except TimeoutError:
            continue
        if not chunk:
            raise EOFError
        received += chunk
    return received


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_INTEGER:
        raise ValueError("an integer is too long")
    return int(digits)


def _plain(value: Any, arrays: list[bytes]) -> Any:
    """The value in JSON's types; what JSON does not know becomes a list that begins with a tag."""
    if isinstance(value, np.ndarray | np.generic):
        tag = "variable" if isinstance(value, Variable) else "array"
        numbers = np.asarray(value)
        if numbers.dtype in (np.longdouble, np.clongdouble):
            numbers = numbers.astype("float64" if numbers.dtype == np.longdouble else "complex128")
        name = numbers.dtype.name
        if name not in TYPES:
            raise TypeError(f"an array of {name} cannot be sent")
        arrays.append(numbers.astype(TYPES[name], copy=False).tobytes())
        return [tag, name, *numbers.shape]
    if isinstance(value, dict):
        return {str(key): _plain(entry, arrays) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return ["tuple", *(_plain(entry, arrays) for entry in value)]
    return value


class _Reader:
    """Makes the values of one message, and counts them."""

    def __init__(self, arrays: bytes | bytearray, bounds: Bounds):
        self.arrays = arrays
        self.bounds = bounds
        self.place = 0  # in `arrays`
        self.values = self.keys = self.numbers = 0

    def read(self, value: Any, depth: int = 0) -> Any:
        self.values += 1
        _bound(self.values, self.bounds.values, "the result has {:,} entries or more")
        _bound(depth, self.bounds.depth, "the result is nested {:,} times or more")
        if isinstance(value, dict):
            self.keys += len(value) if depth else 0  # those of the message are not the result's
            _bound(self.keys, self.bounds.keys, "the dicts of the result have {:,} keys")
            return {self._string(key): self.read(value[key], depth + 1) for key in value}
        if isinstance(value, list):
            return self._tagged(value, depth)
        return self._string(value) if isinstance(value, str) else value

    def _string(self, value: str) -> str:
        _bound(len(value), self.bounds.letters, "the result has a text or a key of {:,} characters")
        return value

    def _tagged(self, value: list[Any], depth: int) -> Any:
        tag, *entries = value or [None]
        if tag == "tuple":
            # Said before they are read, with their number.
            _bound(len(entries), self.bounds.values, "the result has {:,} entries")
            return tuple(self.read(entry, depth + 1) for entry in entries)
        if tag not in ("array", "variable") or not entries:
            raise BadMessage("the result cannot be read (a list is of no known kind)")
        array = self._array(*entries)
        return array.view(Variable) if tag == "variable" else array

    def _array(self, name: object, *shape: Any) -> np.ndarray:
        if not isinstance(name, str) or name not in TYPES:
            raise BadMessage("the result cannot be read (an array is of no known type)")
        if any(type(length) is not int or length < 0 for length in shape):
            raise BadMessage("the result cannot be read (an array has no possible shape)")
        _bound(len(shape), self.bounds.dimensions, "the result has an array of {:,} dimensions")
        # Of an array without entries too: what is made from its shape may have some.
        self.numbers += math.prod(length for length in shape if length)
        _bound(self.numbers, self.bounds.numbers, "the arrays of the result have {:,} numbers")
        kind, count = TYPES[name], math.prod(shape)
        start, self.place = self.place, self.place + count * kind.itemsize
        if self.place > len(self.arrays):
            raise BadMessage("the result cannot be read (an array ends before its last number)")
        numbers = np.frombuffer(self.arrays, kind, count, start) if count else np.empty(0, kind)
        # A bool of any byte but 0 and 1 is not a bool to NumPy.
        numbers = numbers.view(np.uint8) != 0 if name == "bool" else numbers.astype(name)
        return numbers.reshape(shape)


def _bound(found: int, most: int, sentence: str) -> None:
    if found > most:
        # The number may be as long as the shape of a forged array makes it.
        count = sentence.format(found) if found < 10**18 else sentence.format(10**18) + " or more"
        raise Excess(f"{count}; at most {most:,} are read")
