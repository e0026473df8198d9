"""Reads graded notebooks: an essay's text, what the student saw before writing it, equal texts."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.checking.verdict import MIME_TYPE


class NotebookProblem(Exception):
    """Why a notebook cannot be shown, in one sentence."""


def read_notebook(path: Path) -> NotebookNode:
    """A notebook as it lies on the disk, which may be invalid. Raises NotebookProblem."""
    try:
        notebook: NotebookNode = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        return notebook
    except FileNotFoundError:
        raise NotebookProblem(
            f"the graded notebook {path} is missing; grade this student again"
        ) from None
    except Exception as error:  # whatever a file is that is not a notebook
        raise NotebookProblem(f"{path} cannot be read as a notebook: {error}") from None


def find_cell(notebook: NotebookNode, grade_id: str) -> int:
    """The place of the cell with that grade id. Raises NotebookProblem."""
    for number, cell in enumerate(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return number
    raise NotebookProblem(f"the graded notebook lacks the cell {grade_id}")


def cells_before(notebook: NotebookNode, place: int) -> list[NotebookNode]:
    """The cells with outputs that a student saw since the essay before, verdicts left out."""
    begin = place
    while begin > 0 and not _is_essay(notebook.cells[begin - 1]):
        begin -= 1
    return [
        cell
        for cell in notebook.cells[begin:place]
        if cell.cell_type == "code"
        and cell.outputs
        and not any(MIME_TYPE in output.get("data", {}) for output in cell.outputs)
    ]


def _is_essay(cell: NotebookNode) -> bool:
    described = cell.metadata.get("nbgrader", {})
    return bool(described.get("solution") and described.get("grade"))


def digest_of(cell: NotebookNode) -> str:
    """A name for the text and the pictures of a cell, whatever white space is between its words."""
    pictures = json.dumps(cell.get("attachments", {}), sort_keys=True)
    text = f"{' '.join(cell.source.split())}\n{pictures}"
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()


@dataclass(frozen=True)
class _Kept:
    changed: int
    size: int
    digests: dict[str, str]


class EqualTexts:
    """Knows the texts of a class by their digests; reads again only what has changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def digest(self, path: Path, grade_id: str) -> str:
        """The digest of an essay; empty where there is none."""
        try:
            status = path.stat()
        except OSError:
            return ""
        kept = self._kept.get(path)
        if kept is None or (kept.changed, kept.size) != (status.st_mtime_ns, status.st_size):
            kept = _Kept(status.st_mtime_ns, status.st_size, _digests(path))
            self._kept[path] = kept
        return kept.digests.get(grade_id, "")


def _digests(path: Path) -> dict[str, str]:
    try:
        cells = read_notebook(path).cells
    except NotebookProblem:
        return {}
    return {cell.metadata.nbgrader.grade_id: digest_of(cell) for cell in cells if _is_essay(cell)}
