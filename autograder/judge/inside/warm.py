"""A process that has imported what notebooks import, and whose forks become kernels.

It never runs a student's code, nor an operation of TensorFlow, so that its forks are as good as
new. Each request, a JSON text in a file, names a sandbox; the fork enters it before it runs
anything of a student's.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import typing
from contextlib import suppress
from functools import cache
from pathlib import Path

from autograder import operations
from autograder.judge.inside import confinement


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
        if os.fork() == 0:
            control.close()
            request, calls, status = descriptors
            with os.fdopen(request) as file:
                watch_over(json.load(file), _socket(calls), _socket(status))
        for handle in descriptors:
            os.close(handle)


def warm_up(imports: list[str]) -> None:
    """Import what takes long."""
    # Collections find nothing to free in imports, and take a quarter of their time; in a fork they
    # would touch, and so copy, every object that is shared with it.
    gc.disable()
    # TensorFlow repeats a few annotations 18,000 times, as texts, and typing compiles each of them.
    typing.compile = cache(compile)
    for name in imports:
        importlib.import_module(name)
    del typing.compile
    if "tensorflow" in sys.modules:
        operations.tensorflow()
    # Not before: it imports Matplotlib.
    from autograder.judge.inside.figures import Figure, picture

    # The first figure loads fonts, and its first formula a parser.
    figure = Figure()
    figure.subplots().set_title("$x$")
    picture(figure)
    gc.freeze()
    gc.enable()


def _socket(descriptor: int) -> socket.socket:
    return socket.socket(fileno=descriptor)


def watch_over(request: dict, calls: socket.socket, status: socket.socket) -> None:
    """Start a kernel in a sandbox and tell its process, and how it ended; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        files = {name: Path(source).read_bytes() for name, source in request["files"].items()}
        confinement.enter(request["sandbox"])
        kernel = os.fork()
        if kernel == 0:
            become_kernel(request, files, calls, status)
        calls.close()
        status.sendall(json.dumps({"process": kernel}).encode() + b"\n")
        _, ending = os.waitpid(kernel, 0)
        status.sendall(json.dumps({"exit": os.waitstatus_to_exitcode(ending)}).encode() + b"\n")
    except OSError as error:
        status.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
    finally:
        os._exit(0)


def become_kernel(
    request: dict, files: dict[str, bytes], calls: socket.socket, status: socket.socket
) -> None:
    """Run the kernel in this process, which is inside the sandbox; never returns."""
    try:
        os.setsid()
        os.nice(5)  # whoever watches must get a turn; on a busy machine, so must this process
        confinement.drop_privileges()
        for name, content in files.items():
            # A name that cannot stand beside those before it is left out.
            with suppress(OSError):
                target = Path(request["folder"], name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        sys.path.insert(0, request["folder"])
        confinement.limit(request["limits"])
        from autograder.judge.inside import kernel

        kernel.run(request["connection"], calls, status)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
    os._exit(0)  # to take TensorFlow down in order takes a second
