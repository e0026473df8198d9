"""The corpus: answers of which is known what they are worth, and what they earn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.course import Course
from autograder.fairness.answers import Answer, read_answers, read_known_answers
from autograder.fairness.exercises import Exercise
from autograder.fairness.trial import Outcome, Trial, run_trials


@dataclass(frozen=True)
class Case:
    """One answer of the corpus, to one exercise."""

    name: str
    description: str
    answer: Answer
    trial: Trial

    @property
    def exercise(self) -> Exercise:
        return self.trial.exercise

    @property
    def is_right(self) -> bool:
        return self.answer.points is None

    @property
    def stated(self) -> float:
        """The points that the answer is worth."""
        return self.exercise.points if self.answer.points is None else self.answer.points


@dataclass(frozen=True)
class Result:
    """What became of a case."""

    case: Case
    outcome: Outcome

    @property
    def is_accepted(self) -> bool:
        return self.outcome.points == self.case.exercise.points

    @property
    def names_the_fault(self) -> bool:
        """Whether the first reason holds the words that the corpus asks for."""
        reasons, words = self.outcome.reasons, self.case.answer.reason
        return bool(reasons and words) and words in reasons[0]

    @property
    def is_seen_at_once(self) -> bool:
        """Whether the check in the notebook tells the student."""
        return bool(self.outcome.shown)

    @property
    def problems(self) -> list[str]:
        """What is not as the corpus states it."""
        found, case, outcome = [], self.case, self.outcome
        if outcome.points != case.stated:
            why = f": {outcome.reasons[0]}" if outcome.reasons else ""
            found.append(f"earns {outcome.points:g} points, stated are {case.stated:g}{why}")
        if case.is_right and self.is_seen_at_once:
            found.append(f"the check in the notebook rejects it: {outcome.shown}")
        if not case.is_right and outcome.points == case.stated and not self.names_the_fault:
            found.append(f"the first reason, “{outcome.reasons[0]}”, lacks “{case.answer.reason}”")
        if not case.is_right and not self.is_seen_at_once:
            found.append("the check in the notebook passes it")
        return found


def read_corpus(course: Course, exercises: dict[str, Exercise]) -> list[Case]:
    """The known answers to functions, of exercises/ and of the students of tests/students/.

    Raises CourseError where a file holds no answers.
    """
    sheets = [read_answers(path) for path in sorted(course.students.glob("*.py"))]
    for path in sorted(course.exercises.glob("*/answers.py")):
        sheets += read_known_answers(path).sheets
    cases = []
    for sheet in sheets:
        sources = {grade_id: answer.source for grade_id, answer in sheet.answers.items()}
        for grade_id, answer in sheet.answers.items():
            if grade_id in exercises:
                trial = Trial(exercises[grade_id], sources, sheet.base)
                cases.append(Case(sheet.student, sheet.description, answer, trial))
    order = list(exercises)
    return sorted(cases, key=lambda case: (order.index(case.exercise.name), not case.is_right))


def run_corpus(course: Course, cases: Iterable[Case]) -> Iterator[Result]:
    """Run all cases; results in their order, as they come."""
    cases = list(cases)
    outcomes = run_trials(course, [case.trial for case in cases])
    for case, outcome in zip(cases, outcomes, strict=True):
        yield Result(case, outcome)
