"""Two answers use what only a later Python knows, which the reason says."""

import sys

from tests.broken import cell, write

# No Python that grades knows the syntax of 3.14; that of 3.12 is known by some.
LOST = {"kl": "valid from Python 3.14; the grader runs"}
if sys.version_info < (3, 12):
    LOST["posterior"] = "valid from Python 3.12; the grader runs"
    LOST["elbo"] = "valid from Python 3.12; the grader runs"
NOTE = "in the cell of `kl`: valid from Python 3.14"


def hand_in(folder, notebook):
    cell(notebook, "kl").source += "\n\ntry:\n    pass\nexcept ValueError, TypeError:\n    pass"
    cell(notebook, "posterior").source += "\n\nnames = {'a': 1}\nprint(f'{names['a']}')"
    cell(notebook, "elbo").source += "\n\ntype Numbers = list[float]"
    write(folder, notebook)
