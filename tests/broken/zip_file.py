"""The notebook comes in a zip file, in a folder, with what macOS adds."""

import zipfile

from tests.broken import text

FILE = "hw.zip/homework/5_elbo.ipynb"
NOTE = "5_elbo was taken from hw.zip/homework/5_elbo.ipynb"


def hand_in(folder, notebook):
    with zipfile.ZipFile(folder / "hw.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/homework/._5_elbo.ipynb", b"\0\5\x16\7")
        archive.writestr("homework/5_elbo.ipynb", text(notebook))
