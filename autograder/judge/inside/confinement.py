"""Lets a process enter a sandbox and give up all that it could do outside."""

import ctypes
import os
import resource
from pathlib import Path

from autograder.judge.inside.system_calls import refuse_system_calls

NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts")
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def enter(process: int) -> None:
    """Join the namespaces of a sandbox by one of its processes; forks are born inside.

    Raises OSError where the kernel refuses.
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


def drop_privileges() -> None:
    """Give up all capabilities for good, as bubblewrap does for what it starts, and more."""
    _checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    capability = 0
    while libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _checked(libc.capset(header, (ctypes.c_uint32 * 6)()))
    refuse_system_calls(libc)


def limit(limits: dict[str, int]) -> None:
    """Set resource limits by their names in :mod:`resource`, for good."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def _checked(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
