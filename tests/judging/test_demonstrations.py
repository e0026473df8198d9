"""Demonstrations decide nothing: the same points whether they are run or kept as handed in."""

import pytest

from autograder.course import Assignment, Course
from autograder.fairness.answers import Answer, AnswerSheet, read_known_answers, submit
from autograder.fairness.exercises import graded_functions
from autograder.judging.judge import Judge
from tests.conftest import (
    ROOT,
    SHEETS,
    autoencoders,
    copy_build,
    copy_course,
    known_answer,
    needs_sandbox,
)

pytestmark = needs_sandbox

NOTEBOOK = "5_elbo"


def changed(student: str, **answers: str) -> AnswerSheet:
    """The model answers but for these."""
    given = {name: Answer(source) for name, source in answers.items()}
    return AnswerSheet(student, "Tried here.", "model", given, NOTEBOOK)


HANDFUL = [
    SHEETS["half_done"],
    known_answer("kl/base_two"),
    # `states` is defined by a demonstration.
    changed("uses_a_demonstration", kl="def kl(q, p):\n    return 0.0 * len(states)"),
    changed(
        "counts_its_calls",
        log_evidence="calls = []\ndef log_evidence(prior, likelihood):\n    calls.append(prior)\n"
        "    return np.log(prior @ likelihood) + 0.01 * len(calls)",
    ),
    changed("ends_its_process", posterior="import os\nos._exit(1)"),
]
EXERCISES = graded_functions(Course(ROOT))


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    course = copy_course(tmp_path_factory.mktemp("demonstrations") / "course")
    copy_build(course)
    return course


def outcomes(
    assignment: Assignment, sheets: list[AnswerSheet], notebook: str, demonstrations: str
) -> dict[tuple[str, str], tuple]:
    """What each sheet's notebooks earned, why not more, and their status."""
    for sheet in sheets:
        submit(assignment, sheet)
    with Judge(assignment, demonstrations=demonstrations) as judge:
        begun = {
            sheet.student: judge.begin(assignment.submission(sheet.student), notebook)
            for sheet in sheets
        }
        return {
            (student, name): (judged.points, judged.reasons, judged.status)
            for student, underway in begun.items()
            for name, judged in underway.result().notebooks.items()
        }


def test_points_reasons_and_status_are_those_of_a_run_of_all_cells(course):
    kept, run = (
        outcomes(autoencoders(course), HANDFUL, NOTEBOOK, mode) for mode in ("keep", "run")
    )
    assert kept == run


def wrong_answers(assignment: Assignment) -> dict[str, Answer]:
    """A wrong answer to each exercise of an assignment."""
    found = {}
    for name, exercise in EXERCISES.items():
        if exercise.folder.name == assignment.name:
            sheets = read_known_answers(ROOT / "exercises" / name / "answers.py").sheets
            alone = [sheet.answers[name] for sheet in sheets if sheet.answers.keys() == {name}]
            found[name] = next(answer for answer in alone if answer.points is not None)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in Course(ROOT).assignments])
def test_wrong_answers_to_all_exercises_earn_what_a_run_of_all_cells_gives(course, name):
    assignment = course.assignment(name)
    sheet = AnswerSheet("wrong", "To each exercise.", "model", wrong_answers(assignment))
    kept, run = (outcomes(assignment, [sheet], "*", mode) for mode in ("keep", "run"))
    # Reasons quote what was drawn, which differs each time.
    assert without_reasons(kept) == without_reasons(run)


def without_reasons(found: dict[tuple[str, str], tuple]) -> dict[tuple[str, str], tuple]:
    return {which: (points, status) for which, (points, _, status) in found.items()}
