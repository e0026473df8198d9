"""The judge itself: scores, scripts, pictures, pages, and machines without a sandbox."""

import gc
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.checking.verdict import Item, Verdict
from autograder.course import Course, CourseError
from autograder.fairness.answers import (
    Answer,
    AnswerSheet,
    model_answers,
    read_answers,
    solution_cells,
    submit,
)
from autograder.intake.reading import SubmittedCell
from autograder.intake.submissions import HandedIn, Submission
from autograder.judging.examination import Examiners
from autograder.judging.hidden_tests import NotReached, not_reached
from autograder.judging.judge import Judge, Judged
from autograder.judging.record import NotebookRun
from autograder.sandbox.control_group import ControlGroup
from autograder.sandbox.student_kernel import SandboxedKernel
from autograder.sandbox.watch import Watch
from tests.conftest import (
    ASSIGNMENT,
    ROOT,
    SHEETS,
    autoencoders,
    build_without_demonstrations,
    copy_build,
    copy_course,
    needs_sandbox,
    run_nbgrader,
    runs_nbgrader,
)
from tests.grades import read_grades

pytestmark = runs_nbgrader

NOTEBOOK = "5_elbo"
ESSAY = "elbo_derivation"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    course = copy_course(tmp_path_factory.mktemp("judge") / "course")
    copy_build(course)
    return course


@pytest.fixture(scope="module")
def judge(course):
    with Judge(autoencoders(course)) as judge:
        yield judge


@pytest.fixture(scope="module")
def filled(course) -> NotebookNode:
    """Notebook 5 with the model answers."""
    model = model_answers(autoencoders(course))
    notebook = nbformat.read(autoencoders(course).release / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in solution_cells(notebook):
        cell.source = model[cell.metadata.nbgrader.grade_id]
    return notebook


def test_a_source_without_a_hidden_test_is_one_message(tmp_path):
    course = copy_course(tmp_path / "course")
    copy_build(course)
    path = autoencoders(course).source / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("BEGIN HIDDEN TESTS", "a hidden test")
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match=f"(?s){NOTEBOOK}.*no hidden part.*`autograder build`"):
        Judge(autoencoders(course))


@pytest.mark.parametrize("step", ["release", "source"])
def test_a_built_notebook_that_is_none_is_one_message(tmp_path, step):
    course = copy_course(tmp_path / "course")
    copy_build(course)
    path = getattr(autoencoders(course), step) / f"{NOTEBOOK}.ipynb"
    path.chmod(0o644)
    path.write_text("<<<<<<< HEAD\n{}")
    with pytest.raises(
        CourseError, match=f"(?s){step}.*{NOTEBOOK}.*cannot be read.*autograder build"
    ):
        Judge(autoencoders(course))


def submitted(notebook: NotebookNode) -> list[SubmittedCell]:
    return [
        SubmittedCell(
            cell.cell_type, cell.source, cell.metadata.get("nbgrader", {}).get("grade_id"), cell.id
        )
        for cell in notebook.cells
    ]


def judged(judge: Judge, cells: list[SubmittedCell], name: str = NOTEBOOK) -> Judged:
    """A judgement by the real kernel and checks."""
    handed_in = HandedIn("read", f"{name}.ipynb", cells, [])
    return judge._judge_notebook(name, Submission({name: handed_in}), judge.shipped)


def points(found: Judged) -> dict[str, float]:
    """What each function earned."""
    return {
        cell.metadata.nbgrader.grade_id: float(cell.outputs[0].data["text/plain"])
        for cell in found.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("test_")
    }


FULL = {
    cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
    for cell in nbformat.read(
        autoencoders(Course(ROOT)).source / f"{NOTEBOOK}.ipynb", as_version=4
    ).cells
    if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("test_")
}


@pytest.fixture
def little_own_time(judge, monkeypatch):
    """Own cells have 3 s together, which a busy machine takes for none of the other cells."""
    for name, seconds in (("own_cells_seconds", 3), ("grace_seconds", 1)):
        monkeypatch.setattr(judge.limits, name, seconds)


def with_own(filled: NotebookNode, *sources: str) -> list[SubmittedCell]:
    """The answers, with own cells before the first of them."""
    cells = submitted(filled)
    place = next(n for n, cell in enumerate(cells) if cell.grade_id == "log_evidence")
    return [*cells[:place], *(SubmittedCell("code", source) for source in sources), *cells[place:]]


@needs_sandbox
def test_a_kernel_that_ended_for_want_of_others_memory_is_no_fault_of_a_student_s(
    judge, filled, monkeypatch
):
    monkeypatch.setattr(ControlGroup, "lost_a_process", lambda self: True)
    found = judged(judge, with_own(filled, "import os\nos.kill(os.getpid(), 9)"))
    assert found.status == "not judged"
    assert "there was no memory left" in found.notes[-1]
    assert set(found.points.values()) <= {None}


@needs_sandbox
def test_a_judged_notebook_leaves_no_event_loop_open(judge, filled):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(judged, judge, submitted(filled)).result()
        gc.collect()
    assert [str(one.message) for one in caught if "event loop" in str(one.message)] == []


@needs_sandbox
@pytest.mark.parametrize(
    "long",
    [
        "while True: pass",
        pytest.param("import time\ntime.sleep(9)", marks=pytest.mark.slow),
        pytest.param("sum(range(10**10))", marks=pytest.mark.slow),
    ],
)
def test_long_own_cells_cost_the_exercises_nothing(judge, filled, little_own_time, long):
    found = judged(judge, with_own(filled, *[long] * 6))
    assert points(found) == FULL
    assert (
        "own cells took more than 3 s together, or ended the kernel; left out: cell "
        in found.notes[-1]
    )


@needs_sandbox
def test_a_name_of_a_cell_that_was_left_out_is_named(judge, filled, little_own_time):
    cells = with_own(filled, "import time\ntime.sleep(9)", "def helper():\n    return 1")
    cells = [
        SubmittedCell("code", "def kl(q, p):\n    return helper()", "kl")
        if cell.grade_id == "kl"
        else cell
        for cell in cells
    ]
    found = judged(judge, cells)
    assert points(found) == FULL | {"test_kl": 0}
    assert "A function needs `helper`, which may be defined there" in found.notes[-1]


@needs_sandbox
def test_short_own_cells_are_run_and_need_no_note(judge, filled, little_own_time):
    found = judged(judge, with_own(filled, "x = 1", "import time\ntime.sleep(0.1)", "y = x"))
    assert points(found) == FULL
    assert found.notes == []


@needs_sandbox
@settings(max_examples=12, derandomize=True)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.sampled_from(sorted(FULL)), max_size=3))
def test_points_follow_the_answers_whatever_became_of_the_cells(judge, filled, seed, lost):
    draw = random.Random(seed)
    cells = submitted(filled)
    gone = {name.removeprefix("test_") for name in lost}
    cells = [cell for cell in cells if cell.grade_id not in gone]
    # Cells that are no answers may go, all may stand twice and anywhere.
    answers = {name.removeprefix("test_") for name in FULL}
    cells = [cell for cell in cells if cell.grade_id in answers or draw.random() < 0.8]
    cells += draw.sample(cells, k=draw.randrange(len(cells)))
    draw.shuffle(cells)
    expected = {name: 0 if name in lost else full for name, full in FULL.items()}
    assert points(judged(judge, cells)) == expected


@needs_sandbox
def test_the_same_submission_earns_the_same_points_every_time(judge, course):
    model = model_answers(autoencoders(course))
    notebook = nbformat.read(autoencoders(course).release / "3_xavier.ipynb", as_version=4)
    for cell in solution_cells(notebook):
        cell.source = model[cell.metadata.nbgrader.grade_id]
    found = [points(judged(judge, submitted(notebook), "3_xavier")) for _ in range(3)]
    assert found[0]["test_xavier_init"] > 0
    assert found == [found[0]] * 3


@pytest.mark.parametrize(
    "moment",
    [
        "started",
        pytest.param("ready", marks=pytest.mark.slow),
        pytest.param("watched", marks=pytest.mark.slow),
    ],
)
def test_a_process_that_ends_while_a_kernel_starts_costs_no_points(course, monkeypatch, moment):
    submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by("dora"))
    left = [moment]
    hear, start = SandboxedKernel.hear, Watch.start

    def accident(now: str) -> None:
        if now in left:
            left.remove(now)
            for warm in judge.warm.values():
                warm.process.kill()
                warm.process.wait()

    def hear_after(self, fact, *arguments):
        accident(fact)
        return hear(self, fact, *arguments)

    def start_after(self):
        accident("watched")
        start(self)

    monkeypatch.setattr(SandboxedKernel, "hear", hear_after)
    monkeypatch.setattr(Watch, "start", start_after)
    with Judge(autoencoders(course)) as judge:
        judgement = judge.judge(autoencoders(course).submission("dora"), NOTEBOOK)
    judged = judgement.notebooks[NOTEBOOK]
    assert left == []
    assert (judged.status, judged.notes) == ("graded", [])
    assert None not in {judged.points[name] for name in judged.reasons}


def test_judging_writes_nothing_and_what_comes_of_it_can_be_sent(judge, course):
    submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by("carol"))

    def files() -> dict[Path, int]:
        # But for what Python compiles of checks that it imports.
        paths = (path for path in course.root.rglob("*") if path.is_file())
        return {path: path.stat().st_mtime_ns for path in paths if path.suffix != ".pyc"}

    before = files()
    judgement = judge.judge(autoencoders(course).submission("carol"), NOTEBOOK)
    assert files() == before
    assert pickle.loads(pickle.dumps(judgement)) == judgement


@needs_sandbox
def test_pictures_stand_in_the_graded_notebook(judge, filled, monkeypatch):
    monkeypatch.setattr(judge, "demonstrations", "run")
    found = judged(judge, submitted(filled))
    pictures = [
        output
        for cell in found.notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert pictures
    assert not any(
        output.output_type == "error"
        for cell in found.notebook.cells
        for output in cell.get("outputs", [])
    )


def answered(filled: NotebookNode, **answers: str) -> list[SubmittedCell]:
    """The notebook with these answers in place of the right ones."""
    return [
        SubmittedCell("code", answers[cell.grade_id], cell.grade_id)
        if cell.grade_id in answers
        else cell
        for cell in submitted(filled)
    ]


def below_the_verdicts(found: Judged) -> dict[str, list[NotebookNode]]:
    """The outputs of the test cells but for the verdicts, by function."""
    return {
        cell.metadata.nbgrader.grade_id.removeprefix("test_"): cell.outputs[1:]
        for cell in found.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") in FULL
    }


BASE_TWO = "def kl(q, p):\n    return np.sum(q * np.log2(q / p))"
# Ends its process where the check that students run calls it, and nowhere else.
ENDS_IN_THE_CHECK = """
import inspect, os

def kl(q, p):
    if any("visible" in frame.filename for frame in inspect.stack()):
        os._exit(1)
    return np.sum(q * np.log2(q / p))
"""
ENDLESS = "def posterior(prior, likelihood):\n    while True:\n        pass"


@needs_sandbox
def test_what_students_check_is_checked_again_only_where_points_were_lost(judge, filled):
    shown = [{"output_type": "stream", "name": "stdout", "text": "all right, I promise"}]
    cells = [
        replace(cell, outputs=shown) if cell.grade_id in FULL else cell
        for cell in answered(filled, kl=BASE_TWO)
    ]
    outputs = below_the_verdicts(judged(judge, cells))
    (message,) = outputs.pop("kl")
    assert message.text.startswith("✗ kl: ")
    assert [shown for shown in outputs.values() if shown] == []


@needs_sandbox
def test_what_is_checked_is_the_function_that_was_judged(judge, filled):
    cells = answered(filled, kl=BASE_TWO)
    later = "def kl(q, p):\n    return np.sum(q * np.log(q / p))"
    (message,) = below_the_verdicts(judged(judge, [*cells, SubmittedCell("code", later)]))["kl"]
    assert message.text.startswith("✗ kl: ")


def test_no_verdict_is_lost_for_a_worse_one_of_another_run(filled):
    def run(**points: float) -> NotebookRun:
        verdicts = {one: Verdict(one, [Item("all", 3, earned)]) for one, earned in points.items()}
        return NotebookRun(filled, verdicts=verdicts)

    first = run(kl=3, elbo=0, posterior=1)
    merged = run(kl=0, elbo=2, posterior=1).with_better_of(first)
    assert {one: verdict.points for one, verdict in merged.verdicts.items()} == {
        "kl": 3,
        "elbo": 2,
        "posterior": 1,
    }
    assert run(kl=0, elbo=0, posterior=1).with_better_of(first) is first


def test_a_verdict_that_was_not_reached_yields_to_full_points_alone(filled):
    def run(**verdicts: Verdict) -> NotebookRun:
        return NotebookRun(filled, verdicts=verdicts)

    first = run(
        kl=Verdict("kl", [Item("all", 3, 3)]),
        elbo=Verdict("elbo", [Item("all", 3, 1)]),
    )
    whole = run(kl=not_reached("kl", 3, "no"), elbo=not_reached("elbo", 3, "no"))
    merged = whole.with_better_of(first)
    assert merged is whole
    assert merged.verdicts["kl"].points == 3
    assert isinstance(merged.verdicts["elbo"], NotReached)


@needs_sandbox
@pytest.mark.parametrize("demonstrations", ["keep", "run"])
def test_a_kernel_that_ends_in_a_check_costs_nothing(judge, filled, monkeypatch, demonstrations):
    monkeypatch.setattr(judge, "demonstrations", demonstrations)
    with_check = judged(judge, answered(filled, kl=ENDS_IN_THE_CHECK))
    without = judged(judge, answered(filled, kl=BASE_TWO))
    assert points(with_check) == points(without)
    assert with_check.status == "graded"


@pytest.mark.slow
@needs_sandbox
def test_a_check_is_not_run_again_where_the_verdict_took_all_the_time(judge, filled, monkeypatch):
    for name, seconds in (("cell_seconds", 6), ("grace_seconds", 1)):
        monkeypatch.setattr(judge.limits, name, seconds)
    # With the second answer the kernel is started again, and the first is known by then.
    answers = {"posterior": ENDLESS, "kl": "def kl(q, p):\n    os._exit(1)\n\nimport os"}
    found = judged(judge, answered(filled, **answers))
    assert below_the_verdicts(found)["posterior"] == []
    assert points(found) == FULL | {"test_posterior": 0, "test_kl": 0}
    stopped = [note for note in found.notes if "under the test" in note and "stopped" in note]
    assert stopped == ["under the test of `posterior`: stopped after 6 s"]


@needs_sandbox
def test_an_exercise_alone_earns_what_it_does_among_all(judge, filled):
    """`elbo` calls `kl`, which ends the kernel, so that a right one stands in for it."""
    cells = answered(
        filled,
        kl="import os\n\ndef kl(q, p):\n    os._exit(1)",
        elbo="def elbo(q, prior, likelihood):\n"
        "    return log_evidence(prior, likelihood) - kl(q, posterior(prior, likelihood))",
    )
    handed_in = HandedIn("read", f"{NOTEBOOK}.ipynb", cells, [])
    alone = judge._judge_notebook(
        NOTEBOOK, Submission({NOTEBOOK: handed_in}), judge.shipped, "elbo"
    )
    assert alone.points["test_elbo"] == judged(judge, cells).points["test_elbo"] > 0


@needs_sandbox
def test_without_sandbox_the_same_points_in_words_only(course):
    submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by("unprotected"))
    run_nbgrader(course, "autograde", ASSIGNMENT, "--student=unprotected", "--Judge.sandbox=False")
    grades = [g for g in read_grades(autoencoders(course)) if g.student == "unprotected"]
    found = {g.grade_id: g.points for g in grades if g.grade_id in FULL}
    assert found == FULL


def test_where_no_sandbox_can_be_made_nothing_runs_and_one_message_says_what_to_do(
    course, tmp_path
):
    (tmp_path / "bwrap").write_text(
        "#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n"
    )
    (tmp_path / "bwrap").chmod(0o755)
    submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by("waiting"))
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--student=waiting"],
        cwd=course.root,
        env=os.environ | {"PATH": f"{tmp_path}:{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "No permissions to create new namespace" in done.stderr
    assert "kernel.unprivileged_userns_clone" in done.stderr
    assert "--Judge.sandbox=False" in done.stderr
    assert "Traceback" not in done.stderr
    assert not autoencoders(course).autograded("waiting").exists()


@needs_sandbox
@pytest.mark.parametrize("name", ["elbo", "5_elbo.ipynb"])
def test_a_notebook_that_does_not_exist_is_named_beside_those_that_do(course, name):
    submit(autoencoders(course), SHEETS["elbo_only"].handed_in_by("waiting"))
    with pytest.raises(AssertionError) as failed:
        run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook", name)
    assert f"no notebook is called {name}; there are 1_basic_autoencoder" in str(failed.value)
    assert "Traceback" not in str(failed.value)


@needs_sandbox
def test_a_cell_that_is_no_python_says_so_in_the_reason(judge, filled):
    notebook = nbformat.from_dict(filled)
    (answer,) = (cell for cell in solution_cells(notebook) if cell.id == "kl")
    answer.source = "def kl(q, p)\n    return 0.0"
    found = judged(judge, submitted(notebook))
    (test,) = (cell for cell in found.notebook.cells if cell.id == "test_kl")
    assert "`kl` is not defined: its cell raised SyntaxError" in test.outputs[0].data["text/html"]


def test_an_environment_without_the_course_is_told_so_and_runs_nothing(course, tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    code = (
        "import sys; sys.modules['autograder.grading.converter'] = None\n"
        "from nbgrader.apps.nbgraderapp import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "autograde", ASSIGNMENT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "make setup" in done.stderr
    assert "Traceback" not in done.stderr


@needs_sandbox
@pytest.mark.parametrize(
    ("student", "place"),
    [("scripted", f"{NOTEBOOK}.py"), ("in_its_folder", f"scripts/{NOTEBOOK}.py")],
)
def test_a_script_earns_what_the_notebook_earns(course, filled, student, place):
    folder = autoencoders(course).submission(student)
    folder.mkdir(parents=True)
    released = (autoencoders(course).release / f"scripts/{NOTEBOOK}.py").read_text()
    model = model_answers(autoencoders(course))
    for name in FULL:
        function = name.removeprefix("test_")
        begin = released.index(f"def {function}(")
        end = released.index("\n# %%", begin)
        released = released[:begin] + model[function] + "\n" + released[end:]
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_text(released)
    run_nbgrader(course, "autograde", ASSIGNMENT, f"--student={student}")
    found = {
        g.grade_id: g.points for g in read_grades(autoencoders(course)) if g.student == student
    }
    assert {name: found[name] for name in FULL} == FULL
    judgement = json.loads(
        (autoencoders(course).autograded(student) / "judgement.json").read_text()
    )
    expected = {"status": "graded", "file": place, "notes": []}
    assert judgement[NOTEBOOK].items() >= expected.items()


NBGRADER = Path(__import__("nbgrader").__file__).parent / "tests"
ODD = sorted(NBGRADER.rglob("*.ipynb"))


@pytest.mark.slow
@needs_sandbox
@pytest.mark.parametrize("as_which", [NOTEBOOK, "*"])
def test_every_odd_notebook_of_nbgrader_ends_with_a_status(as_which, tmp_path):
    assert len(ODD) > 50
    course = copy_course(tmp_path / "course")
    build_without_demonstrations(course)
    names = [path.stem for path in autoencoders(course).release.glob("*.ipynb")]
    for number, path in enumerate(ODD):
        folder = autoencoders(course).submission(f"odd-{number:02}")
        folder.mkdir(parents=True)
        for released in autoencoders(course).release.glob(f"{as_which}.ipynb"):
            shutil.copyfile(path, folder / released.name)
    limits = ["--Limits.cell_seconds=5", "--Limits.grace_seconds=1"]
    run_nbgrader(course, "autograde", ASSIGNMENT, *limits)
    for number in range(len(ODD)):
        text = (autoencoders(course).autograded(f"odd-{number:02}") / "judgement.json").read_text()
        found = {name: judgement["status"] for name, judgement in json.loads(text).items()}
        assert found.keys() == set(names)
        assert set(found.values()) <= {"graded", "unreadable", "timed out", "crashed", "missing"}
    # None of them holds an answer to one of our exercises.
    assert not any(grade.points for grade in read_grades(autoencoders(course)))


@needs_sandbox
def test_output_without_measure_costs_no_neighbour_its_points(course):
    flood = read_answers(ROOT / "tests/hostile/output_in_parts_without_end.py")
    quiet = AnswerSheet("quiet", "Runs beside it.", "model", notebook=NOTEBOOK)
    slow = {"posterior": Answer("import time\ntime.sleep(8)")}
    sheets = [flood, quiet, replace(quiet, student="slow", answers=slow)]
    with Judge(autoencoders(course)) as judge:
        for sheet in sheets:
            submit(autoencoders(course), sheet)
        begun = [
            judge.begin(autoencoders(course).submission(sheet.student), NOTEBOOK)
            for sheet in sheets
        ]
        flooded, *neighbours = (one.result().notebooks[NOTEBOOK] for one in begun)
    assert flooded.status == "too much output"
    assert {name: flooded.points[name] for name in FULL} == FULL | {"test_kl": 0}
    for found, lost in zip(neighbours, ({}, {"test_posterior": 0}), strict=True):
        assert (found.status, found.notes) == ("graded", [])
        assert {name: found.points[name] for name in FULL} == FULL | lost


@needs_sandbox
@pytest.mark.parametrize("times", [1, 2])
def test_kernels_that_end_with_the_process_that_started_them_cost_no_points(
    course, monkeypatch, times
):
    submit(autoencoders(course), SHEETS["model"])
    ended = []
    examine = Examiners.examine

    def after_an_accident(self, *arguments, **options):
        # Kernels outlive it for a moment, in which further tests may begin: no accident of theirs.
        process = next(iter(judge.warm.values())).process
        if process not in ended and len(ended) < times:
            ended.append(process)
            process.kill()
            process.wait()
        return examine(self, *arguments, **options)

    monkeypatch.setattr(Examiners, "examine", after_an_accident)
    with Judge(autoencoders(course)) as judge:
        judgement = judge.judge(autoencoders(course).submission("model"), NOTEBOOK)
    assert len(ended) == times
    judged = judgement.notebooks[NOTEBOOK]
    if times == 1:  # it was run once more
        assert (judged.status, judged.notes) == ("graded", [])
        assert None not in {judged.points[name] for name in judged.reasons}
    else:
        assert judged.status == "not judged"
        assert "the process that starts kernels has ended" in " ".join(judged.notes)


def test_what_was_not_tried_is_left_to_a_person(course, monkeypatch):
    with Judge(autoencoders(course)) as judge:
        read = judge._read

        def untried(folder: Path) -> Submission:
            submission = read(folder)
            found = HandedIn("not tried", "5_elbo.py", notes=["5_elbo.py was not read: it failed"])
            return replace(submission, notebooks=submission.notebooks | {NOTEBOOK: found})

        monkeypatch.setattr(judge, "_read", untried)
        judged = judge.judge(autoencoders(course).submission("model"), NOTEBOOK).notebooks[NOTEBOOK]
    assert judged.status == "not judged"
    assert set(judged.points.values()) == {None}
    assert "5_elbo.py was not read: it failed; grade it again" in judged.notes[0]


@pytest.mark.parametrize(
    ("name", "points"), [("scan.jpg", None), ("deriv/elbo.PDF", None), ("data.csv", 0)]
)
def test_an_essay_that_may_lie_beside_the_notebook_waits_for_a_person(
    judge, filled, tmp_path, name, points
):
    folder = tmp_path / "ada" / ASSIGNMENT
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"\xff\xd8\xff\xe0")
    handed_in = deepcopy(filled)
    (essay,) = (
        cell for cell in solution_cells(handed_in) if cell.metadata.nbgrader.grade_id == ESSAY
    )
    essay.source = "*Write your answer here.*"
    nbformat.write(handed_in, folder / f"{NOTEBOOK}.ipynb")
    judged = judge.judge(folder, NOTEBOOK).notebooks[NOTEBOOK]
    assert judged.points[ESSAY] == points
    told = f"{name} may hold what {ESSAY} lacks" in " ".join(judged.notes)
    assert told is (points is None)
    assert (ESSAY in judged.untouched) is (points is not None)


@pytest.mark.parametrize("where", ["answer", "own cell", "import cell"])
def test_an_import_that_nothing_needs_costs_nothing(judge, filled, tmp_path, where):
    folder = tmp_path / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    handed_in = deepcopy(filled)
    (answer,) = (
        cell for cell in solution_cells(handed_in) if cell.metadata.nbgrader.grade_id == "kl"
    )
    imports = "import no_such_module as pd, math\nfrom another_one.frames import table\n\n"
    if where == "answer":
        answer.source = imports + answer.source
    elif where == "import cell":
        released = next(cell for cell in handed_in.cells if cell.cell_type == "code")
        released.source = f"{imports}from scipy.special import rel_entr\n{released.source}"
        answer.source = "def kl(q, p):\n    return rel_entr(q, p).sum()"
    else:
        own = imports + answer.source.replace("def kl", "def helper")
        answer.source = "def kl(q, p):\n    return helper(q, p)"
        place = handed_in.cells.index(answer)
        handed_in.cells.insert(place, nbformat.v4.new_code_cell(own))
    nbformat.write(handed_in, folder / f"{NOTEBOOK}.ipynb")
    judged = judge.judge(folder, NOTEBOOK).notebooks[NOTEBOOK]
    assert judged.points["test_kl"] == 3, judged.reasons
    for module in ("no_such_module", "another_one"):
        told = f"{module} is not installed here, and its import was left out"
        assert told in " ".join(judged.notes)


def test_an_import_that_is_needed_is_named(judge, filled, tmp_path):
    folder = tmp_path / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    handed_in = deepcopy(filled)
    for cell in solution_cells(handed_in):
        if cell.metadata.nbgrader.grade_id == "kl":
            cell.source = "import no_such_module as pd\n\ndef kl(q, p):\n    return pd.kl(q, p)"
    nbformat.write(handed_in, folder / f"{NOTEBOOK}.ipynb")
    judged = judge.judge(folder, NOTEBOOK).notebooks[NOTEBOOK]
    assert judged.points["test_kl"] == 0
    assert "name 'pd' is not defined" in judged.reasons["test_kl"][0]
    assert "no_such_module is not installed here" in " ".join(judged.notes)
