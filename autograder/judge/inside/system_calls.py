"""A seccomp filter: refuses the system calls that no notebook needs and a sandbox cannot bound.

Memory from `memfd_create` and of System V counts as nobody's; the others look into processes, or
are where the system's kernel has had most holes.
"""

import ctypes
import errno
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, EQUAL, GREATER_OR_EQUAL, RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF
NUMBER_OFFSET, ARCHITECTURE_OFFSET = 0, 4  # bytes in struct seccomp_data
X32_CALLS = 0x40000000  # from here on, the second set of calls of x86-64

# By machine: its AUDIT_ARCH and the numbers of the calls, in the order of this tuple.
CALLS = (
    *("memfd_create", "memfd_secret", "shmget", "msgget", "ptrace", "process_vm_readv"),
    *("process_vm_writev", "bpf", "userfaultfd", "perf_event_open", "io_uring_setup"),
    *("add_key", "request_key", "keyctl"),
)
MACHINES = {
    "x86_64": (
        0xC000003E,
        (319, 447, 29, 68, 101, 310, 311, 321, 323, 298, 425, 248, 249, 250),
    ),
    "aarch64": (
        0xC00000B7,
        (279, 447, 194, 186, 117, 270, 271, 280, 282, 241, 425, 217, 218, 219),
    ),
}


def refuse_system_calls(libc: ctypes.CDLL) -> None:
    """Refuse the calls to this process and its children, for good; needs no-new-privileges.

    Raises OSError where the system's kernel knows no filters.
    """
    if platform.machine() not in MACHINES:
        return
    architecture, numbers = MACHINES[platform.machine()]
    checks = len(numbers) + 1
    program = [
        (LOAD, 0, 0, ARCHITECTURE_OFFSET),
        (EQUAL, 0, checks + 2, architecture),
        (LOAD, 0, 0, NUMBER_OFFSET),
        (GREATER_OR_EQUAL, checks, 0, X32_CALLS),
        *((EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    code = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    )
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no system call filter could be set")
