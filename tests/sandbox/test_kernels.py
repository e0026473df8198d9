"""How the grader meets kernels: peers that keep to no protocol, limits of time, and figures."""

import base64
import fcntl
import os
import resource
import socket
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.lines import Line2D

from autograder.inside.figures import picture
from autograder.judging.execution import Runner
from autograder.sandbox.limits import Limits
from autograder.sandbox.student_kernel import Process, SandboxedKernel
from autograder.sandbox.walls import SandboxError

PEERS = 30

# Run in a process of its own: what is at stake is that libzmq ends the whole process.
READER = """
import asyncio, sys
import zmq
from autograder.sandbox.student_kernel import doubtful_context

async def read_all(address, kind):
    context = doubtful_context()
    channel = context.socket(kind)
    if kind == zmq.SUB:
        channel.setsockopt(zmq.SUBSCRIBE, b"")
    channel.connect(address)
    try:
        while True:
            await asyncio.wait_for(channel.recv_multipart(), 0.1)
    except asyncio.TimeoutError:
        context.destroy(linger=0)

for number in range(int(sys.argv[2])):
    kind = zmq.DEALER if number % 2 else zmq.SUB
    asyncio.run(read_all(f"ipc://{sys.argv[1]}/{number}", kind))
print("read them all")
"""

PEER = """
import random, socket, struct, sys
from contextlib import suppress

def frame(flags, body):
    return bytes([flags | 2]) + struct.pack("!Q", len(body)) + body

def greet(connection, kind):  # ZMTP 3.0, RFC 23: greeting and READY
    connection.sendall(b"\\xff" + bytes(8) + b"\\x7f\\x03\\x00NULL" + bytes(48))
    name = b"\\x0bSocket-Type" + struct.pack("!I", len(kind)) + kind
    connection.sendall(frame(4, b"\\x05READY" + name))

ENDS = [
    b"", frame(4, b"\\x05ERROR\\x7f"), bytes([3]) + b"\\x7f" * 8, b"\\x80" * 5000, frame(1, b"half")
]
chance = random.Random(5)
listeners = []
for number in range(int(sys.argv[2])):
    listeners.append(socket.socket(socket.AF_UNIX))
    listeners[-1].bind(f"{sys.argv[1]}/{number}")
    listeners[-1].listen()
print("ready", flush=True)
for number, listener in enumerate(listeners):
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        greet(connection, b"ROUTER" if number % 2 else b"PUB")
        for _ in range(30):
            parts = chance.randrange(1, 5000)
            connection.sendall(frame(1, b"part") * parts + frame(0, b"end"))
        connection.sendall(ENDS[number % len(ENDS)])
"""


def test_a_peer_that_hangs_up_in_mid_message_does_not_end_the_grader(tmp_path: Path):
    arguments = [str(tmp_path), str(PEERS)]
    peer = subprocess.Popen(
        [sys.executable, "-c", PEER, *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        assert peer.stdout.readline() == "ready\n"
        reader = subprocess.run(
            [sys.executable, "-c", READER, *arguments], capture_output=True, text=True, timeout=120
        )
    finally:
        peer.kill()
        peer.communicate()
    assert (reader.stdout, reader.returncode) == ("read them all\n", 0), reader.stderr


def test_a_process_is_waited_for_by_a_handle_of_any_number():
    running = subprocess.Popen(["sleep", "1000"])
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most[1], most[1]))
    first = os.pidfd_open(running.pid)
    process = Process(fcntl.fcntl(first, fcntl.F_DUPFD, 1500))
    assert process.is_running()
    process.end()
    assert not process.is_running()
    process.forget()
    os.close(first)
    resource.setrlimit(resource.RLIMIT_NOFILE, most)
    running.wait()


def test_a_figure_is_drawn_once_with_all_that_its_layout_makes_room_for():
    drawn = []

    class Noted(Line2D):
        def draw(self, renderer):
            drawn.append(self)
            super().draw(renderer)

    figure = Figure(figsize=(2, 2), dpi=50, layout="constrained")
    axis = figure.subplots()
    axis.add_artist(Noted([0, 1], [0, 1]))
    axis.set_ylabel("a label\nof\nfour\nlines")
    png = BytesIO(base64.b64decode(picture(figure)))
    assert imread(png).shape == (100, 100, 4)
    assert len(drawn) == 1
    assert axis.yaxis.label.get_window_extent().x0 >= 0
    assert picture(Figure()) is None


class FailingStart:
    """Stands for a warm process whose kernel is there and then cannot be met."""

    def __init__(self, *started: subprocess.Popen) -> None:
        self.started = started

    def fork(self, request: object, calls: socket.socket, status: socket.socket) -> None:
        handles = [os.pidfd_open(process.pid) for process in self.started]
        socket.send_fds(status, [b'{"started": true}'], handles)
        for handle in handles:
            os.close(handle)
        status.send(b'{"error": "no reason"}')

    def expect_life(self) -> None:
        pass


def handles_of_processes() -> int:
    """How many are open in this process."""
    texts = []
    for path in Path("/proc/self/fdinfo").iterdir():
        with suppress(FileNotFoundError):  # that by which the folder was read
            texts.append(path.read_text())
    return sum("\nPid:" in text for text in texts)


def test_a_kernel_that_fails_to_start_leaves_nothing_open(checkout):
    before = handles_of_processes()
    # It stands for the sandbox and for the kernel in it, which end together, and are waited for.
    process = subprocess.Popen(["/bin/sleep", "100"])
    Thread(target=process.wait).start()
    limits = Limits()
    kernel = SandboxedKernel(FailingStart(process, process), checkout, limits, {})
    runner = Runner(limits, checkout)
    with (
        pytest.raises(SandboxError, match="no reason"),
        runner.started_kernel(kernel, monotonic() + 60),
    ):
        pass
    runner.end_all()
    assert (kernel.calls.fileno(), kernel.status.fileno()) == (-1, -1)
    assert handles_of_processes() == before
