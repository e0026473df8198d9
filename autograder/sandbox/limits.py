"""What student code may use, and what it is told when it used more."""

import platform
import re

from traitlets import Integer
from traitlets.config import Configurable

OPEN_FILES = 1024  # of one process of a student's
QUEUED_SIGNALS = 1000  # and timers, of a user: the student's may be that of the grader
SPARE_TASKS = 10  # by which the system's own limit is the higher: what is too much must be seen


class Limits(Configurable):
    """Set in nbgrader_config.py, as `c.Limits.cell_seconds = 60`."""

    cell_seconds = Integer(
        60,
        help="time of one cell, or of the test of one function, but for waits for a processor, s",
    ).tag(config=True)
    notebook_seconds = Integer(
        300, help="time of a notebook, but for waits for a processor, s"
    ).tag(config=True)
    own_cells_seconds = Integer(
        120,
        help="time of all cells that a student added to a notebook, but for such waits; it is not "
        "of the notebook's time, and cells for which nothing is left of it are not run, s",
    ).tag(config=True)
    grace_seconds = Integer(
        10, help="time to end after an interrupt, before the kernel is killed, s"
    ).tag(config=True)
    memory_megabytes = Integer(4096, help="memory of a notebook's processes together, MB").tag(
        config=True
    )
    disk_megabytes = Integer(256, help="files in each writable folder of a notebook, MB").tag(
        config=True
    )
    files = Integer(
        100_000, help="files, folders and links in a notebook's writable folders together"
    ).tag(config=True)
    processes = Integer(200, help="processes and threads of a notebook together").tag(config=True)
    output_kilobytes = Integer(2048, help="output of one cell that is kept, kB").tag(config=True)
    notebook_output_kilobytes = Integer(
        10_000, help="output of all cells of a notebook that is kept, kB"
    ).tag(config=True)
    result_megabytes = Integer(64, help="what one call of a function may return, MB").tag(
        config=True
    )
    verdict_megabytes = Integer(
        1500, help="memory of the process that reaches one verdict, MB"
    ).tag(config=True)

    @property
    def most_tasks(self) -> int:
        """Processes and threads from which on the system starts no more."""
        return self.processes + SPARE_TASKS

    def of_a_process(self) -> dict[str, int]:
        """The limits that the system's kernel enforces, by their names in :mod:`resource`."""
        limits = {
            "RLIMIT_DATA": self.memory_megabytes * 1_000_000,
            "RLIMIT_FSIZE": self.disk_megabytes * 1_000_000,
            "RLIMIT_NOFILE": OPEN_FILES,
            "RLIMIT_CORE": 0,
            "RLIMIT_SIGPENDING": QUEUED_SIGNALS,
            # Nothing of a student's comes before others, or keeps what it read in memory, even
            # where the grader may.
            **dict.fromkeys(("RLIMIT_RTPRIO", "RLIMIT_NICE", "RLIMIT_MEMLOCK"), 0),
        }
        if counts_by_namespace(platform.release()):
            limits["RLIMIT_NPROC"] = self.most_tasks
        return limits


def allow_the_grader_more_files() -> None:
    """Let this process and those it starts have more files open than student code may.

    Files that are sent from one process to another are counted for their user, who may be the same,
    and nobody can send any while there are more than one process may open.
    """
    import resource  # where there are sandboxes

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8 * OPEN_FILES if hard == resource.RLIM_INFINITY else min(8 * OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def counts_by_namespace(release: str) -> bool:
    """Whether a Linux of this release counts a user's processes in each user namespace apart.

    Older ones (before 5.14) count all that the user runs: a grader with a browser open could start
    no kernel, and students of one class would use up each other's. There the watch counts alone.
    """
    numbers = re.match(r"(\d+)\.(\d+)", release)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= (5, 14)
