"""Finds the released cell that each cell of a submission is a version of."""

from collections import defaultdict

from autograder.intake.draft import Draft
from autograder.intake.slots import Entry, Slot, added, between, counted_words, same_text

MAX_GROWTH = 10  # of a changed cell; one that is longer is not a version of the released one
MIN_LIKENESS = 0.6  # of the words of a changed cell and its released one


class Recognition:
    """The recognition of the entries of one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def recognise(self, entries: list[Entry]) -> list[Entry]:
        """Find the slot of each entry: by grade id, by cell id, by the released source."""
        by_name = {slot.name: slot for slot in self.draft.slots if slot.name}
        by_id = {slot.cell.get("id"): slot for slot in self.draft.slots if slot.cell.get("id")}
        by_source: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        for slot in self.draft.slots:
            # Essays all begin with the same text.
            if not (slot.is_solution and not slot.is_code):
                by_source[slot.cell.cell_type, same_text(slot.cell.source)].append(slot)
        for entry in entries:
            by_grade_id = by_name.get(entry.cell.grade_id or "")
            self._assign(entry, by_grade_id or by_id.get(entry.cell.cell_id))
        for entry in entries:
            alike = by_source.get((entry.cell.kind, same_text(entry.source)))
            if entry.slot is None and alike:
                free = next((slot for slot in alike if not slot.copies), None)
                # A second copy of a plain code cell may be there to run it again.
                is_repeat = free is None and alike[0].is_plain and alike[0].is_code
                self._assign(entry, None if is_repeat else free or alike[0])
        self._recognise_changed(entries)
        self._free_what_is_no_version(entries)
        return entries

    def _recognise_changed(self, entries: list[Entry]) -> None:
        """Find the changed plain code cells of a file without cell ids, such as a script.

        Such a cell stands between the same released cells and shares most of its words.
        """
        for slot in self.draft.slots:
            if not (slot.is_plain and slot.is_code) or slot.copies:
                continue
            words = counted_words(slot.cell.source)
            best, likeness = None, MIN_LIKENESS
            for entry in between(entries, slot.index):
                if len(entry.source) > MAX_GROWTH * len(slot.cell.source):
                    continue
                found = entry.words
                shared = 2 * (words & found).total() / max(1, words.total() + found.total())
                if shared > likeness and not self._answers_any(entry.source):
                    best, likeness = entry, shared
            if best is not None:
                self._assign(best, slot)

    def _answers_any(self, source: str) -> bool:
        return any(
            slot.is_solution and slot.is_code and self.draft.defines(source, slot)
            for slot in self.draft.slots
        )

    def _free_what_is_no_version(self, entries: list[Entry]) -> None:
        """Let copies of an exercise's cell be own cells where they do not answer that exercise.

        Whoever copies a cell to write something else into it copies its grade id, too.
        """
        for slot in self.draft.slots:
            if not slot.is_solution or len(slot.copies) < 2:
                continue
            is_other = self._is_other_code if slot.is_code else self._is_other_text
            for entry in self.draft.filled(slot):
                if is_other(entry, slot, entries):
                    entry.slot = None
                    slot.copies.remove(entry)

    def _is_other_code(self, entry: Entry, slot: Slot, entries: list[Entry]) -> bool:
        """Whether a copy lacks the function, and another copy has it, or it has another one."""
        if entry.cell.kind != "code" or self.draft.may_define(entry.source, slot):
            return False
        if not self.draft.reader.read(entry.source).parses:
            return False  # one part of several, or a broken answer
        others = [other.source for other in slot.copies if other is not entry]
        return any(self.draft.defines(other, slot) for other in others) or self._answers_any(
            entry.source
        )

    def _is_other_text(self, entry: Entry, slot: Slot, entries: list[Entry]) -> bool:
        """Whether a copy of an essay's cell is code, or follows the question of another essay."""
        if entry.cell.kind == "code":
            return self._answers_any(entry.source)
        before = entries[: entries.index(entry)]
        last = next((each.slot for each in reversed(before) if each.slot not in (None, slot)), None)
        if last is None or last.index + 1 >= len(self.draft.slots):
            return False
        following = self.draft.slots[last.index + 1]
        return last.is_locked and following is not slot and _is_essay(following)

    def _assign(self, entry: Entry, slot: Slot | None) -> None:
        if slot is not None:
            entry.slot = slot
            slot.copies.append(entry)

    def keep_edits(self, entries: list[Entry]) -> list[Entry]:
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
                self.draft.note(f"the locked cell {slot.name} was edited; the released one is used")
            if not (slot.is_plain and slot.is_code and is_code):
                kept.append(Entry(added(entry.cell, slot), kept=not (slot.is_locked and is_code)))
        return kept


def _is_essay(slot: Slot) -> bool:
    return slot.is_solution and not slot.is_code
