"""Judges the same submissions with demonstrations kept and run, and compares them item by item.

    python benchmarks/demonstrations.py [examples] [corpus] [broken] [hostile]

Demonstrations are the cells that no verdict rests on. The corpus is packed: a submission holds as
many of its answers as there are exercises that they answer. Hostile submissions have the limits of
their tests, and reach for sockets that nobody listens at.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Assignment, Course  # noqa: E402
from autograder.fairness.answers import (  # noqa: E402
    AnswerSheet,
    model_answers,
    read_known_answers,
    solution_cells,
    submit,
)
from autograder.fairness.exercises import graded_functions  # noqa: E402
from autograder.judging.judge import Judge  # noqa: E402
from autograder.judging.judgement import Judged  # noqa: E402
from autograder.reporting.graded_notebooks import verdict_items  # noqa: E402
from tests import test_broken, test_hostile  # noqa: E402
from tests.conftest import SHEETS, autoencoders, copy_build, copy_course  # noqa: E402

# A submission: the assignment, the student and the notebooks that are judged.
HandedIn = tuple[Assignment, str, str]
# What the items of a notebook earned, by grade id and item of the verdict, its status and notes.
Outcome = tuple[dict[tuple[str, str], float | None], str, list[str]]


def examples(course: Course) -> Iterator[HandedIn]:
    """The example students of tests/students/."""
    for sheet in SHEETS.values():
        submit(autoencoders(course), sheet)
        yield autoencoders(course), sheet.student, "*"


def corpus(course: Course) -> Iterator[HandedIn]:
    """The known answers to all exercises."""
    exercises = graded_functions(Course(ROOT))
    packed: list[tuple[Assignment, AnswerSheet]] = []
    for name, exercise in exercises.items():
        assignment = course.assignment(exercise.folder.name)
        for sheet in read_known_answers(ROOT / "exercises" / name / "answers.py").sheets:
            notebook = exercise.notebook if sheet.answers.keys() <= {name} else None
            number, place = next(
                (
                    (number, one)
                    for number, (_, one) in enumerate(packed)
                    if notebook
                    and (one.notebook, one.base) == (notebook, sheet.base)
                    and not one.answers.keys() & sheet.answers.keys()
                ),
                (len(packed), None),
            )
            if place is None:
                own = replace(sheet, student=f"corpus{number:03}", notebook=notebook)
                packed.append((assignment, own))
            else:
                packed[number] = (
                    assignment,
                    replace(place, answers=place.answers | sheet.answers),
                )
    for assignment, sheet in packed:
        submit(assignment, sheet)
        yield assignment, sheet.student, sheet.notebook or "*"


def broken(course: Course) -> Iterator[HandedIn]:
    """What comes in broken; the notebooks that are missing are judged as well."""
    assignment = autoencoders(course)
    name = test_broken.NOTEBOOK
    model = model_answers(assignment)
    for case, module in test_broken.CASES.items():
        notebook = nbformat.read(assignment.release / f"{name}.ipynb", as_version=4)
        for cell in solution_cells(notebook):
            cell.source = model[cell.metadata.nbgrader.grade_id]
        student = test_broken.student_of(case)
        folder = assignment.submission(student)
        folder.mkdir(parents=True)
        module.hand_in(folder, notebook)
        yield assignment, student, "*"


def hostile(course: Course) -> Iterator[HandedIn]:
    """What tries to gain points, secrets or the machine."""
    listeners = test_hostile.Listeners(course.root)
    places = listeners.addresses | dict.fromkeys(
        ("COURSE", "CHECKOUT", "FOLDER", "HOME"), str(course.root)
    )
    listeners.close()
    for name, sheet in test_hostile.CASES.items():
        submit(autoencoders(course), test_hostile.aimed(sheet, places))
        yield autoencoders(course), name, sheet.notebook or "*"


GROUPS = {one.__name__: one for one in (examples, corpus, broken, hostile)}


def outcomes(
    handed_in: list[HandedIn], demonstrations: str, limits: dict[str, int]
) -> dict[tuple[str, str, str], Outcome]:
    """What the notebooks of all students earned; their names follow assignment and student."""
    found = {}
    for name in sorted({assignment.name for assignment, _, _ in handed_in}):
        mine = [one for one in handed_in if one[0].name == name]
        config = Config({"Limits": limits})
        with Judge(mine[0][0], demonstrations=demonstrations, config=config) as judge:
            begun = {
                student: judge.begin(assignment.submission(student), pattern)
                for assignment, student, pattern in mine
            }
            for student, underway in begun.items():
                for notebook, judged in underway.result().notebooks.items():
                    found[name, student, notebook] = (earned(judged), judged.status, judged.notes)
    return found


def earned(judged: Judged) -> dict[tuple[str, str], float | None]:
    """The points of each graded cell, and of each item of the verdicts."""
    found = {(grade_id, "all"): points for grade_id, points in judged.points.items()}
    for cell in judged.notebook.cells if judged.notebook else ():
        for item in verdict_items(cell) or ():
            found[cell.metadata.nbgrader.grade_id, item["what"]] = item["points"]
    return found


def differences(kept: Outcome, run: Outcome) -> list[str]:
    """Where two outcomes of a notebook differ, in words."""
    (points, status, notes), (others, other_status, other_notes) = kept, run
    found = [
        f"{': '.join(item)}: {points.get(item)} kept, {others.get(item)} run"
        for item in sorted(points.keys() | others.keys())
        if points.get(item) != others.get(item)
    ]
    if status != other_status:
        found.append(f"{status} kept ({notes}), {other_status} run ({other_notes})")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="group", help=f"of {', '.join(GROUPS)}")
    console = Console(width=110)
    table = Table(title="Demonstrations kept and run")
    for column in ("group", "notebooks", "items", "points or statuses that differ"):
        table.add_column(column, justify="left" if column == "group" else "right")
    groups = parser.parse_args().groups or list(GROUPS)
    if unknown := set(groups) - GROUPS.keys():
        parser.error(f"no group is called {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    for group in groups:
        with tempfile.TemporaryDirectory() as folder:
            course = copy_course(Path(folder).resolve() / "course")
            copy_build(course)
            handed_in = list(GROUPS[group](course))
            limits = test_hostile.LIMITS if group == "hostile" else {}
            kept, run = (outcomes(handed_in, mode, limits) for mode in ("keep", "run"))
        differing = {which: differences(kept[which], run[which]) for which in kept}
        for (assignment, student, notebook), found in differing.items():
            for one in found:
                console.print(f"{assignment}, {student}, {notebook}: {one}", markup=False)
        items = sum(len(points) for points, _, _ in kept.values())
        count = sum(map(len, differing.values()))
        table.add_row(group, str(len(kept)), str(items), str(count))
    console.print(table)


if __name__ == "__main__":
    main()
