"""Finds the released cell that each cell of a submission is a version of."""

from collections import defaultdict

from autograder.intake.draft import Draft
from autograder.intake.slots import Entry, Slot, added, between, counted_words

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
                by_source[slot.cell.cell_type, slot.text].append(slot)
        for entry in entries:
            by_grade_id = by_name.get(entry.cell.grade_id or "")
            self._assign(entry, by_grade_id or by_id.get(entry.cell.cell_id))
        for entry in entries:
            alike = by_source.get((entry.cell.kind, entry.text))
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
            if slot.is_solution and len(slot.copies) > 1:
                others = (
                    self._other_code(slot) if slot.is_code else self._other_texts(slot, entries)
                )
                for entry in others:
                    entry.slot = None
                slot.copies = [entry for entry in slot.copies if entry.slot is slot]

    def _other_code(self, slot: Slot) -> list[Entry]:
        """The copies without the function, if another copy has it, or they have another one."""
        is_answered = any(self.draft.defines(entry.source, slot) for entry in slot.copies)
        return [
            entry
            for entry in self.draft.filled(slot)
            if entry.cell.kind == "code"
            and not self.draft.may_define(entry.source, slot)
            # What does not is one part of several, or a broken answer.
            and self.draft.reader.read(entry.source).parses
            and (is_answered or self._answers_any(entry.source))
        ]

    def _other_texts(self, slot: Slot, entries: list[Entry]) -> list[Entry]:
        """The copies of an essay's cell that follow another essay's question, or are functions."""
        others, last = [], slot
        for entry in entries:
            if entry.slot is slot:
                if entry.cell.kind == "code":
                    is_other = self._answers_any(entry.source)
                else:
                    is_other = self._asks_for_another(last, slot)
                if is_other:
                    others.append(entry)
            elif entry.slot is not None:
                last = entry.slot
        return [entry for entry in others if not slot.is_as_released(entry)]

    def _asks_for_another(self, question: Slot, slot: Slot) -> bool:
        """Whether a slot is the question of another essay than this one."""
        asked = self.draft.slots[question.index + 1 : question.index + 2]
        return question.is_locked and any(
            one.is_solution and not one.is_code and one is not slot for one in asked
        )

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
            if slot is None or slot.is_solution or slot.is_as_released(entry):
                continue
            is_code = entry.cell.kind == "code"
            if slot.is_locked:
                self.draft.note(f"the locked cell {slot.name} was edited; the released one is used")
            if not (slot.is_plain and slot.is_code and is_code):
                kept.append(Entry(added(entry.cell, slot), kept=not (slot.is_locked and is_code)))
        return kept
