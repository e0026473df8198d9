"""Breaks hidden tests."""

import nbformat

from autograder.course import Assignment


def change_hidden_tests(assignment: Assignment, name: str, tests: dict[str, str]) -> None:
    """Change hidden tests of a built notebook, as an update that went wrong would."""
    path = assignment.source / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        tested = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("test_")
        if tested in tests and "BEGIN HIDDEN TESTS" in cell.source:
            cell.source = f"### BEGIN HIDDEN TESTS\n{tests[tested].strip()}\n### END HIDDEN TESTS"
    nbformat.write(notebook, path)
