"""The notebook was saved with the kernel of another language, and old line ends."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    notebook.metadata = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R", "version": "4.1"},
    }
    for one in notebook.cells:
        one.source = one.source.replace("\n", "\r")
    (folder / NAME).write_text(text(notebook))
