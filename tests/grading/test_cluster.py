"""What is said where there are no workers."""

import distributed
import pytest

from autograder.course import CourseError
from autograder.grading.cluster import Cluster


class Local:
    """Stands for the workers of this machine."""

    closed = False

    def __init__(self, **_: object) -> None:
        Local.closed = False

    def close(self, timeout: float) -> None:
        Local.closed = True


def no_answer(*_: object, **__: object) -> None:
    raise OSError("timed out during the handshake")


def test_workers_of_this_machine_that_do_not_answer_are_called_that(monkeypatch):
    monkeypatch.setattr(distributed, "LocalCluster", Local)
    monkeypatch.setattr(distributed, "Client", no_answer)
    with (
        pytest.raises(CourseError, match="of this machine did not answer") as raised,
        Cluster(1, None),
    ):
        pass
    assert "handshake" in str(raised.value)
    assert "None" not in str(raised.value)
    assert Local.closed
