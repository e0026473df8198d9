"""Reads course.toml, in which a course says what the engine must be told of it."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "course.toml"
VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)
DOTTED_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


class CourseError(Exception):
    """A mistake of whoever runs the course, as one message that says what to do."""


@dataclass(frozen=True)
class PlannedAssignment:
    """An assignment: its title, and what each of its notebooks is to be worth, in points."""

    title: str
    notebooks: dict[str, float]


@dataclass(frozen=True)
class KernelSettings:
    """What the kernels of graded notebooks get.

    `imports` are modules that are imported before a kernel is needed, and `imports_with` more of
    them, by the package that a notebook has to import for that. `files` are paths of the course by
    the environment variable that says where they are found.
    """

    imports: tuple[str, ...] = ()
    imports_with: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CourseFile:
    """What a course.toml says.

    `prepare` is a function, as "module:name", that is called once in each process before checks
    run in its forks; empty where there is none. `neighbours` are functions, by name, and those that
    are taken for them by mistake. `repository` is the address from which the course can be had, for
    links; empty where it has none.
    """

    assignments: dict[str, PlannedAssignment]
    kernel: KernelSettings
    prepare: str = ""
    neighbours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    repository: str = ""


def read_course_file(root: Path) -> CourseFile:
    """The course.toml in a folder. Raises CourseError where there is none, or it has a mistake."""
    path = root / NAME
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} is missing; it names the assignments of the course") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    _expect_keys(content, "the file", {"assignments", "checks", "kernel", "repository"})
    tables = _table(content, "assignments", "")
    if not tables:
        raise CourseError(
            f"{NAME} names no assignment; expected a table such as [assignments.first], with a "
            "title and its notebooks"
        )
    assignments = {name: _assignment(tables, name) for name in tables}
    repository = _text(content.get("repository", ""), "repository")
    if repository and not repository.startswith("https://"):
        raise CourseError(f"{NAME}: repository is {repository!r}; expected an address, https://…")
    checks = _table(content, "checks", "")
    _expect_keys(checks, "[checks]", {"neighbours", "prepare"})
    neighbours = {
        name: _names(names, f"checks.neighbours.{name}")
        for name, names in _table(checks, "neighbours", "checks.").items()
    }
    prepare = _text(checks.get("prepare", ""), "checks.prepare")
    if prepare and not FUNCTION.fullmatch(prepare):
        raise CourseError(
            f'{NAME}: checks.prepare is {prepare!r}; expected a function, "module:name"'
        )
    return CourseFile(
        assignments, _kernel(_table(content, "kernel", "")), prepare, neighbours, repository
    )


def _assignment(tables: dict[str, Any], name: str) -> PlannedAssignment:
    where = f"assignments.{name}"
    if not re.fullmatch(r"\w[\w.-]*", name):
        raise CourseError(
            f"{NAME}: an assignment is a folder, and {name!r} is not a valid name for one; use "
            "letters, digits, - and _"
        )
    table = _table(tables, name, "assignments.")
    _expect_keys(table, f"[{where}]", {"title", "notebooks"})
    notebooks = _table(table, "notebooks", f"{where}.")
    if not notebooks:
        raise CourseError(
            f"{NAME}: [{where}.notebooks] is missing or empty; expected a line for each notebook, "
            "such as 1_title = 10, with its points"
        )
    for notebook, points in notebooks.items():
        if isinstance(points, bool) or not isinstance(points, int | float) or not points >= 0:
            raise CourseError(
                f"{NAME}: {where}.notebooks.{notebook} is {points!r}; expected points, a number"
            )
    title = table.get("title", name)
    return PlannedAssignment(_text(title, f"{where}.title"), notebooks)


def _kernel(table: dict[str, Any]) -> KernelSettings:
    _expect_keys(table, "[kernel]", {"imports", "imports_with", "files", "environment"})
    imports_with = _table(table, "imports_with", "kernel.")
    files = _table(table, "files", "kernel.")
    environment = _table(table, "environment", "kernel.")
    for key, group in (("files", files), ("environment", environment)):
        for variable, value in group.items():
            if not VARIABLE.fullmatch(variable):
                raise CourseError(
                    f"{NAME}: kernel.{key}.{variable} is not a valid name for a variable"
                )
            _text(value, f"kernel.{key}.{variable}")
    both = sorted(files.keys() & environment.keys())
    if both:
        raise CourseError(f"{NAME}: {both[0]} stands in kernel.files and in kernel.environment")
    for variable, file in files.items():
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise CourseError(
                f"{NAME}: kernel.files.{variable} is {file!r}; expected a path inside the course"
            )
    if len({PurePosixPath(file).name for file in files.values()}) < len(files):
        raise CourseError(f"{NAME}: two of kernel.files have one name; kernels see them by name")
    return KernelSettings(
        _names(table.get("imports", []), "kernel.imports"),
        {
            name: _names(value, f"kernel.imports_with.{name}")
            for name, value in imports_with.items()
        },
        files,
        environment,
    )


def _expect_keys(table: dict[str, Any], where: str, known: set[str]) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise CourseError(
            f"{NAME}: unknown key {unknown[0]} in {where}; known are {', '.join(sorted(known))}"
        )


def _table(parent: dict[str, Any], key: str, above: str) -> dict[str, Any]:
    found = parent.get(key, {})
    if not isinstance(found, dict):
        raise CourseError(f"{NAME}: {above}{key} is {found!r}; expected a table, [{above}{key}]")
    return found


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise CourseError(f"{NAME}: {where} is {value!r}; expected a text in quotes")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    if not is_list or not all(DOTTED_NAME.fullmatch(one) for one in value):
        raise CourseError(f"{NAME}: {where} is {value!r}; expected a list of names")
    return tuple(value)
