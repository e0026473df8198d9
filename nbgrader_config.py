"""The course as nbgrader reads it."""

import sys
import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning

c = get_config()  # noqa: F821 (traitlets defines it)

# Student code runs in a sandbox, and is judged from outside; see autograder/judging/.
try:
    from autograder.grading.installing import find_own_programs, install
    from autograder.reporting.pages import feedback, formgrader

    find_own_programs()
    install(c, __file__)
except Exception as error:
    # nbgrader would go on without this file, and run student code as whoever started it.
    sys.exit(
        f"nbgrader_config.py: {error}. This course is graded by its own nbgrader: run `make setup` "
        "and then .venv/bin/nbgrader, or activate .venv"
    )

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
# Under this name students fetch from nbgrader's exchange, and a gradebook in PostgreSQL needs one.
c.CourseDirectory.course_id = "autoencoders"

# --- what students get -------------------------------------------------------------------------
# A stub is the signature, the docstring and this line.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Write your answer here.*"
# Answers to the questions to think about are for instructors.
c.GenerateAssignment.preprocessors.prepend(["nbconvert.preprocessors.TagRemovePreprocessor"])
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"instructor"}

# Where this file is not read, nbgrader finds no kernel for a submission, and does not run it.
c.GenerateAssignment.preprocessors.append("autograder.grading.gradebook.LockForOthers")

# A mark scheme stands in the question of its essay, a read-only cell and no task of nbgrader's.
c.ClearMarkScheme.enforce_metadata = False

# --- what comes in -----------------------------------------------------------------------------
# `nbgrader zip_collect` reads archives of Moodle and Canvas, as `autograder collect` does.
c.ZipCollectApp.extractor_plugin = "autograder.reporting.zip_collect.ArchiveExtractor"
c.ZipCollectApp.collector_plugin = "autograder.reporting.zip_collect.LaidFiles"

# --- how notebooks are graded ------------------------------------------------------------------
# One cell, or the test of one function, s. What it waits for a processor is not counted.
c.Limits.cell_seconds = 60
c.Limits.grace_seconds = 10  # from the interrupt of a cell to the end of its kernel, s
c.Limits.notebook_seconds = 300  # one notebook, s
c.Limits.memory_megabytes = 4096  # one notebook's processes together, MB
c.Limits.disk_megabytes = 256  # files in each writable folder, MB
c.Limits.files = 100_000  # files, folders and links in these folders together
c.Limits.processes = 200  # processes and threads of one notebook
c.Limits.output_kilobytes = 2048  # what is kept of one cell's output, kB
c.Limits.notebook_output_kilobytes = 10_000  # what is kept of all cells' output, kB
c.Limits.result_megabytes = 64  # what one call of a function may return, MB
c.Limits.verdict_megabytes = 1500  # memory of the process that reaches one verdict, MB
c.Judge.demonstrations = "keep"  # of cells that no point rests on: what was handed in; or "run"

# Essays, and what could not be judged, count nothing until somebody has graded them.
c.ExportApp.plugin_class = "autograder.reporting.exporters.table.CsvExport"

# --- what a browser gets to see ----------------------------------------------------------------
# A student's HTML and JavaScript shall not run in formgrader, where it could give points.
feedback.install(c)
formgrader.install()
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.preprocessors = ["autograder.reporting.pages.cutting.BoundedPage"]
c.HTMLExporter.filters = {
    "ansi2html": "autograder.reporting.pages.rendering.coloured_text",
    "clean_html": "autograder.reporting.pages.rendering.html_in_place",
    "highlight_code": "autograder.reporting.pages.rendering.code_to_html",
    "markdown2html": "autograder.reporting.pages.rendering.markdown_to_html",
    "strip_files_prefix": "autograder.reporting.pages.rendering.same_text",
}

# nbgrader's own queries set these off; a TA can do nothing about them.
warnings.filterwarnings("ignore", category=SAWarning)
