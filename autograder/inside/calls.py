"""Answers the grader's questions about a student's functions, in the kernel that defines them."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import Parameter, Signature
from typing import Any

from autograder.inside import operations, protocol


class CallServer:
    """Serves one request at a time over a connection that the grader holds the other end of."""

    def __init__(self, connection: socket.socket, namespace: dict[str, Any]):
        self.connection = connection
        self.namespace = namespace

    def serve(self, *_: Any) -> None:
        """Answer the next request."""
        request = protocol.receive(self.connection, protocol.Bounds())
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            reply = protocol.pack({"result": self.answer(request)})
        except operations.AnswerError as error:
            reply = protocol.pack({"error": str(error)})
        except KeyboardInterrupt:
            reply = protocol.pack({"error": "the call was stopped"})
        except BaseException as error:
            # Whatever the student's objects do while they are read, there is an answer.
            text = f"the result cannot be read ({type(error).__name__})"
            reply = protocol.pack({"error": text})
        finally:
            signal.signal(signal.SIGINT, before)
        self.connection.sendall(reply)

    def answer(self, request: protocol.Message) -> Any:
        name, options = request["name"], request["options"]
        if name not in self.namespace:
            raise operations.AnswerError(f"`{name}` is not defined")
        function = self.namespace[name]
        if not callable(function):
            raise operations.AnswerError(
                f"`{name}` is of type {type(function).__name__}; expected a function"
            )
        operation = operations.OPERATIONS[request["operation"]]
        right = {given: self.elsewhere(given, taken) for given, taken in request["given"].items()}
        with operations.replaced(function, **right):
            return operation(function, *request["arguments"], **options)

    def elsewhere(self, name: str, parameters: tuple[str, ...]) -> Callable[..., Any]:
        """A function of these parameters whose results the grader computes on its side."""

        def function(*arguments: Any) -> Any:
            question = {"given": name, "arguments": operations.as_arrays(arguments)}
            with uninterrupted():
                self.connection.sendall(protocol.pack(question))
                reply = protocol.receive(self.connection, protocol.Bounds())
            if "error" in reply:
                raise ValueError(reply["error"])
            return reply["result"]

        function.__name__ = name
        # What `inspect.signature` answers; to mypy a function has no such attribute.
        function.__signature__ = Signature(  # type: ignore[attr-defined]
            [Parameter(one, Parameter.POSITIONAL_OR_KEYWORD) for one in parameters]
        )
        return function


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off an interrupt: an answer that nobody reads would be taken for the next request."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
