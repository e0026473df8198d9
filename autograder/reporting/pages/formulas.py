"""Sets formulas as MathML, which browsers draw by themselves: no script and no network.

latex2mathml does the work. What it cannot set stays as text, which a reader of TeX can read; it
says so only at times, so what it leaves in place of a command is looked for. What a student wrote
into a formula is text in the result: of elements and attributes only known ones are kept.
"""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

LONGEST_FORMULA = 5_000  # characters

# The environments that it does not know, as those that it does. Equations are not numbered.
ENVIRONMENTS = {
    "align": ("align*", ""),
    "aligned": ("split", ""),
    "displaymath": ("matrix", ""),
    "eqnarray": ("array", "{rcl}"),
    "eqnarray*": ("array", "{rcl}"),
    "equation": ("matrix", ""),
    "equation*": ("matrix", ""),
    "gather": ("matrix", ""),
    "gather*": ("matrix", ""),
    "gathered": ("matrix", ""),
    "multline": ("matrix", ""),
    "multline*": ("matrix", ""),
}
KNOWN_ENVIRONMENTS = {
    *("align*", "array", "bmatrix", "Bmatrix", "cases", "dcases", "matrix", "pmatrix"),
    *("smallmatrix", "split", "vmatrix", "Vmatrix", "substack"),
}
BEGIN_OR_END = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}")
NUMBERING = re.compile(r"\\(?:label\s*\{[^{}]*\}|nonumber(?![A-Za-z])|notag(?![A-Za-z]))")
# Macros can grow without measure; links, styles and pictures are none of a formula's.
NOT_SET = re.compile(
    r"\\(?:(?:new|renew|provide)command|newenvironment|renewenvironment|DeclareMathOperator"
    r"|[egx]?def|let|href|url|style|class|html\w*|cssId|includegraphics|require)(?![A-Za-z])"
)

ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
    *("mfrac", "msqrt", "mroot", "menclose", "msub", "msup", "msubsup", "munder", "mover"),
    *("munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd"),
}
ROWS = {"math", "mrow", "mstyle", "mtd", "msqrt", "mphantom", "mpadded", "menclose"}
# What needs a thin space beside the name of a function; operators bring their own.
LETTERS = {"mi", "mn", "mrow", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "mstyle"}
THIN = "0.167em"
WORD = re.compile(r"[A-Za-z0-9 .-]{0,40}")
ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "stretchy", "fence", "form", "separator"),
    *("movablelimits", "largeop", "accent", "accentunder", "notation", "linethickness"),
    *("columnalign", "rowalign", "columnspan", "rowspan", "mathvariant", "minsize", "maxsize"),
}
LENGTHS = {"width", "height", "depth", "lspace", "rspace", "voffset"}
LENGTH = re.compile(r"-?\d{0,2}(?:\.\d{1,6})?(?:em|ex|pt|mu)?")

# Browsers know no `mathvariant` but "normal"; the letters themselves stand in Unicode.
VARIANTS = {
    "bold": ("MATHEMATICAL BOLD ",),
    "italic": ("MATHEMATICAL ITALIC ",),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC ", "MATHEMATICAL BOLD "),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK ", "DOUBLE-STRUCK "),
    "script": ("MATHEMATICAL SCRIPT ", "SCRIPT "),
    "bold-script": ("MATHEMATICAL BOLD SCRIPT ",),
    "fraktur": ("MATHEMATICAL FRAKTUR ", "BLACK-LETTER "),
    "sans-serif": ("MATHEMATICAL SANS-SERIF ",),
    "monospace": ("MATHEMATICAL MONOSPACE ",),
}


class NotSet(Exception):
    """A formula that latex2mathml cannot set, or sets as something else."""


@lru_cache(maxsize=4096)
def formula_to_html(tex: str, display: bool = False) -> str:
    """A formula as MathML, in a line of its own if `display`; as text where it cannot be set."""
    try:
        return _set(tex, display)
    except Exception:  # latex2mathml ends in many ways, a RecursionError among them
        mark = "$$" if display else "$"
        shown = html.escape(f"{mark}{tex}{mark}")
        return f'<pre class="tex">{shown}</pre>' if display else f'<code class="tex">{shown}</code>'


def _set(tex: str, display: bool) -> str:
    if len(tex) > LONGEST_FORMULA or NOT_SET.search(tex):
        raise NotSet
    tex = BEGIN_OR_END.sub(_known_environment, NUMBERING.sub("", tex))
    math = convert_to_element(tex, display="block" if display else "inline")
    _clean(math)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)


def _known_environment(found: re.Match[str]) -> str:
    name, options = ENVIRONMENTS.get(found[2], (found[2], ""))
    if name not in KNOWN_ENVIRONMENTS:
        raise NotSet
    return rf"\{found[1]}{{{name}}}" + (options if found[1] == "begin" else "")


def _clean(element: ElementTree.Element) -> None:
    """Keep of an element and all within what is known; raise NotSet for what is not a formula."""
    if element.tag not in ELEMENTS:
        raise NotSet
    variant = element.attrib.pop("mathvariant", "")
    element.attrib = {
        name: value for name, value in element.attrib.items() if _is_known(name, value)
    }
    text = html.unescape(element.text or "")
    if element.tag in {"mi", "mo"} and (text in {"&", "{", "}"} and not element.attrib):
        raise NotSet  # a sign of TeX's that should have meant something
    if element.tag in {"mi", "mo", "mn"} and text.startswith("\\") and len(text) > 1:
        raise NotSet  # a command that is not known
    element.text = _in_variant(text, variant) or None
    if variant == "normal":
        element.set("mathvariant", variant)
    element.tail = None
    for child in element:
        _clean(child)
    if element.tag in ROWS:
        _space_functions(element)


def _space_functions(row: ElementTree.Element) -> None:
    """Set the names of functions apart from what they stand beside, as TeX does."""
    children = list(row)
    spaced: list[ElementTree.Element] = []
    for child, following in zip_longest(children, children[1:]):
        before = spaced[-1] if spaced else None
        if _is_function(child) and before is not None and _needs_space(before):
            spaced.append(_thin_space())
        spaced.append(child)
        if _is_function(child) and following is not None and following.tag in LETTERS:
            spaced.append(_thin_space())
    row[:] = spaced


def _needs_space(before: ElementTree.Element) -> bool:
    return before.tag in LETTERS or (before.tag == "mo" and before.text in {")", "]"})


def _thin_space() -> ElementTree.Element:
    return ElementTree.Element("mspace", {"width": THIN})


def _is_function(element: ElementTree.Element) -> bool:
    """Whether an element is the name of a function such as log, with its indices if any."""
    while element.tag in {"msub", "msup", "msubsup"} and len(element):
        element = element[0]
    return element.tag == "mi" and len(element.text or "") > 1 and (element.text or "").isalpha()


def _is_known(name: str, value: str) -> bool:
    if name in LENGTHS:
        return LENGTH.fullmatch(value) is not None
    return name in ATTRIBUTES and WORD.fullmatch(value) is not None


def _in_variant(text: str, variant: str) -> str:
    return "".join(_letter(letter, variant) for letter in text)


@lru_cache(maxsize=4096)
def _letter(letter: str, variant: str) -> str:
    """A letter in a mathematical alphabet of Unicode; itself where there is none."""
    name = unicodedata.name(letter, "").removeprefix("LATIN ").removeprefix("GREEK ")
    name = name.replace("LETTER ", "")
    for alphabet in VARIANTS.get(variant, ()):
        try:
            return unicodedata.lookup(alphabet + name)
        except KeyError:
            continue
    return letter
