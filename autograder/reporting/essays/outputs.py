"""Shows what a student saw before writing: figures, tables and numbers, as harmless HTML."""

import html

from nbformat import NotebookNode

from autograder.reporting.pages.cleaning import clean_html
from autograder.reporting.pages.cutting import BoundedPage
from autograder.reporting.pages.rendering import code_to_html, coloured_text, markdown_of


def outputs_html(cells: list[NotebookNode]) -> str:
    """The outputs of some cells, each under its number, with its code folded away."""
    bounded, _ = BoundedPage().preprocess(NotebookNode(cells=list(cells)), {})
    return "\n".join(_cell(number, cell) for number, cell in enumerate(bounded.cells, start=1))


def _cell(number: int, cell: NotebookNode) -> str:
    if cell.cell_type != "code":
        return markdown_of(cell, cell.source)
    outputs = "\n".join(output_html(output) for output in cell.outputs)
    return (
        f"<section><h3>Output {number}</h3>\n{outputs}\n"
        f"<details><summary>Code</summary>{code_to_html(cell.source)}</details></section>"
    )


def output_html(output: NotebookNode) -> str:
    """An output of `BoundedPage`, as harmless HTML."""
    if output.output_type == "stream":
        return f"<pre>{coloured_text(output.text)}</pre>"
    if output.output_type == "error":
        traceback = "\n".join(output.traceback)
        return f"<pre>{coloured_text(traceback)}</pre>"
    ((form, data),) = output.data.items()
    if form.startswith("image/"):
        picture = html.escape(f"data:{form};base64,{data}")
        return f'<img src="{picture}" alt="{html.escape(output.metadata[form].alt)}">'
    if form == "text/html":
        return clean_html(data)
    if form == "text/markdown":
        # As a cell of the student's, whose text is cleaned with more care than the course's.
        cell = NotebookNode(cell_type="markdown", metadata={"autograder": {}}, source=data)
        return markdown_of(cell, data, formulas=True)
    return f"<pre>{coloured_text(data)}</pre>"
