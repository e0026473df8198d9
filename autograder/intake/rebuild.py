"""Rebuilds a clean notebook: the cells of the release, with the answers of a student put in.

What runs and is graded has every released cell once, in the released order and with the released
metadata, whatever a student did to the cells. The student's own cells stay where they were: after
the released cell that they followed.
"""

import copy
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograder.intake.reading import SubmittedCell
from autograder.intake.slots import Entry, Slot, added, between, counted_words, joined, same_text
from autograder.intake.student_code import CodeReader, only_definitions

OWN_METADATA = {"autograder": {"own": True}}
RULE = "\n\n---\n\n"  # between versions of an essay

MAX_PARTS = 4  # of a cell that was split
MAX_GROWTH = 10  # of a changed cell; one that is longer is no version of the released one
MIN_LIKENESS = 0.6  # of the words of a changed cell and its released one


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
    rebuilding = _Rebuilding(released, cells, reader or CodeReader())
    rebuilding.note_given_cells()
    rebuilding.take_plain_cells()
    rebuilding.take_functions()
    rebuilding.take_essays()
    return rebuilding.result()


class _Rebuilding:
    """One rebuilding of one notebook."""

    def __init__(
        self, released: NotebookNode, cells: list[SubmittedCell], reader: CodeReader
    ) -> None:
        self.released = released
        self.reader = reader
        self.notes: list[str] = []
        self.slots = [Slot(index, cell) for index, cell in enumerate(released.cells)]
        self.put_before: dict[int, list[Entry]] = defaultdict(list)
        self.entries = self._keep_edits(self._recognise([Entry(cell) for cell in cells]))
        self.position = {entry: index for index, entry in enumerate(self.entries)}

    # Recognising

    def _recognise(self, entries: list[Entry]) -> list[Entry]:
        """Find the slot of each entry: by grade id, by cell id, by the released source."""
        by_name = {slot.name: slot for slot in self.slots if slot.name}
        by_id = {slot.cell.get("id"): slot for slot in self.slots if slot.cell.get("id")}
        by_source: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        for slot in self.slots:
            # Essays all begin with the same text.
            if not (slot.is_solution and not slot.is_code):
                by_source[slot.cell.cell_type, same_text(slot.cell.source)].append(slot)
        for entry in entries:
            self._assign(entry, by_name.get(entry.cell.grade_id) or by_id.get(entry.cell.cell_id))
        for entry in entries:
            alike = by_source.get((entry.cell.kind, same_text(entry.source)))
            if entry.slot is None and alike:
                free = next((slot for slot in alike if not slot.copies), None)
                # A second copy of a plain code cell may be there to run it again.
                is_repeat = free is None and alike[0].is_plain and alike[0].is_code
                self._assign(entry, None if is_repeat else free or alike[0])
        self._recognise_changed(entries)
        return entries

    def _recognise_changed(self, entries: list[Entry]) -> None:
        """Find the changed plain code cells of a file without cell ids, such as a script.

        Such a cell stands between the same released cells and shares most of its words.
        """
        for slot in self.slots:
            if not (slot.is_plain and slot.is_code) or slot.copies:
                continue
            words = counted_words(slot.cell.source)
            best, likeness = None, MIN_LIKENESS
            for entry in between(entries, slot.index):
                if len(entry.source) > MAX_GROWTH * len(slot.cell.source):
                    continue
                found = entry.words
                shared = 2 * (words & found).total() / max(1, (words + found).total())
                if shared > likeness and not self._answers_any(entry.source):
                    best, likeness = entry, shared
            if best is not None:
                self._assign(best, slot)

    def _answers_any(self, source: str) -> bool:
        return any(
            slot.is_solution and slot.is_code and self._defines(source, slot) for slot in self.slots
        )

    def _assign(self, entry: Entry, slot: Slot | None) -> None:
        if slot is not None:
            entry.slot = slot
            slot.copies.append(entry)

    def _keep_edits(self, entries: list[Entry]) -> list[Entry]:
        """Follow each released cell that may not be changed by the student's text, if that differs.

        Students answer inside a question, or write notes into an explanation.
        """
        kept = []
        for entry in entries:
            kept.append(entry)
            slot = entry.slot
            if slot is None or slot.is_solution or slot.is_as_released(entry.source):
                continue
            is_code = entry.cell.kind == "code"
            if slot.is_locked:
                self._note(f"the locked cell {slot.name} was edited; the released one is used")
            if not (slot.is_plain and slot.is_code and is_code):
                kept.append(Entry(added(entry.cell, slot), kept=not (slot.is_locked and is_code)))
        return kept

    def note_given_cells(self) -> None:
        """Note test cells that are missing or stand more than once, and another order."""
        tests = [slot for slot in self.slots if slot.is_locked and slot.is_code]
        for what, names in (
            ("missing and put back", [slot.name for slot in tests if not slot.copies]),
            ("there more than once", [slot.name for slot in tests if len(slot.copies) > 1]),
        ):
            if names:
                cells = "the test cell was" if len(names) == 1 else "test cells were"
                self._note(f"{cells} {what}: {', '.join(names)}")
        found = [entry.slot.index for entry in self.entries if entry.slot is not None]
        once = list(dict.fromkeys(found))
        if once != sorted(once):
            self._note("the cells stood in another order; they are run in the released one")

    # Plain cells

    def take_plain_cells(self) -> None:
        """Take the student's versions of released code cells, and note those that are missing."""
        restored = []
        for slot in self.slots:
            if not (slot.is_plain and slot.is_code):
                continue
            copies = [entry for entry in slot.copies if entry.cell.kind == "code"]
            copies = [entry for entry in copies if not self._is_blank(entry.source)]
            if not copies:
                restored.append(slot.cell.source.strip().split("\n")[0])
                continue
            changed = [entry for entry in copies if not slot.is_as_released(entry.source)]
            if changed:
                slot.source = changed[-1].source
                self._keep_copies(slot, [changed[-1]])
        if restored:
            what = "cell was" if len(restored) == 1 else "cells were"
            self._note(
                f"{len(restored)} released code {what} missing and restored: "
                + ", ".join(f"`{line}`" for line in restored[:3])
                + (", …" if len(restored) > 3 else "")
            )

    # Functions

    def take_functions(self) -> None:
        """Find the student's version of each function that is to be written."""
        unanswered = []
        for slot in self.slots:
            if slot.is_solution and slot.is_code and not self._take_copy(slot):
                unanswered.append(slot)
        for slot in unanswered:
            if not (
                self._take_own_cell(slot)
                or self._leave_to_other_cell(slot)
                or self._take_broken_cell(slot)
            ):
                self._take_what_is_there(slot)

    def _take_copy(self, slot: Slot) -> bool:
        """Take the last copy of the cell that defines the function, or the parts of a split one."""
        for entry in reversed(slot.copies):
            if self._defines(entry.source, slot):
                versions = {same_text(entry.source) for entry in self._filled(slot)}
                if len(versions) > 1:
                    self._note(
                        f"the cell of `{slot.name}` was handed in {len(slot.copies)} times; the "
                        "last version that defines the function is used"
                    )
                self._take(slot, entry.source, [entry])
                return True
        filled = self._filled(slot)
        for parts in (filled, *(self._parts(entry) for entry in reversed(filled))):
            if len(parts) > 1 and self._defines(joined(parts), slot):
                self._note(f"the cell of `{slot.name}` was split; its parts are joined")
                self._take(slot, joined(parts), parts)
                return True
        return False

    def _filled(self, slot: Slot) -> list[Entry]:
        """The copies that a student wrote into."""
        return [
            entry
            for entry in slot.copies
            if entry.source.strip() and not slot.is_as_released(entry.source)
        ]

    def _parts(self, entry: Entry) -> list[Entry]:
        """A cell, with the own cells after it that complete it where it is cut in two."""
        if self.reader.read(entry.source).parses:
            return [entry]
        parts = [entry]
        start = self.position[entry] + 1
        for following in self.entries[start : start + MAX_PARTS - 1]:
            if not (following.is_free and following.kept and following.cell.kind == "code"):
                break
            parts.append(following)
            if self.reader.read(joined(parts)).parses:
                return parts
        return [entry]

    def _take_own_cell(self, slot: Slot) -> bool:
        """Take the last own cell that defines the function, before one that assigns its name."""
        found = [self._parts(entry) for entry in self._own_code(slot)]
        found = [parts for parts in found if self._defines(joined(parts), slot)]
        if not found:
            return False
        functions = [
            parts for parts in found if slot.name in self.reader.read(joined(parts)).functions
        ]
        chosen = (functions or found)[-1]
        if chosen[0].before or self._says_elsewhere(slot):
            self._leave(slot)
            return True
        self._note(f"`{slot.name}` was found in a cell of its own and is taken from there")
        self._take(slot, joined(chosen), chosen)
        for parts in functions:
            # An older version must not run after the one that counts.
            if all(part.is_free for part in parts):
                self._put_before(slot, parts)
        return True

    def _own_code(self, slot: Slot) -> list[Entry]:
        """The student's own code cells, also those already taken, in which a name occurs."""
        return [
            entry
            for entry in self.entries
            if entry.slot is None
            and entry.cell.kind == "code"
            and slot.name in entry.source
            and not (entry.before and entry.before.index > slot.index)
        ]

    def _leave_to_other_cell(self, slot: Slot) -> bool:
        """Leave the function to another released cell, into which the student wrote it."""
        found = [
            other
            for other in self.slots
            if other is not slot
            and other.source is not None
            and other.is_code
            and self._defines(other.source, slot)
        ]
        if not found:
            return False
        first = found[0]
        if first.index < slot.index:
            self._leave(slot)
        else:
            self._note(
                f"`{slot.name}` is defined in a later cell; its definition was copied to before "
                "its test"
            )
            code = self.reader.read(first.source)
            definitions = only_definitions(code, slot.name)
            is_complete = self._defines(definitions, slot)
            self._take(slot, definitions if is_complete else first.source, [])
        return True

    def _take_broken_cell(self, slot: Slot) -> bool:
        """Take the last own cell that begins to define the function, where the cell is empty."""
        if self._filled(slot):
            return False
        definition = re.compile(rf"^(?:async +)?def[ \t]+{re.escape(slot.name)}[ \t]*\(", re.M)
        broken = [
            entry
            for entry in self._own_code(slot)
            if entry.is_free
            and definition.search(entry.source)
            and not self.reader.read(entry.source).parses
        ]
        if not broken:
            return False
        self._note(f"`{slot.name}` was found in a cell of its own and is taken from there")
        self._take(slot, broken[-1].source, broken[-1:])
        return True

    def _take_what_is_there(self, slot: Slot) -> None:
        """Take the last copy that the student wrote into, else the cell as it was released."""
        if not slot.copies:
            self._note(f"the cell of `{slot.name}` is missing")
            return
        chosen = (self._filled(slot) or slot.copies)[-1]
        self._take(slot, chosen.source, [chosen])

    def _take(self, slot: Slot, source: str, entries: list[Entry]) -> None:
        """Let `source`, which comes from these entries, be the slot's."""
        slot.source = source
        for entry in entries:
            if entry.slot is slot and entry.cell.kind != slot.cell.cell_type:
                self._note(
                    f"the cell of `{slot.name}` was handed in as {entry.cell.kind} and is read as "
                    f"{slot.cell.cell_type}"
                )
            if entry.slot is None:
                entry.before = slot
        self._keep_copies(slot, entries)

    def _leave(self, slot: Slot) -> None:
        self._note(f"`{slot.name}` is defined in another cell")
        slot.source = self._elsewhere(slot)
        # A copy that binds the name would hide the definition.
        hiding = [entry for entry in slot.copies if slot.name in entry.source]
        self._keep_copies(slot, hiding)

    def _elsewhere(self, slot: Slot) -> str:
        return f"# `{slot.name}` is defined in another cell."

    def _says_elsewhere(self, slot: Slot) -> bool:
        """Whether this notebook was rebuilt before, and the function left to another cell."""
        return bool(slot.copies) and slot.copies[-1].source == self._elsewhere(slot)

    def _keep_copies(self, slot: Slot, used: list[Entry]) -> None:
        """Put other versions of a cell before it, where they cannot undo it, if they can run."""
        known = {same_text(entry.source) for entry in used} | {same_text(slot.source or "")}
        for entry in slot.copies:
            text = same_text(entry.source)
            if text in known or slot.is_as_released(text) or self._is_blank(text):
                continue
            known.add(text)
            if self.reader.read(entry.source).parses:
                self.put_before[slot.index].append(entry)

    def _put_before(self, slot: Slot, entries: list[Entry]) -> None:
        for entry in entries:
            entry.before = slot
        self.put_before[slot.index].extend(entry for entry in entries if entry.kept)

    def _defines(self, source: str, slot: Slot) -> bool:
        stub = self.reader.read(slot.cell.source).functions.get(slot.name)
        return slot.name in source and self.reader.read(source).defines(slot.name, stub)

    def _is_blank(self, source: str) -> bool:
        return self.reader.read(source).is_blank

    # Essays

    def take_essays(self) -> None:
        """Find what the student wrote to each question that a TA reads."""
        for slot in self.slots:
            if not slot.is_solution or slot.is_code:
                continue
            versions = {same_text(entry.source): entry for entry in self._filled(slot)}
            if versions:
                if len(versions) > 1:
                    self._note(
                        f"the cell of `{slot.name}` was handed in {len(versions)} times; all "
                        "versions are joined"
                    )
                self._write_essay(slot, list(versions.values()), RULE)
                continue
            beside = self._beside(slot)
            written = [entry for entry in beside if not slot.is_as_released(entry.source)]
            if written:
                self._note(f"the answer to `{slot.name}` was found beside its cell")
                self._write_essay(slot, written, "\n\n")
            elif not (slot.copies or beside):
                self._note(f"the cell of `{slot.name}` is missing")
            for entry in beside:
                entry.before = slot

    def _beside(self, slot: Slot) -> list[Entry]:
        """The student's own text cells right after the question or the empty cell of an essay."""
        question = self.slots[slot.index - 1] if slot.index else None
        heads = list(slot.copies)
        if question is not None and question.is_locked:
            heads += question.copies
        found: list[Entry] = []
        for head in sorted(heads, key=self.position.__getitem__):
            for entry in self.entries[self.position[head] + 1 :]:
                if not (entry.is_free and entry.cell.kind == "markdown"):
                    break
                if entry.source.strip() and entry not in found:
                    found.append(entry)
        return found

    def _write_essay(self, slot: Slot, entries: list[Entry], separator: str) -> None:
        sources = [entry.source for entry in entries]
        if len(sources) > 1:
            sources = [source.strip("\n") for source in sources]
        self._take(slot, separator.join(sources), entries)
        for entry in entries:
            slot.attachments = entry.cell.attachments | slot.attachments

    # The result

    def result(self) -> Rebuilt:
        """The notebook, once every slot has its source."""
        notebook = copy.deepcopy(self.released)
        ids = self._own_ids()
        after = self._own_after()
        cells = [self._own_cell(entry, ids) for entry in after[-1]]
        fallbacks, outputs = {}, {}
        for slot, cell in zip(self.slots, notebook.cells, strict=True):
            cells += [self._own_cell(entry, ids) for entry in self.put_before[slot.index]]
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
        return Rebuilt(notebook, self.notes, fallbacks, outputs)

    def _shown(self, slot: Slot) -> list[dict[str, Any]]:
        """What the version of a cell that counts showed when it was handed in."""
        text = same_text(slot.cell.source if slot.source is None else slot.source)
        versions = [entry.cell for entry in slot.copies if same_text(entry.source) == text]
        return next((cell.outputs for cell in reversed(versions) if cell.outputs), [])

    def _own_after(self) -> dict[int, list[Entry]]:
        """The student's own cells by the index of the released cell that they follow."""
        # Another copy of a test or a text adds nothing, and one of a stub would undo an answer.
        repeats = {
            same_text(slot.cell.source)
            for slot in self.slots
            if not (slot.is_plain and slot.is_code)
        }
        after: dict[int, list[Entry]] = defaultdict(list)
        current = -1
        for entry in self.entries:
            if entry.slot is not None:
                current = entry.slot.index
            elif entry.before is not None:
                # A cell taken from afar does not draw along what followed it.
                current = max(current, entry.before.index)
            elif entry.kept and same_text(entry.source) not in repeats | {""}:
                after[current].append(entry)
        return after

    def _own_ids(self) -> Iterator[str]:
        taken = {cell.get("id") for cell in self.released.cells}
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

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
