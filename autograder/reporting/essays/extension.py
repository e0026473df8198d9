"""Puts the pages into a Jupyter server, with its log-in and nbgrader's settings."""

from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.utils import url_path_join
from nbgrader.apps.baseapp import NbGrader
from sqlalchemy.exc import SQLAlchemyError

from autograder.nbgrader_settings import NbgraderSettings, unusable_gradebook
from autograder.reporting.essays import pages, writing
from autograder.reporting.essays.essay_book import EssayBook
from autograder.reporting.essays.handler import SETTINGS, STATIC
from autograder.reporting.essays.notebooks import EqualTexts

QUESTION = r"/essays/question/([^/]+)/([^/]+)/([^/]+)"
ESSAY = r"/essays/essay/([0-9a-f]{32})"


class Essays(NbGrader):
    """What the pages know of the course: where nbgrader's settings say that its parts lie."""

    name = "autograder-essays"
    description = "Read essays by question"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.equal_texts = EqualTexts()
        self._book: EssayBook | None = None

    @property
    def book(self) -> EssayBook:
        """The essays in the gradebook, which is opened when it is first asked for.

        Raises CourseError where there is none, or it cannot be used.
        """
        if self._book is None:
            settings = NbgraderSettings.of(self.coursedir)
            settings.expect_gradebook()
            try:
                self._book = EssayBook(settings.db_url, settings.course_id)
            except (SQLAlchemyError, ImportError) as error:
                raise unusable_gradebook(settings.db_url, error) from None
        return self._book


def _load_jupyter_server_extension(server: Any) -> None:
    essays = Essays(parent=server)
    essays.log = server.log
    essays.initialize([])
    server.web_app.settings[SETTINGS] = essays
    base = server.web_app.settings["base_url"]
    handlers: list[tuple[Any, ...]] = [
        (r"/essays/?", pages.OverviewPage),
        (rf"{QUESTION}/?", pages.QuestionPage),
        (rf"{QUESTION}/next", pages.NextEssay),
        (rf"{QUESTION}/summary", pages.SummaryPage),
        (ESSAY, pages.EssayPage),
        (rf"{ESSAY}/outputs", pages.Outputs),
        (rf"{ESSAY}/student", pages.Student),
        (rf"{ESSAY}/alike", pages.Alike),
        (rf"{ESSAY}/points", writing.Points),
        (rf"{ESSAY}/flag", writing.Flag),
        (rf"{QUESTION}/shares", writing.Shares),
        (rf"{QUESTION}/confirmed", writing.Confirmed),
        (rf"{QUESTION}/comments", writing.KeptComments),
        (r"/essays/grader", writing.Grader),
        (r"/essays/static/(.*)", FileFindHandler, {"path": [str(STATIC)]}),
    ]
    server.web_app.add_handlers(
        ".*$", [(url_path_join(base, path), *rest) for path, *rest in handlers]
    )
