"""Submissions that come in broken, through the real nbgrader."""

import importlib
import json
import pkgutil
import re

import nbformat
import pytest

import tests.broken
from autograder.course import Course
from autograder.fairness.answers import model_answers, solution_cells, submit
from tests.conftest import (
    ASSIGNMENT,
    SHEETS,
    autoencoders,
    build_without_demonstrations,
    copy_course,
    few_of,
    in_both_runs,
    needs_sandbox,
    run_nbgrader,
    selected,
)
from tests.grades import read_grades

CASES = {
    name: importlib.import_module(f"tests.broken.{name}")
    for _, name, _ in pkgutil.iter_modules(tests.broken.__path__)
}
WITH_TEXTS = [name for name, case in CASES.items() if hasattr(case, "TEXTS")]
# One of each way to come in broken, for every run.
HANDFUL = {
    *("truncated_json", "zip_file", "renamed_notebook", "merge_conflict", "split_cell"),
    *("script", "deleted_answer", "missing_notebook", "saved_by_colab", "own_module"),
}
NOTEBOOK = "5_elbo"
FUNCTIONS = {
    NOTEBOOK: (
        *("log_evidence", "posterior", "kl", "elbo", "derivation", "gaussian_elbo"),
        "importance_bound",
    ),
    "6_vae": ("kl_to_standard_normal", "reparameterize"),
}

pytestmark = needs_sandbox


def student_of(name: str) -> str:
    return getattr(CASES[name], "STUDENT", name)


def notebook_of(name: str) -> str:
    return getattr(CASES[name], "NOTEBOOK", NOTEBOOK)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, request) -> Course:
    """A course in which every selected case has handed in, each followed by right answers."""
    course = copy_course(tmp_path_factory.mktemp("broken") / "course")
    build_without_demonstrations(course)
    (course.root / "secret.txt").write_text("canary")
    model = model_answers(autoencoders(course))
    for name, case in selected(CASES, request, all_or_some=True).items():
        path = autoencoders(course).release / f"{notebook_of(name)}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in solution_cells(notebook):
            cell.source = model[cell.metadata.nbgrader.grade_id]
        folder = autoencoders(course).submission(student_of(name))
        folder.mkdir(parents=True)
        case.hand_in(folder, notebook)
        submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by(f"{student_of(name)}.next"))
    run_nbgrader(course, "autograde", ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def grades(graded) -> dict[str, dict]:
    """Grades by student and function of the notebooks that the cases are about."""
    found: dict[str, dict] = {}
    for grade in read_grades(autoencoders(graded)):
        if grade.notebook in FUNCTIONS and grade.grade_id.startswith("test_"):
            found.setdefault(grade.student, {})[grade.grade_id.removeprefix("test_")] = grade
    return found


def judgement(course: Course, student: str, notebook: str = NOTEBOOK) -> dict:
    found = json.loads((autoencoders(course).autograded(student) / "judgement.json").read_text())
    return found[notebook]


@pytest.mark.parametrize("name", few_of(CASES, HANDFUL))
def test_points_and_reasons(grades, name):
    lost = getattr(CASES[name], "LOST", {})
    if isinstance(lost, str):
        lost = dict.fromkeys(FUNCTIONS[notebook_of(name)], lost)
    for function in FUNCTIONS[notebook_of(name)]:
        grade = grades[student_of(name)][function]
        if function in lost:
            assert grade.points == 0
            assert re.search(lost[function], grade.reasons[0])
        else:
            assert grade.points == grade.maximum, grade.reasons


@pytest.mark.parametrize("name", few_of(CASES, HANDFUL))
def test_every_submission_has_a_status(graded, name):
    found = judgement(graded, student_of(name), notebook_of(name))
    assert found["status"] == getattr(CASES[name], "STATUS", "graded")
    if hasattr(CASES[name], "FILE"):
        assert found["file"] == CASES[name].FILE
    if hasattr(CASES[name], "NOTE"):
        assert any(CASES[name].NOTE in note for note in found["notes"])


@pytest.mark.parametrize("name", few_of(CASES, HANDFUL))
def test_the_next_submission_is_graded_as_if_nothing_had_been(graded, grades, name):
    student = f"{student_of(name)}.next"
    right = [grades[student][function] for function in FUNCTIONS[NOTEBOOK]]
    assert all(grade.points == grade.maximum for grade in right)
    expected = {"status": "graded", "file": "5_elbo.ipynb", "notes": []}
    assert judgement(graded, student).items() >= expected.items()


@pytest.mark.parametrize("name", few_of(CASES, HANDFUL))
def test_what_is_repaired_is_said(graded, name):
    quiet = {
        *("odd_student_name", "odd_timestamp", "own_module", "own_cells", "byte_order_mark"),
        *("windows_line_ends", "saved_by_colab", "saved_by_vscode", "too_long_output", "script"),
        *("cells_without_metadata", "edited_metadata", "broken_import_cell", "nbformat_3"),
        *("magics_that_fail", "sparse_timestamp", "saved_for_r", "utf_16", "utf_32"),
        *("functions_bound_in_odd_ways", "functions_bound_elsewhere"),
        *("function_that_answers_anything", "pictures_that_are_none", "values_without_number"),
        *("cells_of_many_formats", "imports_without_number", "utf_16_without_a_mark"),
    }
    if name not in quiet:
        assert judgement(graded, student_of(name), notebook_of(name))["notes"]


@pytest.mark.parametrize("name", few_of(WITH_TEXTS, {}))
def test_the_answers_to_questions_are_there_to_be_read(graded, name):
    path = autoencoders(graded).autograded(student_of(name)) / f"{notebook_of(name)}.ipynb"
    cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    for grade_id, text in CASES[name].TEXTS.items():
        assert cells[grade_id].strip() == text.strip()


@in_both_runs
def test_nothing_of_the_grader_is_copied(graded, run):
    for path in graded.root.glob("autograded/*/*/**/*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes()
