"""Opens the page of essays: a Jupyter server of the course, with a browser at the page."""

import os
import sys
from pathlib import Path

EXTENSIONS = "{'autograder.reporting.essays': True}"


def open_essays(root: Path) -> None:
    """Become a Jupyter server in the folder of a course, which ends with Ctrl-C."""
    command = [sys.executable, "-m", "jupyter_server"]
    if os.geteuid() == 0:
        command.append("--allow-root")
    command += [
        f"--ServerApp.root_dir={root}",
        "--ServerApp.default_url=/essays",
        "--ServerApp.open_browser=True",
        f"--ServerApp.jpserver_extensions={EXTENSIONS}",
    ]
    os.chdir(root)
    os.execv(command[0], command)
