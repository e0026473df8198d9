"""Lines for Colab and for other versions stand between the imports, and over the answers."""

from tests.broken import cell, write

LINES = """%tensorflow_version 2.x
%load_ext tensorboard
!pip install tensorflow==2.3
%unknown something
%pip install -q tensorflow_probability
%cd /content/drive/MyDrive
%matplotlib widget
import math
from math import log as logarithm
"""


def hand_in(folder, notebook):
    imports = next(
        one for one in notebook.cells if "import" in one.source and one.cell_type == "code"
    )
    imports.source = LINES + imports.source
    cell(notebook, "kl").source = (
        "%%unknown_cell_magic --fast\n"
        "def kl(q, p):\n"
        "    if any(a > 0 and b == 0 for a, b in zip(q, p)):\n"
        "        return math.inf\n"
        "    return sum(a * (logarithm(a) - logarithm(b)) for a, b in zip(q, p) if a > 0)"
    )
    cell(notebook, "elbo").source = "%autoreload 2\n" + cell(notebook, "elbo").source
    write(folder, notebook)
