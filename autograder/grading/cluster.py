"""Processes that judge: of this machine, or of all that a scheduler of dask's knows."""

import logging
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from autograder.course import CourseError
from autograder.grading.task import Task, judge_task
from autograder.judging.judgement import Judgement

if TYPE_CHECKING:
    from distributed import Future

KILLED = 2  # workers that a submission may end before it is set aside
SILENT_SECONDS = 60  # after which a worker of this machine that tells nothing is replaced
CONNECT_SECONDS = 10


@contextmanager
def ctrl_c_is_ours() -> Iterator[None]:
    """Have processes that are started in the block ignore the interrupt that a terminal sends.

    They would each answer it with a traceback; this process ends them.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Cluster:
    """A client of dask's with its workers; a context, which ends those that it started."""

    def __init__(self, jobs: int, address: str | None):
        self.jobs, self.address = jobs, address
        # Graders that share a scheduler keep apart by their topics, and by the keys of their tasks.
        self.topic = f"autograder-{uuid4().hex}"
        self.numbers = count()

    def __enter__(self) -> "Cluster":
        """Start the workers, or meet a scheduler.

        Raises CourseError where that is not possible.
        """
        import dask
        from distributed import Client, LocalCluster

        warnings.filterwarnings("ignore", module="distributed")
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.local = None
        if self.address is None:
            settings = {
                "distributed.scheduler.allowed-failures": KILLED - 1,
                "distributed.scheduler.worker-ttl": f"{SILENT_SECONDS}s",
                # What dask's dashboard would show: each process spends 3 % of a processor on it.
                "distributed.worker.profile.enabled": False,
                "distributed.admin.tick.interval": "1s",
            }
            with dask.config.set(settings), ctrl_c_is_ours():
                self.local = LocalCluster(
                    n_workers=self.jobs,
                    threads_per_worker=1,
                    processes=True,
                    memory_limit=0,  # student code has limits of its own
                    dashboard_address=None,
                    security=True,  # others who have an account here are not to give it work
                    silence_logs=logging.CRITICAL,
                )
        try:
            self.client = Client(self.local or self.address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TypeError) as error:
            if self.local is None:
                raise CourseError(
                    f"no scheduler answers at {self.address} ({error}); start one with `dask "
                    "scheduler`, and its workers in the folder of the course with `dask worker`"
                ) from None
            with suppress(Exception):  # its processes end with this one in any case
                self.local.close(timeout=CONNECT_SECONDS)
            raise CourseError(
                f"the workers of this machine did not answer within {CONNECT_SECONDS} s ({error}). "
                "Is it overloaded? Nothing was graded; run the command again, with fewer --jobs"
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # they end with this process in any case
            self.client.close(timeout=5)
            if self.local is not None:
                self.local.close(timeout=10)

    @property
    def is_shared(self) -> bool:
        """Whether workers read submissions from the grader's disk."""
        return self.local is not None

    @property
    def is_alive(self) -> bool:
        return self.client.status == "running"

    def workers(self) -> dict[str, int]:
        """The addresses of workers, and how many submissions each judges at once."""
        with suppress(OSError, TimeoutError):
            threads: dict[str, int] = self.client.nthreads()
            return threads
        return {}

    def listen(self, hear: Callable[[dict[str, str]], None]) -> None:
        """Let `hear` be called with whatever workers tell, in another thread."""
        self.client.subscribe_topic(self.topic, lambda event: hear(event[1]))

    def submit(self, task: Task, workers: list[str] | None = None) -> "Future[Judgement]":
        """Start a task, on one of these workers if any are named."""
        key = f"{self.topic}-{next(self.numbers)}"
        return self.client.submit(judge_task, task, self.topic, key=key, workers=workers)

    def replace(self, worker: str) -> None:
        """Have a worker that hangs ended and started anew, where something watches over it."""

        def restart() -> None:
            with suppress(Exception):  # another worker has its task
                self.client.restart_workers([worker], timeout=30, raise_for_error=False)

        Thread(target=restart, daemon=True).start()
