"""Lets a process enter a sandbox and give up all that it could do outside."""

import ctypes
import os
import resource
from contextlib import suppress
from pathlib import Path

NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts")
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522
STANDARD_STREAMS = (0, 1, 2)

libc = ctypes.CDLL(None, use_errno=True)


def enter(process: int) -> None:
    """Join the namespaces of a sandbox by one of its processes; forks are born inside.

    Raises OSError where the system's kernel refuses.
    """
    handles = [os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY) for name in NAMESPACES]
    for number, handle in enumerate(handles):
        _checked(libc.setns(handle, 0))
        os.close(handle)
        if NAMESPACES[number] == "user":
            _forbid_new_namespaces()


def _forbid_new_namespaces() -> None:
    """Student code shall find no way to be root, not even of nothing."""
    # The setting is that of the namespace just joined; a system without it has no such namespaces.
    setting = Path("/proc/sys/user/max_user_namespaces")
    if setting.exists():
        setting.write_text("0")


def close_all_but(*kept: int) -> None:
    """Close every open file but these; the standard streams lead to the sandbox's own null device.

    What was opened outside would be a way back: a file can be opened anew through /proc/self/fd, on
    the mount on which it was found.
    """
    null = os.open("/dev/null", os.O_RDWR)
    for stream in STANDARD_STREAMS:
        os.dup2(null, stream)
    for entry in list(Path("/proc/self/fd").iterdir()):
        if int(entry.name) not in (*STANDARD_STREAMS, *kept):
            with suppress(OSError):  # the list itself was open, too
                os.close(int(entry.name))


def drop_privileges() -> None:
    """Give up all capabilities for good, as bubblewrap does for what it starts."""
    _checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    capability = 0
    while libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _checked(libc.capset(header, (ctypes.c_uint32 * 6)()))


def limit(limits: dict[str, int]) -> None:
    """Set resource limits by their names in :mod:`resource`, for good; lower ones stay."""
    for name, value in limits.items():
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))


def _checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
