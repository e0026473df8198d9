"""Finds the student's version of each function that is to be written."""

import re
from collections.abc import Iterator

from autograder.intake.draft import Draft
from autograder.intake.slots import Entry, Slot, joined
from autograder.intake.student_code import MAX_PARSED, only_definitions

MAX_PARTS = 4  # of a cell that was split
MAX_BLOCKS = 10  # of text after code in one cell
CODE = re.compile(
    r"^(?:(?:async +)?def[ \t]+\w+[ \t]*\(|import[ \t]+\w|from[ \t]+\S+[ \t]+import\b|@\w)", re.M
)


class FunctionSearch:
    """The search for the functions of one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def take_functions(self) -> None:
        """Find the student's version of each function that is to be written."""
        unanswered = []
        for slot in self.draft.slots:
            if slot.is_solution and slot.is_code and not self._take_copy(slot):
                unanswered.append(slot)
        for slot in unanswered:
            if not (
                self._take_own_cell(slot)
                or self._leave_to_other_cell(slot)
                or self._take_from_text(slot)
                or self._take_broken_cell(slot)
            ):
                self._take_what_is_there(slot)

    def _take_copy(self, slot: Slot) -> bool:
        """Take the last copy of the cell that gives the function, or the parts of a split one.

        It may do so in ways that only running it tells (`exec`, `%run`), so that what an own cell
        defines is no reason to leave it aside.
        """
        for entry in reversed(slot.copies):
            if self.draft.may_define(entry.source, slot):
                versions = {entry.text for entry in self.draft.filled(slot)}
                if len(versions) > 1:
                    self.draft.note(
                        f"the cell of `{slot.name}` was handed in {len(slot.copies)} times; the "
                        "last version that defines the function is used"
                    )
                self.draft.take(slot, entry.source, [entry])
                return True
        filled = self.draft.filled(slot)
        for parts in (filled, *(self._parts(entry) for entry in reversed(filled))):
            if len(parts) > 1 and self.draft.defines(joined(parts), slot):
                self.draft.note(f"the cell of `{slot.name}` was split; its parts are joined")
                self.draft.take(slot, joined(parts), parts)
                return True
        return False

    def _parts(self, entry: Entry) -> list[Entry]:
        """A cell, with the own cells after it that complete it where it is cut in two."""
        reader = self.draft.reader
        if reader.read(entry.source).parses or reader.is_full or len(entry.source) > MAX_PARSED:
            return [entry]
        parts = [entry]
        start = self.draft.position[entry] + 1
        for following in self.draft.entries[start : start + MAX_PARTS - 1]:
            if not (following.is_free and following.kept and following.cell.kind == "code"):
                break
            parts.append(following)
            if reader.read(joined(parts)).parses:
                return parts
        return [entry]

    def _take_own_cell(self, slot: Slot) -> bool:
        """Take the last own cell that defines the function, before one that assigns its name."""
        found = [self._parts(entry) for entry in self._own_code(slot)]
        found = [parts for parts in found if self.draft.defines(joined(parts), slot)]
        if not found:
            return False
        functions = [
            parts for parts in found if slot.name in self.draft.reader.read(joined(parts)).functions
        ]
        chosen = (functions or found)[-1]
        if chosen[0].before or self._says_elsewhere(slot):
            self._leave(slot)
            return True
        self.draft.note(f"`{slot.name}` was found in a cell of its own and is taken from there")
        self.draft.take(slot, joined(chosen), chosen)
        for parts in functions:
            # An older version must not run after the one that counts.
            if all(part.is_free for part in parts):
                self.draft.put_before_slot(slot, parts)
        return True

    def _own_code(self, slot: Slot) -> list[Entry]:
        """The student's own code cells, also those already taken, in which a name occurs."""
        return [
            entry
            for entry in self.draft.entries
            if entry.slot is None
            and entry.cell.kind == "code"
            and slot.name in entry.source
            and not (entry.before and entry.before.index > slot.index)
        ]

    def _leave_to_other_cell(self, slot: Slot) -> bool:
        """Leave the function to another released cell, into which the student wrote it."""
        found = [
            other
            for other in self.draft.slots
            if other is not slot
            and other.source is not None
            and other.is_code
            and self.draft.defines(other.source, slot)
        ]
        if not found:
            return False
        first = found[0]
        if first.index < slot.index:
            self._leave(slot)
        else:
            self.draft.note(
                f"`{slot.name}` is defined in a later cell; its definition was copied to before "
                "its test"
            )
            source = first.source or ""
            definitions = only_definitions(self.draft.reader.read(source), slot.name)
            is_complete = self.draft.defines(definitions, slot)
            self.draft.take(slot, definitions if is_complete else source, [])
        return True

    def _take_from_text(self, slot: Slot) -> bool:
        """Take the code that follows a text in one cell, as merging the two leaves it.

        Where a cell of code answers, however broken, a text may quote anything.
        """
        if any(entry.cell.kind == "code" for entry in self.draft.filled(slot)):
            return False
        for entry in reversed(self.draft.entries):
            is_own = entry.is_free or entry.slot is slot
            if not is_own or entry.cell.kind == "code" or slot.name not in entry.source:
                continue
            for code in _code_after_text(entry.source):
                if self.draft.defines(code, slot):
                    self.draft.note(f"`{slot.name}` was found in a text cell and is taken from it")
                    self.draft.take(slot, code, [])
                    return True
        return False

    def _take_broken_cell(self, slot: Slot) -> bool:
        """Take the last own cell that begins to define the function, where the cell is empty."""
        if self.draft.filled(slot):
            return False
        definition = re.compile(rf"^(?:async +)?def[ \t]+{re.escape(slot.name)}[ \t]*\(", re.M)
        broken = [
            entry
            for entry in self._own_code(slot)
            if entry.is_free
            and definition.search(entry.source)
            and not self.draft.reader.read(entry.source).parses
        ]
        if not broken:
            return False
        self.draft.note(f"`{slot.name}` was found in a cell of its own and is taken from there")
        self.draft.take(slot, broken[-1].source, broken[-1:])
        return True

    def _take_what_is_there(self, slot: Slot) -> None:
        """Take the last copy that the student wrote into, else the cell as it was released."""
        if not slot.copies:
            self.draft.note(f"the cell of `{slot.name}` is missing")
            return
        chosen = (self.draft.filled(slot) or slot.copies)[-1]
        self.draft.take(slot, chosen.source, [chosen])

    def _leave(self, slot: Slot) -> None:
        self.draft.note(f"`{slot.name}` is defined in another cell")
        slot.source = self._elsewhere(slot)
        # A copy that binds the name would hide the definition.
        hiding = [entry for entry in slot.copies if slot.name in entry.source]
        self.draft.keep_copies(slot, hiding)

    def _elsewhere(self, slot: Slot) -> str:
        return f"# `{slot.name}` is defined in another cell."

    def _says_elsewhere(self, slot: Slot) -> bool:
        """Whether this notebook was rebuilt before, and the function left to another cell."""
        return bool(slot.copies) and slot.copies[-1].source == self._elsewhere(slot)


def _code_after_text(source: str) -> Iterator[str]:
    """What may be the code in a text cell: from its first line of code, with less and less text."""
    start = CODE.search(source)
    is_short = start is not None and len(source) - start.start() <= MAX_PARSED
    blocks = source[start.start() :].split("\n\n") if start and is_short else []
    for number in range(len(blocks), max(0, len(blocks) - MAX_BLOCKS), -1):
        yield "\n\n".join(blocks[:number])
