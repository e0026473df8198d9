"""Kernels for student code, as Jupyter sees them: provisioners that start and end them."""

import asyncio
import base64
import json
import logging
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from abc import abstractmethod
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from jupyter_client.session import Session
from traitlets import Type

from autograder.course import Course
from autograder.sandbox.control_group import ControlGroup
from autograder.sandbox.environment import SOCKETS, unprotected_environment
from autograder.sandbox.limits import Limits
from autograder.sandbox.meter import DescendantsMeter, Meter, SandboxMeter
from autograder.sandbox.walls import FOLDER, SandboxError, inner_wall
from autograder.sandbox.warm_process import WarmProcess

if TYPE_CHECKING:
    from autograder.inside.fork_server import KernelRequest

START_SECONDS = 60
LONGEST_NEWS = 1 << 16  # bytes of what is told of a kernel at once
LARGEST_FRAME = 1 << 26  # bytes of one part of a message of a kernel
# Bytes of the parts that are read; a list in JSON takes three, and thirtyfold that in memory.
LARGEST_HEADER, LARGEST_CONTENT = 1 << 20, 1 << 24
MOST_MESSAGES = 20  # that wait for the grader, each way
# A path that student code has replaced shall not be connected to again. Not -1, ZeroMQ's own word
# for never: with it, a peer that hangs up while its message of many parts is read ends the whole
# process ("Assertion failed: !_more", src/fq.cpp of libzmq 4.3.5).
NEVER = 86_400_000  # ms, a day
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")


class NoMemoryLeft(SandboxError):
    """A kernel was ended since others had the memory, of the machine or of what grading runs in."""


class StudentKernel(KernelProvisionerBase):
    """A kernel for one notebook.

    `calls` is the connection over which it answers for the functions that are defined in it;
    `files` are laid into its working folder, paths by name.
    """

    told_by = socket.SOCK_SEQPACKET  # each thing is told once, in one message

    def __init__(self, course: Course, limits: Limits, files: dict[str, str], **traits: Any):
        super().__init__(**traits)
        self.course, self.limits, self.files = course, limits, files
        self.calls, self.their_calls = socket.socketpair()
        self.status, self.their_status = socket.socketpair(socket.AF_UNIX, self.told_by)
        self.status.settimeout(START_SECONDS)

    @abstractmethod
    def meter(self) -> Meter:
        """What tells how much the kernel's processes use."""

    @abstractmethod
    def is_running(self) -> bool:
        """Whether the kernel's process has not ended."""

    @abstractmethod
    def signal(self, number: int) -> None:
        """Send a signal to the kernel's process, if it has not ended."""

    @abstractmethod
    def end(self) -> None:
        """End the kernel and all that it started; harmless where they have ended."""

    @abstractmethod
    def exit_code(self) -> int | None:
        """How the kernel's process ended, a negative number for a signal; None if unknown."""

    def expect_no_accident(self) -> None:
        """Raises SandboxError where the kernel ended through what is not its own."""

    @abstractmethod
    def start(self, connection: dict[str, Any]) -> None:
        """Start the kernel, with the far ends of `calls` and `status`."""

    @abstractmethod
    def wait_until_ready(self) -> str:
        """Wait until the kernel can be met; where its sockets are, as this process sees them."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        return {"cmd": []}  # a kernel is started by its class, not by a command

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        key = secrets.token_hex(16)
        connection: dict[str, Any] = {
            "transport": "ipc",
            "key": key,
            "signature_scheme": "hmac-sha256",
            **{f"{name}_port": number for number, name in enumerate(CHANNELS, start=1)},
        }
        with self.their_calls, self.their_status:
            self.start(connection)
        place = {"ip": self.wait_until_ready(), "key": key.encode()}
        return cast(KernelConnectionInfo, connection | place)

    def hear(self, fact: str, handles: int = 0) -> tuple[Any, list[int]]:
        """The next thing that is told of the kernel, which must be this, and handles sent with it.

        Raises SandboxError where the kernel cannot be started.
        """
        message, received, _, _ = socket.recv_fds(self.status, LONGEST_NEWS, handles)
        news = json.loads(message) if message else {}
        if fact not in news:
            for handle in received:
                os.close(handle)
            why = news.get("error", "it ended before it began")
            raise SandboxError(f"no kernel could be started: {why}")
        return news[fact], received

    @property
    def has_process(self) -> bool:
        return self.is_running()

    async def poll(self) -> int | None:
        return None if self.is_running() else 0

    async def wait(self) -> int | None:
        while self.is_running():
            await asyncio.sleep(0.02)
        return 0

    async def send_signal(self, signum: int) -> None:
        self.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        self.end()

    async def terminate(self, restart: bool = False) -> None:
        self.end()

    async def cleanup(self, restart: bool = False) -> None:
        self.end()
        self.release()

    def release(self) -> None:
        """Let go of all that is open for a kernel that has ended; harmless where that is done.

        Jupyter cleans up no kernel that has failed to start.
        """
        for connection in (self.calls, self.status):
            connection.close()


class Process:
    """A process that somebody else has started, known by a handle of the system's (pidfd)."""

    def __init__(self, handle: int):
        self.handle: int | None = handle
        self.lock = RLock()  # a number that is closed may be another handle's next
        information = Path(f"/proc/self/fdinfo/{handle}").read_text()
        self.number = int(information.partition("Pid:")[2].split()[0])

    def is_running(self) -> bool:
        with self.lock:
            return self.handle is not None and not self._has_ended(0)

    def _has_ended(self, milliseconds: int | None) -> bool:
        """Whether it has, or does within so many milliseconds, or None for ever."""
        assert self.handle is not None
        ends = select.poll()  # `select` takes no handle from 1024 on
        ends.register(self.handle, select.POLLIN)
        return bool(ends.poll(milliseconds))

    def signal(self, number: int) -> None:
        """Send a signal; harmless where the process has ended."""
        with self.lock:
            if self.handle is not None and self.is_running():
                signal.pidfd_send_signal(self.handle, number)

    def end(self) -> None:
        """Kill the process and wait for its end."""
        with self.lock:
            if self.handle is not None and self.is_running():
                self.signal(signal.SIGKILL)
                self._has_ended(None)

    def forget(self) -> None:
        """Close the handle; whatever is asked for from now on does nothing."""
        with self.lock:
            if self.handle is not None:
                os.close(self.handle)
                self.handle = None


class SandboxedKernel(StudentKernel):
    """A fork of the warm process in a sandbox of its own.

    What is known of it comes from its warden, the process that makes the sandbox, starts the kernel
    in it and waits for its end (:mod:`autograder.inside.fork_server`); the kernel itself, where a
    student's code runs, is not asked.
    """

    def __init__(self, warm: WarmProcess, course: Course, limits: Limits, files: dict[str, str]):
        super().__init__(course, limits, files)
        self.warm = warm
        self.group: ControlGroup | None = None
        self.kernel: Process | None = None
        self.sandbox: Process | None = None

    def start(self, connection: dict[str, Any]) -> None:
        contents = ((name, Path(path).read_bytes()) for name, path in self.files.items())
        request: KernelRequest = {
            "sandbox": inner_wall(self.limits, self.course),
            "files": {name: base64.b64encode(content).decode() for name, content in contents},
            "folder": FOLDER,
            "limits": self.limits.of_a_process(),
            "connection": connection | {"ip": f"{SOCKETS}/socket", "folder": SOCKETS},
        }
        self.warm.fork(request, self.their_calls, self.their_status)

    def expect_no_accident(self) -> None:
        self.warm.expect_life()
        if self.group is not None and self.group.lost_a_process():
            raise NoMemoryLeft(
                "the system ended a kernel that was within its limits, as there was no memory left"
            )

    def wait_until_ready(self) -> str:
        _, handles = self.hear("started", 2)
        self.kernel, self.sandbox = map(Process, handles)
        self.group = ControlGroup(self.limits)
        self.group.add(self.kernel.number)  # nothing of a student's has run in it yet
        self.hear("ready")
        return f"/proc/{self.sandbox.number}/root{SOCKETS}/socket"

    def meter(self) -> Meter:
        assert self.sandbox is not None and self.group is not None, "not started"
        return SandboxMeter(self.sandbox.number, self.group)

    def is_running(self) -> bool:
        return self.kernel is not None and self.kernel.is_running()

    def signal(self, number: int) -> None:
        if self.kernel is not None:
            self.kernel.signal(number)

    def end(self) -> None:
        if self.sandbox is not None:
            # The first process of a namespace takes all the others with it.
            self.sandbox.end()
        if self.group is not None:
            self.group.close()

    def exit_code(self) -> int | None:
        try:
            code: int | None = self.hear("exit")[0]
            return code
        except (OSError, ValueError, SandboxError):
            return None

    def release(self) -> None:
        super().release()
        for process in (self.kernel, self.sandbox):
            if process is not None:
                process.forget()


class UnprotectedKernel(StudentKernel):
    """A process like any other, which can do all that its user can."""

    told_by = socket.SOCK_STREAM  # it tells one thing only, and macOS knows no other kind

    def __init__(self, course: Course, limits: Limits, files: dict[str, str]):
        super().__init__(course, limits, files)
        self.folder = tempfile.mkdtemp(prefix="kernel")
        self.started: subprocess.Popen[bytes] | None = None

    def start(self, connection: dict[str, Any]) -> None:
        work = Path(self.folder, Path(FOLDER).name)
        work.mkdir()
        for name, path in self.files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, work / name)
        places = {"ip": f"{self.folder}/socket", "folder": self.folder}
        handles = [self.their_calls.fileno(), self.their_status.fileno()]
        self.started = subprocess.Popen(
            [
                *(sys.executable, "-I", "-m", "autograder.inside.kernel"),
                *(json.dumps(connection | places), str(work), *map(str, handles)),
            ],
            pass_fds=handles,
            cwd=self.folder,
            env=unprotected_environment(self.course, self.folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_until_ready(self) -> str:
        self.hear("ready")
        return f"{self.folder}/socket"

    def meter(self) -> Meter:
        assert self.started is not None, "not started"
        return DescendantsMeter(self.started.pid)

    def is_running(self) -> bool:
        return self.started is not None and self.started.poll() is None

    def signal(self, number: int) -> None:
        if self.started is not None:
            self.started.send_signal(number)

    def end(self) -> None:
        if self.started is not None and self.is_running():
            os.killpg(self.started.pid, signal.SIGKILL)
            self.started.wait()

    def exit_code(self) -> int | None:
        return None if self.started is None else self.started.wait()

    def release(self) -> None:
        super().release()
        shutil.rmtree(self.folder, ignore_errors=True)


def doubtful_context() -> zmq.asyncio.Context:
    """A context whose sockets may meet anything at their other ends."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, NEVER)
    context.setsockopt(zmq.MAXMSGSIZE, LARGEST_FRAME)
    context.setsockopt(zmq.RCVHWM, MOST_MESSAGES)
    context.setsockopt(zmq.LINGER, 0)
    return context


# What goes wrong with a kernel is raised, and said in a sentence; a traceback on top helps nobody.
UNHEARD = logging.Logger("kernels", logging.CRITICAL + 1)


def kernel_manager(kernel: StudentKernel, folder: Path) -> AsyncKernelManager:
    """A Jupyter kernel manager for one kernel; it keeps its own files in `folder`."""
    manager = AsyncKernelManager(
        context=doubtful_context(),
        transport="ipc",
        connection_file=str(folder / "connection.json"),
        session=DoubtfulSession(),
        log=UNHEARD,
    )
    manager.client_factory = DoubtfulClient
    manager.provisioner = kernel
    return manager


class DoubtfulSession(Session):
    """Reads no message that would take much more memory than a sound kernel's."""

    def deserialize(self, msg_list: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        """As Session's. Raises ValueError, too, for what is too large."""
        _, *headers, content = msg_list[:5]
        if max(map(len, headers), default=0) > LARGEST_HEADER or len(content) > LARGEST_CONTENT:
            raise ValueError("a message is too large")
        return super().deserialize(msg_list, *arguments, **options)


class DoubtfulChannel(AsyncZMQSocketChannel):
    """A channel that lets pass only what has the form of a message."""

    async def _recv(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        while True:
            try:
                message = await super()._recv(**options)
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
                continue
            parts = (message.get(name) for name in ("header", "parent_header", "content"))
            if all(isinstance(part, dict) for part in parts):
                return message


class DoubtfulClient(AsyncKernelClient):
    """A kernel's client over such channels."""

    shell_channel_class = Type(DoubtfulChannel)
    iopub_channel_class = Type(DoubtfulChannel)
