"""Measures how fair the grades are, and writes it down in docs/fairness.md."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from autograder.course import Course
from autograder.fairness.answers import model_answers, read_known_answers
from autograder.fairness.corpus import Result, read_corpus, run_corpus
from autograder.fairness.exercises import Exercise, graded_functions
from autograder.fairness.mutants import Mutant, mutants
from autograder.fairness.trial import Trial, run_trials

T = TypeVar("T")

HEAD = """\
# Are the grades fair?

Measured by `make fairness` on {answers} answers of known worth and on {mutants} mutants of the
model answers. Nothing here is written by hand but what `exercises/*/answers.py` states: what an
answer is worth, and why a mutant is right.
"""
CONFUSION = """
## Known answers

Right answers are to be accepted and wrong ones rejected, by the grader and by the check in the
notebook. A wrong answer's first reason is to name its fault: it holds the words that the answer's
file asks for.

"""
MUTANTS = """
## Mutants

Every model answer with one change: another operator or number, a term, factor, argument or function
less, two arguments swapped, a matrix transposed, a neighbour's name. A mutant survives if it earns
full points.

"""
SURVIVORS = """
### Survivors

Each of them is a right answer by the contract, for the reason given.

"""
REASONS = """
## What students read

For each wrong answer: what it is, what it keeps, what the check in the notebook says at once, and
the first reason in the feedback.
"""


def write_page(course: Course, console: Console) -> Path:
    """Run the corpus and the mutants and write the page; where it lies.

    Raises CourseError where the course is not built or an answers.py cannot be read.
    """
    exercises = graded_functions(course)
    explained = {
        path.parent.name: read_known_answers(path).right_mutants
        for path in course.exercises.glob("*/answers.py")
    }
    cases = read_corpus(course, exercises)
    results = list(_tracked(run_corpus(course, cases), len(cases), "answers", console))
    made = list(all_mutants(course, exercises))
    trials = [Trial(exercise, {exercise.name: mutant.source}) for exercise, mutant in made]
    outcomes = _tracked(run_trials(course, trials), len(trials), "mutants", console)
    survivors = [
        pair
        for pair, outcome in zip(made, outcomes, strict=True)
        if outcome.points == pair[0].points
    ]
    page = course.root / "docs" / "fairness.md"
    page.write_text(
        HEAD.format(answers=len(cases), mutants=f"{len(made):,}")
        + CONFUSION
        + confusion_table(exercises, results)
        + MUTANTS
        + mutant_table(exercises, made, survivors)
        + SURVIVORS
        + survivor_table(survivors, explained)
        + REASONS
        + reasons_tables(exercises, results),
        encoding="utf-8",
    )
    return page


def _tracked(found: Iterable[T], total: int, what: str, console: Console) -> Iterable[T]:
    return track(found, total=total, description=what, console=console, transient=True)


def all_mutants(
    course: Course, exercises: dict[str, Exercise]
) -> Iterator[tuple[Exercise, Mutant]]:
    """The mutants of all model answers, each with its exercise. The course is to be built."""
    answers: dict[str, str] = {}
    for assignment in course.assignments:
        answers |= model_answers(assignment)
    for name, exercise in exercises.items():
        for mutant in mutants(answers[name], course.file.neighbours):
            yield exercise, mutant


def confusion_table(exercises: Iterable[str], results: list[Result]) -> str:
    """Counts by function, with a last line for all."""

    def count(results: list[Result], *conditions: Callable[[Result], bool]) -> str:
        return str(sum(all(holds(result) for holds in conditions) for result in results))

    def right(result: Result) -> bool:
        return result.case.is_right

    def wrong(result: Result) -> bool:
        return not result.case.is_right

    def accepted(result: Result) -> bool:
        return result.is_accepted

    def rejected(result: Result) -> bool:
        return not result.is_accepted

    def row(name: str, results: list[Result]) -> list[str]:
        return [
            name,
            count(results, right, accepted),
            count(results, right, rejected),
            count(results, wrong, accepted),
            count(results, wrong, rejected),
            count(results, wrong, lambda result: result.outcome.points == result.case.stated),
            count(results, wrong, lambda result: result.names_the_fault),
            count(results, right, lambda result: result.is_seen_at_once),
            count(results, wrong, lambda result: result.is_seen_at_once),
        ]

    by_function = [
        row(f"`{name}`", [result for result in results if result.case.exercise.name == name])
        for name in exercises
    ]
    head = [
        *("function", "right, accepted", "right, rejected", "wrong, accepted", "wrong, rejected"),
        *("wrong, points as stated", "wrong, first reason names the fault"),
        *("right, rejected in the notebook", "wrong, rejected in the notebook"),
    ]
    return _table(head, [*by_function, row("all", results)])


def mutant_table(
    exercises: dict[str, Exercise],
    made: list[tuple[Exercise, Mutant]],
    survivors: list[tuple[Exercise, Mutant]],
) -> str:
    rows = []
    for name in exercises:
        all_of_it = sum(exercise.name == name for exercise, _ in made)
        left = sum(exercise.name == name for exercise, _ in survivors)
        rows.append([f"`{name}`", str(all_of_it), str(all_of_it - left), str(left)])
    total, left = len(made), len(survivors)
    share = f"{total - left} ({(total - left) / total:.1%})"
    rows.append(["all", str(total), share, str(left)])
    return _table(["function", "mutants", "caught", "survive"], rows)


def survivor_table(
    survivors: list[tuple[Exercise, Mutant]], explained: dict[str, dict[str, str]]
) -> str:
    return _table(
        ["function", "change", "why it is right"],
        [
            [
                f"`{exercise.name}`",
                f"`{mutant.change}`",
                explained.get(exercise.name, {}).get(mutant.change, "**not explained**"),
            ]
            for exercise, mutant in survivors
        ],
    )


def reasons_tables(exercises: Iterable[str], results: list[Result]) -> str:
    """What students read of each wrong answer, a table for each function."""
    text = ""
    for name in exercises:
        rows = [
            [
                " ".join(result.case.description.split()),
                f"{result.outcome.points:g} of {result.case.exercise.points:g}",
                result.outcome.shown.removeprefix(f"✗ {name}: "),
                (result.outcome.reasons or [""])[0],
            ]
            for result in results
            if result.case.exercise.name == name and not result.case.is_right
        ]
        head = ["answer", "keeps", "at once, in the notebook", "in the feedback"]
        text += f"\n### {name}\n\n" + _table(head, rows)
    return text


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""

    def line(cells: Iterable[str]) -> str:
        escaped = (cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells)
        return "| " + " | ".join(escaped) + " |\n"

    return line(head) + line(["---"] * len(head)) + "".join(map(line, rows))
