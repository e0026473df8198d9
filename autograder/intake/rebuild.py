"""Rebuilds a clean notebook: the cells of the release, with the answers of a student put in.

What runs and is graded has every released cell once, in the released order and with the released
metadata, whatever a student did to the cells. The student's own cells stay where they were: after
the released cell that they followed.
"""

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograder.intake.comparing import same_text
from autograder.intake.divider import Divider
from autograder.intake.draft import Draft
from autograder.intake.essays import EssaySearch
from autograder.intake.functions import FunctionSearch
from autograder.intake.reading import SubmittedCell
from autograder.intake.recognition import Recognition
from autograder.intake.slots import Entry, Slot
from autograder.intake.student_code import CodeReader

OWN_METADATA = {"autograder": {"own": True}}


def is_own(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of a rebuilt notebook is the student's own, and no released one."""
    return bool(cell.get("metadata", {}).get("autograder", {}).get("own"))


@dataclass
class Rebuilt:
    """A notebook to run: the released cells with a student's answers, and the student's own cells.

    `fallbacks` holds, by cell id, the released source of each released code cell that the student
    changed; it is to run where the student's version fails. `outputs` holds, by cell id, what the
    plain ones among the released code cells showed when they were handed in.
    """

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)
    fallbacks: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def rebuild(
    released: NotebookNode, cells: list[SubmittedCell], reader: CodeReader | None = None
) -> Rebuilt:
    """Put the answers in `cells` into the released notebook.

    Neither argument is changed, equal arguments give equal results, and no list of cells raises.
    A `reader` that has read the same cells before saves their parsing.
    """
    draft = Draft(released, reader or CodeReader())
    divider = Divider(released, draft.reader)
    entries = [Entry(part) for cell in cells for part in divider.divided(cell)]
    recognition = Recognition(draft)
    draft.hold(recognition.keep_edits(recognition.recognise(entries)))
    rebuilding = _Rebuilding(draft)
    rebuilding.note_given_cells()
    rebuilding.take_plain_cells()
    FunctionSearch(draft).take_functions()
    EssaySearch(draft).take_essays()
    return rebuilding.result()


class _Rebuilding:
    """The rebuilding of one draft's notebook."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def note_given_cells(self) -> None:
        """Note test cells that are missing or stand more than once, and another order."""
        tests = [slot for slot in self.draft.slots if slot.is_locked and slot.is_code]
        for what, names in (
            ("missing and put back", [slot.name for slot in tests if not slot.copies]),
            ("there more than once", [slot.name for slot in tests if len(slot.copies) > 1]),
        ):
            if names:
                cells = "the test cell was" if len(names) == 1 else "test cells were"
                self.draft.note(f"{cells} {what}: {', '.join(names)}")
        found = [entry.slot.index for entry in self.draft.entries if entry.slot is not None]
        once = list(dict.fromkeys(found))
        if once != sorted(once):
            self.draft.note("the cells stood in another order; they are run in the released one")

    def take_plain_cells(self) -> None:
        """Take the student's versions of released code cells, and note those that are missing."""
        restored = []
        for slot in self.draft.slots:
            if not (slot.is_plain and slot.is_code):
                continue
            copies = [entry for entry in slot.copies if entry.cell.kind == "code"]
            copies = [entry for entry in copies if not self.draft.is_blank(entry.source)]
            if not copies:
                restored.append(slot.cell.source.strip().split("\n")[0])
                continue
            changed = [entry for entry in copies if not slot.is_as_released(entry)]
            if changed:
                slot.source = changed[-1].source
                self.draft.keep_copies(slot, [changed[-1]])
        if restored:
            what = "cell was" if len(restored) == 1 else "cells were"
            self.draft.note(
                f"{len(restored)} released code {what} missing and restored: "
                + ", ".join(f"`{line}`" for line in restored[:3])
                + (", …" if len(restored) > 3 else "")
            )

    def result(self) -> Rebuilt:
        """The notebook, once every slot has its source."""
        notebook = copy.deepcopy(self.draft.released)
        ids = self._own_ids()
        after = self._own_after()
        cells = [self._own_cell(entry, ids) for entry in after[-1]]
        fallbacks, outputs = {}, {}
        for slot, cell in zip(self.draft.slots, notebook.cells, strict=True):
            cells += [self._own_cell(entry, ids) for entry in self.draft.put_before[slot.index]]
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
                if slot.is_plain:
                    outputs[cell.id] = self._shown(slot)
            if slot.source is not None and slot.source != cell.source:
                if slot.is_plain:
                    fallbacks[cell.id] = cell.source
                cell.source = slot.source
            if slot.attachments:
                cell.attachments = NotebookNode(slot.attachments)
            cells.append(cell)
            cells += [self._own_cell(entry, ids) for entry in after[slot.index]]
        notebook.cells = cells
        return Rebuilt(notebook, self.draft.notes, fallbacks, outputs)

    def _shown(self, slot: Slot) -> list[dict[str, Any]]:
        """What the version of a cell that counts showed when it was handed in."""
        text = slot.text if slot.source is None else same_text(slot.source)
        versions = [entry.cell for entry in slot.copies if entry.text == text]
        return next((cell.outputs for cell in reversed(versions) if cell.outputs), [])

    def _own_after(self) -> dict[int, list[Entry]]:
        """The student's own cells by the index of the released cell that they follow."""
        # Another copy of a test or a text adds nothing, and one of a stub would undo an answer.
        repeats = {slot.text for slot in self.draft.slots if not (slot.is_plain and slot.is_code)}
        after: dict[int, list[Entry]] = defaultdict(list)
        current = -1
        for entry in self.draft.entries:
            if entry.slot is not None:
                current = entry.slot.index
            elif entry.before is not None:
                # A cell taken from afar does not draw along what followed it.
                current = max(current, entry.before.index)
            elif entry.kept and entry.text not in repeats | {""}:
                after[current].append(entry)
        return after

    def _own_ids(self) -> Iterator[str]:
        taken = {cell.get("id") for cell in self.draft.released.cells}
        number = 0
        while True:
            number += 1
            if f"own-{number}" not in taken:
                yield f"own-{number}"

    def _own_cell(self, entry: Entry, ids: Iterator[str]) -> NotebookNode:
        cell = NotebookNode(
            cell_type=entry.cell.kind,
            id=next(ids),
            metadata=copy.deepcopy(NotebookNode(OWN_METADATA)),
            source=entry.source,
        )
        if entry.cell.kind == "code":
            cell.outputs, cell.execution_count = [], None
        elif entry.cell.attachments:
            cell.attachments = NotebookNode(entry.cell.attachments)
        return cell
