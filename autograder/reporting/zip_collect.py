"""Plug-ins by which `nbgrader zip_collect` reads what Moodle and Canvas export.

nbgrader's own unpack whatever an archive holds, take one pattern of names, skip scripts, and stop
at a file that was uploaded twice. These do as `autograder collect` does; what happens to earlier
submissions is nbgrader's own affair.
"""

from pathlib import Path

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from autograder.course import CourseError
from autograder.reporting.collecting import lay


class ArchiveExtractor(ExtractorPlugin):
    """Lays what archives hold of each student into a folder that is called as nbgrader calls them.

    Of several uploads of a file the last is laid there, with the time at which it came.
    """

    zone = Unicode(
        "", help="The zone of the archives' times, as Europe/Berlin; by default this machine's."
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Lay submissions into `extracted_path`: from zip files, or from a folder of unpacked ones.

        Nothing is written elsewhere, but who handed in what, below the course's downloaded/.
        """
        try:
            done = lay(
                _archives(Path(archive_path)),
                self.parent.coursedir,
                lambda student: Path(extracted_path, student),
                self.zone or None,
            )
        except CourseError as error:
            self.parent.fail(str(error))
        for line in done.lines:
            self.log.warning(line)


class LaidFiles(FileNameCollectorPlugin):
    """Tells whose a file is by the folder that `ArchiveExtractor` laid it into."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """The student of a file of any kind, and its name in the submission."""
        extracted = self.parent._format_collect_path(self.parent.extracted_directory)
        student, *name = Path(submitted_file).relative_to(extracted).parts
        return {"student_id": student, "file_id": str(Path(*name))}


def _archives(folder: Path) -> list[Path]:
    """The zip files of a folder; where it holds anything else, it was unpacked there itself."""
    found = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return found if all(path.suffix.lower() == ".zip" for path in found) else [folder]
