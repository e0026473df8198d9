"""Tells how much the processes of a kernel use, from outside of their sandbox.

What /proc tells is read as bytes: student code chooses the names of its processes, and neither
UTF-8 nor white space in them shall hide what follows.
"""

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import get_native_id
from time import monotonic

import psutil

from autograder.sandbox.control_group import ControlGroup

KILOBYTE = 1024
ENDED = (FileNotFoundError, ProcessLookupError)  # what a file of an ended process raises
# What a kernel needs by itself; what further sockets and pipes hold in them counts as memory.
FREE_HANDLES, FREE_BUFFERS = 256, 64
# What an entry of an epoll counts for, in bytes: much more than it takes, since an account, that is
# all kernels and perhaps the grader, has no more of them than 4 % of the memory holds (epoll(7)).
EPOLL_ENTRY = 10_000
EPOLL = b"anon_inode:[eventpoll]"
BUFFERS = (b"socket:", b"pipe:")
PATIENCE_SECONDS = 2  # processes that fork without end make each other, and who asks, wait
SPACE = rb"[ \t]+"
# Memory by its field in `status`, kilobytes; page tables (VmPTE) are as good as any other.
MEMORY = (b"RssAnon", b"RssShmem", b"VmSwap", b"VmPTE", b"HugetlbPages")
STATUS = re.compile(
    rb"^(Threads|FDSize|" + rb"|".join(MEMORY) + rb"):" + SPACE + rb"(\d+)", re.MULTILINE
)
SHARED = re.compile(  # a mapping that is shared: its bounds, device and inode
    rb"^([0-9a-f]+)-([0-9a-f]+) ..." + rb"s [0-9a-f]+ (\S+ \d+)", re.MULTILINE
)


@dataclass
class Usage:
    """What processes use at some moment.

    `tasks` are processes and threads together, `memory` is in bytes and at least what is used, so
    that what is too much by it must be measured; `waits` says how long each thread has waited for a
    processor since its start, s, and `processor_seconds` how long all have computed.
    """

    tasks: int = 0
    memory: int = 0
    files: int = 0
    processor_seconds: float = 0
    waits: dict[str, float] = field(default_factory=dict)


class Meter(ABC):
    """Reads what a kernel's processes use; they cannot leave what it counts."""

    @abstractmethod
    def read(self, most_tasks: int) -> Usage:
        """What is used now; no more is counted once there are more tasks than `most_tasks`.

        Raises OSError or ValueError where the system does not tell.
        """

    @abstractmethod
    def memory(self, allowed: int) -> int:
        """What is used, bytes; slower than `read`.

        What processes share is counted once, unless it is within what is allowed anyway.
        """

    def ran_out_of_memory(self) -> bool:
        """Whether the system ended a process because it took more than its group may."""
        return False

    @abstractmethod
    def close(self) -> None:
        """Let go of what is read from."""


class SandboxMeter(Meter):
    """Counts all processes of a sandbox's process namespace, which no process can leave.

    It reads the /proc of the sandbox, by a handle taken before any student code runs. So neither
    daemons nor siblings of the kernel (`CLONE_PARENT`) escape, and the machine's other processes
    cost no time.
    """

    def __init__(self, first: int, group: ControlGroup):
        self.group = group
        self.first = first
        root = f"/proc/{first}/root"
        self.proc = os.open(f"{root}/proc", os.O_RDONLY | os.O_DIRECTORY)
        if os.fstat(self.proc).st_dev == Path("/proc").stat().st_dev:
            raise OSError(f"the sandbox of process {first} has no /proc of its own")
        mounts = Path(f"/proc/{first}/mountinfo").read_bytes()
        self.folders: dict[int, int] = {}  # handles by file system
        for place in _private_folders(mounts):
            handle = os.open(root.encode() + place, os.O_PATH | os.O_DIRECTORY)
            if self.folders.setdefault(os.fstat(handle).st_dev, handle) != handle:
                os.close(handle)
        self.largest_buffer = 2 * int(Path("/proc/sys/net/core/wmem_max").read_bytes())
        self.shared_at_start = _shared_of_machine()

    def close(self) -> None:
        for handle in (self.proc, *self.folders.values()):
            os.close(handle)

    def read(self, most_tasks: int) -> Usage:
        usage, handles = Usage(), 0
        computed = self.group.processor_seconds()
        for process in self._processes():
            fields = self._status(process)
            usage.tasks += fields.get(b"Threads", 0)
            usage.memory += sum(fields.get(name, 0) for name in MEMORY) * KILOBYTE
            size = fields.get(b"FDSize", 0)
            handles += size
            usage.memory += _most_entries(size) * EPOLL_ENTRY
            if usage.tasks > most_tasks:
                return usage
            if computed is None:
                usage.processor_seconds += self._computed(process)
            usage.waits |= self._waits(process)
        usage.processor_seconds = computed or usage.processor_seconds
        used, usage.files = self._in_folders()
        usage.memory += used + self._shared_since_start()
        usage.memory += max(0, handles - FREE_HANDLES) * self.largest_buffer
        return usage

    def memory(self, allowed: int) -> int:
        status = {process: self._status(process) for process in self._processes()}
        mapped = {
            process: sum(fields.get(name, 0) for name in MEMORY[:2]) * KILOBYTE
            for process, fields in status.items()
        }
        own = sum(fields.get(name, 0) for fields in status.values() for name in MEMORY[2:])
        handles = {process: fields.get(b"FDSize", 0) for process, fields in status.items()}
        total = own * KILOBYTE + self._in_folders()[0] + self._behind_handles(handles)
        unshared = total + sum(mapped.values()) + self._shared_since_start()
        return unshared if unshared <= allowed else total + self._mapped_once(mapped)

    def _behind_handles(self, handles: dict[str, int]) -> int:
        """What sockets, pipes and epolls of processes may hold, by the size of their tables."""
        if sum(handles.values()) <= FREE_HANDLES:
            return 0
        buffers: set[bytes] = set()
        hidden = entries = 0
        for process, number in handles.items():
            try:
                targets = self._targets(process)
                buffers |= {one for one in targets.values() if one.startswith(BUFFERS)}
                entries += self._entries(process, targets)
            except PermissionError:
                hidden += number
                entries += _most_entries(number)
        filled = max(0, len(buffers) + hidden - FREE_BUFFERS) * self.largest_buffer
        return filled + entries * EPOLL_ENTRY

    def _mapped_once(self, mapped: dict[str, int]) -> int:
        """Memory of processes, where what they share is counted once, from what each has mapped.

        What a process hides (PR_SET_DUMPABLE), and what is not told in good time, counts in full.
        """
        until = _time_awake() + PATIENCE_SECONDS
        shared: dict[bytes, int] = {}
        total, everything_is_seen = 0, True
        for process, its_own in mapped.items():
            try:
                if _time_awake() > until:
                    raise PermissionError(process)
                total += min(its_own, self._proportional(process))
                for start, end, place in SHARED.findall(self._of_memory(process, "maps")):
                    shared[place] = max(shared.get(place, 0), int(end, 16) - int(start, 16))
            except PermissionError:
                total += its_own
                everything_is_seen = False
        # Shared memory stays when no process has its pages at hand. How much it is, only the
        # machine tells, all together; it is not more than what is mapped here.
        at_most = sum(shared.values()) if everything_is_seen else self._shared_since_start()
        return total + min(self._shared_since_start(), at_most)

    def ran_out_of_memory(self) -> bool:
        return self.group.ran_out_of_memory()

    def _processes(self) -> list[str]:
        return [name for name in _names(self.proc) if name.isdigit()]

    def _tasks(self, process: str) -> list[str]:
        """The threads of a process; none where it has ended."""
        with suppress(*ENDED), self._opened(f"{process}/task") as handle:
            return [f"{process}/task/{name}" for name in _names(handle)]
        return []

    @contextmanager
    def _opened(self, folder: str) -> Iterator[int]:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.proc)
        try:
            yield handle
        finally:
            os.close(handle)

    def _read(self, path: str) -> bytes:
        """A file of the sandbox's /proc; empty where its process has ended."""
        with suppress(*ENDED):
            handle = os.open(path, os.O_RDONLY, dir_fd=self.proc)
            with os.fdopen(handle, "rb", buffering=0) as file:
                return file.readall()
        return b""

    def _of_memory(self, process: str, name: str) -> bytes:
        """A file about a process's memory, which another thread tells where the first has ended."""
        for path in (process, *self._tasks(process)):
            if content := self._read(f"{path}/{name}"):
                return content
        return b""

    def _status(self, process: str) -> dict[bytes, int]:
        fields = _numbers(self._read(f"{process}/status"))
        if b"RssAnon" in fields or fields.get(b"Threads", 0) < 2:
            return fields
        # Its first thread has ended, and with it what that one knows of the memory of all.
        for task in self._tasks(process):
            of_task = _numbers(self._read(f"{task}/status"))
            if b"RssAnon" in of_task:
                return of_task
        return fields

    def _computed(self, process: str) -> float:
        """What a process, its threads and the children that it waited for have computed, s."""
        content = self._read(f"{process}/stat")
        # After the name, which may hold anything, come numbers; those 12 to 15 are ticks.
        ticks = content[content.rfind(b")") + 1 :].split()[11:15]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def _waits(self, process: str) -> dict[str, float]:
        contents = {task: self._read(f"{task}/schedstat") for task in self._tasks(process)}
        return {task: _wait(text) for task, text in contents.items() if text}

    def _proportional(self, process: str) -> int:
        """Memory, bytes, with shared pages divided among those that share them."""
        found = re.search(
            rb"^Pss:" + SPACE + rb"(\d+)", self._of_memory(process, "smaps_rollup"), re.M
        )
        return int(found[1]) * KILOBYTE if found else 0

    def _targets(self, process: str) -> dict[str, bytes]:
        """What the handles of a process are for, by their numbers."""
        targets = {}
        with suppress(*ENDED), self._opened(f"{process}/fd") as handle:
            for name in _names(handle):
                with suppress(*ENDED):
                    targets[name] = os.fsencode(os.readlink(name, dir_fd=handle))
        return targets

    def _entries(self, process: str, targets: dict[str, bytes]) -> int:
        """How much the epolls of a process wait for."""
        epolls = (name for name, target in targets.items() if target == EPOLL)
        return sum(self._read(f"{process}/fdinfo/{name}").count(b"tfd:") for name in epolls)

    def _in_folders(self) -> tuple[int, int]:
        """Bytes and number of the files in the sandbox's own writable folders."""
        used, files = 0, 0
        for folder in self.folders.values():
            found = os.statvfs(folder)
            used += (found.f_blocks - found.f_bfree) * found.f_frsize
            files += found.f_files - found.f_ffree
        return used, files

    def _shared_since_start(self) -> int:
        return max(0, _shared_of_machine() - self.shared_at_start)


class DescendantsMeter(Meter):
    """Counts a process and its descendants, for a kernel without a sandbox, which may escape it."""

    def __init__(self, process: int):
        self.process = process

    def read(self, most_tasks: int) -> Usage:
        usage = Usage()
        for one in self._processes():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied), one.oneshot():
                usage.tasks += one.num_threads()
                usage.memory += one.memory_info().rss
                usage.processor_seconds += sum(one.cpu_times()[:4])
        return usage

    def memory(self, allowed: int) -> int:
        total = 0
        for one in self._processes():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                total += one.memory_full_info().uss
        return total

    def close(self) -> None:
        pass

    def _processes(self) -> list[psutil.Process]:
        try:
            first = psutil.Process(self.process)
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def thread_wait(thread: int) -> float:
    """How long a thread of the grader has waited for a processor, s; 0 where nobody tells."""
    try:
        return _wait(Path(f"/proc/self/task/{thread}/schedstat").read_bytes())
    except OSError:
        return 0


def _time_awake() -> float:
    """A clock, s, that stands while this thread waits for a processor: load is nobody's doing."""
    return monotonic() - thread_wait(get_native_id())


def _wait(schedstat: bytes) -> float:
    # The second number, in ns; see sched-stats in the documentation of Linux.
    return int(schedstat.split()[1]) * 1e-9


def _most_entries(handles: int) -> int:
    """How much the epolls of a process may wait for: half of its handles, each for all others."""
    return (handles // 2) ** 2


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _numbers(status: bytes) -> dict[bytes, int]:
    """Fields of a `status`. Its lines end with a newline, and no name can hold one."""
    return {name: int(value) for name, value in STATUS.findall(status)}


def _private_folders(mounts: bytes) -> list[bytes]:
    """Where the writable file systems are that live in memory and were made for the sandbox."""
    places = []
    for line in mounts.splitlines():
        about, _, kind = line.partition(b" - ")
        _, _, _, root, place, options, *_ = about.split(b" ")
        is_own = root == b"/" and b"rw" in options.split(b",")
        if is_own and kind.startswith(b"tmpfs "):
            places.append(re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), place))
    return places


def _shared_of_machine() -> int:
    """Shared memory of all processes of the machine, mapped by one or not, bytes."""
    (found,) = re.findall(
        rb"^Shmem:" + SPACE + rb"(\d+)", Path("/proc/meminfo").read_bytes(), re.MULTILINE
    )
    return int(found) * KILOBYTE
