"""Messages between grader and kernel, whole and broken."""

import contextlib
import json
import socket
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from autograder.checking.view import Variable
from autograder.inside import protocol
from autograder.inside.protocol import BadMessage, Bounds, pack, parse
from tests.conftest import at_most

RESULT = Bounds(1 << 20, 64_000_000, 8_000_000, 200_000, 100, 1000)


def parsed(text: str | bytes, arrays: bytes = b"") -> dict:
    return parse(text.encode() if isinstance(text, str) else text, arrays, RESULT)


def split(message: bytes) -> tuple[bytes, bytes]:
    start = protocol.LENGTHS.size
    length, _ = protocol.LENGTHS.unpack(message[:start])
    return message[start : start + length], message[start + length :]


def sent(message: dict) -> dict:
    """A message after its way."""
    return parse(*split(pack(message)), RESULT)


def test_a_message_goes_over_a_connection():
    here, there = socket.socketpair()
    with here, there:
        here.sendall(pack({"result": np.ones(3)}))
        assert_same(protocol.receive(there, RESULT), {"result": np.ones(3)})
        here.sendall(protocol.LENGTHS.pack(2**63, 0))
        with pytest.raises(BadMessage, match="too large"):
            protocol.receive(there, RESULT)
        here.close()
        with pytest.raises(EOFError):
            protocol.receive(there, RESULT)


def assert_same(found, expected):
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key in expected:
            assert_same(found[key], expected[key])
    elif isinstance(expected, tuple):
        assert isinstance(found, tuple)
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    elif isinstance(expected, np.ndarray):
        assert type(found) is type(expected)
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)
        found[...] = 0  # checks may write into what they get
    else:
        assert found == expected or (found != found and expected != expected)


numbers = arrays_of.arrays(
    st.sampled_from(sorted(protocol.TYPES)), arrays_of.array_shapes(min_dims=0, min_side=0)
)
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.integers() | numbers,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4)
    ),
)


@settings(derandomize=True, deadline=None)
@given(value=values)
def test_what_is_sent_arrives(value):
    assert_same(sent({"result": value}), {"result": value})


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=">f4").reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(10)[::3],
        np.longdouble(1.5) * np.ones(2),
        np.float32(2),
        np.zeros((0, 3)),
    ],
    ids=["big-endian", "Fortran", "strided", "long", "scalar", "empty"],
)
def test_arrays_of_any_layout_arrive(array):
    found = sent({"result": array})["result"]
    np.testing.assert_array_equal(found, array)
    assert found.shape == np.shape(array)


def test_variables_stay_variables():
    assert type(sent({"result": np.ones(2).view(Variable)})["result"]) is Variable


@pytest.mark.parametrize("array", [np.array(["a"]), np.array([None]), np.zeros(1, [("a", "f4")])])
def test_what_is_no_number_is_not_sent(array):
    with pytest.raises(TypeError):
        pack({"result": array})


def array(*parts) -> str:
    return json.dumps({"result": ["array", *parts]})


BROKEN = {
    "no message": "",
    "no JSON": "{",
    "no text": b"\xff\xfe{",
    "no dict": "[1, 2]",
    "nested without end": '{"result": ' + "[" * 500_000,
    "dicts nested without end": '{"a": ' * 100_000,
    "a number of a million digits": '{"result": ' + "9" * 1_000_000 + "}",
    "a length of a million digits": '{"result": ["array", "int8", ' + "9" * 1_000_000 + "]}",
    "no tag": '{"result": [1.0]}',
    "an empty list": '{"result": []}',
    "a tag that is a list": '{"result": [[]]}',
    "no type": '{"result": ["array"]}',
    "objects": array("object", 1),
    "texts without letters": array("<U0", 1_200_000_000),
    "texts": array("<U1", 1),
    "bytes without bytes": array("|S0", 10**9),
    "nothing, often": array("V0", 10**9),
    "a structure": array([["a", "<f4"]], 1),
    "a type in words": array("f4, f4", 1),
    "a negative length": array("float64", -1),
    "two negative lengths": array("float64", -1, -8),
    "a length that is true": array("float64", True),
    "a length that is a float": array("float64", 1.0),
    "a length that is a text": array("float64", "1"),
    "an array without its numbers": array("float64", 3),
    "a shape whose product overflows": array("float64", 2**32, 2**32, 0, 1),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_no_message_is_refused_at_once_and_without_memory(text):
    tracemalloc.start()
    try:
        with at_most(2):
            found = parsed(text, b"\0" * 16)
    except BadMessage as error:
        found = {"error": str(error)}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.keys() == {"error"}
    assert len(found["error"]) < 200
    assert peak < 50_000_000


EXCESS = {
    "keys": ({"result": {f"k{i}": 1 for i in range(4500)}}, "4,500 keys"),
    "keys of many dicts": ({"result": tuple({"a": 1} for _ in range(200))}, "101 keys"),
    "a long key": ({"result": {"x" * 200_000: 1}}, "200,000 characters"),
    "a long text": ({"result": "x" * 2000}, "2,000 characters"),
    "entries": ({"result": (1,) * 250_000}, "250,000 entries"),
    "depth": ({"result": ((((((((((((((((((1,),),),),),),),),),),),),),),),),),)}, "nested 17"),
    "dimensions": ({"result": np.ones((1,) * 20)}, "20 dimensions"),
    "numbers of a byte": ({"result": np.zeros(9_000_000, np.int8)}, "9,000,000 numbers"),
    "a shape without numbers": ({"result": np.zeros((0, 10**9))}, "1,000,000,000 numbers"),
}


@pytest.mark.parametrize("message, found", EXCESS.values(), ids=EXCESS)
def test_what_is_too_much_is_said_with_its_number(message, found):
    assert found in sent(message)["error"]


def test_a_question_with_too_much_stays_a_question():
    question = sent({"given": "posterior", "arguments": ({"x" * 2000: 1},)})
    assert question.keys() == {"given", "error"}


@settings(derandomize=True, deadline=None, max_examples=500)
@given(text=st.binary(), arrays=st.binary())
@example(text=b'{"result": ["array", "bool", 1]}', arrays=b"\x07")
def test_any_bytes_are_a_message_or_none(text, arrays):
    try:
        assert isinstance(parse(text, arrays, RESULT), dict)
    except BadMessage as error:
        assert str(error)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**420), 10**420)
    | st.floats()
    | st.text()
    | st.sampled_from(["array", "variable", "tuple", *protocol.TYPES]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
headers = st.lists(
    st.sampled_from(["array", "variable", "tuple", "bool", "float64", "complex64", 0, 1, 2, 2**63]),
    max_size=6,
)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(value=json_values | headers | st.lists(headers), arrays=st.binary(max_size=64))
def test_any_json_is_a_message_or_none(value, arrays):
    try:
        found = parsed(json.dumps({"result": value}), arrays)
    except BadMessage:
        return
    assert isinstance(found, dict)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(value=values, data=st.data())
def test_a_message_changed_on_its_way_is_a_message_or_none(value, data):
    message = bytearray(pack({"result": value}))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(16, len(message) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadMessage):
        assert isinstance(parse(*split(bytes(message)), RESULT), dict)
