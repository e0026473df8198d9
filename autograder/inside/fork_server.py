"""A process that has imported what notebooks import, and whose forks become kernels.

It lives in a sandbox, and never runs a student's code, nor an operation of TensorFlow, so that its
forks are as good as new. For each request it forks a *warden*: the process that makes one more
sandbox within, starts the kernel in it, and waits for its end. The warden reports to the grader;
the kernel cannot.
"""

import base64
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import typing
from functools import cache
from typing import Any, TypedDict

from autograder.inside import confinement, folder, operations, system_calls

# A capability without use here. Who has none can neither look into a process that has one nor write
# to its memory: no filter of system calls is around the process that holds a sandbox.
FOR_HOLDERS_ONLY = "CAP_WAKE_ALARM"
READY = b"r"  # what a kernel tells its warden, before anything of the student's is in reach


class KernelRequest(TypedDict):
    """What the grader asks for: one kernel, in words of JSON's."""

    sandbox: list[str]  # the command of bubblewrap's that makes it
    files: dict[str, str]  # of the student's folder, in base64, by name
    folder: str  # the student's, where the files are to lie
    limits: dict[str, int]  # by their names in :mod:`resource`
    connection: dict[str, Any]  # as in a connection file of Jupyter's, and the file's folder


def main(descriptor: int, imports: list[str]) -> None:
    """Serve requests from the grader, over the socket of that descriptor, until it closes it."""
    control = socket.socket(fileno=descriptor)
    warm_up(imports)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the wardens need nobody to wait for them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to answer
    control.send(b"warm")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not message:
            return
        if message == b"?":  # a kernel has ended; is it alone?
            control.send(b"alive")
            continue
        try:
            fork = os.fork()
        except OSError:  # no more processes: it costs this kernel, and not those of others
            fork = None
        if fork == 0:
            control.close()
            request, calls, status = descriptors
            with os.fdopen(request) as stream:
                watch_over(json.load(stream), calls, socket.socket(fileno=status))
        for handle in descriptors:
            os.close(handle)


def warm_up(imports: list[str]) -> None:
    """Import what takes long."""
    # Collections find nothing to free in imports, and take a quarter of their time; in a fork they
    # would touch, and so copy, every object that is shared with it.
    gc.disable()
    # TensorFlow repeats a few annotations 18,000 times, as texts, and typing compiles each of them.
    # It finds this one first, as a global of its own.
    typing.compile = cache(compile)  # type: ignore[attr-defined]
    for name in imports:
        importlib.import_module(name)
    del typing.compile  # type: ignore[attr-defined]
    if "tensorflow" in sys.modules:
        operations.tensorflow()
    # Not before: it imports Matplotlib.
    from autograder.inside.figures import warm_up_figures

    warm_up_figures()
    system_calls.filters()
    gc.freeze()
    gc.enable()


def watch_over(request: KernelRequest, calls: int, status: socket.socket) -> None:
    """Be the warden of a kernel: tell its processes, that it can be met, and how it ended.

    Each is one message of the socket `status`: `{"started": true}` with handles (pidfd) of the
    kernel and of the first process of its sandbox, `{"ready": true}`, and `{"exit": code}`; or an
    `{"error": text}` instead. Never returns.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        sandbox = make_sandbox(request["sandbox"])
        holder = os.pidfd_open(sandbox)
        confinement.enter(sandbox)
        news, tell = os.pipe()
        kernel = os.fork()
        if kernel == 0:
            become_kernel(request, calls, tell)
        os.close(tell)
        os.close(calls)
        processes = [os.pidfd_open(kernel), holder]
        socket.send_fds(status, [json.dumps({"started": True}).encode()], processes)
        if os.read(news, 1) == READY:
            status.send(json.dumps({"ready": True}).encode())
        _, ending = os.waitpid(kernel, 0)
        status.send(json.dumps({"exit": os.waitstatus_to_exitcode(ending)}).encode())
    except OSError as error:
        status.send(json.dumps({"error": str(error)}).encode())
    finally:
        os._exit(0)


def make_sandbox(command: list[str]) -> int:
    """Make a sandbox by a command of bubblewrap's; its first process.

    It lasts until that process is killed, or this one ends. Raises OSError where none can be made.
    """
    reading, writing = os.pipe()
    holder = subprocess.Popen(
        # What is started in it only keeps the namespaces alive, and waits for processes that end
        # without a parent.
        [
            *command,
            *("--as-pid-1", "--cap-add", FOR_HOLDERS_ONLY),
            "--info-fd",
            str(writing),
            "--",
            "/bin/sh",
            "-c",
            "echo made; while :; do sleep 1000 & wait; done",
        ],
        env={},  # it can be read from inside
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert holder.stdout is not None and holder.stderr is not None, "both are pipes"
    with os.fdopen(reading) as information, holder.stdout as output, holder.stderr as errors:
        if output.readline() != b"made\n":
            raise OSError(errors.read().decode(errors="replace").strip())
        first: int = json.load(information)["child-pid"]
        return first


def become_kernel(request: KernelRequest, calls: int, tell: int) -> None:
    """Run the kernel in this process, which is inside the sandbox; never returns."""

    def begin() -> None:
        folder.lay_out(files, request["folder"])
        folder.enter(request["folder"])
        os.write(tell, READY)
        os.close(tell)

    try:
        os.setsid()
        os.nice(5)  # whoever watches must get a turn; on a busy machine, so must this process
        confinement.close_all_but(calls, tell)
        confinement.drop_privileges()
        for one in system_calls.filters():
            one.load()
        confinement.limit(request["limits"])
        files = {name: base64.b64decode(text) for name, text in request["files"].items()}
        from autograder.inside import kernel

        kernel.run(request["connection"], socket.socket(fileno=calls), begin)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
    os._exit(0)  # to take TensorFlow down in order takes a second
