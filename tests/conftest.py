"""What tests share: courses to work in, the real nbgrader, and what a machine may lack."""

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import nbformat
import pytest
from hypothesis import HealthCheck, settings

from autograder.build.building import build
from autograder.course import Assignment, Course, CourseError
from autograder.fairness.answers import AnswerSheet, read_answers, read_known_answers
from autograder.sandbox.limits import Limits
from autograder.sandbox.starting import check_sandbox

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ("course.toml", "nbgrader_config.py")
BUILDS = ROOT / ".pytest_cache" / "builds"
ASSIGNMENT = "autoencoders"  # what tests of a whole course grade
SHEETS = {path.stem: read_answers(path) for path in sorted((ROOT / "tests/students").glob("*.py"))}

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")

# No test needs a GPU or TensorFlow's messages.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# ------------------------------------------------------------- one process, and courses that go


@contextmanager
def own_exercises() -> Iterator[None]:
    """Whatever course is used meanwhile, `exercises` is this checkout's again afterwards."""
    before = {name: module for name, module in sys.modules.items() if is_of_exercises(name)}
    path = [*sys.path]
    try:
        yield
    finally:
        if sys.modules.get("exercises") is not before.get("exercises"):
            for name in filter(is_of_exercises, [*sys.modules]):
                del sys.modules[name]
            sys.modules.update(before)
        sys.path[:] = path


def is_of_exercises(module: str) -> bool:
    return module.partition(".")[0] == "exercises"


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup():
    with own_exercises():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    with own_exercises():
        return (yield)


# ------------------------------------------------------- what a test needs, and which run it is in


def known_answer(name: str) -> AnswerSheet:
    """An answer of an exercise, such as kl/base_two, handed in by kl_base_two."""
    sheets = read_known_answers(ROOT / "exercises" / name.split("/")[0] / "answers.py").sheets
    (sheet,) = (sheet for sheet in sheets if sheet.student == name)
    return sheet.handed_in_by(name.replace("/", "_"))


def why_no_sandbox() -> str:
    """Why no sandbox can be made here; empty where one can."""
    try:
        check_sandbox(Limits(), Course(ROOT))
    except CourseError as error:
        return str(error)
    return ""


def why_no_browser() -> str:
    """Why no browser can be started here; empty where one can."""
    return "" if shutil.which("chromium") else "on Debian: `apt-get install chromium`"


def why_no_tensorflow() -> str:
    """Why no network can be trained here; empty where one can."""
    return "" if find_spec("tensorflow") else "`make setup` installs it"


NEEDS: dict[str, Callable[[], str]] = {
    "sandbox": functools.cache(why_no_sandbox),
    "browser": functools.cache(why_no_browser),
    "tensorflow": functools.cache(why_no_tensorflow),
}
needs_sandbox = pytest.mark.sandbox
needs_browser = pytest.mark.browser
needs_tensorflow = pytest.mark.tensorflow
runs_nbgrader = pytest.mark.nbgrader


class NoTensorFlow:
    """Keeps TensorFlow from being imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] == "tensorflow":
            raise ModuleNotFoundError("a test that imports TensorFlow is marked `tensorflow`")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "fast":
        # A test that imports it all the same says so here, and not by taking long.
        sys.meta_path.insert(0, NoTensorFlow())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.get_closest_marker(name) for name in (*NEEDS, "nbgrader", "slow")):
            item.add_marker(pytest.mark.fast)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, why_not in NEEDS.items():
        if item.get_closest_marker(name) and (why := why_not()):
            # Where everything must be tested, what is missing is a failure.
            end = pytest.fail if os.environ.get("CI") else pytest.skip
            end(f"needs {name}: {why}")


def few_of(cases: Collection[str], few: Collection[str]) -> list:
    """Cases as parameters of a test: these few for every run, all others for `make test-slow`."""
    assert set(few) <= set(cases), set(few) - set(cases)
    return [pytest.param(one, marks=() if one in few else pytest.mark.slow) for one in cases]


# For a test that is about all cases that were run: once with few of them, once with all others.
in_both_runs = pytest.mark.parametrize(
    "run", [pytest.param("few", id="few"), pytest.param("all others", marks=pytest.mark.slow)]
)


def selected(cases: dict, request: pytest.FixtureRequest, *, all_or_some: bool = False) -> dict:
    """The cases that the selected tests of a module are about, so that a few take no longer.

    All of them where a selected test that uses the fixture is not about a single case, unless such
    tests hold of some as of all.
    """
    asked = set()
    for item in request.session.items:
        if item.path == request.path and request.fixturename in item.fixturenames:
            parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
            about = [value for value in parameters if value in cases]
            if not about and not all_or_some:
                return cases
            asked.update(about)
    return {name: case for name, case in cases.items() if name in asked} or cases


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail where a block, or a program that it ran, computes for longer.

    What others on the machine compute meanwhile does not count.
    """

    def computed() -> float:
        return sum(os.times()[:4])

    start = computed()
    yield
    assert computed() - start < seconds


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what others do in their own time; a failed test where it does not happen."""
    until = monotonic() + seconds
    while not condition():
        assert monotonic() < until, "waited in vain"
        sleep(0.02)


class Lazy:
    """A module that is imported at its first use: collecting tests does not wait for it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        if attribute.startswith(("_", "pytest")):  # what pytest asks of all that it finds
            raise AttributeError(attribute)
        return getattr(import_module(self._name), attribute)


# ------------------------------------------------------------------------------------- courses


@pytest.fixture(scope="session")
def checkout() -> Course:
    """The course as it is checked out."""
    return Course(ROOT)


def autoencoders(course: Course) -> Assignment:
    """The assignment that tests of a whole course grade."""
    return course.assignment(ASSIGNMENT)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of what an instructor edits, with nothing built."""
    return copy_course(tmp_path / "course")


def copy_course(root: Path) -> Course:
    """Copy masters, checks, configuration and data to a folder of their own."""
    root.mkdir()
    shutil.copytree(
        ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("__pycache__", "runs")
    )
    shutil.copytree(
        ROOT / "exercises",
        root / "exercises",
        ignore=shutil.ignore_patterns("__pycache__", "answers.py"),
    )
    for name in SETTINGS:
        shutil.copyfile(ROOT / name, root / name)
    (root / "data").symlink_to(ROOT / "data")
    return Course(root)


@functools.cache
def built_once() -> Path:
    """What is built from the files of this checkout, now or by an earlier run of the tests."""
    content = hashlib.sha256()
    for folder in ("autograder", "exercises", "notebooks"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not {"__pycache__", "runs"} & {*path.parts}:
                content.update(os.fsencode(path) + path.read_bytes())
    for name in (*SETTINGS, "requirements.lock"):
        content.update((ROOT / name).read_bytes())
    built = BUILDS / content.hexdigest()
    if not built.is_dir():
        BUILDS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILDS) as folder:
            course = copy_course(Path(folder) / "course")
            build(course)
            with suppress(OSError):  # where another process was faster
                course.root.rename(built)
    return built


def copy_build(course: Course) -> None:
    """Give a copied course what a build of it writes, which takes long, from one that is built."""
    for name in ("source", "release"):
        shutil.copytree(built_once() / name, course.root / name)
    shutil.copyfile(built_once() / "gradebook.db", course.root / "gradebook.db")


def build_without_demonstrations(course: Course) -> None:
    """Build a course and keep of its notebooks imports, answers and tests: they run in a second."""
    copy_build(course)
    for path in autoencoders(course).release.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [
            cell
            for cell in notebook.cells
            if cell.cell_type != "code"
            or "nbgrader" in cell.metadata
            or re.search(r"^(?:import|from) ", cell.source, re.M)
        ]
        nbformat.write(notebook, path)


def try_nbgrader(
    course: Course, *arguments: str, before: str = "", **options
) -> subprocess.CompletedProcess:
    """Run the real nbgrader in a course, after a few lines of Python in its process."""
    code = f"{before}\nfrom nbgrader.apps.nbgraderapp import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        **{"cwd": course.root, "capture_output": True, "text": True} | options,
    )


def run_nbgrader(course: Course, *arguments: str) -> str:
    """Run the real nbgrader in a course; its messages, or a failed test where it fails."""
    done = try_nbgrader(course, *arguments)
    # A traceback tells more than the last lines.
    start = done.stderr.find("Traceback")
    assert done.returncode == 0, done.stderr[start:][:6000] if start >= 0 else done.stderr[-3000:]
    return done.stderr
