"""A notebook that is being rebuilt: what has been found for each of its cells until now."""

from collections import defaultdict

from nbformat import NotebookNode

from autograder.intake.comparing import same_text
from autograder.intake.slots import Entry, Slot
from autograder.intake.student_code import CodeReader


class Draft:
    """The slots of the released cells, and the entries that were handed in, in their order."""

    def __init__(self, released: NotebookNode, reader: CodeReader) -> None:
        self.released = released
        self.reader = reader
        self.notes: list[str] = []
        self.slots = [Slot(index, cell) for index, cell in enumerate(released.cells)]
        self.put_before: dict[int, list[Entry]] = defaultdict(list)
        self.entries: list[Entry] = []
        self.position: dict[Entry, int] = {}

    def hold(self, entries: list[Entry]) -> None:
        """Let these be the entries, once the slots of all are known."""
        self.entries = entries
        self.position = {entry: index for index, entry in enumerate(entries)}

    def filled(self, slot: Slot) -> list[Entry]:
        """The copies that a student wrote into."""
        return [
            entry
            for entry in slot.copies
            if entry.source.strip() and not slot.is_as_released(entry)
        ]

    def take(self, slot: Slot, source: str, entries: list[Entry]) -> None:
        """Let `source`, which comes from these entries, be the slot's."""
        slot.source = source
        for entry in entries:
            if entry.slot is slot and entry.cell.kind != slot.cell.cell_type:
                self.note(
                    f"the cell of `{slot.name}` was handed in as {entry.cell.kind} and is read as "
                    f"{slot.cell.cell_type}"
                )
            if entry.slot is None:
                entry.before = slot
        self.keep_copies(slot, entries)

    def keep_copies(self, slot: Slot, used: list[Entry]) -> None:
        """Put other versions of a cell before it, where they cannot undo it, if they can run."""
        known = {entry.text for entry in used} | {same_text(slot.source or "")}
        for entry in slot.copies:
            if entry.text in known or slot.is_as_released(entry) or self.is_blank(entry.text):
                continue
            known.add(entry.text)
            if self.reader.read(entry.source).parses:
                self.put_before[slot.index].append(entry)

    def put_before_slot(self, slot: Slot, entries: list[Entry]) -> None:
        """Let entries run before a slot, where they cannot undo it."""
        for entry in entries:
            entry.before = slot
        self.put_before[slot.index].extend(entry for entry in entries if entry.kept)

    def defines(self, source: str, slot: Slot) -> bool:
        """Whether some code defines the function of a slot, in another way than its stub."""
        stub = self.reader.read(slot.cell.source).functions.get(slot.name)
        return slot.name in source and self.reader.read(source).defines(slot.name, stub)

    def may_define(self, source: str, slot: Slot) -> bool:
        """Whether the code of a slot's own cell may leave an answer under the slot's name."""
        stub = self.reader.read(slot.cell.source).functions.get(slot.name)
        return self.reader.read(source).may_define(slot.name, stub)

    def is_blank(self, source: str) -> bool:
        """Whether some code says nothing."""
        return self.reader.read(source).is_blank

    def note(self, note: str) -> None:
        """Note something for whoever reads the grades, once."""
        if note not in self.notes:
            self.notes.append(note)
