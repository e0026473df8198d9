"""The grader's end of the warm process, whose forks become kernels."""

import json
import os
import socket
import sys
from threading import Lock
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.sandbox.environment import sandboxed_environment
from autograder.sandbox.limits import Limits
from autograder.sandbox.starting import start
from autograder.sandbox.walls import SandboxError

if TYPE_CHECKING:
    from autograder.inside.fork_server import KernelRequest

# What every kernel imports, besides what the course names.
IMPORTS = (
    *("autograder.inside.kernel", "ipykernel.debugger", "matplotlib.pyplot"),
    "matplotlib_inline.backend_inline",
)
ANSWER_SECONDS = 60  # from a question whether the process lives, on a machine with much to do


class WarmProcessEnded(SandboxError):
    """The process that starts kernels has ended, and all of its kernels with it."""


class WarmProcess:
    """Starts :mod:`autograder.inside.fork_server`, which imports while the grader does others."""

    def __init__(self, limits: Limits, course: Course, imports: tuple[str, ...] = ()):
        self.imports = imports
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            handle = theirs.fileno()
            command = [sys.executable, "-I", "-m", "autograder.inside.fork_server"]
            command += [str(handle), *IMPORTS, *imports]
            environment = sandboxed_environment(course)
            self.process = start(limits, course, command, environment, [handle])
        self.lock = Lock()
        self.is_warm = False

    def fork(self, request: "KernelRequest", calls: socket.socket, status: socket.socket) -> None:
        """Have a kernel started as `request` says, with the far ends of two connections.

        Raises WarmProcessEnded.
        """
        reading, writing = os.pipe()
        with os.fdopen(writing, "w") as stream:
            try:
                self._send([reading, calls.fileno(), status.fileno()])
            finally:
                os.close(reading)
            json.dump(request, stream)

    def _send(self, handles: list[int]) -> None:
        with self.lock:
            try:
                self._wait_until_warm()
                socket.send_fds(self.control, [b"!"], handles)
            except OSError:
                raise self._ended() from None

    def _wait_until_warm(self) -> None:
        if not self.is_warm:
            self.is_warm = self.control.recv(16) == b"warm"

    def expect_life(self) -> None:
        """Raises WarmProcessEnded where a kernel may have ended because this process has.

        It is asked, since a process that is about to end can still look alive, but never answers.
        """
        with self.lock:
            if not self._answers():
                self.process.kill()  # were it only silent: another takes its place
                self.process.wait()
                raise self._ended()

    def _answers(self) -> bool:
        try:
            self._wait_until_warm()
            self.control.settimeout(ANSWER_SECONDS)
            self.control.send(b"?")
            answers = self.control.recv(16) == b"alive"
            self.control.settimeout(None)
        except OSError:  # also where another has closed it, as the process has ended
            return False
        return answers

    def _ended(self) -> WarmProcessEnded:
        imports = ", ".join((*IMPORTS, *self.imports))
        return WarmProcessEnded(
            f"the process that starts kernels has ended; does `python -c 'import {imports}'` work, "
            "and is there memory left?"
        )

    @property
    def has_ended(self) -> bool:
        """Whether another process is needed."""
        return self.process.poll() is not None

    def close(self) -> None:
        self.control.close()
        self.process.wait()
