"""Keeps workers busy with submissions, and deals with those that fail."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from queue import Empty, Queue
from time import monotonic
from typing import TYPE_CHECKING, Any

from autograder.course import CourseError
from autograder.grading.cluster import KILLED, Cluster
from autograder.grading.due import Due
from autograder.grading.task import STARTS, Task
from autograder.judging.judgement import Judgement
from autograder.text import plain

if TYPE_CHECKING:
    from distributed import Future

ROUND_SECONDS = 0.5


@dataclass
class Running:
    """A submission that a worker has."""

    due: Due
    future: "Future[Judgement]"
    since: float  # on the monotonic clock
    heard: float
    attempts: int = 1
    workers: list[str] = field(default_factory=list)  # that began with it
    notebooks: set[str] = field(default_factory=set)  # that run now

    @property
    def seconds(self) -> float:
        return monotonic() - self.since


@dataclass(frozen=True)
class Outcome:
    """The judgement of a submission, and the time from when it was first given to a worker, s.

    Where no worker could judge it, there is a reason in the place of a judgement.
    """

    due: Due
    judgement: Judgement | str
    seconds: float


class Driver:
    """Has submissions judged by the workers of a cluster.

    `silence` is the time after which a worker that tells nothing of a submission hangs, s. What
    happens is told to `tell`, as an event's name and facts.
    """

    def __init__(
        self,
        cluster: Cluster,
        new_task: Callable[[Due], Task],
        silence: float,
        tell: Callable[..., None],
    ):
        self.cluster, self.new_task = cluster, new_task
        self.silence, self.tell = silence, tell
        self.running: dict[str, Running] = {}
        self.unfit: dict[str, CourseError] = {}  # workers that can judge nobody's, and why
        self.looked = monotonic()  # when all that run were last looked at
        self.inbox: Queue[tuple[str, Any]] = Queue()

    def outcomes(self, due: Iterable[Due]) -> Iterator[Outcome | None]:
        """The judgements as they come, and None now and then while there is none.

        Raises CourseError where nobody's notebooks can be run, or the scheduler has ended.
        """
        self.cluster.listen(lambda news: self.inbox.put(("news", news)))
        waiting = deque(due)
        while waiting or self.running:
            self._submit(waiting)
            try:
                kind, what = self.inbox.get(timeout=ROUND_SECONDS)
            except Empty:
                kind, what = "nothing", None
            if kind == "news":
                yield self._hear(what)
            elif kind == "future":
                yield self._end(what)
            if monotonic() - self.looked > ROUND_SECONDS:
                self.looked = monotonic()
                yield self._look()

    def _submit(self, waiting: deque[Due]) -> None:
        """Give each worker as much as it can do, and no more: what waits can go to any."""
        room = sum(count for one, count in self._fit_workers().items()) - len(self.running)
        while waiting and room > 0:
            due = waiting.popleft()
            now = monotonic()
            self.running[due.student] = Running(due, self._start(due), now, now)
            self.tell("submitted", student=due.student)
            room -= 1

    def _fit_workers(self) -> dict[str, int]:
        workers = self.cluster.workers()
        fit = {one: count for one, count in workers.items() if one not in self.unfit}
        if workers and not fit:
            raise next(iter(self.unfit.values()))
        return fit

    def _start(self, due: Due, avoided: Iterable[str] = ()) -> "Future[Judgement]":
        fit = list(self._fit_workers())
        others = [one for one in fit if one not in set(avoided)]
        # One that is replaced comes back with another address, so that any may have it then.
        wanted = (others or fit) if self.unfit else others if avoided else []
        future = self.cluster.submit(self.new_task(due), wanted or None)
        future.add_done_callback(lambda done: self.inbox.put(("future", done)))
        return future

    def _again(self, one: Running) -> None:
        """Have a submission judged by another worker."""
        one.future.cancel()
        one.notebooks.clear()
        one.heard = monotonic()
        one.future = self._start(one.due, one.workers)

    def _hear(self, news: dict[str, str]) -> Outcome | None:
        one = self.running.get(news["student"])
        if one is None:
            return None
        one.heard = monotonic()
        if news["what"] == STARTS:
            what = "retried" if one.workers else "started"
            self.tell(what, student=one.due.student, worker=news["worker"])
            one.workers.append(news["worker"])
            one.notebooks.clear()
            if len(one.workers) > KILLED:
                return self._set_aside(one, _ended(one.workers[:-1]))
        elif news["worker"] not in one.workers[-1:]:
            pass  # a worker that was given up
        elif news["what"] == "begins":
            one.notebooks.add(news["notebook"])
        else:
            one.notebooks.discard(news["notebook"])
        return None

    def _end(self, future: "Future[Judgement]") -> Outcome | None:
        """Deal with a future that is done, which may be one that nobody waits for any more."""
        one = next((one for one in self.running.values() if one.future is future), None)
        if one is None:
            return None
        if future.status == "finished":
            del self.running[one.due.student]
            return Outcome(one.due, future.result(), one.seconds)
        if future.status == "lost" and self.cluster.is_alive:
            # Its worker has judged it, and was ended by another one before it handed that on.
            del one.workers[-1:]
            self._again(one)
            return None
        if not self.cluster.is_alive or future.status != "error":
            raise CourseError(
                "the scheduler has ended, or cannot be reached any more; what was recorded stays. "
                "Run the command again for the rest"
            )
        return self._fail(one, future.exception())

    def _fail(self, one: Running, error: BaseException) -> Outcome | None:
        from distributed import KilledWorker

        student, worker = one.due.student, one.workers[-1] if one.workers else ""
        if isinstance(error, KilledWorker):
            return self._set_aside(one, _ended(one.workers))
        why = plain(f"{type(error).__name__}: {error}")
        self.tell("failed", student=student, worker=worker, reason=why)
        if isinstance(error, CourseError):
            if self.cluster.is_shared or not worker:
                raise error  # the other workers are on the same machine
            self.unfit[worker] = error
            one.workers.remove(worker)  # it has not judged
        else:
            one.attempts += 1
        if one.attempts > KILLED:
            return self._set_aside(one, f"the judge failed on two workers ({why})")
        self._again(one)
        return None

    def _look(self) -> Outcome | None:
        """Replace a worker that has told nothing of its submission for too long."""
        for one in list(self.running.values()):
            if monotonic() - one.heard < self.silence or not one.workers:
                continue
            worker = one.workers[-1]
            self.tell("hangs", student=one.due.student, worker=worker)
            self.cluster.replace(worker)
            if len(one.workers) >= KILLED:
                return self._set_aside(one, _ended(one.workers))
            self._again(one)
        return None

    def _set_aside(self, one: Running, why: str) -> Outcome:
        one.future.cancel()
        del self.running[one.due.student]
        self.tell("set aside", student=one.due.student, reason=why)
        return Outcome(one.due, why, one.seconds)


def _ended(workers: list[str]) -> str:
    # News of the last one may not have come before the scheduler gave up.
    return f"{max(len(workers), KILLED)} workers ended, or hung, while they judged it"
