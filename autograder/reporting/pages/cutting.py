"""Bounds what a page shows of a notebook, and leaves out what no template of ours can show."""

import html
import re
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.checking.verdict import MIME_TYPE
from autograder.intake.pictures import BASE64
from autograder.judging.outputs import new_output, of_pictures
from autograder.reporting.pages.cleaning import PICTURE, formatted, is_too_large
from autograder.reporting.pages.rendering import (
    LONGEST_CODE,
    LONGEST_MARKDOWN,
    PICTURE_FORMS,
    is_of_course,
)

# What one page shows of a student's work, in characters.
MARKDOWN = 100_000  # of cells, and as much of outputs
CODE = 500_000
TEXT = 4_000_000  # of outputs
FORMATTED = 5_000_000  # of outputs; no characters, but what a parser makes of their HTML at most
PICTURES = 32_000_000
MOST_CELLS = 1_000
MOST_OUTPUTS = 1_000
LONGEST_TEXT = 500_000  # of one output
LONGEST_LEFT = 2_000  # of a text that is cut

# The forms of an output that a page shows, the best first.
FORMS = ("text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "text/plain")
# What formgrader's page says of the student, beside the notebook.
NAMES = ("student", "last_name", "first_name", "notebook_path", "filename")
# Stands after a verdict, so that what student code may have written is not taken for one.
SHOWN = {"text/html": "<p><small>Shown while the notebook ran:</small></p>"}
CUT = "[The page ends here: {} characters more are in the notebook.]"


class BoundedPage(Preprocessor):
    """Leaves of a graded notebook what a page can bear; the notebook itself stays whole."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]  # nbconvert's has no types

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        self.left = {"markdown": MARKDOWN, "code": CODE, "raw": CODE}
        self.left |= {"text": TEXT, "pictures": PICTURES, "outputs": MOST_OUTPUTS}
        self.left |= {"text/markdown": MARKDOWN, "formatted": FORMATTED}
        number = len(nb.cells)
        own = [cell for cell in nb.cells if "autograder" in cell.metadata]
        too_many = {id(cell) for cell in own[MOST_CELLS:]}
        nb.cells = [cell for cell in nb.cells if id(cell) not in too_many]
        for cell in nb.cells:
            self._bound(cell)
        if too_many:
            nb.cells.append(_remark(f"{number - len(nb.cells):,} cells more are in the notebook."))
        # The templates write these as they are.
        for name in NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = html.escape(resources[name])
        return nb, resources

    def _bound(self, cell: NotebookNode) -> None:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in ("nbgrader", "autograder") if key in cell.metadata}
        )
        if not is_of_course(cell):
            self._bound_source(cell)
        if cell.cell_type == "code":
            cell.outputs = self._outputs(cell.outputs)
        elif "attachments" in cell:
            cell.attachments = NotebookNode(self._attachments(cell.attachments))

    def _outputs(self, outputs: list[NotebookNode]) -> list[NotebookNode]:
        """The outputs of a cell for which the page has room: a verdict, which is ours, in any case.

        No other has the type of a verdict, whatever a student's code displays.
        """
        verdict, shown = [], outputs
        if outputs and MIME_TYPE in outputs[0].get("data", {}):
            whole = {"text/html": outputs[0].data["text/html"]}
            verdict, shown = [NotebookNode(outputs[0], data=whole, metadata={})], outputs[1:]
            verdict += [new_output("display_data", data=SHOWN)] if shown else []
        room = self.left["outputs"]
        self.left["outputs"] -= min(room, len(shown))
        kept = [kept for output in shown[:room] if (kept := self._bounded(output))]
        if len(shown) > room:
            more = f"[{len(shown) - room:,} outputs more are in the notebook.]"
            kept.append(new_output("display_data", data={"text/plain": more}))
        return [*verdict, *kept]

    def _bound_source(self, cell: NotebookNode) -> None:
        size = len(PICTURE.sub("", cell.source))
        if size <= self.left[cell.cell_type] and (cell.cell_type != "code" or size <= LONGEST_CODE):
            self.left[cell.cell_type] -= size
            return
        cut = _cut(cell.source, LONGEST_LEFT)
        if cell.cell_type == "markdown":
            # A fence of tildes holds any text that has no such fence itself.
            fence = "~" * (max(map(len, re.findall("~+", cut)), default=0) + 3)
            cut = f"{fence}\n{cut}\n{fence}"
        cell.source = cut

    def _attachments(self, attachments: NotebookNode) -> dict[str, dict[str, str]]:
        kept: dict[str, dict[str, str]] = {}
        for name, forms in attachments.items():
            for form in PICTURE_FORMS:
                picture = self._picture(forms.get(form)) if isinstance(forms, dict) else ""
                if picture:
                    kept[name] = {form: picture}
                    break
        return kept

    def _picture(self, data: Any) -> str:
        """A picture in base64 for which the page has room; else an empty text."""
        if not isinstance(data, str) or not BASE64.fullmatch(data):
            return ""
        picture = re.sub(r"\s", "", data)
        if len(picture) > self.left["pictures"]:
            return ""
        self.left["pictures"] -= len(picture)
        return picture

    def _text(self, text: Any) -> str:
        """A text of an output, cut to what the page has room for."""
        whole = "".join(map(str, text)) if isinstance(text, list) else str(text)
        cut = _cut(whole, min(LONGEST_TEXT, max(LONGEST_LEFT, self.left["text"])))
        self.left["text"] -= len(cut)
        return cut

    def _bounded(self, output: NotebookNode) -> NotebookNode | None:
        if output.output_type == "stream":
            return NotebookNode(output, text=self._text(output.text))
        if output.output_type == "error":
            return NotebookNode(output, traceback=[self._text("\n".join(output.traceback))])
        data = self._forms(output.get("data", {}))
        if not data:
            return None
        metadata = of_pictures(data, output.get("metadata"))
        return NotebookNode(output, data=NotebookNode(data), metadata=metadata)

    def _forms(self, data: dict[str, Any]) -> dict[str, str]:
        """The best form of an output that a page can show."""
        markup = None
        for form in FORMS:
            found = data.get(form)
            if form in PICTURE_FORMS:
                found = self._picture(found)
            elif form != "text/plain":
                markup = markup or found
                found = self._markup(found, form == "text/html")
            elif found is not None:
                found = self._text(found)
            if found:
                # Formulas are cleaned and kept in their place as Markdown's are.
                return {"text/markdown" if form == "text/latex" else form: found}
        return {"text/plain": self._text(markup)} if markup else {}

    def _markup(self, text: Any, is_html: bool) -> str:
        """HTML, Markdown or LaTeX for which the page has room, which no cut would leave whole."""
        text = "".join(map(str, text)) if isinstance(text, list) else text
        if not isinstance(text, str):
            return ""
        size = len(PICTURE.sub("", text))
        taken = {"text": size, "pictures": len(text) - size}
        # What is larger is shown as text.
        if not is_html and size <= LONGEST_MARKDOWN:
            taken["text/markdown"] = size
        elif is_html and not is_too_large(text):
            taken["formatted"] = formatted(text)
        if any(amount > self.left[kind] for kind, amount in taken.items()):
            return ""
        for kind, amount in taken.items():
            self.left[kind] -= amount
        return text


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}\n{CUT.format(len(text) - longest)}"


def _remark(text: str) -> NotebookNode:
    return NotebookNode(
        id="about-the-page", cell_type="markdown", metadata=NotebookNode(), source=f"*{text}*"
    )
