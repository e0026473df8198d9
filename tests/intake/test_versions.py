"""Versions of files by their names, and of Python by its syntax."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake.python_versions import GRADERS, valid_from
from autograder.intake.versions import Version, version_of
from tests.conftest import at_most


@pytest.mark.parametrize(
    ("stem", "series", "numbers"),
    [
        ("5_elbo", "5_elbo", ()),
        ("5_elbo-10", "5_elbo", (10,)),
        ("5_elbo (2)", "5_elbo", (2,)),
        ("5_elbo_v3", "5_elbo", (3,)),
        ("5_elbo version 3", "5_elbo", (3,)),
        ("ada_123_4567_5_elbo-1", "5_elbo", (1,)),
        ("5 Elbo final 2", "5_elbo", (2,)),
        ("5_elbo-2026-12-01", "5_elbo", (2026, 12, 1)),
        ("5_elbo_20261201", "5_elbo", (2026, 12, 1)),
        ("5_elbo_01-12-2026", "5_elbo", (2026, 12, 1)),
        ("5_elbo 01.12.2026 (2)", "5_elbo", (2026, 12, 1, 2)),
        ("5_elbo_28_11_2026", "5_elbo", (2026, 11, 28)),
        ("5_elbo_11-28-2026", "5_elbo", (2026, 11, 28)),
        ("5_elbo_31.02.2026", "5_elbo", (31, 2, 2026)),
        ("5_elbo_20261399", "5_elbo", ()),
        ("5_elbo_1234567", "5_elbo", ()),
        ("5_elbo_1234567_v2", "5_elbo", (2,)),
        ("5_elbo_20261201120000", "5_elbo", ()),
    ],
)
def test_the_numbers_at_the_end_of_a_name_are_its_version(stem, series, numbers):
    assert version_of(stem, "5_elbo") == (series, Version(numbers, True, ()))


def test_files_of_another_name_are_versions_of_each_other():
    assert version_of("Homework-3", None) == ("homework", Version((3,), True, ()))
    assert version_of("homework", None)[0] == "homework"


@pytest.mark.parametrize(
    "stem", ["-" * 240 + "x", ("-" * 35 + "1") * 6 + "x", "v1_" * 80 + "x", "1" * 240 + "x"]
)
def test_a_long_name_is_read_in_bounded_time(stem):
    with at_most(1):
        assert version_of(stem, None)[1].numbers == ()


@pytest.mark.parametrize("stem", ["5_elbo-Copy1", "Copy of 5_elbo", "5_elbo - copy (2)"])
def test_a_copy_comes_before_its_original(stem):
    assert version_of(stem, "5_elbo")[1] < version_of("5_elbo", "5_elbo")[1]


@settings(derandomize=True)
@given(stem=st.text(max_size=300) | st.text("0123456789-_v. (", max_size=300))
def test_no_name_raises_or_takes_long(stem):
    for named in (None, "5_elbo"):
        with at_most(1):
            version_of(stem, named)


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ("try:\n    pass\nexcept* ValueError:\n    pass", (3, 11)),
        ("""print(f"{names["a"]}")""", (3, 12)),
        ("f'{1 +\n2}'", (3, 12)),
        (r"""f'{"\n".join(x)}'""", (3, 12)),
        ("type Numbers = list[float]", (3, 12)),
        ("def first[T](x: list[T]) -> T:\n    return x[0]", (3, 12)),
        ("class A[T = int]:\n    pass", (3, 13)),
        ("try:\n    pass\nexcept ValueError, TypeError:\n    pass", (3, 14)),
        ("t'{x}'", (3, 14)),
        ("%time\n!ls\nif x:\n    %matplotlib inline\nt'{x}'", (3, 14)),
    ],
)
def test_syntax_of_a_later_python_is_called_that(source, version):
    words = valid_from(source)
    if version <= sys.version_info[:2]:
        assert words is None
    else:
        later = ".".join(map(str, version))
        assert words.startswith(f"valid from Python {later}; the grader runs {GRADERS}: ")


@pytest.mark.parametrize(
    "source", ["x = 1", "print 'x'", "def f(:", "type X = int\ndef f(:", "(" * 5000, "\ud800", ""]
)
def test_any_other_fault_is_none_of_the_version(source):
    assert valid_from(source) is None
