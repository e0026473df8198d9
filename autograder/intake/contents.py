"""Finds out which released notebooks a file answers, by the cells that it holds."""

from pathlib import Path
from time import monotonic

from nbformat import NotebookNode

from autograder.intake.comparing import same_text
from autograder.intake.reading import MEGABYTE, SubmittedCell
from autograder.intake.rebuild import rebuild
from autograder.intake.student_code import CodeReader

ENOUGH = 0.5  # of a released notebook, to take a file for it


class Contents:
    """What tells the cells of one released notebook from those of another.

    `reader` reads all code of one submission, so that it reads each cell once. It `ran_out_of_time`
    once it was asked for answers after `until`, on the monotonic clock.
    """

    def __init__(self, released: dict[str, NotebookNode], until: float) -> None:
        self.released = released
        self.until = until
        self.ran_out_of_time = False
        self.reader = CodeReader()
        self.grade_ids: dict[str, set[str]] = {}
        self.solutions: dict[str, set[str]] = {}
        self.cell_ids: dict[str, set[str]] = {}
        self.functions: dict[str, set[str]] = {}
        self.sources: dict[str, set[str]] = {}
        self.given: set[tuple[str, str]] = set()
        self._answered: dict[tuple[str, tuple[SubmittedCell, ...]], bool] = {}
        for name, notebook in released.items():
            graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader")]
            plain = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader")]
            solutions = [cell for cell in graded if cell.metadata.nbgrader.get("solution")]
            self.grade_ids[name] = {cell.metadata.nbgrader.grade_id for cell in graded}
            self.solutions[name] = {cell.metadata.nbgrader.grade_id for cell in solutions}
            self.functions[name] = {
                cell.metadata.nbgrader.grade_id for cell in solutions if cell.cell_type == "code"
            }
            self.cell_ids[name] = {cell.id for cell in notebook.cells if "id" in cell}
            self.sources[name] = {
                same_text(cell.source) for cell in notebook.cells if cell not in solutions
            }
            for cell in plain:
                if cell.cell_type == "code":
                    self.given |= set(self.reader.read(cell.source).functions.items())

    def matches(self, cells: list[SubmittedCell]) -> dict[str, float]:
        """The share of each released notebook that cells hold, where they hold any of it.

        Grade ids decide where they make half of a notebook, else cell ids too, else also the
        functions that are defined: one pasted cell says nothing of what stands beside it.
        """
        grade_ids = {cell.grade_id for cell in cells if cell.grade_id}
        by_grade_id = {
            name: max(
                _share(self.grade_ids[name], grade_ids), _share(self.solutions[name], grade_ids)
            )
            for name in self.released
        }
        cell_ids = {cell.cell_id for cell in cells if cell.cell_id}
        by_cell_id = {
            name: _share(self._only_in(self.cell_ids, name), cell_ids) for name in self.released
        }
        shares = by_grade_id
        if max(shares.values(), default=0) < ENOUGH:
            shares = _larger(shares, by_cell_id)
        if max(shares.values(), default=0) < ENOUGH:
            defined = self._defined_functions(cells)
            by_function = {name: _share(self.functions[name], defined) for name in self.released}
            shares = _larger(shares, by_function)
        return {name: share for name, share in shares.items() if share}

    def _defined_functions(self, cells: list[SubmittedCell]) -> set[str]:
        """The functions that cells define, without those that a release gives."""
        wanted = set().union(*self.functions.values())
        defined = set()
        for cell in cells:
            if cell.kind == "code" and any(name in cell.source for name in wanted):
                functions = self.reader.read(cell.source).functions.items()
                defined |= {name for name, body in functions if (name, body) not in self.given}
        return defined

    def without_others(self, name: str, cells: list[SubmittedCell]) -> list[SubmittedCell]:
        """Cells of a file that holds several notebooks, without the given ones of the others.

        What students wrote for other notebooks stays, because they may have used it here.
        """
        foreign_ids = set().union(*self.grade_ids.values()) - self.grade_ids[name]
        foreign_ids -= set().union(*self.functions.values())
        foreign_cells = set().union(*self.cell_ids.values()) - self.cell_ids[name]
        foreign_cells -= set().union(*self.functions.values())
        foreign_sources = set().union(*self.sources.values()) - self.sources[name]
        return [
            cell
            for cell in cells
            if cell.grade_id in self.grade_ids[name]
            or not (
                cell.grade_id in foreign_ids
                or cell.cell_id in foreign_cells
                or cell.text in foreign_sources
            )
        ]

    def has_answers(self, name: str, cells: list[SubmittedCell]) -> bool:
        """Whether any answer to a released notebook differs from the release.

        Where the time is over, any file that has not been looked through is taken to have some.
        """
        key = (name, tuple(cells))
        if key not in self._answered:
            if monotonic() > self.until:
                self.ran_out_of_time = True
                return True
            self._answered[key] = self._find_answers(name, cells)
        return self._answered[key]

    def _find_answers(self, name: str, cells: list[SubmittedCell]) -> bool:
        released = self.released[name]
        by_id = {cell.id: cell for cell in rebuild(released, cells, self.reader).notebook.cells}
        return any(
            same_text(by_id[cell.id].source) != same_text(cell.source)
            for cell in released.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        )

    def is_untouched(self, name: str, script: Path) -> bool:
        """Whether a script still holds each exercise of a released notebook as it was released."""
        try:
            with script.open("rb") as file:
                text = file.read(MEGABYTE).decode("utf-8", "replace")
        except OSError:
            return False
        text = text.replace("\r\n", "\n")
        return all(
            (cell.source if cell.cell_type == "code" else f"\n# {cell.source}\n") in text
            for cell in self.released[name].cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        )

    def _only_in(self, sets: dict[str, set[str]], name: str) -> set[str]:
        others = (each for other, each in sets.items() if other != name)
        return sets[name].difference(*others)


def _larger(shares: dict[str, float], others: dict[str, float]) -> dict[str, float]:
    return {name: max(share, others[name]) for name, share in shares.items()}


def _share(whole: set[str], part: set[str]) -> float:
    return len(whole & part) / len(whole) if whole else 0.0
