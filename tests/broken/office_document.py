"""The notebook was pasted into a word processor, and the document renamed."""

import zipfile

STATUS = "unreadable"
LOST = "5_elbo.ipynb is a zip archive or an office document"


def hand_in(folder, notebook):
    with zipfile.ZipFile(folder / "5_elbo.ipynb", "w") as document:
        document.writestr("word/document.xml", "<w:document/>")
