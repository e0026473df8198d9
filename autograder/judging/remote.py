"""A student's function in a kernel, as checks see it from outside."""

import socket
from collections.abc import Callable, Mapping
from inspect import signature
from types import MappingProxyType
from typing import Any, Protocol

from autograder.checking.view import StudentError, View, given_for
from autograder.inside import protocol
from autograder.sandbox.limits import Limits
from autograder.text import plain

LARGEST_TEXT = 1 << 20  # bytes
MOST_VALUES = 200_000  # of a result: numbers of lists, and whatever is not in arrays
MOST_KEYS = 100
MOST_LETTERS = 1000  # of one string or key
MOST_QUESTIONS = 10_000
WAIT_SECONDS = 0.2
STOPPED = "the call was stopped"  # what a kernel says of a call that it was interrupted in


class KernelGone(Exception):
    """The kernel ended, or sent something other than a reply, while a function of it was asked."""


class Grader(Protocol):
    """What is known here of the kernel besides its replies."""

    @property
    def has_interrupted(self) -> bool: ...

    def expect_life(self) -> None: ...

    def note_asking(self, is_asking: bool) -> None: ...


class RemoteFunctions:
    """The functions of one kernel, asked one at a time over its connection for calls.

    `failed` is what the cells of functions raised, by function.
    """

    def __init__(
        self, connection: socket.socket, grader: Grader, limits: Limits, failed: dict[str, str]
    ):
        connection.settimeout(WAIT_SECONDS)
        self.connection = connection
        self.grader = grader
        self.limits = limits
        self.failed = failed
        largest = limits.result_megabytes * 1_000_000
        self.bounds = protocol.Bounds(
            text=LARGEST_TEXT,
            arrays=largest,
            numbers=largest // protocol.NUMBER,
            values=MOST_VALUES,
            keys=MOST_KEYS,
            letters=MOST_LETTERS,
        )

    def ask(
        self,
        request: protocol.Message,
        right: Mapping[str, Callable[..., Any]] = MappingProxyType({}),
    ) -> Any:
        """The result of a request, during which the kernel may ask for `right` functions by name.

        Raises StudentError where the function does not do what is asked, KernelGone where no
        more answers will come.
        """
        self.grader.note_asking(True)
        if self.grader.has_interrupted:
            self.grader.note_asking(False)
            raise StudentError(self.too_slow)
        try:
            self._send(request)
            for _ in range(MOST_QUESTIONS):
                reply = self._receive()
                if "given" not in reply:
                    break
                self._send(_answer(reply, right))
            else:
                raise KernelGone("the function asks for other functions without end")
        except (EOFError, OSError):
            raise KernelGone("the code ended its own process") from None
        except protocol.BadMessage as error:
            raise KernelGone(str(error)) from None
        self.grader.note_asking(False)
        if "result" in reply:
            return reply["result"]
        raise StudentError(
            self.too_slow if self.grader.has_interrupted else self._why(reply, request["name"])
        )

    def _why(self, reply: protocol.Message, name: str) -> str:
        """A reply's error; where a function is missing, also what its cell raised."""
        why = plain(str(reply.get("error", "no result came back")))
        if why == STOPPED:
            return self.too_slow
        if why == f"`{name}` is not defined" and name in self.failed:
            return f"{why}: its cell raised {self.failed[name]}"
        return why

    @property
    def too_slow(self) -> str:
        return f"the code was stopped after {self.limits.cell_seconds} s"

    def _send(self, message: protocol.Message) -> None:
        # A kernel that does not read is ended by the watch, which closes the connection.
        self.connection.settimeout(None)
        self.connection.sendall(protocol.pack(message))
        self.connection.settimeout(WAIT_SECONDS)

    def _receive(self) -> protocol.Message:
        return protocol.receive(self.connection, self.bounds, before=self.grader.expect_life)


def _answer(
    question: protocol.Message, right: Mapping[str, Callable[..., Any]]
) -> protocol.Message:
    """The result of a right function in place of the student's."""
    name, arguments = question["given"], question.get("arguments")
    if "error" in question:
        return {"error": plain(str(question["error"]))}
    try:
        if name not in right or not isinstance(arguments, tuple):
            raise ValueError("no such function is given")
        return {"result": right[name](*arguments)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


class RemoteView(View):
    """A view of the function of some name in a kernel."""

    def __init__(
        self,
        functions: RemoteFunctions,
        name: str,
        right: Mapping[str, Callable[..., Any] | str],
    ):
        self.functions = functions
        self.name = name
        self.right = right

    def ask(self, operation: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        functions, options = given_for(operation, self.right, options)
        request = {
            "name": self.name,
            "operation": operation,
            "arguments": arguments,
            "options": options,
            "given": {
                name: tuple(signature(function).parameters) for name, function in functions.items()
            },
        }
        return self.functions.ask(request, functions)

    def given(self, **right: Callable[..., Any] | str) -> View:
        return RemoteView(self.functions, self.name, right)
