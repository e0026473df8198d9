"""Submissions that try to gain points, secrets or the machine, through the real nbgrader.

Each sheet of tests/hostile says in words what it tries, and in numbers what it may gain. After each
of them a neighbour hands in right answers, which must stay untouched.
"""

import contextlib
import os
import re
import resource
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from pygments.token import STANDARD_TYPES
from rich.console import Console

from autograder.course import Course
from autograder.fairness.answers import Answer, AnswerSheet, read_answers, submit
from autograder.judging.record import read_judgement
from autograder.reporting.pages.cleaning import HARMFUL_TEX
from autograder.reporting.reading_results import read_results
from autograder.reporting.report.terminal import print_report
from tests.conftest import (
    ASSIGNMENT,
    ROOT,
    at_most,
    autoencoders,
    build_without_demonstrations,
    copy_course,
    few_of,
    in_both_runs,
    needs_sandbox,
    run_nbgrader,
    selected,
)
from tests.grades import CellGrade, read_grades

CASES = {path.stem: read_answers(path) for path in sorted((ROOT / "tests/hostile").glob("*.py"))}
# One of each kind of attack, for every run.
HANDFUL = {
    *("reads_files_of_the_grader", "reaches_for_the_network", "writes_where_it_should_not"),
    *("forged_result_message", "patched_readers", "stolen_right_functions", "segfaults"),
    *("memory_at_once", "interrupts_are_swallowed", "leaves_processes_behind"),
    *("output_without_end", "results_that_pretend", "scripts_in_pages", "names_in_an_essay"),
}
NEIGHBOUR = AnswerSheet("next", "Right answers.", "model", notebook="5_elbo")
# Half of what a memory case takes, and enough for a notebook with TensorFlow.
LIMITS = {"cell_seconds": 6, "grace_seconds": 10, "notebook_seconds": 240, "memory_megabytes": 2000}
MOST_MEMORY = 2000  # of the grader itself, in megabytes
pytestmark = needs_sandbox
MARK = "hostile_was_here"  # the name of every file that a case leaves where it should not
PROCESS = "hostile"  # the name of every process that a case leaves behind


class Listeners:
    """Sockets of the machine that nobody in a sandbox shall reach."""

    def __init__(self, folder: Path):
        self.sockets = {
            "PORT": socket.create_server(("127.0.0.1", 0)),
            "PORT_UDP": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "ABSTRACT": socket.socket(socket.AF_UNIX),
            "FILE": socket.socket(socket.AF_UNIX),
        }
        self.sockets["PORT_UDP"].bind(("127.0.0.1", 0))
        self.sockets["ABSTRACT"].bind(f"\0hostile-{secrets.token_hex(4)}")
        self.sockets["FILE"].bind(str(folder / "listener"))
        with contextlib.suppress(OSError):  # a machine without IPv6
            self.sockets["PORT6"] = socket.create_server(("::1", 0), family=socket.AF_INET6)
        for one in self.sockets.values():
            if one.type == socket.SOCK_STREAM:
                one.listen(100)
            one.setblocking(False)

    @property
    def addresses(self) -> dict[str, str]:
        """What stands in a sheet between two @, and the address in its place."""
        found = {"PORT6": "1"}
        for name, one in self.sockets.items():
            address = one.getsockname()
            found[name] = str(address[1]) if isinstance(address, tuple) else str(address)
        found["ABSTRACT"] = self.sockets["ABSTRACT"].getsockname()[1:].decode()
        return found

    def reached(self) -> list[str]:
        names = []
        for name, one in self.sockets.items():
            with contextlib.suppress(BlockingIOError):
                one.recv(10) if one.type == socket.SOCK_DGRAM else one.accept()
                names.append(name)
        return names

    def close(self) -> None:
        for one in self.sockets.values():
            one.close()


@dataclass
class Graded:
    """What was found after the run."""

    course: Course
    folder: Path
    canaries: list[str]
    listeners: Listeners
    grades: list[CellGrade] = field(default_factory=list)
    peak: float = 0  # of the grader's memory, in megabytes

    def of(self, student: str) -> list[CellGrade]:
        """The grades of the notebook that a student has handed in."""
        name = (CASES.get(student) or NEIGHBOUR).notebook
        return [g for g in self.grades if (g.student, g.notebook) == (student, name)]

    def notebook(self, student: str) -> NotebookNode:
        name = (CASES.get(student) or NEIGHBOUR).notebook
        return nbformat.read(
            autoencoders(self.course).autograded(student) / f"{name}.ipynb", as_version=4
        )


@pytest.fixture(scope="module")
def graded(tmp_path_factory, request) -> Iterator[Graded]:
    """A course in which every selected case and its neighbour has handed in, graded by nbgrader."""
    folder = tmp_path_factory.mktemp("hostile")
    course = copy_course(folder / "course")
    build_without_demonstrations(course)
    canaries = [f"CANARY-{secrets.token_hex(8)}" for _ in range(2)]
    (folder / "secret.txt").write_text(canaries[0])
    listeners = Listeners(folder)
    places = listeners.addresses | {
        "COURSE": str(course.root),
        "CHECKOUT": str(ROOT),
        "FOLDER": str(folder),
        "HOME": str(Path.home()),
    }
    for name, sheet in selected(CASES, request, all_or_some=True).items():
        assert submit(autoencoders(course), aimed(sheet, places))
        # A folder of the sheet's name holds what lies beside its notebook.
        if (beside := ROOT / "tests/hostile" / name).is_dir():
            shutil.copytree(beside, autoencoders(course).submission(name), dirs_exist_ok=True)
        assert submit(autoencoders(course), replace(NEIGHBOUR, student=f"{name}.next"))
    found = Graded(course, folder, canaries, listeners)
    found.peak = autograde(course, {"GRADER_SECRET": canaries[1]})
    found.grades = read_grades(autoencoders(course))
    yield found
    listeners.close()


def aimed(sheet: AnswerSheet, places: dict[str, str]) -> AnswerSheet:
    """A sheet that knows where its targets are."""

    def aim(answer: Answer) -> Answer:
        source = re.sub(r"@([A-Z_0-9]+)@", lambda found: places[found[1]], answer.source)
        return replace(answer, source=source)

    return replace(sheet, answers={name: aim(answer) for name, answer in sheet.answers.items()})


def autograde(course: Course, secret: dict[str, str]) -> float:
    """Run `nbgrader autograde`, which must succeed; the most memory that it took, in megabytes."""
    limits = [f"--Limits.{name}={value}" for name, value in LIMITS.items()]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with (course.root / "messages.txt").open("w") as messages:
        running = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, *limits],
            cwd=course.root,
            env=os.environ | {"PATH": path} | secret,
            stdout=messages,
            stderr=messages,
            # The grader is stopped before it takes the machine with it.
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (12 << 30, 12 << 30)),
        )
        peak = 0
        while running.poll() is None:
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{running.pid}/status").read_text()
                peak = max([peak, *(int(kb) for kb in re.findall(r"VmHWM:\s*(\d+)", status))])
            time.sleep(0.2)
    assert running.returncode == 0, (course.root / "messages.txt").read_text()[-3000:]
    return peak / 1000


def outputs_of(cell: NotebookNode) -> str:
    return "".join(str(output) for output in cell.get("outputs", []))


@pytest.mark.parametrize("case", few_of(CASES, HANDFUL))
def test_points_and_reasons_are_those_of_the_sheet(graded, case):
    sheet = CASES[case]
    grades = graded.of(case)
    assert grades, "nothing was graded"
    expected, found = {}, {}
    for grade in grades:
        answer = sheet.answers.get(grade.grade_id.removeprefix("test_"))
        if not grade.grade_id.startswith("test_"):  # an essay, which waits for a TA
            points = 0
        else:
            points = answer.points if answer and answer.points is not None else grade.maximum
        expected[grade.grade_id], found[grade.grade_id] = points, grade.points
        if answer and answer.reason and grade.grade_id.startswith("test_"):
            assert answer.reason in " ".join(grade.reasons), grade.grade_id
    assert found == expected


@pytest.mark.parametrize("case", few_of(CASES, HANDFUL))
def test_the_status_is_that_of_the_sheet(graded, case):
    judgement = read_judgement(autoencoders(graded.course).autograded(case))
    assert judgement[CASES[case].notebook]["status"] == CASES[case].status


@pytest.mark.parametrize("case", few_of(CASES, HANDFUL))
def test_the_neighbour_keeps_points_and_outputs(graded, case):
    neighbour = f"{case}.next"
    judgement = read_judgement(autoencoders(graded.course).autograded(neighbour))
    assert judgement["5_elbo"]["status"] == "graded"
    for grade in graded.of(neighbour):
        assert grade.points == (grade.maximum if grade.grade_id.startswith("test_") else 0)
    for cell in graded.notebook(neighbour).cells:
        assert "hostile" not in outputs_of(cell)
        assert not any(output.output_type == "error" for output in cell.get("outputs", []))


@pytest.mark.parametrize("case", few_of(CASES, HANDFUL))
def test_nothing_secret_is_shown(graded, case):
    text = nbformat.writes(graded.notebook(case))
    assert not [canary for canary in graded.canaries if canary in text]
    shown = "".join(
        outputs_of(cell)
        for cell in graded.notebook(case).cells
        if not cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("test_")
    )
    assert [line for line in secret_lines(graded.course) if line in shown] == []


def secret_lines(course: Course) -> set[str]:
    """Lines of checks and hidden tests that are long enough to be nobody else's."""
    texts = [path.read_text() for path in (ROOT / "exercises").rglob("*.py")]
    for path in autoencoders(course).source.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if "BEGIN HIDDEN TESTS" in cell.source:
                texts.append(cell.source.split("BEGIN HIDDEN TESTS")[1])
    lines = {line.strip() for text in texts for line in text.splitlines()}
    released = "".join(path.read_text() for path in autoencoders(course).release.rglob("*.py"))
    return {line for line in lines if len(line) > 25 and line not in released}


@pytest.mark.parametrize("case", few_of(CASES, HANDFUL))
def test_the_graded_notebook_is_a_notebook_of_bearable_size(graded, case):
    nbformat.validate(graded.notebook(case))
    name = CASES[case].notebook
    assert (
        autoencoders(graded.course).autograded(case) / f"{name}.ipynb"
    ).stat().st_size < 20_000_000


@in_both_runs
def test_nobody_outside_was_reached(graded, run):
    assert graded.listeners.reached() == []


@in_both_runs
def test_nothing_was_written_outside(graded, run):
    folders = [graded.folder, Path("/tmp"), Path("/var/tmp"), Path("/dev"), Path("/dev/shm")]
    folders += [graded.course.root, graded.course.root / "submitted", Path.home(), Path("/")]
    folders += [Path(sys.prefix), Path(sys.base_prefix), Path(np.__file__).parent]
    found = [path for folder in folders for path in folder.glob(f"{MARK}*")]
    assert found == []


@in_both_runs
def test_no_process_is_left_behind(graded, run):
    assert list(left_behind()) == []


def left_behind() -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "comm").read_text().startswith(PROCESS):
                yield folder.name


@in_both_runs
def test_the_grader_needs_little_memory_itself(graded, run):
    assert graded.peak < MOST_MEMORY


class Page(HTMLParser):
    """What a page would run, show from elsewhere, find by name or lay over something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.fetched: list[str] = []
        self.names: Counter[str] = Counter()
        self.looks: set[str] = set()
        self.script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.script = tag == "script"
        if tag in ("form", "input", "button", "iframe", "object", "video", "style", "link"):
            self.names[f"<{tag}>"] += 1
        for name, value in attrs:
            value = re.sub(r"\s+", " ", value or "")
            runs = name.startswith("on") or "javascript:" in value.lower()
            if (runs and "live_script" in value) or name == "srcdoc":
                self.live.append(f"<{tag} {name}={value[:80]}>")
            fetches = name in ("src", "srcset", "background", "poster", "data")
            in_page = re.match("data:image/(png|jpeg|gif|webp|svg[+]xml);base64,", value)
            if fetches and not in_page and tag != "script":
                self.fetched.append(f"<{tag} {name}={value[:80]}>")
            if name in ("id", "name", "for") or name.startswith("data-"):
                self.names[f"{name}={value}"] += 1
            if name in ("class", "style"):
                self.looks |= set(value.split() if name == "class" else value.split("; "))

    def handle_endtag(self, tag: str) -> None:
        self.script = False

    def handle_data(self, data: str) -> None:
        if self.script and "live_script" in data:
            self.live.append(data[:80])


# What our own templates and colours add to a page with more cells and outputs on it.
OUR_NAMES = re.compile("id=cell-id=own-[0-9]+|id=text-.*")
OUR_LOOKS = re.compile(
    "output_.*|ansi-.*|(background-)?color: rgb.*|hl-ipython3|highlight|prompt|rendered_html|tex"
    "|lost"
)
PAGES = sorted(name for name, case in CASES.items() if "page" in case.description)
SECONDS_FOR_A_PAGE = 60


@pytest.mark.parametrize("case", few_of(PAGES, HANDFUL & {*PAGES}))
def test_a_feedback_page_is_as_harmless_as_that_of_the_neighbour(graded, case):
    pages = {}
    for student in (case, f"{case}.next"):
        with at_most(SECONDS_FOR_A_PAGE):
            run_nbgrader(graded.course, "generate_feedback", ASSIGNMENT, f"--student={student}")
        folder = graded.course.root / "feedback" / student / ASSIGNMENT
        pages[student] = (folder / "5_elbo.html").read_text()
    page, neighbour = (Page(text) for text in pages.values())
    assert page.live == []
    assert page.fetched == []
    assert [name for name in page.names - neighbour.names if not OUR_NAMES.fullmatch(name)] == []
    colours = set(STANDARD_TYPES.values())  # of code
    new = {look for look in page.looks - neighbour.looks - colours if not OUR_LOOKS.fullmatch(look)}
    assert new == set()
    assert not HARMFUL_TEX.search(re.sub(r"(?s)<(pre|code)\b.*?</\1>", "", pages[case]))


@in_both_runs
def test_the_report_moves_no_cursor(graded, run):
    console = Console(record=True, width=200, file=StringIO())
    print_report(read_results(graded.course, ASSIGNMENT), console)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", console.export_text()
    )
