"""The pages that graders look at. None of them changes anything."""

import asyncio
from pathlib import Path
from typing import Any

from tornado import web
from tornado.httputil import url_concat

from autograder.reporting.essays.essay import Essay, Question
from autograder.reporting.essays.handler import EssayHandler
from autograder.reporting.essays.notebooks import (
    NotebookProblem,
    cells_before,
    digest_of,
    find_cell,
    read_notebook,
)
from autograder.reporting.essays.outputs import outputs_html
from autograder.reporting.essays.queues import QUEUES, first, following, is_flagged, queue
from autograder.reporting.essays.summary import NOTABLE, compare
from autograder.reporting.pages.rendering import code_to_html, markdown_of

STATES = ("unread", "again", "graded", "blank")


def counts(essays: list[Essay]) -> dict[str, int]:
    """How many essays are in each state."""
    return {state: sum(essay.status == state for essay in essays) for state in STATES}


class Page(EssayHandler):
    """A page that shows the part of a queue that its address asks for."""

    @property
    def queue_name(self) -> str:
        name = self.get_argument("queue", "to-read")
        return name if name in QUEUES else "to-read"

    @property
    def of_all(self) -> bool:
        """Whether the essays of all graders are meant."""
        return self.get_argument("of", "me") == "all"

    def chosen(self, essays: list[Essay]) -> list[Essay]:
        return queue(essays, self.queue_name, "" if self.of_all else self.grader)

    def parameters(self) -> dict[str, str]:
        return {"queue": self.queue_name, "of": "all" if self.of_all else "me"}

    def essay_address(self, essay_id: str) -> str:
        return url_concat(self.address("essay", essay_id), self.parameters())


class OverviewPage(Page):
    @web.authenticated
    def get(self) -> None:
        asked = []
        for question in self.book.questions():
            essays = self.book.essays(question)
            asked.append((question, self.master(question), counts(essays), len(essays)))
        asked.sort(key=lambda one: (one[0].assignment, one[0].notebook, one[1].place))
        self.show("overview.html", questions=asked)


class QuestionPage(Page):
    @web.authenticated
    def get(self, *names: str) -> None:
        question = self.book.question(*names)
        essays = self.book.essays(question)
        chosen = self.chosen(essays)
        self.show(
            "question.html",
            question=question,
            master=self.master(question),
            essays=essays,
            numbers={essay.id: number for number, essay in enumerate(essays, start=1)},
            chosen=chosen,
            counts=counts(essays),
            queues={
                name: len(queue(essays, name, "" if self.of_all else self.grader))
                for name in QUEUES
            },
            shares=sorted({essay.share for essay in essays if essay.share}),
            is_flagged=is_flagged,
            essay_address=self.essay_address,
            finished=self.get_argument("finished", "") != "",
            **self.parameters(),
        )


class NextEssay(Page):
    """Leads to the essay that comes after another one, or to the first."""

    @web.authenticated
    def get(self, *names: str) -> None:
        question = self.book.question(*names)
        essays = self.book.essays(question)
        chosen = self.chosen(essays)
        after = self.get_argument("after", "")
        step = -1 if self.get_argument("step", "") == "back" else 1
        found = following(essays, chosen, after, step) if after else first(chosen, self.grader)
        if found:
            self.redirect(self.essay_address(found))
        else:
            address = self.question_address(question)
            self.redirect(url_concat(address, self.parameters() | {"finished": "yes"}))


class EssayPage(Page):
    @web.authenticated
    def get(self, essay_id: str) -> None:
        question = self.book.question_of(essay_id)
        essays = self.book.essays(question)
        essay = next(essay for essay in essays if essay.id == essay_id)
        master = self.master(question)
        text, digest, seen_before, problem = self._read(question, essay)
        chosen = [one.id for one in self.chosen(essays)]
        kept = self.book.bank.kept(question, [one.comment for one in essays])
        self.show(
            "essay.html",
            question=question,
            master=master,
            essay=essay,
            number=essays.index(essay) + 1,
            total=len(essays),
            waiting=sum(one.waits_for_reading for one in essays),
            place=chosen.index(essay_id) + 1 if essay_id in chosen else 0,
            in_queue=len(chosen),
            text=text,
            problem=problem,
            outputs=seen_before,
            kept=kept,
            is_flagged=is_flagged(essay),
            changed=essay.text_digest not in {"", digest},
            state=self._state(question, essay, digest, kept),
            **self.parameters(),
        )

    def _read(self, question: Question, essay: Essay) -> tuple[str, str, int, str]:
        """The essay as HTML, its digest, how many cells before it have outputs, what is wrong."""
        try:
            notebook = read_notebook(self.graded_notebook(question, essay))
            place = find_cell(notebook, question.cell)
        except NotebookProblem as problem:
            return "", "", 0, str(problem)
        cell = notebook.cells[place]
        if cell.cell_type == "markdown":
            text = markdown_of(cell, cell.source, formulas=True)
        else:
            text = code_to_html(cell.source)
        return text, digest_of(cell), len(cells_before(notebook, place)), ""

    def _state(
        self, question: Question, essay: Essay, digest: str, kept: list[tuple[int, str]]
    ) -> dict[str, Any]:
        """What the page's script begins with."""
        here = self.address("essay", essay.id)
        about = self.question_address(question)
        return {
            "id": essay.id,
            "maximum": question.maximum,
            "given": given(essay),
            "digest": digest,
            "flagged": is_flagged(essay),
            "kept": [{"id": number, "text": text} for number, text in kept],
            "essay": here,
            "question": about,
            "next": url_concat(f"{about}/next", self.parameters() | {"after": essay.id}),
        }


def given(essay: Essay) -> dict[str, Any]:
    """What stands in the gradebook for an essay, for a script."""
    return {
        "seen": essay.seen,
        "points": essay.points,
        "items": essay.items if essay.given_here else {},
        "comment": essay.comment,
        "grader": essay.grader if essay.given_here else "",
        "at": f"{essay.read_at:%Y-%m-%d %H:%M} UTC" if essay.read_at and essay.given_here else "",
    }


class Outputs(Page):
    """What the student saw before writing an essay, as a part of its page."""

    @web.authenticated
    def get(self, essay_id: str) -> None:
        question = self.book.question_of(essay_id)
        essay = self.book.essay(question, essay_id)
        try:
            notebook = read_notebook(self.graded_notebook(question, essay))
            cells = cells_before(notebook, find_cell(notebook, question.cell))
        except NotebookProblem as problem:
            raise web.HTTPError(404, str(problem)) from None
        self.answer({"html": outputs_html(cells)})


class Student(Page):
    """Who wrote an essay, for a grader who asks."""

    @web.authenticated
    def get(self, essay_id: str) -> None:
        essay = self.book.essay(self.book.question_of(essay_id), essay_id)
        self.answer({"student": f"{essay.name} ({essay.student})" if essay.name else essay.student})


class Alike(Page):
    """The essays with the same text as one of them, and what they were given."""

    @web.authenticated
    async def get(self, essay_id: str) -> None:
        question = self.book.question_of(essay_id)
        essays = self.book.essays(question)
        paths = {essay.id: self.graded_notebook(question, essay) for essay in essays}
        alike = await asyncio.to_thread(self._alike, paths, essay_id, question.cell)
        others = [essay for essay in essays if essay.id in alike]
        self.answer(
            {
                "waiting": {one.id: one.seen for one in others if one.waits_for_reading},
                "graded": [one.points for one in others if one.status == "graded"],
            }
        )

    def _alike(self, paths: dict[str, Path], essay_id: str, cell: str) -> set[str]:
        digest = self.essays.equal_texts.digest
        own = digest(paths[essay_id], cell)
        return {
            one
            for one, path in paths.items()
            if own and one != essay_id and digest(path, cell) == own
        }


class SummaryPage(Page):
    @web.authenticated
    def get(self, *names: str) -> None:
        question = self.book.question(*names)
        essays = self.book.essays(question)
        master = self.master(question)
        rows, together = compare(essays, master.rubric)
        self.show(
            "summary.html",
            question=question,
            master=master,
            rows=rows,
            together=together,
            waiting=sum(essay.waits_for_reading for essay in essays),
            elsewhere=sum(essay.points is not None and not essay.given_here for essay in essays),
            notable=NOTABLE,
        )
