"""A class at a time: `autograder grade` beside nbgrader's command, and what may interrupt it."""

import json
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.fairness.answers import Answer, AnswerSheet, submit
from autograder.grading.due import Due, again, fingerprint, is_due, mark_again
from autograder.grading.recording import Recorder
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judgement
from autograder.judging.record import read_judgement
from tests.conftest import (
    ASSIGNMENT,
    ROOT,
    SHEETS,
    autoencoders,
    build_without_demonstrations,
    built_once,
    copy_build,
    copy_course,
    needs_sandbox,
    run_nbgrader,
    wait_for,
)
from tests.grading.gradebooks import folders_of, gradebook_of
from tests.grading.hidden_tests import change_hidden_tests

pytestmark = needs_sandbox

NOTEBOOK = "5_elbo"
STUDENTS = ("alice", "bob", "carol")
WRONG = Answer("def kl(q, p):\n    return 0.0")
ZERO = Answer("def elbo(q, prior, likelihood):\n    return 0.0")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Course:
    course = copy_course(tmp_path_factory.mktemp("class") / "course")
    build_without_demonstrations(course)
    return course


@pytest.fixture
def course(built, tmp_path) -> Course:
    """A built course with three submissions of notebook 5; one has a mistake."""
    root = tmp_path / "course"
    shutil.copytree(built.root, root, symlinks=True)
    course = Course(root)
    for student in STUDENTS:
        answers = {"kl": WRONG} if student == "bob" else {}
        sheet = AnswerSheet(student, "Notebook 5 alone.", "model", answers, NOTEBOOK)
        submit(autoencoders(course), sheet)
    return course


def command(*options: str) -> list[str]:
    program = "from autograder.cli import app; app()"
    return [sys.executable, "-c", program, "grade", ASSIGNMENT, "--notebook", NOTEBOOK, *options]


def grade(course: Course, *options: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the command in a course; it never shows a traceback."""
    done = subprocess.run(
        command(*options),
        cwd=course.root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr[-3000:]
    return done


def gradebook(course: Course) -> dict:
    return gradebook_of(course.settings.db_url)


def points(course: Course) -> dict[str, float | None]:
    """What each student earned for `kl`."""
    grades = gradebook(course)["grades"]
    return {student: grades[student, NOTEBOOK, "test_kl"][0] for student in STUDENTS}


def events(course: Course, name: str) -> list[dict]:
    lines = (course.root / "grading.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["event"] == name]


POINTS = {"alice": 3, "bob": 0, "carol": 3}


# What both commands leave


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Course:
    """A course as students get it."""
    course = copy_course(tmp_path_factory.mktemp("whole") / "course")
    copy_build(course)
    return course


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("built", ASSIGNMENT),
        pytest.param("whole", ASSIGNMENT, marks=pytest.mark.slow),
        pytest.param("whole", "advanced", marks=pytest.mark.slow),
    ],
)
def test_both_commands_leave_the_same(kind, name, request, tmp_path):
    """Of all example submissions, or where there are none of a model answer and an empty one."""
    built = request.getfixturevalue(kind)
    courses = []
    for way in ("stock", "cluster"):
        shutil.copytree(built.root, tmp_path / way, symlinks=True)
        courses.append(Course(tmp_path / way))
    stock, cluster = courses
    sheets = SHEETS.values() if name == ASSIGNMENT else (SHEETS["model"], SHEETS["untouched"])
    for sheet in sheets:
        assert submit(stock.assignment(name), sheet)
    shutil.copytree(stock.root / "submitted", cluster.root / "submitted")
    run_nbgrader(stock, "autograde", name)
    program = "from autograder.cli import app; app()"
    done = subprocess.run(
        [sys.executable, "-c", program, "grade", name],
        cwd=cluster.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(gradebook(stock)["submissions"]) == len(sheets)
    assert gradebook(stock) == gradebook(cluster)
    assert folders_of(stock.assignment(name)) == folders_of(cluster.assignment(name))


def test_a_class_is_graded_and_a_second_run_grades_what_is_new_or_has_changed(course):
    done = grade(course)
    assert done.returncode == 0, done.stderr
    assert points(course) == POINTS
    assert "[3/3]" in done.stdout
    assert {event["student"] for event in events(course, "recorded")} == {*STUDENTS}

    assert "0 of 3 submissions graded" in grade(course).stdout
    assert len(events(course, "recorded")) == 3

    changed = autoencoders(course).submission("bob") / f"{NOTEBOOK}.ipynb"
    shutil.copyfile(autoencoders(course).submission("alice") / changed.name, changed)
    sheet = AnswerSheet("dora", "Late.", "model", notebook=NOTEBOOK)
    submit(autoencoders(course), sheet)
    assert "2 of 4 submissions graded" in grade(course).stdout
    assert points(course) == POINTS | {"bob": 3}
    assert "1 of 1 submissions graded" in grade(course, "--force", "--student", "dora").stdout


def test_what_a_person_gave_stays(course):
    grade(course)
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 2
        book.db.commit()
    grade(course, "--force")
    assert gradebook(course)["grades"]["bob", NOTEBOOK, "test_kl"] == (0, 2, True)


# One exercise


def test_one_exercise_is_judged_again_and_nothing_else_changes(course):
    grade(course)
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "carol").manual_score = 1
        for student in STUDENTS:  # as if an older check had been wrong
            book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, student).auto_score = 1
            book.find_grade("test_elbo", NOTEBOOK, ASSIGNMENT, student).auto_score = 1.5
        book.db.commit()
    before, folders = gradebook(course), folders_of(autoencoders(course))
    done = grade(course, "--exercise", "kl")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("│")]
    shown = {row[1]: (row[3], row[5], row[7]) for row in rows}
    assert shown == {"alice": ("1", "3", "–"), "bob": ("1", "0", "–"), "carol": ("1", "3", "1")}
    after = gradebook(course)
    for student in STUDENTS:
        key = (student, NOTEBOOK, "test_kl")
        _, by_hand, _ = before["grades"][key]
        assert after["grades"].pop(key) == (POINTS[student], by_hand, by_hand is not None)
        del before["grades"][key]
    assert after == before
    assert folders_of(autoencoders(course)) == folders


def test_an_exercise_is_judged_again_of_what_is_graded_and_that_is_said(course):
    grade(course, "--student", "alice")
    autograded = autoencoders(course).autograded("alice")
    mark_again(autograded, ["6_vae", NOTEBOOK])
    done = grade(course, "--exercise", "kl")
    assert "alice: handed in anew, or to be graded again, so it is left out" in done.stdout
    assert "bob: not graded yet, so it is left out" in done.stdout
    assert done.returncode == 1  # not every submission has a status
    assert (
        f"left out: bob, carol. `autograder grade {ASSIGNMENT}` grades what is new" in done.stderr
    )
    # A part that is graded in between is no longer to be graded again, and the rest still is.
    grade(course, "--student", "alice")
    assert again(autograded) == {"6_vae"}


def test_what_waited_for_a_mended_check_waits_no_more(course):
    source = autoencoders(course).source / f"{NOTEBOOK}.ipynb"
    right = source.read_bytes()
    change_hidden_tests(autoencoders(course), NOTEBOOK, {"kl": "kl.no_such_attribute"})
    assert grade(course).returncode == 1
    source.write_bytes(right)
    assert grade(course, "--exercise", "kl").returncode == 0
    assert points(course) == POINTS
    for student in STUDENTS:
        folder = autoencoders(course).autograded(student)
        assert read_judgement(folder)[NOTEBOOK]["status"] == "graded"
        # Nothing on top says otherwise.
        assert "not judged" not in (folder / f"{NOTEBOOK}.ipynb").read_text()


def test_a_check_that_fails_takes_no_points_that_were_there(course):
    grade(course)
    before, folders = gradebook(course), folders_of(autoencoders(course))
    change_hidden_tests(autoencoders(course), NOTEBOOK, {"kl": "kl.no_such_attribute"})
    done = grade(course, "--exercise", "kl")
    assert done.returncode == 1
    assert "alice: points are as they were, since it was not judged" in done.stdout
    assert gradebook(course) == before
    assert folders_of(autoencoders(course)) == folders


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--exercise", "encoder"), "encoder is an exercise of 1_basic_autoencoder, not of 5_elbo"),
        (("--exercise", "kl", "--force"), "leave out --force"),
        (("--exercise", ""), "no exercise is called"),
    ],
)
def test_options_that_do_not_go_together_are_named(course, options, message):
    done = grade(course, *options)
    assert done.returncode == 1
    assert message in done.stderr


def test_a_gradebook_that_was_lost_is_filled_again(course):
    grade(course)
    shutil.copyfile(built_once() / "gradebook.db", course.root / "gradebook.db")
    assert "3 of 3 submissions graded" in grade(course).stdout
    assert points(course) == POINTS


def test_an_exercise_that_does_not_exist_is_named_beside_those_that_do(course):
    done = grade(course, "--exercise", "kk")
    assert done.returncode == 1
    assert "no exercise is called kk; there are init_parameters" in done.stderr


# Interruptions


def record_all(course: Course, judgements: dict[str, Judgement]) -> None:
    """Record the judgement of each student that is due."""
    assignment = autoencoders(course)
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT)
    with Recorder(directory, assignment.source, 444) as recorder:
        for student, judgement in judgements.items():
            source = assignment.submission(student)
            known = fingerprint(source)
            if is_due(assignment.autograded(student), [NOTEBOOK], known):
                recorder.record(Due(student, source, known), judgement)


def test_a_recorder_that_is_killed_at_any_moment_loses_and_doubles_nothing(course):
    assignment = autoencoders(course)
    with Judge(assignment) as judge:
        judgements = {}
        for number in range(6):
            answers = {} if number % 2 else {"kl": WRONG}
            sheet = AnswerSheet(f"s{number}", "One.", "model", answers, NOTEBOOK)
            submit(assignment, sheet)
            judgement = judge.judge(assignment.submission(sheet.student), NOTEBOOK)
            judgements[sheet.student] = pickle.loads(pickle.dumps(judgement))
    clean = (course.root / "gradebook.db").read_bytes()

    def started() -> multiprocessing.Process:
        context = multiprocessing.get_context("fork")
        process = context.Process(target=record_all, args=(course, judgements))
        process.start()
        return process

    def finished() -> tuple[dict, dict]:
        process = started()
        process.join()
        assert process.exitcode == 0
        return gradebook(course), folders_of(assignment)

    began = time.monotonic()
    expected = finished()
    took = time.monotonic() - began
    draw = random.Random(0)
    for _ in range(10):
        shutil.rmtree(course.root / "autograded")
        (course.root / "gradebook.db").write_bytes(clean)
        for _ in range(5):
            process = started()
            time.sleep(draw.random() * took / 2)
            process.kill()
            process.join()
        assert finished() == expected
        assert not list(course.root.glob("autograded/*/.*"))


WAYS = {
    "autograder grade": command("--jobs", "2"),
    "nbgrader autograde": [
        *(sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_command_that_is_killed_at_any_of_25_moments_loses_and_doubles_nothing(course, way):
    """Of its submissions two are new, and one, with points by hand, was handed in anew."""
    assignment = autoencoders(course)
    grade(course, "--student", "bob")
    with Gradebook(course.settings.db_url) as book:
        book.find_grade("test_kl", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 2
        book.find_grade("elbo_derivation", NOTEBOOK, ASSIGNMENT, "bob").manual_score = 4
        book.db.commit()
    sheet = AnswerSheet("bob", "Again.", "model", {"elbo": ZERO}, NOTEBOOK)
    assert submit(assignment, sheet)
    before = (course.root / "gradebook.db").read_bytes()
    graded = shutil.copytree(course.root / "autograded", course.root / "before")

    def restore() -> None:
        shutil.rmtree(course.root / "autograded")
        shutil.copytree(graded, course.root / "autograded")
        (course.root / "gradebook.db").write_bytes(before)

    def started() -> subprocess.Popen:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return subprocess.Popen(
            WAYS[way],
            cwd=course.root,
            env=os.environ | {"PATH": path},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finished() -> tuple[dict, dict]:
        process = started()
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said[-3000:]
        assert "Traceback" not in said
        return gradebook(course), folders_of(assignment)

    began = time.monotonic()
    expected = finished()
    took = time.monotonic() - began
    grades = expected[0]["grades"]
    assert grades["bob", NOTEBOOK, "test_kl"] == (3, 2, True)
    assert grades["bob", NOTEBOOK, "elbo_derivation"][1] == 4
    assert [grades[one, NOTEBOOK, "test_elbo"][0] for one in STUDENTS] == [3, 0, 3]
    draw = random.Random(0)
    for _ in range(5):
        restore()
        for _ in range(5):
            process = started()
            time.sleep(draw.random() * took)
            # What the machine ends for want of memory is one process, what it ends when it is
            # shut down are all.
            if draw.random() < 0.5:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        assert finished() == expected
        assert not list(course.root.glob("autograded/*/.*"))


def test_what_was_moved_away_when_a_run_was_killed_is_put_back(course):
    grade(course)
    expected = folders_of(autoencoders(course))
    for student, is_in_place in (("alice", False), ("bob", True)):
        folder = autoencoders(course).autograded(student)
        old = folder.with_name(f".{ASSIGNMENT}.old")
        if is_in_place:
            shutil.copytree(folder, old)
        else:
            folder.rename(old)
    assert "0 of 3 submissions graded" in grade(course).stdout
    assert folders_of(autoencoders(course)) == expected
    assert not list(course.root.glob("autograded/*/.*"))


def test_a_judgement_that_a_power_cut_has_emptied_is_reached_again(course):
    grade(course)
    expected = folders_of(autoencoders(course))
    kept = autoencoders(course).autograded("bob") / "judgement.json"
    kept.chmod(0o644)
    kept.write_bytes(b"\0" * kept.stat().st_size)
    assert "1 of 3 submissions graded" in grade(course).stdout
    assert folders_of(autoencoders(course)) == expected


@contextmanager
def sabotage(folder: Path, code: str):
    """The environment in which workers run some code before they begin."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(
        "import os, signal, sys, time\n"
        "is_worker = 'spawn_main' in ' '.join(sys.orig_argv)\n"
        "def once(name):\n"
        "    try:\n"
        f"        os.close(os.open(os.path.join({str(folder)!r}, name), os.O_CREAT | os.O_EXCL))\n"
        "    except FileExistsError:\n"
        "        return False\n"
        "    return True\n" + code
    )
    yield {"PYTHONPATH": f"{folder}:{ROOT}"}


AT_BOB = """
if is_worker:
    from autograder.judging import judge
    read = judge.read_submission
    def sabotaged(folder, *arguments):
        if folder.parent.name == "bob" and ({condition}):
            {action}
        return read(folder, *arguments)
    judge.read_submission = sabotaged
"""


def test_what_a_lost_worker_had_is_judged_by_another(course, tmp_path):
    code = AT_BOB.format(condition="once('killed')", action="os.kill(os.getpid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(course) == POINTS
    assert [event["student"] for event in events(course, "retried")] == ["bob"]


def test_what_ends_two_workers_is_set_aside_with_its_reason(course, tmp_path):
    code = AT_BOB.format(condition="True", action="os.kill(os.getpid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 1
    assert "2 workers ended, or hung, while they judged it" in done.stdout
    assert points(course) == POINTS | {"bob": None}
    judged = read_judgement(autoencoders(course).autograded("bob"))[NOTEBOOK]
    assert judged["status"] == "not judged"
    # It waits for a person, and for --force.
    again = grade(course)
    assert again.returncode == 1
    assert "0 of 3 submissions graded" in again.stdout
    assert f"bob, {NOTEBOOK}" in again.stderr
    assert grade(course, "--force", "--student", "bob").returncode == 0
    assert points(course) == POINTS


def test_a_worker_that_hangs_is_replaced(course, tmp_path):
    code = AT_BOB.format(condition="once('stopped')", action="os.kill(os.getpid(), 19)")
    code += (
        "if not is_worker and 'app()' in ' '.join(sys.orig_argv):\n"
        "    from autograder.grading import cluster\n"
        "    cluster.SILENT_SECONDS = 5\n"
    )
    with sabotage(tmp_path / "site", code) as environment:
        done = grade(course, "--jobs", "2", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(course) == POINTS


def test_a_grader_that_is_killed_is_taken_up_by_the_next(course, tmp_path):
    code = AT_BOB.format(condition="once('waits')", action="time.sleep(1000)")
    with sabotage(tmp_path / "site", code) as environment:
        process = subprocess.Popen(
            command("--jobs", "2"),
            cwd=course.root,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        seen = [process.stdout.readline() for _ in range(2)]  # of the two others
    assert all("points" in line for line in seen)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = grade(course)
    assert done.returncode == 0
    assert "1 of 3 submissions graded" in done.stdout
    assert points(course) == POINTS


def test_ctrl_c_is_answered_with_one_sentence(course):
    process = subprocess.Popen(
        command("--jobs", "1"),
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background has it ignored, and so would whatever they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    log = course.root / "grading.jsonl"
    wait_for(lambda: log.exists() and events(course, "submitted"))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, also to the workers
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; what is recorded stays, and the same command goes on" in said
    assert "Traceback" not in said
    assert grade(course).returncode == 0
    assert points(course) == POINTS


def test_what_was_to_be_graded_again_still_is_after_an_interruption(course, tmp_path):
    grade(course)
    code = AT_BOB.format(condition="once('killed')", action="os.kill(os.getppid(), 9)")
    with sabotage(tmp_path / "site", code) as environment:
        done = subprocess.run(
            command("--jobs", "1", "--force"),
            cwd=course.root,
            env=os.environ | environment,
            capture_output=True,
        )
    assert done.returncode == -signal.SIGKILL
    assert "2 of 3 submissions graded" in grade(course).stdout


def test_two_graders_at_once_take_turns(course):
    both = [
        subprocess.Popen(
            command(), cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("another grader is at work" in text for text, _ in outputs) == 1
    counts = sorted(text.splitlines()[-1][:1] for text, _ in outputs)
    assert counts == ["0", "3"]
    assert points(course) == POINTS


# Many machines


@dataclass
class Machines:
    """The address of a scheduler, and what stands for machines: workers by their folders."""

    scheduler: str
    workers: dict[str, subprocess.Popen]


@contextmanager
def machines(course: Course, folder: Path, **environment: str) -> Iterator[Machines]:
    """A scheduler, and two workers with courses of their own in the place of two machines."""
    from distributed import Client

    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    started = partial(
        subprocess.Popen,
        env=os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"} | environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    scheduler = started(
        [*dask, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    )
    workers: dict[str, subprocess.Popen] = {}
    try:
        wait_for(file.exists)
        address = json.loads(file.read_text())["address"]
        for machine in ("first", "second"):
            root = folder / machine
            ignored = shutil.ignore_patterns("submitted", "gradebook.db")
            shutil.copytree(course.root, root, symlinks=True, ignore=ignored)
            workers[machine] = started(
                [*dask, "worker", address, "--nthreads", "1", "--no-dashboard"], cwd=root
            )
        with Client(address) as client:
            client.wait_for_workers(2)
        yield Machines(address, workers)
    finally:
        for process in (*workers.values(), scheduler):
            process.terminate()
            process.wait()


@pytest.fixture
def scheduler(course, tmp_path):
    with machines(course, tmp_path) as found:
        yield found.scheduler


def test_machines_get_the_submissions_that_they_judge(course, scheduler):
    done = grade(course, "--scheduler", scheduler)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(course) == POINTS
    assert len({event["worker"] for event in events(course, "started")}) == 2
    expected = folders_of(autoencoders(course))
    assert grade(course, "--exercise", "kl", "--scheduler", scheduler).returncode == 0
    assert folders_of(autoencoders(course)) == expected
    grade(course, "--force")
    assert folders_of(autoencoders(course)) == expected


@pytest.mark.slow
def test_what_a_lost_machine_had_is_judged_by_the_other(course, tmp_path):
    who = tmp_path / "who"
    wait = f"open({str(who)!r}, 'w').write(os.getcwd()); time.sleep(1000)"
    code = AT_BOB.format(condition="once('waits')", action=wait)
    with (
        sabotage(tmp_path / "site", code) as environment,
        machines(course, tmp_path, **environment) as found,
        ThreadPoolExecutor(1) as pool,
    ):
        done = pool.submit(grade, course, "--scheduler", found.scheduler)
        wait_for(lambda: done.done() or (who.exists() and who.read_text()))
        assert not done.done(), done.result()
        os.killpg(found.workers[Path(who.read_text()).name].pid, signal.SIGKILL)
        assert done.result().returncode == 0, done.result().stderr
    assert points(course) == POINTS
    assert [event["student"] for event in events(course, "retried")] == ["bob"]


@pytest.mark.parametrize(
    "file",
    [
        f"source/{{}}/{NOTEBOOK}.ipynb",
        pytest.param("release/{}/lab/data.py", marks=pytest.mark.slow),
        pytest.param("course.toml", marks=pytest.mark.slow),
    ],
)
def test_a_machine_with_another_course_says_so(course, scheduler, file):
    path = course.root / file.format(ASSIGNMENT)
    path.chmod(0o644)
    path.write_text(path.read_text() + "\n")
    done = grade(course, "--scheduler", scheduler)
    assert done.returncode == 1
    assert "is not the one that is graded" in done.stderr
    assert "start the workers anew" in done.stderr
    assert not autoencoders(course).autograded("bob").exists()


def test_a_scheduler_that_is_not_there_is_named(course):
    done = grade(course, "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 1
    assert "no scheduler answers at tcp://127.0.0.1:1" in done.stderr
