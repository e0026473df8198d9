"""Starts programs in the outer sandbox, and says what is missing where that cannot be done."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from autograder.course import Course
from autograder.sandbox.environment import place_of
from autograder.sandbox.limits import Limits
from autograder.sandbox.walls import (
    STUDENT,
    UNPROTECTED,
    SandboxError,
    account_wall,
    bubblewrap,
    inner_wall,
    interpreter_folders,
    outer_wall,
)

# User and group outside, where the grader is root; a number that no system gives to anybody.
ACCOUNT = 65_521
CHECK_SECONDS = 60  # that making a first sandbox may take
MADE = "the sandbox is made"  # what a first sandbox says, before Python starts in it

NO_FILTERS = (
    "grading needs libseccomp, which keeps student code to harmless calls of the system, and it "
    "cannot be used ({found}). On Debian or Ubuntu: `apt-get install libseccomp2`; on Fedora or "
    f"Red Hat: `dnf install libseccomp`. {UNPROTECTED}"
)
NO_NAMESPACES = (
    "bubblewrap cannot make a sandbox here ({found}). Unprivileged user namespaces are probably "
    "switched off; an administrator switches them on with `sysctl kernel.unprivileged_userns_clone"
    "=1` (Debian), `sysctl user.max_user_namespaces=10000` (Red Hat) or `sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu); in Docker start the container with "
    "`--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt "
    f"systempaths=unconfined`. {UNPROTECTED}"
)
NEVER_MADE = (
    "bubblewrap has made no sandbox within {seconds} s. Is the machine overloaded, or is `bwrap` "
    "another program? Nothing was graded; run the command again once that is mended"
)
NO_ACCOUNT = (
    "student code must not run as root, and root cannot give it a user of its own here ({found}); "
    "grade as an ordinary user"
)
UNREADABLE = (
    "student code cannot start Python or read files of the course in its sandbox ({found}). What "
    "it sees of your machine must be readable for everybody: `chmod -R o+rX {places}`"
)


def check_sandbox(limits: Limits, course: Course) -> None:
    """Start Python where kernels will run, once.

    Raises SandboxError where anything that shall keep student code in is missing, CourseError where
    a file of the course is.
    """
    bubblewrap()
    try:
        from autograder.inside import system_calls

        system_calls.filters()
    except (ImportError, AttributeError, RuntimeError, OSError) as error:
        raise SandboxError(NO_FILTERS.format(found=error)) from None
    course.expect_files()
    if os.geteuid() == 0:
        _check_account()
    files = list(course.files.values())
    code = f"import jupyter_core; [open(f).close() for f in {[*map(place_of, files)]}]"
    python = [sys.executable, "-I", "-c", code]
    program = ["/bin/sh", "-c", f'echo {MADE} >&2; exec "$@"', "sh", *python]
    process = start(
        limits, course, [*inner_wall(limits, course), "--", *program], errors=subprocess.PIPE
    )
    try:
        _, complaint = process.communicate(timeout=CHECK_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise SandboxError(NEVER_MADE.format(seconds=CHECK_SECONDS)) from None
    if process.returncode != 0:
        found = " ".join(complaint.strip().splitlines()[-1:])
        if MADE not in complaint:
            raise SandboxError(NO_NAMESPACES.format(found=found))
        places = " ".join(map(str, [*interpreter_folders(), *files]))
        raise SandboxError(UNREADABLE.format(found=found, places=places))


def _check_account() -> None:
    with suppress(KeyError):
        found = f"{ACCOUNT} is that of {pwd.getpwuid(ACCOUNT).pw_name}"
        raise SandboxError(NO_ACCOUNT.format(found=found))
    if shutil.which("setpriv") is None:
        raise SandboxError(NO_ACCOUNT.format(found="setpriv, of util-linux, is not installed"))


def start(
    limits: Limits,
    course: Course,
    program: list[str],
    environment: Mapping[str, str] = MappingProxyType({}),
    handles: Iterable[int] = (),
    errors: int = subprocess.DEVNULL,
) -> subprocess.Popen[str]:
    """Start a program in the outer sandbox, with an environment and inherited handles.

    Its error stream goes to `errors`, as for :class:`subprocess.Popen`. Raises SandboxError where
    student code would see the course, or be root outside.
    """
    variables = [f"{name}={value}" for name, value in environment.items()]
    program = ["/usr/bin/env", *variables, *program]
    if os.geteuid() == 0:
        command = [*outer_wall(limits, course), "--", *program]
        return _start_as_account(limits, course, command, handles, errors)
    command = [*outer_wall(limits, course, from_outside=True), "--", *program]
    return _popen(command, handles, errors)


def _popen(command: list[str], handles: Iterable[int], errors: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        env={},  # bubblewrap's own can be read from inside
        pass_fds=list(handles),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,  # Ctrl-C is the grader's to answer
        text=True,
    )


def _start_as_account(
    limits: Limits, course: Course, command: list[str], handles: Iterable[int], errors: int
) -> subprocess.Popen[str]:
    """Start a command as a user without rights or files.

    That user could not look into the folders of root, where Python may be: root mounts what is
    needed of them where it can be seen, and the user's number is written before the command starts.
    """
    known, tell = os.pipe()
    wait, go = os.pipe()
    command = [*account_wall(limits, course, tell, wait), *command]
    process = _popen(command, [*handles, tell, wait], errors)
    os.close(tell)
    os.close(wait)
    with os.fdopen(known) as information, os.fdopen(go, "w") as permission:
        if text := information.read():  # else bubblewrap has ended
            child = json.loads(text)["child-pid"]
            try:
                _map_users(child)
            except OSError as error:
                os.kill(child, signal.SIGKILL)  # each waits for the other
                process.kill()
                process.wait()
                raise SandboxError(NO_ACCOUNT.format(found=error)) from None
            permission.write("go")
    return process


def _map_users(process: int) -> None:
    """Say who is who outside, for the namespace of a process: root, and the student."""
    for kind in ("uid_map", "gid_map"):
        Path(f"/proc/{process}/{kind}").write_text(f"0 0 1\n{STUDENT} {ACCOUNT} 1\n")
