"""Asks functions of this process over the judge's own protocol, as if they lived in a kernel."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from autograder.checking.view import View
from autograder.inside.calls import CallServer
from autograder.judging.remote import RemoteFunctions, RemoteView
from autograder.sandbox.limits import Limits

Answer = TypeVar("Answer")


class Unwatched:
    """A grader that watches nothing; whoever calls limits the time from outside."""

    has_interrupted = False

    def expect_life(self) -> None:
        """The functions live in this process."""

    def note_asking(self, is_asking: bool) -> None:
        """Nobody waits to be told."""


def ask_across(names: dict[str, Any], ask: Callable[[Callable[[str], View]], Answer]) -> Answer:
    """What `ask` returns, which is given a way to view the functions of a namespace by name.

    Must be called in the main thread. Raises what `ask` raises, such as KernelGone where a
    function answers with what is not a message.
    """
    ours, theirs = socket.socketpair()

    def run() -> Answer:
        with ours:
            functions = RemoteFunctions(ours, Unwatched(), Limits(), failed={})
            return ask(lambda name: RemoteView(functions, name, {}))

    # The functions run in this thread, as in a kernel: no other can be interrupted.
    server = CallServer(theirs, names)
    with ThreadPoolExecutor(1) as pool, theirs:
        answer = pool.submit(run)
        with suppress(EOFError, OSError):  # the other side is done, or gave up
            while True:
                server.serve()
    return answer.result()
