"""Essays read by question: one question across the class, in JupyterLab's server.

:mod:`extension` puts the pages into a Jupyter server, :mod:`pages` shows them and :mod:`writing`
takes what a grader decides. :mod:`questions` reads what the course says of a question,
:mod:`notebooks` the graded notebooks of students. :mod:`essay_book` reads and writes nbgrader's
gradebook, :mod:`tables` has what is kept beside it. :mod:`queues` says who reads what in which
order, :mod:`summary` how graders compare.
"""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "autograder.reporting.essays.extension"}]
