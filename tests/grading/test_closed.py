"""What happens where the judge is not in place, or cannot judge: nothing, and one line says so."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.build.building import build
from autograder.course import Course
from autograder.fairness.answers import Answer, AnswerSheet, submit
from autograder.grading.gradebook import NO_KERNEL
from autograder.judging.judge import Judge
from autograder.sandbox.walls import bubblewrap
from tests.conftest import (
    ASSIGNMENT,
    ROOT,
    autoencoders,
    needs_sandbox,
    run_nbgrader,
    runs_nbgrader,
    try_nbgrader,
)
from tests.grades import CellGrade, read_grades
from tests.grading.hidden_tests import change_hidden_tests

pytestmark = runs_nbgrader

NOTEBOOK = "5_elbo"
SCRIPTS = Path(sysconfig.get_path("scripts"))


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A built course of its own, in which nobody has handed in."""
    shutil.copytree(built.root, tmp_path / "course", symlinks=True)
    return Course(tmp_path / "course")


def hand_in(course: Course, *students: str) -> None:
    """Notebook 5 with right answers."""
    for student in students:
        submit(
            autoencoders(course), AnswerSheet(student, "Right answers.", "model", notebook=NOTEBOOK)
        )


def hand_in_spy(course: Course) -> Path:
    """A notebook that leaves a file where it runs unprotected; the file."""
    mark = course.root / "it_ran"
    source = f"open({str(mark)!r}, 'w')\ndef kl(q, p):\n    return 0.0"
    answers = {"kl": Answer(source)}
    submit(autoencoders(course), AnswerSheet("spy", "Leaves a file.", "model", answers, NOTEBOOK))
    return mark


def grades(course: Course, student: str) -> dict:
    return {
        grade.grade_id.removeprefix("test_"): grade
        for grade in read_grades(autoencoders(course))
        if (grade.student, grade.notebook) == (student, NOTEBOOK)
    }


def has_all(grade: CellGrade) -> bool:
    return 0 < grade.points == grade.maximum


def no_points(course: Course) -> bool:
    with Gradebook(course.settings.db_url) as gradebook:
        return not any(one.score for one in gradebook.assignment_submissions(ASSIGNMENT))


def judgement(course: Course, student: str) -> dict:
    return json.loads((autoencoders(course).autograded(student) / "judgement.json").read_text())[
        NOTEBOOK
    ]


# ----------------------------------------------------------------- an nbgrader that is another

MOVED = {
    "the button's name is gone": "import nbgrader.apps.api as api; del api.Autograde",
    "the command's name is another class": """
import nbgrader.apps.autogradeapp as app
app.Autograde = type("Other", (app.Autograde,), {})
""",
    "the command uses another name": """
import nbgrader.apps.autogradeapp as app
def start(self):
    super(app.AutogradeApp, self).start()
    app.Grader(coursedir=self.coursedir, parent=self).start()
app.Grader, app.AutogradeApp.start = app.Autograde, start
""",
    "the command uses it from another module": """
import nbgrader.apps.autogradeapp as app
code = '''
def start(self):
    super(AutogradeApp, self).start()
    from nbgrader import converters
    self.coursedir.assignment_id = self.extra_args[0]
    converters.Autograde(coursedir=self.coursedir, parent=self).start()
'''
exec(code, vars(app))
app.AutogradeApp.start = app.start
""",
    "the converter starts in another way": """
import nbgrader.apps.autogradeapp as app
code = '''
def start(self):
    super(AutogradeApp, self).start()
    from nbgrader import converters
    class Grader(converters.Autograde):
        def start(self):
            converters.BaseConverter.start(self)
    self.coursedir.assignment_id = self.extra_args[0]
    Grader(coursedir=self.coursedir, parent=self).start()
'''
exec(code, vars(app))
app.AutogradeApp.start = app.start
# As if the gradebook were of an older build.
from nbgrader.preprocessors import OverwriteKernelspec
OverwriteKernelspec.preprocess = lambda self, nb, resources: (nb, resources)
""",
    "a later version": "import nbgrader; nbgrader.__version__ = '0.10.0'",
    "an earlier version": "import nbgrader; nbgrader.__version__ = '0.9.4'",
}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param([], id="executing"),
        pytest.param(["--no-execute"], id="not executing", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("before", MOVED.values(), ids=MOVED.keys())
def test_an_nbgrader_with_no_place_for_the_judge_runs_nothing(course, before, options):
    mark = hand_in_spy(course)
    done = try_nbgrader(course, "autograde", ASSIGNMENT, *options, before=before)
    assert done.returncode == 1
    said = done.stderr.strip().splitlines()[-1]
    assert "the judge is not in place" in said
    assert "make setup" in said
    assert "Traceback" not in done.stderr
    assert not mark.exists()
    assert no_points(course)


@pytest.mark.parametrize("line", ["def (", "c.Limits.cell_seconds = sixty", "import nowhere"])
@pytest.mark.parametrize("where", ["first", "last"])
def test_a_configuration_with_a_mistake_runs_nothing(course, line, where):
    mark = hand_in_spy(course)
    path = course.root / "nbgrader_config.py"
    text = path.read_text()
    path.write_text(f"{line}\n{text}" if where == "first" else f"{text}\n{line}\n")
    done = try_nbgrader(course, "autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert not mark.exists()
    assert not autoencoders(course).autograded("spy").exists()
    assert no_points(course)


@pytest.mark.parametrize("options", [[], ["--no-execute"]], ids=["executing", "not executing"])
def test_an_nbgrader_that_knows_nothing_of_the_course_runs_nothing(course, options):
    mark = hand_in_spy(course)
    (course.root / "nbgrader_config.py").unlink()
    done = try_nbgrader(course, "autograde", ASSIGNMENT, *options)
    assert done.returncode == 1
    assert NO_KERNEL in done.stderr
    assert not mark.exists()
    assert no_points(course)


@pytest.mark.parametrize(
    ("points", "said"),
    [(7, "7 points in the gradebook"), (None, "nothing in the gradebook")],
)
def test_a_gradebook_of_another_build_is_said_before_the_first_submission(course, points, said):
    hand_in(course, "alice")
    with Gradebook(course.settings.db_url) as gradebook:
        cell = gradebook.find_grade_cell("test_kl", NOTEBOOK, ASSIGNMENT)
        if points:
            cell.max_score = points
        else:
            gradebook.db.delete(cell)
        gradebook.db.commit()
    done = try_nbgrader(course, "autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert f"test_kl of {NOTEBOOK} is worth 3 points" in done.stderr
    assert f"and {said}; run `autograder build {ASSIGNMENT}`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("alice").exists()


def test_notebooks_of_two_builds_are_said_before_the_first_submission(course):
    hand_in(course, "alice")
    path = autoencoders(course).release / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    test = next(cell for cell in notebook.cells if "test_kl" in str(cell.metadata))
    test.metadata.nbgrader.points = 7
    path.chmod(0o644)
    nbformat.write(notebook, path)
    done = try_nbgrader(course, "autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "are not of one build" in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("alice").exists()


@needs_sandbox
def test_a_submission_that_leads_to_what_nobody_may_look_at_stops_no_class(course):
    hand_in(course, "alice", "carol")
    place = autoencoders(course).submission("bob")
    place.parent.mkdir(parents=True)
    place.symlink_to("x" * 300)  # no file has such a name
    run_nbgrader(course, "autograde", ASSIGNMENT)
    assert judgement(course, "bob")["status"] == "unreadable"
    assert has_all(grades(course, "carol")["kl"])


@needs_sandbox
def test_bubblewrap_may_lie_in_any_folder(course, tmp_path):
    hand_in(course, "alice")
    folder = tmp_path / "own programs"
    folder.mkdir()
    shutil.copy(bubblewrap(), folder)
    (tmp_path / "bwrap").symlink_to(folder / "bwrap")
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = try_nbgrader(course, "autograde", ASSIGNMENT, env=os.environ | {"PATH": path})
    assert done.returncode == 0, done.stderr
    assert has_all(grades(course, "alice")["kl"])


@needs_sandbox
def test_each_run_says_in_one_line_whether_student_code_is_kept_apart(course, tmp_path):
    hand_in(course, "alice")
    from_elsewhere = ("autograde", ASSIGNMENT, f"--course-dir={course.root}")
    for arguments, options in (
        (("autograde", ASSIGNMENT), {}),
        (from_elsewhere, {"cwd": tmp_path}),
    ):
        done = try_nbgrader(course, *arguments, **options)
        assert done.returncode == 0
        assert done.stderr.count("judge: ") == 1
        assert "judge: sandbox on" in done.stderr
    messages = run_nbgrader(course, "autograde", ASSIGNMENT, "--Judge.sandbox=False")
    assert messages.count("judge: ") == 1
    assert "WARNING] judge: sandbox OFF: student code can do all that you can do" in messages


@needs_sandbox
def test_grading_a_class_says_whether_student_code_is_kept_apart(course):
    hand_in(course, "alice")
    for setting, said in (
        ("", "judge: sandbox on"),
        ("c.Judge.sandbox = False", "judge: sandbox OFF: student code can do all that you can do"),
    ):
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write(f"\n{setting}\n")
        done = subprocess.run(
            [sys.executable, "-c", "from autograder.cli import app; app()", "grade", ASSIGNMENT],
            cwd=course.root,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("judge: ") == 1
        assert said in done.stdout


@needs_sandbox
@pytest.mark.parametrize("command", [[SCRIPTS / "nbgrader"], [sys.executable, "-m", "nbgrader"]])
def test_no_environment_need_be_activated(course, command):
    # The first command that opens a gradebook makes it, and asks `alembic` for its version.
    (course.root / "gradebook.db").unlink()
    outside = os.pathsep.join(
        folder for folder in os.environ["PATH"].split(os.pathsep) if Path(folder) != SCRIPTS
    )
    done = subprocess.run(
        [*map(str, command), "generate_assignment", ASSIGNMENT, "--force"],
        cwd=course.root,
        env=os.environ | {"PATH": outside},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_with_nothing_to_judge_no_process_is_warmed_up(built):
    with Judge(autoencoders(built), sandbox=False) as judge:
        assert judge.warm == {}


def test_what_needs_no_sandbox_works_without_what_only_linux_has(course):
    gone = """
import os, select, signal, sys
for module, names in {
    os: ("pidfd_open", "setns", "unshare", "memfd_create", "sched_getaffinity"),
    signal: ("pidfd_send_signal",),
    select: ("epoll",),
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
sys.argv[0] = "autograder"
from autograder.cli import app
app()
"""
    for arguments, said in (
        (["--help"], "Build the notebooks"),
        (["build"], "built"),
        (["report"], "nothing is graded yet"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", gone, *arguments],
            cwd=course.root,
            capture_output=True,
            text=True,
        )
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


GRADE = [sys.executable, "-c", "from autograder.cli import app; app()", "grade"]
AUTOGRADE = [sys.executable, "-m", "nbgrader", "autograde"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A small course that is built, with one submission."""
    root = shutil.copytree(
        ROOT / "tests/courses/tiny", tmp_path_factory.mktemp("configured") / "course"
    )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    build(Course(root))
    folder = root / "submitted/alice/averages"
    folder.mkdir(parents=True)
    shutil.copy(root / "release/averages/1_averages.ipynb", folder)
    return root


@pytest.mark.parametrize(
    ("command", "line", "said"),
    [
        (GRADE, 'c.Judge.demonstrations = "always"', "expected any of ['keep', 'run']"),
        (AUTOGRADE, 'c.Judge.demonstrations = "always"', "expected any of ['keep', 'run']"),
        (GRADE, 'c.Limits.cell_seconds = "long"', "cell_seconds"),
        (GRADE, "c.Judge.sandbox = on", "name 'on' is not defined"),
        (GRADE, "c.Judge.sandbox = (", "'(' was never closed"),
    ],
)
def test_a_mistake_in_the_configuration_is_one_sentence(tiny, tmp_path, command, line, said):
    root = shutil.copytree(tiny, tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(f"\n{line}\n")
    done = subprocess.run([*command, "averages"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 1
    assert "nbgrader_config.py" in done.stderr
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (root / "autograded").exists()


# ------------------------------------------------------------------------- a grader that fails

# Hidden tests by function, and what is said of them.
FAULTS = {
    "log_evidence": ("log_evidence.no_such_attribute", "AttributeError"),
    "posterior": ("2.0", "a value of type float"),
    "kl": ("from autograder.checking.verdict import Item, Verdict\nVerdict('kl', [])", "0 points"),
    "elbo": ("open('no_such_file.npz')\n0", "No such file"),
    "derivation": ("import no_such_module\n0", "ModuleNotFoundError"),
}
# One that is unusual, and works on every version of Python.
COMPREHENSION = """
from autograder.checking.verdict import Item, Verdict

points = [1.0, 1.0]
items = [Item("a value", points[place], points[place]) for place in range(len(points))]
values = [gaussian_elbo(1.0, 0.0, 1.0, float(noise + 1)) for noise in range(len(points))]
Verdict("gaussian_elbo", [item for item, value in zip(items, values) if value < 0])
"""


@needs_sandbox
def test_a_fault_of_the_grader_is_no_zero_and_waits_for_a_person(course):
    hand_in(course, "alice", "bob")
    original = (autoencoders(course).source / f"{NOTEBOOK}.ipynb").read_bytes()
    tests = {name: test for name, (test, _) in FAULTS.items()}
    change_hidden_tests(autoencoders(course), NOTEBOOK, tests | {"gaussian_elbo": COMPREHENSION})
    done = try_nbgrader(course, "autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"not judged, through no fault of a student's: alice, {NOTEBOOK}" in done.stderr
    assert "full credit" not in done.stderr  # which nbgrader gives what it cannot read
    for student in ("alice", "bob"):
        found = grades(course, student)
        assert judgement(course, student)["status"] == "not judged"
        for name, (_, said) in FAULTS.items():
            assert found[name].needs_reading
            assert found[name].points == 0
            assert said in found[name].reasons[0]
            assert "no fault of yours" in found[name].reasons[0]
        assert has_all(found["gaussian_elbo"])
        assert not found["gaussian_elbo"].needs_reading
    with Gradebook(course.settings.db_url) as gradebook:
        grade = gradebook.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "alice")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
        # What a person gives stays when the rest is graded again.
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    messages = run_nbgrader(course, "export")
    # The five functions less the one that was given points, and the essay.
    assert "alice (5), bob (6)" in messages
    (autoencoders(course).source / f"{NOTEBOOK}.ipynb").write_bytes(original)
    run_nbgrader(course, "autograde", ASSIGNMENT, "--force")
    assert judgement(course, "bob")["status"] == "graded"
    assert [grades(course, student)["kl"].points for student in ("alice", "bob")] == [1.5, 3]


@needs_sandbox
@pytest.mark.parametrize("action", [["autograde", ASSIGNMENT], ["generate_assignment"]])
def test_missing_images_are_called_that_and_stop_before_anything_runs(course, action):
    hand_in(course, "alice")
    (course.root / "data").unlink()
    if action[0] == "autograde":
        done = try_nbgrader(course, *action)
    else:
        done = subprocess.run(
            [SCRIPTS / "autograder", "build"], cwd=course.root, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert "mnist.npz is missing" in done.stderr
    assert "namespaces" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("alice").exists()


@needs_sandbox
def test_the_images_are_found_wherever_the_package_is_installed(course, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", "/nowhere/mnist.npz")
    submit(
        autoencoders(course),
        AnswerSheet("alice", "Right answers.", "model", notebook="1_basic_autoencoder"),
    )
    run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook=1_basic_autoencoder")
    found = [g for g in read_grades(autoencoders(course)) if g.grade_id == "test_train_step"]
    assert [(g.points, g.maximum) for g in found] == [(8, 8)]


# -------------------------------------------------------------- what fails for one, and for all


def block_with_file(course: Course) -> None:
    autoencoders(course).autograded("bob").parent.mkdir(parents=True)
    autoencoders(course).autograded("bob").write_text("a file where a folder is to be")


def block_with_link(course: Course) -> None:
    autoencoders(course).autograded("bob").parent.mkdir(parents=True)
    autoencoders(course).autograded("bob").symlink_to(course.root / "nowhere" / "at_all")


def block_one_file(course: Course) -> None:
    shipped = next(path for path in autoencoders(course).source.glob("lab/*.py"))
    (autoencoders(course).autograded("bob") / shipped.name / "folder").mkdir(parents=True)
    (autoencoders(course).autograded("bob") / "timestamp.txt").write_text("2000-01-01 00:00:00 UTC")


@needs_sandbox
@pytest.mark.parametrize(
    "block",
    [
        block_with_file,
        pytest.param(block_with_link, marks=pytest.mark.slow),
        pytest.param(block_one_file, marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_recorded_for_one_costs_no_other_and_is_graded_later(course, block):
    hand_in(course, "alice", "bob", "carol")
    block(course)
    # What is there keeps nbgrader from grading, unless it is told to; then it is in the way.
    done = try_nbgrader(course, "autograde", ASSIGNMENT, "--force")
    assert "Traceback" not in done.stderr
    for student in ("alice", "carol"):
        assert judgement(course, student)["status"] == "graded"
        assert has_all(grades(course, student)["kl"])
    if done.returncode:
        assert "bob: not recorded: " in done.stderr
        shutil.rmtree(autoencoders(course).autograded("bob").parent)
        run_nbgrader(course, "autograde", ASSIGNMENT)
    assert has_all(grades(course, "bob")["kl"])


# In place of the judge's own way to write a notebook; it fails for one student.
UNLUCKY = """
from autograder.grading import recording
lay_out = recording.Recorder._lay_out
def unlucky(self, new, target, due, judgement):
    if due.student == "bob" and any(one.notebook for one in judgement.notebooks.values()):
        raise {error}
    lay_out(self, new, target, due, judgement)
recording.Recorder._lay_out = unlucky
"""


@needs_sandbox
def test_a_notebook_that_cannot_be_written_waits_for_a_person(course):
    hand_in(course, "alice", "bob", "carol")
    refuse = UNLUCKY.format(error="ValueError('no such letter')")
    done = try_nbgrader(course, "autograde", ASSIGNMENT, before=refuse)
    assert done.returncode == 1
    assert f"not judged, through no fault of a student's: bob, {NOTEBOOK}" in done.stderr
    assert "Traceback" not in done.stderr
    found = grades(course, "bob")["kl"]
    assert (found.points, found.needs_reading) == (0, True)
    assert "no such letter" in found.reasons[0]
    for student in ("alice", "carol"):
        assert has_all(grades(course, student)["kl"])


@needs_sandbox
def test_what_found_no_room_on_the_disk_is_graded_by_the_next_run(course):
    hand_in(course, "alice", "bob", "carol")
    refuse = UNLUCKY.format(error="OSError(28, 'No space left on device', str(new))")
    done = try_nbgrader(course, "autograde", ASSIGNMENT, before=refuse)
    assert done.returncode == 1
    assert "bob: not recorded: " in done.stderr
    assert "No space left on device" in done.stderr
    assert "the same command grades them" in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("bob").exists()
    messages = run_nbgrader(course, "autograde", ASSIGNMENT)
    assert messages.count("Skipping existing assignment") == 2
    for student in ("alice", "bob", "carol"):
        assert grades(course, student)["kl"].points == 3


@needs_sandbox
def test_a_submission_that_cannot_be_read_waits_for_a_person(course):
    hand_in(course, "alice", "bob", "carol")
    fail = """
from autograder.judging import judge as judging
read = judging.read_submission
def unlucky(folder, *arguments):
    if folder.parent.name == "bob":
        raise OSError(5, "Input/output error", str(folder))
    return read(folder, *arguments)
judging.read_submission = unlucky
"""
    done = try_nbgrader(course, "autograde", ASSIGNMENT, before=fail)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert judgement(course, "bob")["status"] == "not judged"
    found = grades(course, "bob")
    assert all(grade.needs_reading for grade in found.values())
    assert "Input/output error" in found["kl"].reasons[0]
    for student in ("alice", "carol"):
        assert has_all(grades(course, student)["kl"])


@needs_sandbox
@pytest.mark.parametrize("when", ["before the first", "later"])
def test_a_machine_that_starts_no_kernel_stops_a_class_only_before_the_first(course, when):
    hand_in(course, "alice", "bob", "carol")
    started = 0 if when == "before the first" else 1
    fail = f"""
import time
from autograder.judging import judge as judging
new, left = judging.SandboxedKernel, [{started}]
def start(*arguments):
    if not left[0]:
        while {started} and not judges[0].has_run:
            time.sleep(0.1)
        raise judging.SandboxError("no memory is left for a kernel")
    left[0] -= 1
    return new(*arguments)
judging.SandboxedKernel = start
judges, enter = [], judging.Judge.__enter__
judging.Judge.__enter__ = lambda self: judges.append(self) or enter(self)
"""
    done = try_nbgrader(course, "autograde", ASSIGNMENT, before=fail)
    assert done.returncode == 1
    assert "no memory is left for a kernel" in done.stderr
    assert "Traceback" not in done.stderr
    if when == "before the first":
        assert not any(
            autoencoders(course).autograded(name).exists() for name in ("alice", "bob", "carol")
        )
    else:
        # Several begin at once, and on a busy machine any of them may come first.
        statuses = {name: judgement(course, name)["status"] for name in ("alice", "bob", "carol")}
        assert sorted(statuses.values()) == ["graded", "not judged", "not judged"]
        for name, status in statuses.items():
            assert grades(course, name)["kl"].needs_reading is (status == "not judged")


@needs_sandbox
def test_a_process_that_starts_kernels_and_ends_is_started_again(course):
    hand_in(course, "alice", "bob", "carol")
    fail = """
from autograder.judging import judge as judging
read = judging.read_submission
def unlucky(folder, *arguments):
    if folder.parent.name == "bob":
        for warm in judges[0].warm.values():
            warm.process.kill()
            warm.process.wait()
    return read(folder, *arguments)
judging.read_submission = unlucky
judges, enter = [], judging.Judge.__enter__
judging.Judge.__enter__ = lambda self: judges.append(self) or enter(self)
"""
    done = try_nbgrader(course, "autograde", ASSIGNMENT, before=fail)
    assert done.returncode == 0, done.stderr[-3000:]
    for student in ("alice", "bob", "carol"):
        assert has_all(grades(course, student)["kl"])


@needs_sandbox
def test_a_gradebook_in_use_is_called_that(course):
    hand_in(course, "alice")
    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    try:
        done = try_nbgrader(course, "autograde", ASSIGNMENT)
    finally:
        other.close()
    assert done.returncode == 1
    assert "database is locked" in done.stderr
    assert "Is it in use elsewhere?" in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("alice").exists()
