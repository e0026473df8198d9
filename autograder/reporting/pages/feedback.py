"""nbgrader's `generate_feedback` and `release_feedback`, for whatever students handed in."""

import html
import shutil
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import nbgrader.apps.api
import nbgrader.apps.generatefeedbackapp
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from nbgrader.utils import is_grade, is_solution, notebook_hash
from traitlets import List, Unicode, default

from autograder.course import CourseError, meant
from autograder.intake.files import shown
from autograder.intake.secret import SECRET, copy_secret, read_secret
from autograder.judging.record import read_judgement
from autograder.nbgrader_settings import NbgraderSettings
from autograder.reporting.course_settings import open_gradebook
from autograder.reporting.pages.feedback_page import FeedbackExporter, GetGradesAndWaits
from autograder.reporting.pages.rendering import is_of_course

TIMESTAMP = "timestamp.txt"
NOTHING = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{assignment}</title></head>
<body>
<h1>{assignment}</h1>
<p>Nothing was handed in that can be read as a notebook of this assignment:</p>
<ul>{reasons}</ul>
</body>
</html>
"""


def install(config: Any) -> None:
    """Let every `generate_feedback` and `release_feedback` of this process be those below."""
    for module in (nbgrader.apps.generatefeedbackapp, nbgrader.apps.api):
        if getattr(module, "GenerateFeedback", None) not in (GenerateFeedback, CourseFeedback):
            raise ImportError(f"{module.__name__} names its converter in another way")
        module.GenerateFeedback = CourseFeedback
    config.ExchangeFactory.release_feedback = ReleaseFeedback


class HideTests(ClearHiddenTests):
    """Hides the course's hidden tests; a student may write of them."""

    # nbgrader takes this option away, and traitlets then warns of nbconvert's own setting of it.
    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        if is_grade(cell) and not is_solution(cell):
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class HideMarkSchemes(ClearMarkScheme):
    """Hides the course's mark schemes; a student may write of them."""

    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        if is_of_course(cell):
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def folders(coursedir: CourseDirectory, step: str) -> Iterator[tuple[str, Path]]:
    """The students who are meant, each with the folder of the assignment in a step of grading."""
    settings = NbgraderSettings.of(coursedir)
    students, below = settings.students(step, coursedir.assignment_id)
    there = sorted(students.iterdir()) if students.is_dir() else []
    found = {path.name: path / below for path in there}
    wanted = meant(found, coursedir.student_id or "*")
    wanted -= set(coursedir.student_id_exclude.split(","))
    for student, folder in found.items():
        if student in wanted and folder.is_dir():
            yield student, folder


class CourseFeedback(GenerateFeedback):
    """Pages of every graded submission, also of one that holds no notebook.

    Mark schemes are published with `--HideMarkSchemes.enabled=False`.
    """

    preprocessors = List([HideTests, HideMarkSchemes, GetGradesAndWaits]).tag(config=True)

    @default("exporter_class")
    def _exporter_class_default(self) -> type[FeedbackExporter]:
        return FeedbackExporter

    def start(self) -> None:
        # nbgrader would remove the pages of before, and show a traceback for each submission.
        try:
            with open_gradebook(self.coursedir):
                pass
        except CourseError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        super().start()

    def init_notebooks(self) -> None:
        self.assignments = {
            str(folder): [
                str(path)
                for path in sorted(folder.glob("*.ipynb"))
                if fnmatchcase(path.stem, self.coursedir.notebook_id)
            ]
            for _, folder in folders(self.coursedir, self._input_directory)
        }
        if not self.assignments:
            wanted = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
            why = f"nothing is graded in {wanted}; run `nbgrader autograde`"
            self.log.error("%s", why)
            raise NbGraderException(why)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Lay beside the pages what the exchange needs, and a page that says why there is none."""
        source = Path(self._format_source(assignment_id, student_id))
        target = Path(self._format_dest(assignment_id, student_id))
        target.mkdir(parents=True, exist_ok=True)
        if (source / TIMESTAMP).is_file():
            (target / TIMESTAMP).unlink(missing_ok=True)
            shutil.copyfile(source / TIMESTAMP, target / TIMESTAMP)
        copy_secret(source, target)
        if not self.notebooks and self.coursedir.notebook_id == "*":
            self._say_why(read_judgement(source), target / f"{assignment_id}.html", student_id)

    def _say_why(self, judgement: dict[str, dict[str, Any]], page: Path, student: str) -> None:
        reasons = "".join(
            f"<li>{html.escape(f'{name}: {note}')}</li>"
            for name, judged in judgement.items()
            for note in judged["notes"]
        )
        text = NOTHING.format(assignment=html.escape(page.stem), reasons=reasons)
        page.write_text(text, encoding="utf-8")
        self.log.warning("%s: nothing could be read; %s says why", student, page)


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases pages under each name by which a student may look for them."""

    def copy_files(self) -> None:
        released = 0
        for student, folder in folders(self.coursedir, self.coursedir.feedback_directory):
            secret = read_secret(folder)
            if secret is None:
                self.log.error(
                    "%s: %s is missing: the submission did not come through nbgrader's exchange, "
                    "which then cannot give back its feedback; hand out %s in another way",
                    *(student, SECRET, folder),
                )
                continue
            for page, name in self._pages(student, folder):
                self._release(page, notebook_hash(secret=secret, notebook_id=name))
                released += 1
            self.log.info("%s: feedback released to %s", student, self.dest_path)
        if not released:
            self.fail("no feedback was released; run `nbgrader generate_feedback` before")

    def _pages(self, student: str, folder: Path) -> Iterator[tuple[Path, str]]:
        """The pages of a student, by the names of the course's notebooks and of those handed in."""
        graded = self.coursedir.format_path(
            self.coursedir.autograded_directory, student, self.coursedir.assignment_id
        )
        judgement = read_judgement(Path(graded))
        stems = self._stems(student)
        handed_in = {
            name: stems.get(judged["file"], Path(judged["file"]).stem)
            for name, judged in judgement.items()
            if judged.get("file")
        }
        for page in sorted(folder.glob("*.html")):
            # A student without a notebook that can be read looks for each by its own name.
            names = {page.stem} if page.stem in judgement else judgement.keys()
            for name in names:
                yield page, name
                if handed_in.get(name, name) != name:
                    yield page, handed_in[name]

    def _stems(self, student: str) -> dict[str, str]:
        """The names of what a student handed in, by those that are shown: a long one is cut."""
        folder = Path(
            self.coursedir.format_path(
                self.coursedir.submitted_directory, student, self.coursedir.assignment_id
            )
        )
        stems = {}
        for path in folder.glob("*.ipynb"):
            with suppress(UnicodeEncodeError):  # a name in no Unicode has no checksum either
                path.stem.encode()
                stems[shown(path.name)] = path.stem
        return stems

    def _release(self, page: Path, checksum: str) -> None:
        target = Path(self.dest_path, f"{checksum}.html")
        copy = target.with_suffix(".tmp")
        shutil.copyfile(page, copy)
        copy.replace(target)  # at once, since a student may be fetching it
