"""A Jupyter kernel that also answers the grader's questions."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from matplotlib import pyplot
from matplotlib.figure import Figure
from tornado.ioloop import IOLoop
from traitlets.config import Config

from autograder.inside import folder
from autograder.inside.calls import CallServer
from autograder.inside.figures import picture
from autograder.inside.magics import forgive_magics

LONGEST_TEXT = 1 << 24  # characters of one output; the grader cuts what is over its own limit


class BoundedSession(Session):
    """Cuts outputs that the grader's socket would not take: it would hang up."""

    def serialize(self, msg: dict[str, Any], ident: Any = None) -> list[bytes]:
        parts = super().serialize(msg, ident)
        if max(map(len, parts)) <= LONGEST_TEXT:
            return parts
        return super().serialize(msg | {"content": shortened(msg["content"])}, ident)


def shortened(content: Any) -> Any:
    """A message's content with the first part of its longest texts."""
    if isinstance(content, dict):
        return {key: shortened(value) for key, value in content.items()}
    if isinstance(content, list):
        return [shortened(value) for value in content[:10]]
    return content[: LONGEST_TEXT // 4] if isinstance(content, str) else content


def run(connection: dict[str, Any], calls: socket.socket, begin: Callable[[], None]) -> None:
    """Serve a kernel at `connection` until it is killed; `begin` is called when it can be met."""
    config = Config()
    config.Session.key = connection["key"].encode()
    config.HistoryManager.enabled = False
    # What C++ writes at start-up is of no use to a student.
    config.IPKernelApp.capture_fd_output = False
    config.IPKernelApp.ignore_cwd = True  # `begin` enters the student's folder
    ports = {name: number for name, number in connection.items() if name.endswith("_port")}
    app = IPKernelApp.instance(
        config=config,
        session=BoundedSession(config=config),
        transport=connection["transport"],
        ip=connection["ip"],
        connection_file=f"{connection['folder']}/connection.json",
        **ports,
    )
    app.initialize([])
    assert app.shell is not None, "made by `initialize`"
    app.shell.system = partial(run_command, app.shell)
    forgive_magics(app.shell)
    # Done by Matplotlib's import, where that happens after the shell's start.
    app.shell.enable_matplotlib("inline")
    # Figures are drawn when they are shown; pyplot would draw each of them once before.
    pyplot.uninstall_repl_displayhook()
    app.shell.display_formatter.formatters["image/png"].for_type(Figure, picture)
    app.shell.ask_exit = lambda: None  # `exit()` ends a cell, not the notebook
    server = CallServer(calls, app.shell.user_ns)
    IOLoop.current().add_handler(calls, server.serve, IOLoop.READ)
    begin()
    app.start()


def run_command(shell: InteractiveShell, command: str) -> None:
    """`!command` by a pipe, where IPython would ask for a terminal, which a sandbox has not."""
    done = subprocess.run(
        shell.var_expand(command, depth=1),
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    print(done.stdout, end="")
    shell.user_ns["_exit_code"] = done.returncode


def main(connection: str, work: str, calls: str, status: str) -> None:
    """Serve a kernel in a process of its own, unprotected."""

    def begin() -> None:
        folder.enter(work)
        with socket.socket(fileno=int(status)) as channel:
            channel.send(b'{"ready": true}')

    run(json.loads(connection), socket.socket(fileno=int(calls)), begin)


if __name__ == "__main__":
    main(*sys.argv[1:])
