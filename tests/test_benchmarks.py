"""Benchmarks are run by hand and seldom; what they import of the course is to be there still."""

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT

OWN = ("autograder", "benchmarks", "exercises", "tests")


def own_imports(path: Path) -> Iterator[tuple[str, str]]:
    """The module and name of each import of the course's own, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OWN:
            yield from ((node.module, name.name) for name in node.names)


@pytest.mark.tensorflow  # what measures training imports it
@pytest.mark.parametrize(
    "path", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.stem
)
def test_what_a_benchmark_imports_is_there(path):
    missing = [
        f"{module}.{name}"
        for module, name in own_imports(path)
        if not hasattr(import_module(module), name) and not find_spec(f"{module}.{name}")
    ]
    assert missing == []
