"""Control groups: the system's own bounds on memory and processes, and its count of their time.

Version 1 has a hierarchy of groups for each controller, version 2 one for all; see cgroups(7). A
group is made inside that of the grader, whose own limits then hold for both.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from secrets import token_hex
from time import sleep

from autograder.sandbox.limits import Limits

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
NEEDED = {"memory", "pids"}  # of version 2, where processor time is always counted
NAME = re.compile(r"autograder-([1-9]\d*)-[0-9a-f]{8}")  # with the number of the grader's process
NEARLY = 0.98  # of its limit that a group has used when the system finds no more memory in it


class ControlGroup:
    """A group for the processes of one kernel, from its making until `close`.

    Root can make one nearly everywhere, others where a part of version 2 is delegated to them (for
    instance by `systemd-run --user --scope`). `folders` is empty where the system gives none; then
    what the watch counts is all that bounds a kernel.
    """

    def __init__(self, limits: Limits, root: Path = ROOT, own: Path = OWN):
        name = f"autograder-{os.getpid()}-{token_hex(4)}"
        memory = limits.memory_megabytes * 1_000_000
        settings = {
            # Swap is limited after memory, which it includes in version 1.
            "memory.limit_in_bytes": memory,
            "memory.memsw.limit_in_bytes": memory,
            "memory.max": memory,
            "memory.swap.max": 0,
            "pids.max": limits.most_tasks,
        }
        hierarchies = list(_parents(root, own))
        _remove_leftovers(chain.from_iterable(hierarchies))
        self.folders = [
            folder for parents in hierarchies if (folder := _new_folder(parents, name, settings))
        ]

    def add(self, process: int) -> None:
        """Take a process in, and what it will start; a group that refuses it is not kept."""
        for folder in list(self.folders):
            try:
                (folder / "cgroup.procs").write_text(str(process))
            except OSError:
                self.folders.remove(folder)
                _remove(folder)

    def processor_seconds(self) -> float | None:
        """What all processes have computed so far, those that have ended too; None if unknown."""
        for name, pattern, unit in (
            ("cpu.stat", rb"usage_usec (\d+)", 1e-6),
            ("cpuacct.usage", rb"(\d+)", 1e-9),
        ):
            if (found := self._number(name, pattern)) is not None:
                return found * unit
        return None

    def ran_out_of_memory(self) -> bool:
        """Whether the system has ended a process because the group had all that it may have."""
        # Version 2 counts how often that was so; in version 1 the most that was used tells.
        times = self._number("memory.events", rb"^oom (\d+)")
        most = self._number("memory.max_usage_in_bytes", rb"(\d+)")
        limit = self._number("memory.limit_in_bytes", rb"(\d+)")
        has_met_its_limit = bool(times) or (
            most is not None and limit is not None and most > NEARLY * limit
        )
        return has_met_its_limit and self.lost_a_process()

    def lost_a_process(self) -> bool:
        """Whether the system has ended a process for want of memory, be it that of others."""
        return any(
            self._number(name, rb"^oom_kill (\d+)")
            for name in ("memory.events", "memory.oom_control")
        )

    def _number(self, name: str, pattern: bytes) -> int | None:
        for folder in self.folders:
            with suppress(FileNotFoundError):
                found = re.search(pattern, (folder / name).read_bytes(), re.M)
                return int(found[1]) if found else None
        return None

    def close(self) -> None:
        """Remove the group once its last process has ended."""
        folders, self.folders = self.folders, []
        for folder in folders:
            _remove(folder)


def _parents(root: Path, own: Path) -> Iterator[list[Path]]:
    """For each hierarchy the folders in which a group may be made, the best first."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        for controller in {"memory", "pids", "cpuacct"} & set(controllers.split(",")):
            yield [_inside(root / controller, path)]
        if not controllers and (root / "cgroup.controllers").is_file():
            group = _inside(root, path)
            # A group that holds processes hands no controllers on; one above it may.
            above = [group, *group.parents]
            yield [one for one in above if one.is_relative_to(root) and _hands_on(one)]


def _inside(mount: Path, path: str) -> Path:
    """A group's folder; the topmost in sight where a container shows its own groups alone."""
    folder = mount / path.lstrip("/")
    return folder if folder.is_dir() else mount


def _hands_on(group: Path) -> bool:
    try:
        return set((group / "cgroup.subtree_control").read_text().split()) >= NEEDED
    except OSError:
        return False


def _new_folder(parents: list[Path], name: str, settings: dict[str, int]) -> Path | None:
    for parent in parents:
        folder = parent / name
        try:
            folder.mkdir()
            for file, value in settings.items():
                if (folder / file).exists():
                    (folder / file).write_text(str(value))
            return folder
        except OSError:
            _remove(folder)
    return None


def _remove_leftovers(parents: Iterable[Path]) -> None:
    """Remove the groups of graders that were killed, once the processes in them have ended."""
    for parent in set(parents):
        for folder in parent.glob("autograder-*"):
            found = NAME.fullmatch(folder.name)
            if found and not _is_alive(int(found[1])):
                with suppress(OSError):  # it holds processes still, or somebody else's
                    folder.rmdir()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # it is another user's
    return True


def _remove(folder: Path) -> None:
    for _ in range(1000):
        with suppress(OSError):
            folder.rmdir()
        if not folder.exists():
            return
        sleep(0.01)
