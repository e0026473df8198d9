"""The report in a terminal: each student's points, and the reason for every lost one."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.reporting.results import CellResult, ClassResults, StudentResult
from autograder.text import plain


def print_report(results: ClassResults, console: Console) -> None:
    """A table of students by notebook with points, and below it why points were lost."""
    console.print(_table(results))
    console.print("\n[bold]Why points were lost[/bold]")
    for student in results.graded:
        _print_reasons(student, console)
        for note in student.notes:
            console.print(f"  note on {plain(note)}", markup=False, soft_wrap=True)
    absent = [student.student for student in results.students if student.is_absent]
    if absent:
        shown = ", ".join(plain(student) for student in absent)
        console.print(f"\nhanded in nothing: {shown}", markup=False, soft_wrap=True)


def _table(results: ClassResults) -> Table:
    table = Table(
        title=f"Points in {results.assignment}",
        caption="\n".join(results.notebooks),
        caption_justify="left",
    )
    table.add_column("student", no_wrap=True)
    for name in results.notebooks:
        number, _, _ = name.partition("_")
        table.add_column(f"{number}\n/{results.maximum_of(name):g}", justify="right")
    table.add_column(f"total\n/{results.maximum:g}", justify="right", style="bold")
    table.add_column("points\nto read", justify="right")
    for student in results.graded:
        points = [student.points_of(name) for name in results.notebooks]
        table.add_row(
            escape(plain(student.student)),
            *(f"{value:g}" for value in (*points, student.points, student.waiting)),
        )
    return table


def _print_reasons(student: StudentResult, console: Console) -> None:
    """One student's lost points; cells that lost all for the same reason stand together."""
    groups: dict[tuple[tuple[str, ...], str | None], list[CellResult]] = {}
    for cell in student.cells:
        if cell.lost:
            alone = cell.exercise.grade_id if cell.points else None
            groups.setdefault((cell.reasons, alone), []).append(cell)
    nothing = "" if groups or student.penalty else ": nothing lost"
    console.print(f"\n[bold]{escape(plain(student.student))}[/bold]{nothing}")
    for (reasons, _), cells in groups.items():
        names = ", ".join(cell.exercise.name for cell in cells)
        points = sum(cell.points for cell in cells)
        maximum = sum(cell.exercise.maximum for cell in cells)
        console.print(f"  {names}: {points:g} of {maximum:g}", soft_wrap=True)
        for reason in reasons:
            console.print(f"    – {plain(reason)}", markup=False, soft_wrap=True)
    if student.penalty:
        console.print(f"  handed in late: {student.penalty:g} less", soft_wrap=True)
