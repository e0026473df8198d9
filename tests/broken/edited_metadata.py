"""Points, checksums, locks and the kernel are edited, and the tests tagged to be skipped."""

from tests.broken import cell, write

LOST = {"kl": "nothing is filled in"}


def hand_in(folder, notebook):
    cell(notebook, "kl").source = "def kl(q, p):\n    raise NotImplementedError"
    for one in notebook.cells:
        header = one.metadata.get("nbgrader")
        one.metadata["tags"] = ["skip-execution", "raises-exception", "remove_cell"]
        if header:
            header.update(points=100, checksum="0" * 32, locked=False, schema_version=9)
    cell(notebook, "test_kl").metadata.nbgrader.update(solution=True, grade=False)
    notebook.metadata = {"kernelspec": {"name": "bash", "display_name": "sh", "language": "bash"}}
    write(folder, notebook)
