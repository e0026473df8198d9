"""What is run of a notebook: all that a verdict may rest on, and no more."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.checking.verdict import Item, Verdict
from autograder.judging.needed_cells import is_check_alone, may_miss_something, needed_cells
from autograder.judging.record import NotebookRun

IMPORTS = "import numpy as np\nimport helpers\nGREY = '#888'"
DATA = "data = np.arange(10)"
TRAINING = "weights = {}\nfor _ in range(3):\n    train(weights, data)"
SCALING = "data[0] = 7"
FIGURE = "helpers.show(weights)"


def notebook(answer: str, *own: str, demonstrations: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    """Imports, an exercise with its test, demonstrations, and the student's own cells."""

    def cell(name: str, source: str, **metadata: object) -> nbformat.NotebookNode:
        return new_code_cell(source, id=name, metadata=metadata)

    solution = {"grade_id": "train", "solution": True, "grade": False}
    test = {"grade_id": "test_train", "solution": False, "grade": True, "points": 1}
    demonstrations = demonstrations or (TRAINING, SCALING, FIGURE)
    return new_notebook(
        cells=[
            cell("imports", IMPORTS),
            cell("data", DATA),
            cell("train", answer, nbgrader=solution),
            cell("test_train", "helpers.check_train(train)", nbgrader=test),
            *(cell(f"demo-{n}", source) for n, source in enumerate(demonstrations)),
            *(cell(f"own-{n}", source, autograder={"own": True}) for n, source in enumerate(own)),
        ]
    )


ANSWER = "def train(weights, data):\n    weights['w'] = np.mean(data)"
ALWAYS = {"imports", "train", "test_train"}
ALL = {"data", "demo-0", "demo-1", "demo-2"} | ALWAYS


def needed(answer: str, *own: str, changed: tuple[str, ...] = (), **options) -> set[str]:
    """What is run besides the student's own cells."""
    found = needed_cells(notebook(answer, *own, **options), changed, {"test_train": "check(train)"})
    assert {f"own-{n}" for n in range(len(own))} <= found
    return {one for one in found if not one.startswith("own")}


@pytest.mark.parametrize(
    ("source", "is_alone"),
    [
        ("helpers.check_train(train)  # what is wrong is said", True),
        ("check_train(train)", True),
        ("seen.append(helpers.check_train(train))", False),
        ("seen.append(train(weights, data))", False),
        ("helpers.check_train(train)\nnp.random.seed(3)", False),
        ("result = helpers.check_train(train)", False),
        ("helpers.check_other(train)", False),
        ("assert train({}, [3]) is None", False),
        ("?!", False),
    ],
)
def test_a_test_is_a_check_alone_where_it_can_provide_nothing_to_others(source, is_alone):
    cells = {cell.id: cell for cell in notebook(ANSWER).cells}
    cells["test_train"].source = source
    assert is_check_alone(cells["test_train"]) is is_alone
    assert not is_check_alone(cells["train"])


def test_demonstrations_that_nothing_uses_are_left_out():
    assert needed(ANSWER) == ALWAYS


def test_names_of_arguments_and_of_local_variables_are_no_use():
    assert needed("def train(weights, data):\n    result = weights\n    return result") == ALWAYS


@pytest.mark.parametrize(
    "answer",
    [
        "def train(w, d):\n    global weights\n    weights = weights",
        "train = lambda w, d: [weights for _ in d]",
        "class Trainer:\n    weights = weights\ntrain = Trainer()",
    ],
)
def test_what_an_answer_uses_is_run_with_what_may_change_it(answer):
    assert needed(answer) >= {"demo-0", "data", "demo-1", "demo-2"} | ALWAYS


def test_what_an_own_cell_uses_is_run():
    assert needed(ANSWER, "print(data.sum())") == ALWAYS | {"data", "demo-0", "demo-1", "demo-2"}
    assert needed(ANSWER, "x = 3", "x += 1") == ALWAYS


def test_a_cell_that_assigns_a_part_of_what_is_used_is_run():
    found = needed(ANSWER, demonstrations=("np.zeros = np.ones", "train.rate = 3", "x = 1"))
    assert found == ALWAYS | {"demo-0", "demo-1"}


def test_a_counter_that_is_raised_is_used():
    count = "count = 0"
    assert needed(ANSWER, "count += 1", demonstrations=(count, "x = 1")) == ALWAYS | {"demo-0"}


@pytest.mark.parametrize(
    "own",
    [
        "this is no Python",
        "%run something",
        "eval('weights')",
        "globals()['weights']",
        "from sys import modules as m",
        "print(_)",
        "print(_12)",
        "stored = np.load('weights.npy')",
        "open('weights.txt')",
        "from pathlib import Path\nPath('weights.txt').exists()",
    ],
)
def test_where_it_cannot_be_told_what_is_used_everything_is_run(own):
    assert needed(ANSWER, own) == ALL


def test_a_demonstration_that_cannot_be_understood_is_run():
    assert needed(ANSWER, demonstrations=("?!", "%matplotlib inline", "x = 1")) == ALWAYS | {
        "demo-0",
        "demo-1",
    }


def test_a_demonstration_that_the_student_changed_is_run():
    assert needed(ANSWER, changed=("demo-2",)) == ALL


def test_a_demonstration_that_begins_with_an_import_is_none_of_the_imports():
    assert needed(ANSWER, demonstrations=("import math\nmath.pi * data",)) == ALWAYS
    found = needed(
        "def train(w, d):\n    return math.pi", demonstrations=("import math\nmath.pi * data",)
    )
    assert found >= ALWAYS | {"demo-0"}


def test_one_exercise_alone_needs_no_other():
    both = notebook(ANSWER)
    other = {"grade_id": "other", "solution": True, "grade": False}
    cell = new_code_cell("def other():\n    pass", id="other", metadata={"nbgrader": other})
    both.cells.insert(1, cell)
    hidden = {"test_train": "check(train)"}
    assert needed_cells(both, (), hidden, "train") == ALWAYS
    both.cells[3].source = "def train(w, d):\n    return other()"
    assert needed_cells(both, (), hidden, "train") == ALWAYS | {"other"}


def lost(reason: str) -> NotebookRun:
    run = NotebookRun(notebook(ANSWER), skipped={"demo-0"})
    run.verdicts["train"] = Verdict("train", [Item("all of it", 1, 0, reason)])
    return run


def test_lost_points_ask_for_all_where_a_cell_that_was_left_out_may_be_the_cause():
    assert may_miss_something(lost("NameError: name 'weights' is not defined"), {"demo-0"})
    assert may_miss_something(lost("module 'helpers' has no attribute 'rate'"), {"demo-0"})
    assert may_miss_something(lost("FileNotFoundError: No such file: 'w.npy'"), {"demo-0"})
    assert not may_miss_something(lost("NameError: name 'wieghts' is not defined"), {"demo-0"})
    assert not may_miss_something(lost("the result has shape (3,)"), {"demo-0"})
    full = lost("")
    full.verdicts["train"] = Verdict("train", [Item("all of it", 1, 1)])
    assert not may_miss_something(full, {"demo-0"})
