"""What all handlers of the pages share: the gradebook, who is grading, and a strict policy.

Nothing that a student wrote can run here. It is cleaned before it is shown, and the browser is told
to run only scripts and styles that bear a mark which is drawn anew for each page.
"""

import getpass
import json
import secrets
from functools import cached_property
from http.client import responses
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from sqlalchemy.exc import DBAPIError
from tornado import web

from autograder.course import CourseError
from autograder.reporting.essays.essay import Essay, Question
from autograder.reporting.essays.essay_book import EssayBook, Unknown
from autograder.reporting.essays.questions import Master, read_master
from autograder.reporting.templates import templates_of

SETTINGS = "autograder_essays"  # where the server's settings hold what the pages know
STATIC = Path(__file__).parent / "static"
COOKIE = "essays-grader"
LONGEST_NAME = 64

FRACTIONS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def account() -> str:
    """The name of the account that the server runs under, which may have none in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "grader"


def points_text(points: float | None) -> str:
    """Points as a person writes them: 3½, 0, 2.3; a dash where none are given."""
    if points is None:
        return "–"
    whole, fraction = divmod(points, 1)
    if fraction in FRACTIONS:
        return f"{whole:g}{FRACTIONS[fraction]}" if whole else FRACTIONS[fraction]
    return f"{points:.4g}"


environment = templates_of("autograder.reporting.essays")
environment.filters["points"] = points_text


class EssayHandler(JupyterHandler):
    """A page about essays, or an answer for its script."""

    @cached_property
    def nonce(self) -> str:
        """The mark of this page's own scripts and styles."""
        return secrets.token_urlsafe(16)

    @property
    def content_security_policy(self) -> str:
        own = f"'nonce-{self.nonce}'"
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src {own}",
                f"style-src {own}",
                "img-src data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'self'",
            ]
        )

    def set_default_headers(self) -> None:
        super().set_default_headers()
        # Nothing is shown from before, not even on the way back: others grade meanwhile.
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")

    # What the course has

    @property
    def essays(self) -> Any:
        return self.settings[SETTINGS]

    @property
    def book(self) -> EssayBook:
        book: EssayBook = self.essays.book
        return book

    def graded_notebook(self, question: Question, essay: Essay) -> Path:
        """Where the graded notebook of an essay lies, by nbgrader's settings."""
        course = self.essays.coursedir
        folder = course.format_path(course.autograded_directory, essay.student, question.assignment)
        return Path(folder) / f"{question.notebook}.ipynb"

    def master(self, question: Question) -> Master:
        """What the course says of a question."""
        course = self.essays.coursedir
        folder = Path(course.format_path(course.source_directory, ".", question.assignment))
        return read_master(folder / f"{question.notebook}.ipynb", question.cell, question.maximum)

    # Who is grading

    @property
    def is_known(self) -> bool:
        """Whether the server knows who is grading, as on a hub; elsewhere graders say so."""
        return not str(self.current_user.name).startswith("Anonymous ")

    @property
    def grader(self) -> str:
        """The name under which points are given."""
        if self.is_known:
            return str(self.current_user.username)
        return unquote(self.get_cookie(COOKIE, "") or "") or account()

    # Addresses

    def address(self, *parts: str) -> str:
        return url_path_join(self.base_url, "essays", *(quote(part, safe="") for part in parts))

    def question_address(self, question: Question, *more: str) -> str:
        names = (question.assignment, question.notebook, question.cell)
        return self.address("question", *names, *more)

    # Answers

    def show(self, template: str, **context: Any) -> None:
        """Answer with a page."""
        self.finish(
            environment.get_template(template).render(
                address=self.address,
                question_address=self.question_address,
                static=lambda name: self.address("static", name),
                nonce=self.nonce,
                xsrf=self.xsrf_token.decode(),
                grader=self.grader,
                is_known=self.is_known,
                **context,
            )
        )

    def answer(self, content: dict[str, Any], status: int = 200) -> None:
        """Answer a script of the page."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(content))

    def log_exception(self, kind: Any, error: Any, traceback: Any) -> None:
        """What is wrong with the course is no fault of the server's, and one sentence."""
        if isinstance(error, CourseError):
            self.log.error("%s", error)
        else:
            super().log_exception(kind, error, traceback)

    def write_error(self, status_code: int, **options: Any) -> None:
        """Say in one sentence what is wrong, to a person or to a script."""
        error = options.get("exc_info", (None, None, None))[1]
        message = responses.get(status_code, "Error")
        if isinstance(error, Unknown):
            status_code, message = 404, str(error)
        elif isinstance(error, CourseError):
            status_code, message = 503, str(error)
        elif isinstance(error, DBAPIError):
            status_code = 503
            message = f"the gradebook cannot be used: {error.orig}; what you typed is kept here"
        elif isinstance(error, web.HTTPError) and "XSRF" in (error.log_message or ""):
            message = "you have logged in anew; reload this page, what you typed is kept"
        elif isinstance(error, web.HTTPError) and error.log_message:
            message = error.log_message
        elif status_code == 403:
            message = "you are not logged in any more; log in in another tab, then try again"
        elif status_code >= 500:
            message = "the server could not do this; its log says why"
        if self.request.method == "GET" and self.get_argument("json", None) is None:
            self.set_status(status_code)
            self.show("problem.html", message=message)
        else:
            self.answer({"message": message}, status_code)
