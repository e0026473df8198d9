"""Archives of students' feedback pages, named so that Moodle and Canvas take them back.

Both need what `autograder collect` kept: Moodle finds a participant by a number in the name of the
folder (`mod/assign/feedback/file/importziplib.php`), Canvas a submission by the numbers of user and
file in the name of each file (`infer_comment_context_from_filename`).
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook

from autograder.course import CourseError
from autograder.intake.collected import Collected, read_collected
from autograder.reporting.exporters.base import ResultsExport
from autograder.reporting.results import StudentResult
from autograder.text import plain


class FeedbackArchive(ResultsExport):
    """A zip of feedback pages for one system; subclasses say what each page is called in it."""

    system: ClassVar[str]

    def write(self, gradebook: Gradebook) -> None:
        results = self.one_results(gradebook)
        coursedir = self.coursedir(results.assignment)
        collected = {
            student: one
            for student, one in read_collected(Path(coursedir.root), results.assignment).items()
            if one.system == self.system
        }
        if not collected:
            raise CourseError(
                f"nothing of {results.assignment} was collected from {self.system.title()}, which "
                "gives each student a number that feedback must bear; run `autograder collect` on "
                "the archive of submissions"
            )
        target = Path(self.to or f"{results.assignment}-feedback-{self.system}.zip")
        left: list[StudentResult] = []
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for student in results.graded:
                step = coursedir.feedback_directory
                folder = Path(coursedir.format_path(step, student.student, results.assignment))
                pages = sorted(folder.glob("*.html"))
                known = collected.get(student.student)
                names = list(self.names(student, known, pages)) if known else []
                for page, name in names:
                    archive.write(page, name)
                if not names:
                    left.append(student)
        self.leave_out(
            left,
            f"they have no page (`nbgrader generate_feedback {results.assignment}`), or did not "
            f"come from {self.system.title()}",
        )
        self.log.info("exported to %s", target)

    def names(
        self, student: StudentResult, known: Collected, pages: list[Path]
    ) -> Iterator[tuple[Path, str]]:
        """Each page that goes into the archive, with its name there."""
        raise NotImplementedError


class MoodleFeedback(FeedbackArchive):
    """For Moodle's 'Upload multiple feedback files in a zip'."""

    system = "moodle"

    def names(
        self, student: StudentResult, known: Collected, pages: list[Path]
    ) -> Iterator[tuple[Path, str]]:
        # Moodle cuts the folder's name at underscores.
        name = plain(known.name).replace("_", " ").replace("/", " ")
        for page in pages:
            yield page, f"{name}_{known.number}_assignfeedback_file/{page.name}"


class CanvasFeedback(FeedbackArchive):
    """For Canvas's 'Upload submissions': each page goes to the file that it is about."""

    system = "canvas"

    def names(
        self, student: StudentResult, known: Collected, pages: list[Path]
    ) -> Iterator[tuple[Path, str]]:
        files = {notebook.name: notebook.file for notebook in student.notebooks}
        for page in pages:
            name = known.files.get(files.get(page.stem) or f"{page.stem}.ipynb")
            if name:
                yield page, f"{name}.html"
