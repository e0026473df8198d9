"""What a student wrote, as it is shown."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.text import plain, plain_lines

HIDDEN = [
    *("\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u061c", "\x7f", "\x9b", "\x85"),
    *("\ud800", "\udcff", "\x00", "\x1b", "\x08", "\u3164", "\U000e0041", "\ue000"),
]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("naïve 学生 ∑ – “x”", "naïve 学生 ∑ – “x”"),
        ("two\nlines\r\nand\ta tab", "two lines and a tab"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07done\x1b[2J", "red done"),
        ("a\u202egnp.exe", "a�gnp.exe"),
        ("\ud800\udfff", "�"),
        ("❤\ufe0f and 👩\u200d💻", "❤ and 👩💻"),
        ("a  b", "a  b"),
    ],
)
def test_a_line_shows_what_it_is(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_hides_in_a_line(hidden):
    shown = plain(f"a{hidden}b")
    assert shown != "ab"
    assert hidden not in shown


def test_a_long_text_is_cut_and_says_so():
    assert plain("x" * 500) == "x" * 399 + "…"
    assert plain("x" * 400) == "x" * 400
    assert plain("\u200d" * 10**6, 20) == "…"


def test_marks_do_not_pile_up():
    assert len(plain("e" + "\u0301" * 50)) == 5


def test_every_character_can_be_given():
    """Which characters are shown depends on the version of Unicode; none may be obeyed."""
    for code in range(sys.maxunicode + 1):
        shown = plain(chr(code))
        assert shown.isprintable()
        assert unicodedata.category(shown or " ") not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@given(st.text())
def test_a_line_stays_as_it_is(text):
    line = plain(text, 50)
    assert len(line) <= 50
    assert line.isprintable()
    assert plain(line, 50) == line
    line.encode()


def test_lines_keep_their_form_and_their_colours():
    text = "\x1b[0;31mError\x1b[0m\n\tx\n"
    assert plain_lines(text) == text
    assert plain_lines("a\x1b[2Jb\x9b1mc\u202ed\x07e\n") == "abc�d�e\n"
    assert plain_lines("a\u2028b\x0cc") == "a\nb\nc"
    # A colour that no terminal has, which nbconvert cannot read either.
    assert plain_lines("\x1b[1:2mx\x1b[" + "1;" * 500 + "1my") == "xy"


@given(st.text())
def test_lines_hold_nothing_that_is_obeyed(text):
    shown = plain_lines(text)
    shown.encode()
    assert plain_lines(shown) == shown
