"""Turns cells and outputs to HTML: nbconvert's filters, for whatever students write.

The templates of nbgrader name these filters; nbgrader_config.py puts them in their places.
"""

import html
import re
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from autograder.intake.rebuild import is_own
from autograder.reporting.pages.cleaning import Pictures, as_text, clean, clean_html, own_macros
from autograder.reporting.pages.formulas import formula_to_html
from autograder.text import plain_lines

# Markdown and code of a student are read in a time that grows with the square of these.
LONGEST_MARKDOWN = 20_000  # characters, beside pictures
LONGEST_CODE = 100_000  # characters
LONGEST_LINE = 1_000  # characters of code with colours

# Where a picture was pasted in several forms, a page shows the first of these.
PICTURE_FORMS = ("image/png", "image/jpeg", "image/gif", "image/webp")
# formgrader's page lets what is drawn lie over what is around it, and formulas can move anywhere.
ENCLOSED = '<div style="contain: paint; overflow-x: auto; overflow-y: hidden">{}</div>'
# What a student wrote between released cells is not to look like one of them, or like the grader's.
OWN_TEXT = "<blockquote><p><small>Added by the student:</small></p>{}</blockquote>"
PYTHON = {"python", "python3", "py", "ipython", "ipython3"}

# Colours that a program chose beyond a terminal's sixteen, as nbconvert writes them. One is dark
# enough where it has a contrast of 4.5 to a light grey (WCAG 2.2, success criterion 1.4.3).
STYLE = re.compile(r' style="[^"]*"')
COLOUR = re.compile(r"(?<!-)\bcolor: rgb\((\d+),(\d+),(\d+)\)")
SEEN = (0.2126, 0.7152, 0.0722)  # the share of each colour in how light something looks
GAMMA = 2.2
DARK = 0.14  # of the luminance of white

_coloured = Highlight2HTML(pygments_lexer="ipython3")


@pass_context
def markdown_to_html(context: Context, source: str) -> str:
    """The harmless HTML of the cell that a template is at; of a comment, or an output, too."""
    cell = context.get("cell") or NotebookNode()
    folder = (context.get("resources") or {}).get("metadata", {}).get("path", "")
    shown = markdown_of(cell, source, folder)
    return shown if is_of_course(cell) else ENCLOSED.format(shown)


def html_in_place(text: str | bytes) -> str:
    """The harmless HTML of an output, or of a verdict, in its place on formgrader's page."""
    return ENCLOSED.format(clean_html(text))


def markdown_of(
    cell: NotebookNode, source: str, folder: str = "", *, formulas: bool = False
) -> str:
    """The harmless HTML of Markdown in a cell; as text where it is too long, or no Markdown.

    Pictures of the course lie in `folder`, and become part of the page. With `formulas` these are
    MathML, else they are left to a script of the page.
    """
    of_course = is_of_course(cell)
    pictures = Pictures()
    text = pictures.set_aside(source)
    if not of_course:
        text = plain_lines(text) if formulas else own_macros(plain_lines(text))
        if len(text) > LONGEST_MARKDOWN:
            return as_text(source, "This text is too long for a page; its beginning is shown.")
    kind = _FormulaRenderer if formulas else _Renderer
    renderer = kind(cell, pictures, folder, exclude_anchor_links=formulas or not of_course)
    try:
        rendered = MarkdownWithMath(renderer=renderer).render(text)
    except Exception:  # whatever a student's text does to a parser of Markdown
        return as_text(source, "This text is no Markdown that can be read; it is shown as it is.")
    figure = renderer.figure if of_course else None
    cleaned = renderer.put_back(clean(rendered, pictures, figure))
    is_added = cell.get("cell_type") == "markdown" and is_own(cell)
    return OWN_TEXT.format(cleaned) if is_added else cleaned


def is_of_course(cell: NotebookNode) -> bool:
    """Whether a cell holds a text of the course, which a graded notebook has as it was released."""
    metadata = cell.get("metadata", {})
    return (
        cell.get("cell_type") == "markdown"
        and "autograder" not in metadata
        and not metadata.get("nbgrader", {}).get("solution")
    )


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert renders it; pictures and coloured code are kept for later."""

    def __init__(self, cell: NotebookNode, pictures: Pictures, folder: str, **options: Any):
        attachments = cell.get("attachments")
        super().__init__(escape=False, attachments=attachments, path=folder, **options)
        self.pictures = pictures
        self.code: list[str] = []

    def block_code(self, code: str, info: str | None = None) -> str:
        if (info or "").partition(" ")[0] not in PYTHON:
            return super().block_code(code)
        self.code.append(code_to_html(code.strip("\n")))
        return f"<pre>{self.pictures.mark}code-{len(self.code) - 1}</pre>"

    def put_back(self, cleaned: str) -> str:
        """The cleaned HTML with coloured code, whose classes are ours."""
        mark = rf"<pre>{self.pictures.mark}code-(\d+)</pre>"
        return re.sub(mark, lambda found: self.code[int(found[1])], cleaned)

    def _embed_image_or_attachment(self, src: str) -> str:
        if not src.startswith("attachment:"):
            return src
        name = src.removeprefix("attachment:")
        forms = self.attachments.get(name) or self.attachments.get(unquote(name), {})
        found = [form for form in PICTURE_FORMS if form in forms]
        return self.pictures.keep(f"data:{found[0]};base64,{forms[found[0]]}") if found else ""

    def figure(self, source: str) -> str | None:
        """The whole of a figure that lies in the notebook's folder, as an address."""
        return self._src_to_base64(source)


class _FormulaRenderer(_Renderer):
    """Markdown with formulas as MathML, which cleaning would take for something else."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.formulas: list[str] = []

    def inline_math(self, body: str) -> str:
        return self._keep(formula_to_html(body))

    def block_math(self, body: str) -> str:
        return self._keep(formula_to_html(body, display=True))

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def _keep(self, formula: str) -> str:
        self.formulas.append(formula)
        return f"<span>{self.pictures.mark}formula-{len(self.formulas) - 1}</span>"

    def put_back(self, cleaned: str) -> str:
        """The cleaned HTML with coloured code and formulas, which are clean already."""
        mark = rf"<span>{self.pictures.mark}formula-(\d+)</span>"
        with_formulas = re.sub(mark, lambda found: self.formulas[int(found[1])], cleaned)
        return super().put_back(with_formulas)


def code_to_html(source: str, language: Any = None, metadata: Any = None) -> str:
    """Python in colours, whatever language a cell names; without them where lines are too long."""
    source = plain_lines(source[:LONGEST_CODE])
    if max(map(len, source.splitlines()), default=0) > LONGEST_LINE:
        return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'
    coloured: str = _coloured(source)
    return coloured


def coloured_text(text: str) -> str:
    """The HTML of a text from a terminal, in colours that can be read on a light page."""
    return STYLE.sub(_on_a_light_page, ansi2html(plain_lines(str(text))))


def _on_a_light_page(style: re.Match[str]) -> str:
    """A style of nbconvert's for a text, without a background and as dark as it needs to be."""
    found = COLOUR.search(style[0])
    if not found:
        return ""
    colour = [int(value) for value in found.groups()]
    luminance = sum(w * (c / 255) ** GAMMA for w, c in zip(SEEN, colour, strict=True))
    factor = (DARK / max(luminance, DARK)) ** (1 / GAMMA)
    red, green, blue = (int(factor * value) for value in colour)
    return f' style="color: rgb({red},{green},{blue})"'


def same_text(text: str) -> str:
    """In place of nbconvert's `strip_files_prefix`, which would change what is clean already."""
    return text
