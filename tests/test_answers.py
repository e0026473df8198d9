"""Every example answer earns what its sheet states, by the checks alone (no notebook is run)."""

import ast
import importlib

import nbformat
import pytest

from autograder.answers import model_answers, solution_cells
from autograder.views import view
from tests.conftest import ROOT, SHEETS

NOTEBOOKS = sorted((ROOT / "source" / "autoencoders").glob("*.ipynb"))


def checks_by_grade_id() -> dict:
    """The check of each graded function, found in the hidden test of its test cell."""
    found = {}
    for path in NOTEBOOKS:
        for cell in nbformat.read(path, as_version=4).cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if grade_id.startswith("test_"):
                found[grade_id.removeprefix("test_")] = cell.source
    return found


HIDDEN_TESTS = checks_by_grade_id()


@pytest.fixture(scope="module")
def namespace(checkout) -> dict:
    """The names that a notebook has when a student's function is tested: all model answers.

    The functions that a notebook gives to students are there too.
    """
    names = {
        "tf": importlib.import_module("tensorflow"),
        "np": importlib.import_module("numpy"),
    }
    for source in [*given_functions(), *model_answers(checkout).values()]:
        if source.startswith("def "):
            exec(source, names)
    return names


def given_functions() -> list[str]:
    return [
        ast.unparse(node)
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.FunctionDef)
    ]


def verdict_of(grade_id: str, namespace: dict):
    """Run the hidden part of a test cell; its last expression is the verdict."""
    source = HIDDEN_TESTS[grade_id]
    hidden = source.split("BEGIN HIDDEN TESTS\n")[1].split("### END")[0].strip()
    *statements, expression = hidden.splitlines()
    exec("\n".join(statements), namespace)
    return eval(expression, namespace)


GRADED = [
    cell.metadata.nbgrader.grade_id
    for path in NOTEBOOKS
    for cell in solution_cells(nbformat.read(path, as_version=4))
    if cell.cell_type == "code"
]
ANSWERS = [
    pytest.param(sheet, grade_id, id=f"{name}-{grade_id}")
    for name, sheet in SHEETS.items()
    for grade_id, answer in sheet.answers.items()
    if answer.source.startswith(("def ", "import ", "from ", "class ", "@"))
]


@pytest.mark.parametrize("grade_id", GRADED)
def test_the_model_answer_earns_all_points_and_no_more_than_its_cell_is_worth(grade_id, namespace):
    verdict = verdict_of(grade_id, dict(namespace))
    assert verdict.reasons == []
    assert verdict.points == verdict.maximum == points_of_cell(f"test_{grade_id}")


def points_of_cell(grade_id: str) -> float:
    return next(
        cell.metadata.nbgrader.points
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


@pytest.mark.parametrize(("sheet", "grade_id"), ANSWERS)
def test_an_example_answer_earns_what_its_sheet_states(sheet, grade_id, namespace):
    names = dict(namespace)
    answer = sheet.answers[grade_id]
    exec(answer.source, names)
    verdict = verdict_of(grade_id, names)
    expected = verdict.maximum if answer.points is None else answer.points
    assert verdict.points == expected, verdict.items
    if answer.reason:
        assert answer.reason in verdict.reasons[0]
    else:
        assert verdict.reasons == []


@pytest.mark.parametrize("grade_id", GRADED)
def test_what_is_not_filled_in_earns_nothing_and_says_so(grade_id):
    def unfilled(*_):
        raise NotImplementedError

    names = {grade_id: unfilled}
    verdict = verdict_of(grade_id, names)
    assert verdict.points == 0
    assert verdict.reasons == ["nothing is filled in yet (NotImplementedError)"]


def test_a_view_of_a_view_is_itself():
    once = view(abs)
    assert view(once) is once
