"""A zip file in a zip file holds the notebook and a module that it imports."""

import io
import zipfile

from tests.broken import cell, text

FILE = "all.zip/hw.zip/5_elbo.ipynb"
MODULE = "import math\n\n\ndef log(x):\n    return math.log(x)\n"


def hand_in(folder, notebook):
    cell(notebook, "kl").source = (
        "from helpers import log\n\n"
        "def kl(q, p):\n"
        "    if any(a > 0 and b == 0 for a, b in zip(q, p)):\n"
        "        return float('inf')\n"
        "    return sum(a * (log(a) - log(b)) for a, b in zip(q, p) if a > 0)"
    )
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("5_elbo.ipynb", text(notebook))
        archive.writestr("helpers.py", MODULE)
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("hw.zip", inner.getvalue())
