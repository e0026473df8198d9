"""What the build makes of the masters, and what it says to a master with a mistake."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.build.building import build, off_plan, read_masters
from autograder.build.exercises import ship_visible_checks
from autograder.build.masters import MasterError, points_of, read_master
from autograder.cli import app
from autograder.course import Course, CourseError
from tests.conftest import ROOT, autoencoders, copy_course, runs_nbgrader


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = copy_course(tmp_path_factory.mktemp("built") / "course")
    build(course)
    return course


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and "runs" not in path.parts
    }


@runs_nbgrader
@pytest.mark.parametrize("folder", ["source", "release"])
def test_what_is_committed_is_what_the_masters_build(built, checkout, folder):
    fresh, committed = (
        contents(getattr(autoencoders(built), folder)),
        contents(getattr(autoencoders(checkout), folder)),
    )
    assert fresh.keys() == committed.keys()
    stale = [name for name in fresh if fresh[name] != committed[name]]
    assert stale == [], f"run `autograder build`; stale in {folder}/: {stale}"


@runs_nbgrader
def test_the_same_masters_give_the_same_bytes(built):
    before = {
        folder: contents(getattr(autoencoders(built), folder)) for folder in ("source", "release")
    }
    build(built)
    assert before == {
        folder: contents(getattr(autoencoders(built), folder)) for folder in ("source", "release")
    }


def pairs(course: Course):
    """Each source notebook beside its release."""
    for path in sorted(autoencoders(course).source.glob("*.ipynb")):
        yield (
            path.stem,
            nbformat.read(path, as_version=4),
            nbformat.read(autoencoders(course).release / path.name, as_version=4),
        )


def graded_cells(notebook) -> dict:
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


def test_a_release_shows_no_solution_no_hidden_test_and_no_mark_scheme(checkout):
    for name, source, release in pairs(checkout):
        text = "\n".join(cell.source for cell in release.cells)
        for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "autograder"):
            assert secret not in text, f"{name} shows {secret}"
        released = graded_cells(release)
        for grade_id, cell in graded_cells(source).items():
            for region in secret_regions(cell.source):
                assert "\n".join(region) not in text, f"{name} shows the secret of {grade_id}"
                for line in region:
                    if len(line.strip()) > 12:
                        assert line.strip() not in released[grade_id].source
        tagged = [cell for cell in source.cells if "instructor" in cell.metadata.get("tags", [])]
        for cell in tagged:
            assert cell.source not in text


def secret_regions(source: str) -> list[list[str]]:
    """The lines between each BEGIN mark and its END mark."""
    regions, inside = [], False
    for line in source.splitlines():
        if "BEGIN " in line:
            inside = True
            regions.append([])
        elif "END " in line:
            inside = False
        elif inside:
            regions[-1].append(line)
    return regions


def test_a_stub_is_signature_docstring_and_not_implemented(checkout):
    for name, source, release in pairs(checkout):
        for grade_id, cell in graded_cells(source).items():
            if not (cell.metadata.nbgrader.solution and cell.cell_type == "code"):
                continue
            (stub,) = ast.parse(graded_cells(release)[grade_id].source).body
            (solution,) = ast.parse(cell.source).body
            assert ast.dump(stub.args) == ast.dump(solution.args), f"{name}, {grade_id}"
            assert ast.get_docstring(stub) == ast.get_docstring(solution)
            assert [ast.unparse(line) for line in stub.body[1:]] == ["raise NotImplementedError"]


def test_an_assignment_is_worth_what_its_cells_are(checkout):
    for assignment in checkout.assignments:
        masters = sorted(assignment.masters.glob("[0-9]*.py"))
        points = {path.stem: points_of(read_master(path)) for path in masters}
        assert points == assignment.notebooks


def test_release_notebooks_hold_no_outputs(checkout):
    for folder in (autoencoders(checkout).source, autoencoders(checkout).release):
        for path in folder.glob("*.ipynb"):
            for cell in nbformat.read(path, as_version=4).cells:
                assert not cell.get("outputs"), path


def test_each_master_is_released(checkout):
    masters = {path.stem for path in autoencoders(checkout).masters.glob("[0-9]*.py")}
    assert masters == {path.stem for path in autoencoders(checkout).release.glob("*.ipynb")}


GOOD = '''# %% [markdown]
# # Title

# %% nbgrader={"grade_id": "encoder", "solution": true}
def encoder(x):
    """Encode."""
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION

# %% nbgrader={"grade_id": "test_encoder", "points": 6}
lab.check_encoder(encoder)
'''

MISTAKES = {
    "grade id twice": (
        '"test_encoder", "points"',
        '"encoder", "points"',
        "cell 3 (encoder): the grade id is already that of cell 2",
    ),
    "solution without its end": (
        "    ### END SOLUTION\n",
        "",
        "cell 2 (encoder): BEGIN SOLUTION has no END SOLUTION",
    ),
    "solution without its beginning": (
        "    ### BEGIN SOLUTION\n",
        "",
        "cell 2 (encoder): END SOLUTION has no BEGIN SOLUTION",
    ),
    "hidden test in a master": (
        "lab.check_encoder(encoder)\n",
        "### BEGIN HIDDEN TESTS\nassert encoder(1) == 1\n### END HIDDEN TESTS\n",
        "cell 3 (test_encoder): take the hidden part out",
    ),
    "points in a heading": (
        "# # Title\n",
        "# # Title\n#\n# ## The encoder (6 points)\n",
        "take the points out of “## The encoder (6 points)”",
    ),
    "points missing": (', "points": 6', "", "cell 3 (test_encoder): points are missing"),
    "points no number": ('"points": 6', '"points": "6"', "points are to be a number above 0"),
    "misspelt field": ('"points": 6', '"point": 6', "unknown field point"),
    "no docstring": ('    """Encode."""\n', "", "cell 2 (encoder): the function encoder needs"),
    "another function": ("def encoder", "def encode", "is to hold one function, encoder"),
    "no Python": ("    return x\n", "    return x +\n", "(encoder): line 4 is not valid Python"),
    "points true": ('"points": 6', '"points": true', "points are to be a number above 0"),
    "solution no boolean": ('"solution": true', '"solution": "yes"', "is to be true or false"),
    "header that is no JSON": (
        '"points": 6}',
        '"points": 6',
        "the header cannot be read: nbgrader=",
    ),
    "no header": (' nbgrader={"grade_id": "encoder", "solution": true}', "", "but its header no"),
    "test without a header": (
        ' nbgrader={"grade_id": "test_encoder", "points": 6}',
        "",
        "cell 2 (encoder): the next cell is to be its test",
    ),
    "misspelt key": ('nbgrader={"grade_id": "enc', 'nbgarder={"grade_id": "enc', "nbgarder"),
    "misspelt tag": ("[markdown]", '[markdown] tags=["instuctor"]', "unknown tag instuctor"),
    "code that students would see": (
        "    ### BEGIN",
        "    answer = 42\n    ### BEGIN",
        "stands outside BEGIN and END SOLUTION",
    ),
    "a number twice": (
        "# # Title\n",
        "# # Title\n#\n# ## Exercise 4 · Mean\n#\n# ## Exercise 4 · Median\n",
        "cell 1: “## Exercise 4 · Median” is the second Exercise 4, after cell 1; number",
    ),
    "not tested": ('"test_encoder"', '"test_decoder"', "the next cell is to be its test"),
}


ESSAY = """
# %% [markdown] nbgrader={"grade_id": "essay_question"}
# Why?
#
# <!-- BEGIN MARK SCHEME -->
# - **[1] Reason.** 1: a reason. 0: none.
# - **[1] Example.** 1: an example. 0: none.
# <!-- END MARK SCHEME -->

# %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 2}
# <!-- BEGIN SOLUTION -->
# Because.
# <!-- END SOLUTION -->
"""


def write_course(root: Path, *notebooks: str) -> Course:
    """A course with one assignment of notebooks that are all the same."""
    masters = root / "notebooks" / "first"
    masters.mkdir(parents=True)
    lines = [f"{name} = 6" for name in notebooks]
    (root / "course.toml").write_text("\n".join(["[assignments.first.notebooks]", *lines]))
    (root / "nbgrader_config.py").touch()
    for name in notebooks:
        (masters / f"{name}.py").write_text(GOOD)
    return Course(root)


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_a_master_is_one_line_naming_file_and_cell(
    tmp_path, monkeypatch, old, new, message
):
    assert old in GOOD
    root = tmp_path / "course"
    write_course(root, "1_test")
    (root / "notebooks" / "first" / "1_test.py").write_text(GOOD.replace(old, new))
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, ["build"])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("autograder: 1_test.py, cell ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert not (root / "source").exists()


def test_a_good_master_is_accepted(tmp_path):
    path = tmp_path / "1_test.py"
    path.write_text(GOOD + ESSAY)
    assert points_of(read_master(path)) == 6 + 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[1] Reason", "[2] Reason", "add up to 3, the essay is worth 2"),
        ("Example.**", "Reason.**", "two items of the mark scheme have the same title"),
    ],
)
def test_a_mark_scheme_that_does_not_add_up_is_named(tmp_path, old, new, message):
    path = tmp_path / "1_test.py"
    path.write_text(GOOD + ESSAY.replace(old, new))
    with pytest.raises(MasterError, match=rf"1_test.py, cell 5 \(essay\): .*{message}"):
        read_master(path)


def test_a_grade_id_in_two_notebooks_is_named(tmp_path):
    course = write_course(tmp_path, "1_one", "2_two")
    with pytest.raises(CourseError, match=r"2_two.py, cell 2 \(encoder\).*used in 1_one.py"):
        read_masters(course.assignment("first"))


@runs_nbgrader
def test_a_failed_build_leaves_the_last_one(built):
    before = {
        folder: contents(getattr(autoencoders(built), folder)) for folder in ("source", "release")
    }
    config = built.root / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(text + "c.ClearHiddenTests.end_test_delimeter = 'NOWHERE'\n")
    with pytest.raises(CourseError, match=r"^`nbgrader generate_assignment \w+` failed: \w+"):
        build(built)
    config.write_text(text)
    assert before == {
        folder: contents(getattr(autoencoders(built), folder)) for folder in ("source", "release")
    }


@runs_nbgrader
def test_a_notebook_that_is_worth_something_else_than_planned_is_named(built, tmp_path):
    assert off_plan(built) == []
    course = Course(shutil.copytree(built.root, tmp_path / "course", symlinks=True))
    planned = course.root / "course.toml"
    planned.write_text(planned.read_text().replace("2_cross_entropy = 10", "2_cross_entropy = 11"))
    (sentence,) = off_plan(Course(course.root))
    assert "2_cross_entropy is worth 10 points, course.toml plans 11" in sentence


CHECK = """
from autograder.checking.verdict import Fault, Item, Verdict

def check(student):
    verdict = Verdict("kl")
    with verdict.item(POINTS, "values"):
        student(1.0, 2.0)
    return verdict
"""
CHECKS = {
    "no module": ("import Fault", "import Faults", "cannot import name 'Faults'"),
    "no check": ("def check(", "def checks(", "cannot import name 'check'"),
    "no value": ("    return verdict\n", "", "of type NoneType; expected a verdict"),
    "a number": ("return verdict\n", "return verdict.points\n", "of type int; expected a verdict"),
    "other points": ("item(POINTS,", "item(POINTS + 0.5,", "; make them the same"),
    "points for nothing": (
        "    return",
        "    verdict.items[:] = [Item('an attempt', POINTS, POINTS)]\n    return",
        "points to a function that raises",
    ),
    "a call outside its items": ("    return", "    student(1.0, 2.0)\n    return", "StudentError"),
}


@runs_nbgrader
@pytest.mark.parametrize(("old", "new", "message"), CHECKS.values(), ids=CHECKS.keys())
def test_a_check_that_cannot_give_a_verdict_is_found_by_the_build(course, old, new, message):
    assert old in CHECK
    master = (autoencoders(course).masters / "5_elbo.py").read_text()
    points = re.search(r'"test_kl", "points": (\S+)}', master)[1]
    check = CHECK.replace(old, new).replace("POINTS", points)
    (course.exercises / "kl" / "check.py").write_text(check)
    with pytest.raises(CourseError) as found:
        build(course)
    assert str(found.value).startswith("5_elbo.py, cell ")
    assert "(test_kl): the hidden test " in str(found.value)
    assert message in str(found.value)
    assert not autoencoders(course).source.exists()


@pytest.mark.parametrize("part", ["check.py", "visible.py"])
def test_a_file_that_an_exercise_lacks_is_named(course, part):
    (course.exercises / "kl" / part).unlink()
    with pytest.raises(CourseError, match=rf"5_elbo\.py .test_kl.: exercises/kl/{part} is missing"):
        build(course)


@runs_nbgrader
def test_what_students_run_ships_with_what_it_imports_and_nothing_else_does(built):
    checks = autoencoders(built).release / "lab" / "checks"
    shipped = {path.parent.name for path in checks.glob("*/visible.py")}
    tested = {
        grade_id.removeprefix("test_")
        for _, _, release in pairs(built)
        for grade_id, cell in graded_cells(release).items()
        if cell.cell_type == "code" and cell.metadata.nbgrader.grade
    }
    assert shipped == tested
    assert not [path for path in checks.rglob("*.py") if path.name in ("check.py", "answers.py")]
    shared = {path.name for path in checks.glob("shared/visible/*.py")}
    assert {"results.py", "layers.py"} < shared  # `layers` is imported by another that is shared
    assert not [name for name in shared if name.startswith("convolutional")]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("from .check import check", "kl/visible.py imports exercises/kl/check.py, which"),
        ("from ..shared import xavier", "visible.py imports exercises/shared/xavier.py, which"),
        ("def check(answer)", "exercises/kl/visible.py is no Python: expected ':'"),
    ],
)
def test_a_visible_check_that_cannot_run_where_students_are_is_named(
    course, tmp_path, source, message
):
    (course.exercises / "kl" / "visible.py").write_text(source)
    with pytest.raises(CourseError, match=re.escape(message)):
        ship_visible_checks(course, ["elbo"], tmp_path / "checks")


@runs_nbgrader
def test_headings_and_the_title_say_what_exercises_and_their_notebook_are_worth(built):
    for name, _, release in pairs(built):
        text = "\n".join(cell.source for cell in release.cells if cell.cell_type == "markdown")
        stated = [float(one) for one in re.findall(r"^## .*\(([\d.]+) points?\)$", text, re.M)]
        (total,) = re.findall(r"^# .*\(([\d.]+) points?\)$", text, re.M)
        graded = [cell.metadata.nbgrader for cell in graded_cells(release).values()]
        assert stated == [one.points for one in graded if one.grade], name
        assert float(total) == sum(stated)


def test_an_empty_master_is_named(tmp_path):
    path = tmp_path / "1_test.py"
    path.touch()
    with pytest.raises(CourseError, match=r"1_test\.py: the file is empty"):
        read_master(path)


def test_importing_the_command_does_not_import_tensorflow():
    code = (
        "import sys, autograder.cli, autograder.checking.verdict, autograder.judging.in_process; "
        "sys.exit('tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
