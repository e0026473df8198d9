"""Collects what a cell shows, in the forms and the amount that a reader can bear."""

import re
from typing import Any

from nbformat import NotebookNode

# The forms of an output that are kept; HTML is made harmless where a page is made of it.
TEXT_FORMS = ("text/plain", "text/html", "text/latex", "text/markdown")
IMAGE_FORMS = ("image/png", "image/jpeg")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
LONGEST_TRACEBACK = 60  # lines


def new_output(kind: str, **fields: Any) -> NotebookNode:
    """An output of a cell. nbformat's own function validates it, by what threads must not share."""
    if kind in ("display_data", "execute_result"):
        fields["metadata"] = NotebookNode()
        fields["data"] = NotebookNode(fields["data"])
    if kind == "execute_result":
        fields["execution_count"] = None
    return NotebookNode(output_type=kind, **fields)


class Collector:
    """The outputs of one cell at a time, up to `limit` bytes."""

    def __init__(self, limit: int):
        self.limit = limit
        self.begin()

    def begin(self) -> None:
        """Forget the last cell."""
        self.outputs: list[NotebookNode] = []
        self.size = 0
        self.clear_next = False

    def take(self, kind: str, content: dict) -> None:
        """Take a kernel's message; what is no output, or has odd contents, is dropped."""
        if kind == "clear_output":
            self.clear_next = True
            return
        output = self._read(kind, content)
        if output is None or self.size > self.limit:
            return
        if self.clear_next:
            self.begin()
        self.size += len(repr(output))
        if self.size > self.limit:
            text = f"\nThe output is cut here: a cell may show {self.limit // 1000:,} kB.\n"
            output = new_output("stream", name="stdout", text=text)
        self._add(output)

    def _read(self, kind: str, content: dict) -> NotebookNode | None:
        if kind == "stream":
            name = "stderr" if content.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=_text(content.get("text")))
        if kind == "error":
            lines = content.get("traceback")
            lines = [_text(line) for line in lines] if isinstance(lines, list) else []
            if len(lines) > LONGEST_TRACEBACK:
                half = LONGEST_TRACEBACK // 2
                lines = [*lines[:half], f"[{len(lines):,} lines]", *lines[-half:]]
            name, value = _text(content.get("ename")), _text(content.get("evalue"))
            return new_output("error", ename=name, evalue=value[:1000], traceback=lines)
        if kind in ("display_data", "execute_result"):
            data = _forms(content.get("data"))
            return new_output(kind, data=data) if data else None
        return None

    def _add(self, output: NotebookNode) -> None:
        last = self.outputs[-1] if self.outputs else None
        if last and output.output_type == last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            self.outputs.append(output)


def _text(value: object) -> str:
    """A string that any file can hold; empty for what is none."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _forms(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    texts = {form: _text(data[form]) for form in TEXT_FORMS if isinstance(data.get(form), str)}
    images = {
        form: data[form]
        for form in IMAGE_FORMS
        if isinstance(data.get(form), str) and BASE64.fullmatch(data[form])
    }
    return texts | images
