"""What becomes of submissions whose workers say nothing any more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.grading.driver import Driver
from autograder.grading.due import Due
from autograder.grading.task import STARTS


class StubFuture:
    def __init__(self) -> None:
        self.is_cancelled = False

    def add_done_callback(self, callback: Callable) -> None:
        pass

    def cancel(self) -> None:
        self.is_cancelled = True


class StubCluster:
    """Two workers that begin with whatever they get, and are not heard of again."""

    def __init__(self) -> None:
        self.hear: Callable[[dict], None] = print
        self.asked: list[list[str] | None] = []
        self.futures: list[StubFuture] = []
        self.replaced: list[str] = []

    def workers(self) -> dict[str, int]:
        return {"one": 1, "two": 1}

    def listen(self, hear: Callable[[dict], None]) -> None:
        self.hear = hear

    def submit(self, task: object, key: str, workers: list[str] | None = None) -> StubFuture:
        self.asked.append(workers)
        self.futures.append(StubFuture())
        worker = workers[0] if workers else "one"
        self.hear({"student": "ann", "what": STARTS, "worker": worker})
        return self.futures[-1]

    def replace(self, worker: str) -> None:
        self.replaced.append(worker)


def test_what_two_workers_hang_over_is_tried_by_another_one_and_then_set_aside():
    events: list[tuple[str, dict[str, Any]]] = []
    cluster = StubCluster()
    driver = Driver(
        cluster,
        lambda due: None,
        ["1_means"],
        0.1,
        lambda name, **facts: events.append((name, facts)),
    )
    (outcome,) = filter(None, driver.outcomes([Due("ann", Path("ann"), "")]))
    assert cluster.asked == [None, ["two"]]  # the second time, whoever has not hung
    assert cluster.replaced == ["one", "two"]
    assert all(future.is_cancelled for future in cluster.futures)
    judged = outcome.judgement.notebooks["1_means"]
    assert judged.status == "not judged"
    assert "2 workers ended, or hung" in judged.notes[0]
    names = [name for name, _ in events]
    assert names == ["submitted", "started", "hangs", "retried", "hangs", "set aside"]
