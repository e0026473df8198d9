"""Makes HTML harmless that students wrote, or that was made of what they wrote.

Nothing of theirs runs, is sent for, covers the page or bears a name that the page itself may look
for: no script, id, class, style or form, and no picture but one that is part of the page.
"""

import html
import re
import secrets
from collections.abc import Callable

import nh3

from autograder.text import plain_lines

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "p", "div", "span", "blockquote", "pre"),
    *("a", "abbr", "b", "code", "del", "em", "i", "img", "kbd", "s", "strong", "sub", "sup", "u"),
    *("dd", "dl", "dt", "li", "ol", "ul", "details", "summary"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {
    "*": {"title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# Headings of the course have names, which its links point at.
HEADINGS = {f"h{level}": {"id"} for level in range(1, 7)}
PREFIX = "text-"

NUMBER = re.compile(r"\d{1,4}%?")
VALUES = {
    "align": re.compile("left|center|right"),
    "width": NUMBER,
    "height": NUMBER,
    "start": NUMBER,
    "colspan": NUMBER,
    "rowspan": NUMBER,
}
ABSOLUTE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")

# A parser takes a time that grows with the square of the nesting, and of one tag's attributes.
MOST_TAGS = 10_000
DEEPEST = 100  # elements inside each other
LONGEST_HTML = 300_000  # characters, beside pictures
LONGEST_SHOWN = 20_000  # characters of what is shown as text instead
MOST_PICTURES = 16_000_000  # characters, of one piece of HTML
# Letters that are left bold, and the like, are so in every element that follows, in which a parser
# sets them anew (HTML, 13.2.4.3): what it takes grows with the product of both.
FORMATTING = re.compile(r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?![a-z0-9])", re.I)
MOST_FORMATTED = 2_000_000

VOID = {"br", "hr", "img"}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")

# TeX that names parts of the page, styles them or links to somewhere, in MathJax and in KaTeX.
ON_PAGE = (
    "bbox|class|cssId|data|href|html|htmlClass|htmlData|htmlId|htmlStyle|includegraphics|mathtip"
    "|mmlToken|require|style|texttip|toggle|unicode|url"
)
# TeX that gives names a new meaning, in every formula that follows, also in the course's.
DEFINITION = "def|newcommand|renewcommand|DeclareMathOperator"
OTHER_DEFINITION = "let|newenvironment|renewenvironment|providecommand|edef|gdef|xdef"
OWN_MACRO = "student"  # how the names of students' own macros begin
# Spaces before and after a brace that may be missing are not to be told apart in all ways.
AFTER_DEFINITION = r"\*?\s*(?:\{\s*)?\\"
HARMFUL_TEX = re.compile(
    rf"\\(?=(?:{ON_PAGE}|{OTHER_DEFINITION})(?![A-Za-z])"
    rf"|(?:{DEFINITION})(?![A-Za-z])(?!{AFTER_DEFINITION}{OWN_MACRO}))"
)
DEFINED = re.compile(rf"\\(?:{DEFINITION}){AFTER_DEFINITION}([A-Za-z]+)")
MACRO = re.compile(r"\\([A-Za-z]+)")


class Pictures:
    """The pictures of one piece of HTML, kept out of it while it is read and cleaned."""

    def __init__(self) -> None:
        self.mark = f"picture-{secrets.token_hex(8)}-"  # which no student can foresee
        self.kept: list[str] = []

    def keep(self, address: str) -> str:
        """A short name in place of the address that holds a whole picture."""
        self.kept.append(address)
        return f"{self.mark}{len(self.kept) - 1}-"

    def set_aside(self, text: str) -> str:
        """The text with the names of its pictures in place of the pictures."""
        return PICTURE.sub(lambda found: self.keep(found[0]), text)

    def put_back(self, text: str) -> str:
        """The text with its pictures, unless it shows one again and again."""
        left = MOST_PICTURES

        def picture(found: re.Match[str]) -> str:
            nonlocal left
            address = self.kept[int(found[1])]
            left -= len(address)
            return address if left >= 0 else ""

        return re.sub(rf"{self.mark}(\d+)-", picture, text)

    def source(self, value: str) -> str | None:
        """What an image may have as its source: a picture that was kept or is one; else None."""
        if value.startswith(self.mark):
            return value
        value = re.sub(r"\s", "", value)
        return self.keep(value) if PICTURE.fullmatch(value) else None


def clean_html(text: str | bytes) -> str:
    """A student's HTML, or a verdict, made harmless; as text where it is too large for a page."""
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    pictures = Pictures()
    return clean(plain_lines(pictures.set_aside(text)), pictures)


def clean(text: str, pictures: Pictures, figure: Callable[[str], str | None] | None = None) -> str:
    """HTML made harmless, with its pictures.

    The course's own, for which `figure` finds the addresses of its figures, may also name headings
    and link to them. What a parser would take long for, or a browser could not nest, comes back as
    text.
    """
    of_course = figure is not None
    if is_too_large(text):
        return as_text(text, "This HTML is too large for a page; its beginning is shown as text.")

    def allowed(tag: str, name: str, value: str) -> str | None:
        if "<" in value:
            return None
        if name == "src":
            address = figure(value) if figure else None
            return pictures.keep(address) if address else pictures.source(value)
        if name == "href" and of_course:
            return f"#{PREFIX}{value[1:]}" if value.startswith("#") else value
        if name == "href":
            return value if ABSOLUTE.match(value) else None
        return value if name not in VALUES or VALUES[name].fullmatch(value) else None

    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES | HEADINGS if of_course else ATTRIBUTES,
        attribute_filter=allowed,
        allowed_classes={"a": {"anchor-link"}} if of_course else None,
        url_schemes={"http", "https", "mailto", "data"},
        id_prefix=PREFIX,
    )
    if len(cleaned) > 5 * LONGEST_HTML or _depth(cleaned) > DEEPEST:
        return as_text(text, "This HTML is nested too deeply; its beginning is shown as text.")
    return pictures.put_back(HARMFUL_TEX.sub(r"<span>\\</span>", cleaned))


def is_too_large(text: str) -> bool:
    """Whether HTML is not parsed but shown as text, since that would take too long."""
    is_long = len(text) > LONGEST_HTML or text.count("<") > MOST_TAGS
    return is_long or formatted(text) > MOST_FORMATTED


def formatted(text: str) -> int:
    """How many elements a parser may have to make for the formatting of others, at most."""
    return len(FORMATTING.findall(text)) * text.count("<")


def _depth(cleaned: str) -> int:
    """How many elements lie inside each other at most."""
    depth = deepest = 0
    for found in TAG.finditer(cleaned):
        if found[2] not in VOID:
            depth += -1 if found[1] else 1
            deepest = max(deepest, depth)
    return deepest


def as_text(text: str, why: str) -> str:
    """The beginning of a text as it was written, and why it is shown like this."""
    shown = text[:LONGEST_SHOWN]
    return f"<p><em>{html.escape(why)}</em></p><pre>{html.escape(plain_lines(shown))}</pre>"


def own_macros(text: str) -> str:
    """The text with names of its own for the TeX macros that it defines.

    MathJax knows no end of a definition: a student's `\\log` would be the one of all formulas
    after it.
    """
    names = set(DEFINED.findall(text))
    if not names:
        return text
    return MACRO.sub(
        lambda found: f"\\{OWN_MACRO}{found[1]}" if found[1] in names else found[0], text
    )
