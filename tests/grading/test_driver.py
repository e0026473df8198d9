"""What becomes of submissions whose workers say nothing any more."""

from collections.abc import Callable
from pathlib import Path

from autograder.course import CourseError
from autograder.grading.driver import Driver
from autograder.grading.due import Due
from autograder.grading.task import STARTS


class StubFuture:
    """A task that has ended, with an `error` if it has one; without a status it never ends."""

    def __init__(self, error: Exception | None, status: str | None) -> None:
        self.error, self.status = error, "error" if error else status
        self.is_cancelled = False

    def add_done_callback(self, callback: Callable) -> None:
        if self.status:
            callback(self)

    def result(self) -> str:
        return "judged"

    def exception(self) -> Exception | None:
        return self.error

    def cancel(self) -> None:
        self.is_cancelled = True


class StubCluster:
    """Workers that begin with whatever they get, and fail as said, or are not heard of again."""

    is_shared = False
    is_alive = True

    def __init__(self, *workers: str, **errors: Exception) -> None:
        self.hear: Callable[[dict], None] = print
        self.there, self.errors = list(workers), errors
        self.asked: list[list[str] | None] = []
        self.futures: list[StubFuture] = []
        self.replaced: list[str] = []
        self.statuses: list[str] = []  # of the first tasks, where they end

    def workers(self) -> dict[str, int]:
        return dict.fromkeys(self.there, 1)

    def listen(self, hear: Callable[[dict], None]) -> None:
        self.hear = hear

    def submit(self, task: object, workers: list[str] | None = None) -> StubFuture:
        self.asked.append(workers)
        worker = (workers or self.there)[0]
        status = self.statuses.pop(0) if self.statuses else None
        self.futures.append(StubFuture(self.errors.get(worker), status))
        self.hear({"student": "ann", "what": STARTS, "worker": worker})
        return self.futures[-1]

    def replace(self, worker: str) -> None:
        self.replaced.append(worker)


def outcome_of(cluster: StubCluster) -> tuple[str, list[str]]:
    """Why a submission was set aside, and the names of all events."""
    events: list[str] = []
    driver = Driver(
        cluster,
        lambda due: None,
        0.1,
        lambda name, **facts: events.append(name),
    )
    (outcome,) = filter(None, driver.outcomes([Due("ann", Path("ann"), "")]))
    return outcome.judgement, events


def test_what_two_workers_hang_over_is_tried_by_another_one_and_then_set_aside():
    cluster = StubCluster("one", "two")
    why, events = outcome_of(cluster)
    assert cluster.asked == [None, ["two"]]  # the second time, whoever has not hung
    assert cluster.replaced == ["one", "two"]
    assert all(future.is_cancelled for future in cluster.futures)
    assert "2 workers ended, or hung" in why
    assert events == ["submitted", "started", "hangs", "retried", "hangs", "set aside"]


def test_what_the_only_worker_hangs_over_is_tried_by_whatever_takes_its_place():
    cluster = StubCluster("one")
    outcome_of(cluster)
    assert cluster.asked == [None, None]


def test_workers_with_another_course_are_none_that_a_submission_has_ended():
    other = CourseError("a worker's course is not the one that is graded")
    cluster = StubCluster("one", "two", "three", one=other, two=other)
    _, events = outcome_of(cluster)
    assert cluster.asked[:3] == [None, ["two", "three"], ["three"]]
    started = ["submitted", "started", "failed", "started", "failed", "started"]
    # The third has the right course, and hangs; so does whoever gets it then.
    assert events == [*started, "hangs", "retried", "hangs", "set aside"]


def test_what_was_judged_and_lost_with_its_worker_is_judged_again():
    cluster = StubCluster("one", "two")
    cluster.statuses = ["lost", "lost", "lost", "finished"]
    assert outcome_of(cluster)[0] == "judged"


def test_a_worker_that_hangs_is_noticed_while_others_tell_much():
    class Talkative(StubCluster):
        def workers(self) -> dict[str, int]:
            # There is always news, of somebody who is not waited for.
            self.hear({"student": "bob", "what": "begins", "worker": "two"})
            return super().workers()

    cluster = Talkative("one", "two")
    why, _ = outcome_of(cluster)
    assert "2 workers ended, or hung" in why
