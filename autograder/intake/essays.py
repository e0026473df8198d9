"""Finds what a student wrote to each question that a person reads."""

from autograder.intake.draft import Draft
from autograder.intake.pictures import beside
from autograder.intake.slots import Entry, Slot

RULE = "\n\n---\n\n"  # between versions of an essay


class EssaySearch:
    """The search for the essays of one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def take_essays(self) -> None:
        """Find what the student wrote to each question that a TA reads."""
        for slot in self.draft.slots:
            if not slot.is_solution or slot.is_code:
                continue
            versions = {entry.text: entry for entry in self.draft.filled(slot)}
            if versions:
                if len(versions) > 1:
                    self.draft.note(
                        f"the cell of `{slot.name}` was handed in {len(versions)} times; all "
                        "versions are joined"
                    )
                self._write_essay(slot, list(versions.values()), RULE)
                continue
            beside = self._beside(slot)
            written = [entry for entry in beside if not slot.is_as_released(entry)]
            if written:
                self.draft.note(f"the answer to `{slot.name}` was found beside its cell")
                self._write_essay(slot, written, "\n\n")
            elif not (slot.copies or beside):
                self.draft.note(f"the cell of `{slot.name}` is missing")
            for entry in beside:
                entry.before = slot

    def _beside(self, slot: Slot) -> list[Entry]:
        """The student's own text cells after the question or the empty cell of an essay.

        A picture that they draw there, or a number that they compute, lies between them.
        """
        question = self.draft.slots[slot.index - 1] if slot.index else None
        heads = list(slot.copies)
        if question is not None and question.is_locked:
            heads += question.copies
        found: list[Entry] = []
        for head in sorted(heads, key=self.draft.position.__getitem__):
            for entry in self.draft.entries[self.draft.position[head] + 1 :]:
                if not entry.is_free:
                    break
                is_text = entry.cell.kind != "code" and entry.source.strip()
                if is_text and entry not in found:
                    found.append(entry)
        return found

    def _write_essay(self, slot: Slot, entries: list[Entry], separator: str) -> None:
        sources = []
        for entry in entries:
            # Two cells may each have a picture of the same name.
            source, pictures = beside(slot.attachments, entry.source, entry.cell.attachments)
            slot.attachments = slot.attachments | pictures
            sources.append(source)
        if len(sources) > 1:
            sources = [source.strip("\n") for source in sources]
        self.draft.take(slot, separator.join(sources), entries)
