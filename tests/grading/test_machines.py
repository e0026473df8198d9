"""Workers of many machines, which find submissions neither on a disk nor in a gradebook."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from autograder.course import Course
from tests.conftest import ASSIGNMENT, autoencoders, needs_sandbox, wait_for
from tests.grading.gradebooks import folders_of
from tests.grading.small_class import AT_BOB, NOTEBOOK, POINTS, events, grade, points, sabotage

pytestmark = needs_sandbox


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
        wait_for(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
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
