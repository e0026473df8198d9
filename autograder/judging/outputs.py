"""Collects what a cell shows, in the forms and the amount that a reader can bear."""

import json
import re
from typing import Any

from nbformat import NotebookNode

from autograder.text import plain, plain_lines

# The forms of an output that are kept; HTML is made harmless where a page is made of it.
TEXT_FORMS = ("text/plain", "text/html", "text/latex", "text/markdown")
IMAGE_FORMS = ("image/png", "image/jpeg")
LONGEST_ALTERNATIVE = 2000  # characters
WITHOUT_ALTERNATIVE = "A picture that the code of this cell drew."
WIDEST_PICTURE = 4000  # pixels of a page, also the highest
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
LONGEST_TRACEBACK = 60  # lines
MOST_OUTPUTS = 1000  # of one cell
MOST_MESSAGES = 20_000  # of one cell
BYTES_OF_A_LINE = 24  # for indentation, quotes and names, at most


def new_output(kind: str, **fields: Any) -> NotebookNode:
    """An output of a cell. nbformat's own function validates it, by what threads must not share."""
    if kind in ("display_data", "execute_result"):
        fields["metadata"] = NotebookNode()
        fields["data"] = NotebookNode(fields["data"])
    if kind == "execute_result":
        fields["execution_count"] = None
    return NotebookNode(output_type=kind, **fields)


class Collector:
    """The outputs of one cell at a time, within the limits of a cell and of the notebook.

    Sizes are those in the notebook's file, in bytes.
    """

    def __init__(self, cell_limit: int, notebook_limit: int):
        self.cell_limit = cell_limit
        self.notebook_limit = notebook_limit
        self.used = 0  # by the cells before
        self.size = 0
        self.begin()

    def begin(self) -> None:
        """Go on to the next cell."""
        self.used += self.size
        self.messages = 0
        self._forget()

    def _forget(self) -> None:
        self.outputs: list[NotebookNode] = []
        self.size = 0
        self.is_cut = False
        self.clear_next = False

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take a kernel's message; what is not an output, or has odd contents, is dropped."""
        self.messages += 1
        if kind == "clear_output":
            self.clear_next = True
            return
        # That a cell failed is always told.
        is_error = kind == "error" and not any(o.output_type == "error" for o in self.outputs)
        if self.is_cut and not is_error:
            return
        output = self._read(kind, content)
        if output is None:
            return
        if self.clear_next:
            self._forget()
        size = written_size(output)
        cut = self._why_cut(self.size + size)
        if cut and not self.is_cut:
            text = f"\nThe output is cut here: {cut}.\n"
            self._add(new_output("stream", name="stdout", text=text))
            self.is_cut = True
        if not cut:
            self.size += size
            self._add(output)
        elif is_error:
            self._add(NotebookNode(output | {"traceback": []}))

    def _why_cut(self, size: int) -> str:
        """Why a cell may not show so much; empty where it may."""
        if size > self.cell_limit:
            return f"a cell may show {self.cell_limit // 1000:,} kB"
        if self.used + size > self.notebook_limit:
            return f"a notebook may show {self.notebook_limit // 1000:,} kB"
        if len(self.outputs) >= MOST_OUTPUTS or self.messages > MOST_MESSAGES:
            return f"a cell may show {MOST_OUTPUTS:,} outputs in {MOST_MESSAGES:,} messages"
        return ""

    def _read(self, kind: str, content: dict[str, Any]) -> NotebookNode | None:
        if kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=_text(content.get("text")))
        if kind == "error":
            name, value = _text(content.get("ename")), _text(content.get("evalue"))
            lines = _shortened(content.get("traceback"))
            return new_output("error", ename=plain(name), evalue=plain(value), traceback=lines)
        if kind in ("display_data", "execute_result"):
            data = _forms(content.get("data"))
            if not data:
                return None
            output = new_output(kind, data=data)
            output.metadata = of_pictures(data, content.get("metadata"))
            return output
        return None

    def _add(self, output: NotebookNode) -> None:
        last = self.outputs[-1] if self.outputs else None
        if last and output.output_type == last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            self.outputs.append(output)

    def finished(self) -> list[NotebookNode]:
        """The outputs, once the cell has ended."""
        for output in self.outputs:
            if output.output_type == "stream":
                # Not part by part: an escape may stand in two of them.
                output.text = plain_lines(output.text)
        return self.outputs


def written_size(value: Any) -> int:
    """How many bytes outputs or texts take in a notebook's file, or a few more."""
    if isinstance(value, str):
        # A notebook's file holds a text line by line.
        text = json.dumps(value, ensure_ascii=False).encode(errors="replace")
        return len(text) + value.count("\n") * BYTES_OF_A_LINE
    if isinstance(value, dict):
        return BYTES_OF_A_LINE + sum(written_size(entry) for entry in value.values())
    if isinstance(value, list):
        return sum(BYTES_OF_A_LINE + written_size(entry) for entry in value)
    return BYTES_OF_A_LINE


def _text(value: object) -> str:
    """A string; empty for what is none."""
    return value if isinstance(value, str) else ""


def _shortened(lines: object) -> list[str]:
    """A traceback with its first and last lines."""
    if not isinstance(lines, list):
        return []
    if len(lines) > LONGEST_TRACEBACK:
        half = LONGEST_TRACEBACK // 2
        lines = [*lines[:half], f"[{len(lines):,} lines]", *lines[-half:]]
    return plain_lines("\n".join(map(_text, lines))).split("\n")


def of_pictures(data: dict[str, str], metadata: object) -> NotebookNode:
    """What a page needs to know of pictures: a text for who does not see them, and their size."""
    kept = NotebookNode()
    for form in data.keys() & set(IMAGE_FORMS):
        given = metadata.get(form) if isinstance(metadata, dict) else None
        given = given if isinstance(given, dict) else {}
        alt = plain(_text(given.get("alt")), LONGEST_ALTERNATIVE).strip()
        kept[form] = NotebookNode(alt=alt or WITHOUT_ALTERNATIVE)
        for side in ("width", "height"):
            if type(given.get(side)) is int and 0 < given[side] <= WIDEST_PICTURE:
                kept[form][side] = given[side]
    return kept


def _forms(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    texts = {
        form: plain_lines(data[form]) for form in TEXT_FORMS if isinstance(data.get(form), str)
    }
    images = {
        form: data[form]
        for form in IMAGE_FORMS
        if isinstance(data.get(form), str) and BASE64.fullmatch(data[form])
    }
    return texts | images
