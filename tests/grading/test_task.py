"""The judges that a worker keeps."""

from contextlib import ExitStack

import pytest
from traitlets.config import Config

from autograder.course import Assignment, Course
from autograder.grading import task
from tests.conftest import ROOT

RUN, KEEP = ({"Judge": {"demonstrations": what}, "Limits": {}} for what in ("run", "keep"))


class StubJudge:
    """A judge that only knows what it was made for, and whether it has ended."""

    def __init__(self, assignment: Assignment, config: Config):
        self.demonstrations = config.Judge.demonstrations
        self.has_ended = False

    def __enter__(self) -> "StubJudge":
        return self

    def __exit__(self, *_: object) -> None:
        self.has_ended = True


@pytest.fixture
def assignment(monkeypatch) -> Assignment:
    monkeypatch.setattr(task, "Judge", StubJudge)
    return Course(ROOT).assignments[0]


def test_a_task_of_other_settings_gets_a_judge_of_its_own(assignment):
    judges = task._Judges()
    with judges.judge_for(assignment, RUN) as first:
        pass
    with judges.judge_for(assignment, RUN) as again:
        assert again is first
    with judges.judge_for(assignment, KEEP) as second:
        assert (second.demonstrations, second.has_ended) == ("keep", False)
    assert first.has_ended


def test_no_task_ends_the_judge_of_another_one_that_still_runs(assignment):
    judges = task._Judges()
    with ExitStack() as first_thread, ExitStack() as second_thread:
        first = first_thread.enter_context(judges.judge_for(assignment, RUN))
        second = second_thread.enter_context(judges.judge_for(assignment, KEEP))
        assert (first.demonstrations, second.demonstrations) == ("run", "keep")
        assert not first.has_ended
    judges.close()
    assert first.has_ended and second.has_ended


def test_settings_that_are_changed_in_place_are_others(assignment):
    judges = task._Judges()
    settings = {"Judge": {"demonstrations": "run"}, "Limits": {}}
    with judges.judge_for(assignment, settings) as first:
        settings["Judge"]["demonstrations"] = "keep"
    with judges.judge_for(assignment, settings) as second:
        assert (first.demonstrations, second.demonstrations) == ("run", "keep")
