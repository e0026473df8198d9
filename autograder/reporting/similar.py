"""Answers that are alike, for a person to look at: never a score, and no proof of anything.

copydetect compares programs by their tokens, with the names of variables taken out, and texts by
their letters. What a notebook's release holds counts for nothing, wherever it was copied to, and
short answers are left out: right ones are alike by nature.
"""

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
from copydetect.detector import CodeFingerprint, compare_files
from nbgrader.coursedir import CourseDirectory

from autograder.intake.rebuild import is_own
from autograder.reporting.graded_notebooks import GradedFolder, all_cells
from autograder.reporting.results import ClassResults

# Both answers of a pair are this far the same. Measured on tests/essays: right ones that were
# written apart share up to 0.5 (derivations in one notation), copies with every tenth word changed
# 0.84 and more.
THRESHOLD = 0.8
# Characters that are compared, programs without comments and with each name as one letter.
LEAST_CODE = 200
LEAST_TEXT = 300
GRAM = 25  # characters of a sequence that is found again, copydetect's own choice
LONGEST = 100_000  # characters of one answer that are compared, which takes seconds
MOST_PAIRS = 200  # that are told
OWN = {True: "own code", False: "own texts"}  # by whether it is code


@dataclass(frozen=True)
class Answer:
    """What a student wrote in one exercise, or in all cells of code or text of their own."""

    student: str
    notebook: str
    name: str
    text: str
    is_code: bool


@dataclass(frozen=True)
class Pair:
    """Two answers and the share of the less alike one that stands in the other, too.

    `marked` are the places that both share, as (start, end) in each text.
    """

    first: Answer
    second: Answer
    share: float
    marked: tuple[list[tuple[int, int]], list[tuple[int, int]]]

    def parts(self, which: int) -> list[tuple[str, bool]]:
        """A text of the pair in parts, each with whether it stands in the other."""
        text = (self.first, self.second)[which].text
        found, at = [], 0
        for start, end in self.marked[which]:
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
        return [part for part in [*found, (text[at:], False)] if part[0]]


def similar_answers(results: ClassResults, coursedir: CourseDirectory) -> list[Pair]:
    """The pairs of long answers in a class that are alike, the most alike first."""
    released = _released(results, coursedir)
    by_task: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for student in results.graded:
        for answer in _answers(GradedFolder(coursedir, student.student), results.notebooks):
            by_task[answer.notebook, answer.name].append(answer)
    pairs = [
        pair
        for (notebook, name), answers in by_task.items()
        for pair in alike(answers, released[notebook, answers[0].is_code])
    ]
    return sorted(pairs, key=lambda pair: -pair.share)[:MOST_PAIRS]


def groups(pairs: list[Pair]) -> list[list[str]]:
    """The students of pairs that hang together, where they are more than two."""
    known: dict[str, set[str]] = {}
    for pair in pairs:
        names = (pair.first.student, pair.second.student)
        merged = set().union(*(known.get(name, {name}) for name in names))
        known.update(dict.fromkeys(merged, merged))
    found = {id(group): sorted(group) for group in known.values() if len(group) > 2}
    return sorted(found.values())


def alike(answers: Iterable[Answer], released: str = "") -> Iterator[Pair]:
    """The pairs of answers to one task that are alike."""
    prints: list[tuple[Answer, CodeFingerprint]] = []
    for answer in answers:
        beginning = answer.text[:LONGEST]
        print_ = _fingerprint(beginning, answer.is_code)
        if _is_long(print_, answer) and (
            common := print_.hashes & _hashes(released, answer.is_code)
        ):
            print_ = _fingerprint(beginning, answer.is_code, common)
        if _is_long(print_, answer):
            prints.append((answer, print_))
    for (first, one), (second, other) in combinations(prints, 2):
        # To compare takes long; most pairs share hardly anything.
        if len(one.hashes & other.hashes) < THRESHOLD / 2 * min(len(one.hashes), len(other.hashes)):
            continue
        _, shares, slices = compare_files(one, other)
        if min(shares) >= THRESHOLD:
            marked = (_places(slices[0]), _places(slices[1]))
            yield Pair(first, second, float(min(1.0, *shares)), marked)


def _is_long(print_: CodeFingerprint, answer: Answer) -> bool:
    return bool(print_.token_coverage >= (LEAST_CODE if answer.is_code else LEAST_TEXT))


@lru_cache(maxsize=8)  # a notebook's, which are large, for all of its tasks
def _hashes(released: str, is_code: bool) -> set[int]:
    hashes: set[int] = _fingerprint(released, is_code).hashes
    return hashes


def _fingerprint(text: str, is_code: bool, boilerplate: Collection[int] = ()) -> CodeFingerprint:
    return CodeFingerprint(
        "answer.py",
        GRAM,
        1,
        boilerplate=list(boilerplate),
        filter=is_code,
        language="python",
        fp=io.StringIO(text),
    )


def _places(slices: np.ndarray) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, end in zip(slices[0], slices[1], strict=True)]


def _answers(folder: GradedFolder, notebooks: list[str]) -> Iterator[Answer]:
    for notebook in notebooks:
        own = defaultdict(list)
        for cell in folder.all_cells(notebook):
            text = "".join(cell["source"])
            header = cell["metadata"].get("nbgrader", {})
            is_code = cell["cell_type"] == "code"
            if header.get("solution"):
                yield Answer(
                    folder.student, notebook, header["grade_id"], _text(text, is_code), is_code
                )
            elif is_own(cell):
                own[is_code].append(_text(text, is_code))
        for is_code, texts in own.items():
            yield Answer(folder.student, notebook, OWN[is_code], "\n\n".join(texts), is_code)


def _text(text: str, is_code: bool) -> str:
    """A text as it is compared: of prose neither lines nor spaces mean anything."""
    return text if is_code else re.sub(r"\s+", " ", text)


def _released(results: ClassResults, coursedir: CourseDirectory) -> dict[tuple[str, bool], str]:
    """What students found in each notebook, by its name and by whether it is code."""
    step = coursedir.release_directory
    folder = coursedir.format_path(step, ".", coursedir.assignment_id)
    return {
        (notebook, is_code): "\n\n".join(
            _text("".join(cell["source"]), is_code)
            for cell in all_cells(Path(folder, f"{notebook}.ipynb"))
            if (cell["cell_type"] == "code") is is_code
        )
        for notebook in results.notebooks
        for is_code in (True, False)
    }
