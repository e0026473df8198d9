"""A Jupyter server with the page of essays, started as a grader starts one."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

EXTENSIONS = "{'autograder.reporting.essays': True}"


class EssayServer:
    """A server in the folder of a course; it can be ended at once and started again.

    `base_url` is where its pages begin, and `token` what must be known to log in, as on a hub.
    """

    def __init__(self, folder: Path, base_url: str = "/", token: str = "") -> None:
        self.folder, self.base_url, self.token = folder, base_url, token
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}{base_url}".rstrip("/")
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
        command += [f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0"]
        command += [f"--ServerApp.base_url={self.base_url}"]
        command += [f"--IdentityProvider.token={self.token}", "--ServerApp.password="]
        command += [f"--ServerApp.jpserver_extensions={EXTENSIONS}"]
        environment = os.environ | {"JUPYTER_CONFIG_DIR": str(self.folder / ".jupyter")}
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(240):
            time.sleep(0.25)
            assert self.process.poll() is None, "the server did not start"
            try:
                urllib.request.urlopen(f"{self.address}/api", timeout=5)
                return
            except OSError:
                continue

    def stop_answering(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def end_at_once(self) -> None:
        self.process.kill()
        self.process.wait(90)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(90)
