"""Nothing that a student is asked to write stands anywhere else in what students get."""

import ast
from collections.abc import Iterator
from functools import cache

import jupytext
import nbformat

from autograder.course import Course
from tests.conftest import ROOT

COURSE = Course(ROOT)
SMALLEST = 8  # nodes of an expression that says something

# The deliberately naive cross-entropy of notebook 2 is the exercise with its bug.
NAIVE = "naive_cross_entropy"


@cache  # lab and the scripts say much of it again
def expressions(source: str) -> frozenset[str]:
    """The expressions in some code, names of variables aside, in a form that can be compared."""
    return frozenset(
        ast.dump(node)
        for node in ast.walk(Anonymous().visit(without_naive(ast.parse(source))))
        if isinstance(node, ast.expr) and not is_text(node) and size(node) >= SMALLEST
    )


def size(node: ast.expr) -> int:
    """How many nodes an expression has; whether a name is read or written is none."""
    return sum(not isinstance(part, ast.expr_context) for part in ast.walk(node))


def is_text(node: ast.expr) -> bool:
    """Whether an expression is made of words: messages and labels are nobody's answer."""
    return isinstance(node, ast.JoinedStr | ast.Constant)


class Anonymous(ast.NodeTransformer):
    """Takes the names off variables; those of modules, functions and attributes stay."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_", node.ctx)


def without_naive(tree: ast.Module) -> ast.Module:
    tree.body = [part for part in tree.body if getattr(part, "name", "") != NAIVE]
    return tree


def answers() -> dict[str, frozenset[str]]:
    """The expressions of each model answer, by its grade id."""
    found = {}
    paths = [path for one in COURSE.assignments for path in one.source.glob("*.ipynb")]
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                found[cell.metadata.nbgrader.grade_id] = expressions(cell.source)
    return found


def released_code() -> Iterator[tuple[str, str]]:
    """Code that students get, with words for where it stands; stubs of answers are not code."""
    releases = [one.release for one in COURSE.assignments]
    for path in sorted(path for release in releases for path in release.rglob("*")):
        where = path.relative_to(COURSE.root).as_posix()
        if path.suffix == ".ipynb":
            for number, cell in enumerate(jupytext.read(path).cells, start=1):
                if cell.cell_type == "code":
                    yield f"{where}, cell {number}", cell.source
        elif path.suffix == ".py":
            yield where, path.read_text()


def given_away(code: Iterator[tuple[str, str]]) -> list[str]:
    wanted = answers()
    return [
        f"{name} in {where}: {expression}"
        for where, source in code
        for expression in sorted(expressions(source))
        for name, mine in wanted.items()
        if expression in mine
    ]


def test_no_expression_of_an_answer_stands_in_the_release():
    assert given_away(released_code()) == []


def test_an_answer_under_other_names_is_found():
    code = "def loss(a, b):\n    return tf.reduce_mean(tf.square(a - b))"
    assert given_away(iter([("a notebook", code)]))


def test_every_machine_checked_answer_is_looked_for():
    assert all(answers().values()), [name for name, mine in answers().items() if not mine]
