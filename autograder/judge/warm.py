"""The grader's end of the warm process, whose forks become kernels."""

import json
import socket
import subprocess
import sys
import tempfile
from threading import Lock

from autograder.judge.sandbox import SandboxError

PLAIN = (
    *("autograder.judge.inside.kernel", "ipykernel.debugger", "matplotlib.pyplot"),
    *("matplotlib_inline.backend_inline", "tqdm.auto"),
)
TENSORFLOW = (*PLAIN, "tensorflow", "keras", "scipy.ndimage", "skimage.metrics")


class WarmProcess:
    """Starts :mod:`autograder.judge.inside.warm`; it imports while the grader does other things."""

    def __init__(self, environment: dict[str, str], imports: tuple[str, ...]):
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-I", "-m", "autograder.judge.inside.warm"]
            self.process = subprocess.Popen(
                [*command, str(theirs.fileno()), *imports],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.lock = Lock()
        self.is_warm = False

    def fork(self, request: dict, calls: socket.socket, status: socket.socket) -> None:
        """Have a kernel started as `request` says, with the far ends of two connections.

        Raises SandboxError where the process has ended.
        """
        with self.lock, tempfile.TemporaryFile("w+") as file:
            json.dump(request, file)
            file.seek(0)
            handles = [file.fileno(), calls.fileno(), status.fileno()]
            try:
                if not self.is_warm:
                    self.is_warm = self.control.recv(16) == b"warm"
                socket.send_fds(self.control, [b"!"], handles)
            except OSError:
                raise SandboxError(
                    "the process that starts kernels has ended; does `python -c 'import "
                    "tensorflow'` work, and is there memory left?"
                ) from None

    @property
    def has_ended(self) -> bool:
        """Whether another process is needed."""
        return self.process.poll() is not None

    def close(self) -> None:
        self.control.close()
        self.process.wait()
