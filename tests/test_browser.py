"""TAs and students at work in JupyterLab, in a real browser (Debian's Chromium).

The screenshots that the tests take are kept in $SCREENSHOTS where it is set.
"""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.fairness.answers import read_answers, submit
from autograder.reporting.pages.rendering import html_in_place
from tests.conftest import (
    ASSIGNMENT,
    ROOT,
    SHEETS,
    autoencoders,
    build_without_demonstrations,
    copy_build,
    copy_course,
    needs_browser,
    needs_sandbox,
    run_nbgrader,
    wait_for,
)

CHROMIUM = shutil.which("chromium")

pytestmark = [needs_browser, needs_sandbox]
NOTEBOOK = "5_elbo"  # needs no training, and has an essay
ESSAY = "elbo_derivation"
SCORE = 1.5  # that a TA gives it
SECONDS = 1000.0  # Playwright counts in milliseconds
PATIENCE = 90  # s, for what takes one on a machine that does nothing else


@contextmanager
def jupyterlab(folder: Path):
    """The address of a JupyterLab that was started in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        "--LabApp.expose_app_in_browser=True",
    ]
    server = subprocess.Popen(
        command,
        cwd=folder,
        # Not those of whoever runs the tests, in which other notebooks may be open.
        env=os.environ | {"JUPYTERLAB_WORKSPACES_DIR": str(folder.parent / "workspaces")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            time.sleep(0.5)
            assert server.poll() is None, "JupyterLab did not start"
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5)
                break
            except OSError:
                continue
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:  # threads of AnyIO's may outlive its event loop
            server.kill()
            server.wait()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE * SECONDS)
    yield page
    page.close()


def keep_screenshot(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Course:
    """A course in which one student has handed in an essay, graded by nbgrader."""
    course = copy_course(tmp_path_factory.mktemp("browser") / "course")
    copy_build(course)
    submit(autoencoders(course), SHEETS["model"])
    for path in autoencoders(course).submission("model").glob("*.ipynb"):
        if path.stem != NOTEBOOK:
            path.unlink()
    run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    return course


def essay_grade(course: Course):
    with Gradebook(course.settings.db_url) as gradebook:
        grade = gradebook.find_grade(ESSAY, NOTEBOOK, ASSIGNMENT, "model")
        comment = gradebook.find_comment(ESSAY, NOTEBOOK, ASSIGNMENT, "model")
        return grade.score, grade.manual_score, comment.manual_comment


def exported_score(course: Course) -> float:
    run_nbgrader(course, "export")
    with (course.root / "grades.csv").open() as file:
        (row,) = [
            row
            for row in csv.DictReader(file)
            if (row["assignment"], row["student_id"]) == (ASSIGNMENT, "model")
        ]
    return float(row["score"])


def test_a_ta_grades_an_essay_in_formgrader_and_the_points_stay(graded, page):
    before = exported_score(graded)
    assert essay_grade(graded)[:2] == (0, None)
    with jupyterlab(graded.root) as address:
        page.goto(f"{address}/formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}")
        page.get_by_role("link", name="Submission #1").click()
        page.get_by_text("Mark scheme").first.wait_for()
        cells = page.locator(".nbgrader_cell").filter(has=page.locator("input.score"))
        cell = cells.filter(has_text="equation (1), and the definition of the divergence").last
        # Formgrader hears of a field once it has fetched the points, and marks it then.
        cell.locator("input.score.needs_manual_grade").wait_for()
        score = cell.locator("input.score")
        score.scroll_into_view_if_needed()
        keep_screenshot(page, "formgrader_mark_scheme")
        with page.expect_response("**/api/grade/*"):
            score.fill(str(SCORE))
            score.press("Tab")
        comment = cell.get_by_role("textbox", name="Type any comments here")
        with page.expect_response("**/api/comment/*"):
            comment.fill("Every step is there; say why the first line goes under the integral.")
            comment.press("Tab")
        score.scroll_into_view_if_needed()
        page.mouse.wheel(0, -400)
        keep_screenshot(page, "formgrader_graded")

    words = "say why the first line goes under the integral"
    score, manual, text = essay_grade(graded)
    assert (score, manual) == (SCORE, SCORE)
    assert words in text
    assert exported_score(graded) == before + SCORE
    run_nbgrader(graded, "generate_feedback", ASSIGNMENT)
    feedback = graded.root / "feedback" / "model" / ASSIGNMENT / f"{NOTEBOOK}.html"
    page.goto(feedback.as_uri())
    assert words in page.content()
    assert str(SCORE) in page.inner_text("body")
    assert "Mark scheme" not in page.content()
    page.get_by_text(words).first.scroll_into_view_if_needed()
    keep_screenshot(page, "feedback_essay")

    run_nbgrader(graded, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK, "--force")
    assert essay_grade(graded)[1] == SCORE
    assert words in essay_grade(graded)[2]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Course:
    """A course in which students have handed in pages that are against formgrader, graded."""
    course = copy_course(tmp_path_factory.mktemp("attacked") / "course")
    build_without_demonstrations(course)
    for name, student in ATTACKS.items():
        sheet = read_answers(ROOT / "tests/hostile" / f"{name}.py")
        submit(autoencoders(course), sheet.handed_in_by(student))
    run_nbgrader(course, "autograde", ASSIGNMENT, "--notebook", NOTEBOOK)
    return course


# Answer sheets of tests/hostile, and the students who hand them in.
ATTACKS = {
    "names_in_an_essay": "<b>x",
    "names_in_outputs": "alice[red]",
    "page_that_is_covered": "100%",
    "pictures_from_elsewhere": "O'Brien",
}


def all_points(course: Course, student: str) -> dict[str, tuple]:
    with Gradebook(course.settings.db_url) as gradebook:
        submission = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, student)
        return {one.name: (one.auto_score, one.manual_score) for one in submission.grades}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "student"), ATTACKS.items(), ids=ATTACKS)
def test_nothing_of_a_student_acts_in_formgrader(attacked, page, name, student):
    before = all_points(attacked, student)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    with jupyterlab(attacked.root) as address:
        list_of_all = f"{address}/formgrader/manage_students/{quote(student)}/{ASSIGNMENT}"
        page.goto(list_of_all)
        page.locator(".breadcrumb").get_by_text(student, exact=True).wait_for()
        page.get_by_role("link", name=NOTEBOOK, exact=True).click()
        score = page.locator(f"input#{ESSAY}.needs_manual_grade")
        score.scroll_into_view_if_needed()
        keep_screenshot(page, f"formgrader_{name}")
        # What lies at the place of a button is the button.
        button = page.locator(".nbgrader_cell").filter(has=score).locator("button.full-credit")
        button.click(trial=True)
        for grade_id in before:
            assert page.locator(f"[id='{grade_id}'], [name='{grade_id}']").count() == 1
        with page.expect_response("**/api/grade/*"):
            score.fill(str(SCORE))
            score.press("Tab")
        page.wait_for_load_state("networkidle")
    assert all_points(attacked, student) == before | {ESSAY: (before[ESSAY][0], SCORE)}
    assert [url for url in requests if "logout" in url or "example.org" in url] == []
    assert all(url.startswith((address, "data:", "https://cdnjs.")) for url in requests)


# As MathJax sets `\\smash{\\rlap{\\rule{3000px}{900px}}}`, which is larger than its place.
DRAWN = (
    '<span style="position: relative; display: inline-block; width: 0; height: 0"><span style='
    '"position: absolute; top: -300px; left: -600px; width: 3000px; height: 900px; background: '
    'black"></span></span>'
)


def test_what_a_formula_draws_lies_over_nothing_else(page):
    shown = html_in_place("<p>before X after</p>")
    assert "<p>before X after</p>" in shown
    page.set_content(f"<button>above</button>{shown.replace('X', DRAWN)}<button>below</button>")
    for name in ("above", "below"):
        page.get_by_role("button", name=name).click(trial=True)


@pytest.mark.slow
def test_the_button_in_formgrader_judges_as_the_command_does(graded, page):
    kept = autoencoders(graded).autograded("model") / "judgement.json"
    before = kept.stat().st_mtime_ns
    with jupyterlab(graded.root) as address:
        page.goto(f"{address}/formgrader/manage_submissions/{ASSIGNMENT}")
        page.locator("td.autograde a").first.click()
        page.locator("#success-modal").wait_for(timeout=2 * PATIENCE * SECONDS)
    assert kept.stat().st_mtime_ns > before
    assert json.loads(kept.read_text())[NOTEBOOK]["status"] == "graded"


@pytest.mark.slow
def test_a_student_fills_a_cell_presses_validate_and_reads_what_is_wrong(graded, page, tmp_path):
    folder = tmp_path / ASSIGNMENT
    shutil.copytree(autoencoders(graded).release, folder)
    with jupyterlab(folder) as address:
        page.goto(f"{address}/lab/tree/{NOTEBOOK}.ipynb")
        page.locator(".jp-Notebook").wait_for()
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        fill_cell(page, "def kl(q, p):", "    return np.sum(p * np.log(p / q))")
        page.get_by_role("button", name="Validate").click()
        dialog = page.locator(".jp-Dialog")
        dialog.wait_for()
        text = dialog.inner_text()
        keep_screenshot(page, "validate")

        path = folder / f"{NOTEBOOK}.ipynb"
        wait_for(lambda: "np.sum(p * np.log(p / q))" in path.read_text())

    nbformat.validate(nbformat.read(path, as_version=4))
    assert "✗ kl:" in text
    assert "Traceback" not in text


def fill_cell(page, signature: str, body: str) -> None:
    """Replace the line `raise NotImplementedError` of the cell with that signature."""
    # The cells of a notebook come after its frame.
    page.wait_for_function(
        """([signature, body]) => {
            const panel = window.jupyterapp.shell.currentWidget;
            for (const cell of panel?.content?.widgets ?? []) {
                const source = cell.model.sharedModel.getSource();
                if (source.startsWith(signature)) {
                    cell.model.sharedModel.setSource(
                        source.replace("    raise NotImplementedError", body));
                    return true;
                }
            }
            return false;
        }""",
        arg=[signature, body],
    )
