"""A process whose forks reach one verdict each, where the grader can end them.

What a student's function returned is read and examined here and not in the grader: a check that
does not come to an end, or takes all memory, costs its own verdict only.
"""

import ctypes
import os
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.course import Course, CourseError
from autograder.judging.examination import GO, GONE, INTERRUPTED, READY, Request
from autograder.judging.hidden_tests import reach_verdict
from autograder.judging.remote import RemoteFunctions, RemoteView
from autograder.sandbox.limits import Limits

PR_SET_PDEATHSIG = 1


class Grader:
    """The grader, as a fork sees it: what it tells of the kernel, and is told."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.heard: set[str] = set()

    @property
    def has_interrupted(self) -> bool:
        """Whether the kernel was interrupted, since it took too long."""
        self._listen()
        return INTERRUPTED in self.heard

    def expect_life(self) -> None:
        """Raise EOFError where the kernel has ended: its connection may outlive it."""
        self._listen()
        if GONE in self.heard:
            raise EOFError

    def note_asking(self, is_asking: bool) -> None:
        """Tell that the kernel is at work from now on, or no longer.

        Before it is, the grader tells what it knows: a kernel is interrupted once, and what it is
        asked after that would run on.
        """
        self.connection.send(is_asking)
        while is_asking and (news := self.connection.recv()) != GO:
            self.heard.add(news)

    def _listen(self) -> None:
        while self.connection.poll():
            self.heard.add(self.connection.recv())


def serve(control: socket.socket) -> None:
    """Fork for each request of the grader, until it closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to answer
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no fork needs to be waited for
    while True:
        message, handles, _, _ = socket.recv_fds(control, 1, 2)
        if not message:
            return
        try:
            fork = os.fork()
        except OSError:  # no more processes: it costs this verdict, and not those of others
            fork = None
        if fork == 0:
            control.close()
            examine(socket.socket(fileno=handles[0]), Connection(handles[1]))
        for handle in handles:
            os.close(handle)


def examine(calls: socket.socket, connection: Connection) -> None:
    """Reach the verdict that the grader asks for and tell it, or what was raised; never returns."""
    try:
        _end_with_parent()
        connection.send(os.getpid())
        request: Request = connection.recv()
        most = request.limits["verdict_megabytes"] * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        connection.send(_outcome(request, calls, Grader(connection)))
    finally:
        os._exit(0)


def _outcome(request: Request, calls: socket.socket, grader: Grader) -> object:
    functions = RemoteFunctions(calls, grader, Limits(**request.limits), request.failed)
    try:
        return reach_verdict(
            request.hidden,
            lambda name: RemoteView(functions, name, {}),
            request.name,
            request.maximum,
        )
    except Exception as error:
        return error


def _end_with_parent() -> None:
    """Whatever becomes of the grader and of this process's parent, nothing is left behind."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


if __name__ == "__main__":
    handle, root = sys.argv[1:]
    channel = socket.socket(fileno=int(handle))
    try:
        # Once for all forks; what is changed later is no part of this class.
        Course(Path(root)).prepare_checks()
    except CourseError as error:
        channel.sendall(str(error).encode())
        sys.exit(1)
    channel.sendall(READY)
    serve(channel)
