"""Requests and replies between the grader and a student's kernel: JSON and `.npy`, no pickle.

A message is two lengths (unsigned, 8 bytes each), a JSON text and the bytes of its arrays, one
after the other in NumPy's file format. Neither side believes the other: the reader sets the limits.
"""

import json
import socket
import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np

from autograder.operations import Variable

LENGTHS = struct.Struct("!QQ")
CHUNK = 1 << 20  # bytes


class BadMessage(Exception):
    """What came is no message, in words for a student."""


def pack(message: dict) -> bytes:
    """A message of JSON's types, tuples and arrays, as it is sent."""
    arrays = BytesIO()
    text = json.dumps(_plain(message, arrays)).encode()
    return b"".join([LENGTHS.pack(len(text), arrays.tell()), text, arrays.getbuffer()])


def receive(
    connection: socket.socket,
    largest_text: int = 1 << 20,
    largest_arrays: int = 1 << 28,
    before: Callable[[], None] = lambda: None,
) -> dict:
    """The next message; both limits are in bytes, and `before` is called ahead of each wait.

    Raises BadMessage for what is none, EOFError where the other side has closed the connection.
    """
    lengths = LENGTHS.unpack(_exactly(connection, LENGTHS.size, before))
    if lengths[0] > largest_text or lengths[1] > largest_arrays:
        raise BadMessage(f"the result is too large ({sum(lengths):,} bytes)")
    text = _exactly(connection, lengths[0], before)
    arrays = _exactly(connection, lengths[1], before)
    try:
        message = _rich(json.loads(text), BytesIO(arrays))
    except BadMessage:
        raise
    except Exception as error:
        raise BadMessage(f"the result cannot be read ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise BadMessage("the result cannot be read")
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


def _plain(value: Any, arrays: BytesIO) -> Any:
    """The value in JSON's types; what JSON does not know becomes a list that begins with a tag."""
    if isinstance(value, np.ndarray | np.generic):
        tag = "variable" if isinstance(value, Variable) else "array"
        np.save(arrays, np.asarray(value), allow_pickle=False)
        return [tag]
    if isinstance(value, dict):
        return {str(key): _plain(entry, arrays) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return ["tuple", *(_plain(entry, arrays) for entry in value)]
    return value


def _rich(value: Any, arrays: BytesIO) -> Any:
    if isinstance(value, dict):
        return {key: _rich(entry, arrays) for key, entry in value.items()}
    if not isinstance(value, list):
        return value
    tag, *entries = value
    if tag == "tuple":
        return tuple(_rich(entry, arrays) for entry in entries)
    array = np.load(arrays, allow_pickle=False)
    if array.dtype.kind not in "biufcUS":
        raise BadMessage(f"the result is an array of {array.dtype}; expected numbers")
    return array.view(Variable) if tag == "variable" else array
