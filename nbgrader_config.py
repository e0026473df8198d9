"""The course as nbgrader reads it."""

import warnings
from pathlib import Path

from sqlalchemy.exc import SAWarning

c = get_config()  # noqa: F821 (traitlets defines it)

c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# --- what students get -------------------------------------------------------------------------
# A stub is the signature, the docstring and this line.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Write your answer here.*"
# Answers to the questions to think about are for instructors.
c.GenerateAssignment.preprocessors.prepend(["nbconvert.preprocessors.TagRemovePreprocessor"])
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"instructor"}

# A mark scheme stands in the question of its essay, a read-only cell and no task of nbgrader's.
c.ClearMarkScheme.enforce_metadata = False
# What the release hides stays hidden on the pages that students get back.
c.GenerateFeedback.preprocessors.prepend(
    ["nbgrader.preprocessors.ClearHiddenTests", "nbgrader.preprocessors.ClearMarkScheme"]
)

# --- how notebooks are graded ------------------------------------------------------------------
# Seconds for one cell. The slowest cell of the model answers takes about ten.
c.Execute.timeout = 120
# A notebook that is graded trains for a few hundred steps and without a GPU. The variables are set
# inside the kernel that grades, so that an instructor's own kernels train to the end.
GRADING = {"LAB_BUDGET": "grading", "CUDA_VISIBLE_DEVICES": "-1"}
c.Execute.extra_arguments = [
    "--HistoryManager.hist_file=:memory:",
    f"--IPKernelApp.exec_lines=import os; os.environ.update({GRADING})",
]
# nbgrader gives no points to a test cell with text on stderr, where TensorFlow writes at will.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s).*"
# nbgrader's own queries set these off; a TA can do nothing about them.
warnings.filterwarnings("ignore", category=SAWarning)
