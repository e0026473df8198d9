"""What graders decide, as the pages' scripts send it. Each needs the server's XSRF token."""

import json
from typing import Any, TypeGuard
from urllib.parse import quote

from tornado import web

from autograder.build.mark_schemes import Rubric
from autograder.reporting.essays.essay import Decision, Question
from autograder.reporting.essays.essay_book import Conflict
from autograder.reporting.essays.handler import COOKIE, LONGEST_NAME, EssayHandler
from autograder.reporting.essays.pages import given
from autograder.reporting.essays.queues import is_flagged
from autograder.text import plain, plain_lines

LONGEST_COMMENT = 20_000  # characters
MOST_GRADERS = 100


class Writing(EssayHandler):
    """A handler that changes something."""

    def body(self) -> dict[str, Any]:
        try:
            found = json.loads(self.request.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise web.HTTPError(400, "the request is to hold a JSON object")
        return found

    def text(self, value: Any, longest: int = LONGEST_COMMENT) -> str:
        """A text that a grader typed, as it can be stored."""
        if not isinstance(value, str) or len(value) > longest:
            raise web.HTTPError(400, f"a text of at most {longest} characters is expected")
        return plain_lines(value).strip()

    def show_to_formgrader(self) -> None:
        """Let formgrader, which runs in the same server, read anew what it has in its memory."""
        gradebook = self.settings.get("nbgrader_gradebook")
        if gradebook is not None:
            gradebook.db.expire_all()


class Points(Writing):
    @web.authenticated
    def put(self, essay_id: str) -> None:
        body = self.body()
        question = self.book.question_of(essay_id)
        decision = self._decision(body, question)
        seen = {essay_id: str(body.get("seen"))} | self._alike(body, question, decision)
        try:
            done = self.book.save(question, seen, decision, self.grader)
        except Conflict as conflict:
            self.answer({"message": str(conflict), "given": given(conflict.essay)}, 409)
            return
        self.show_to_formgrader()
        self.answer({"given": len(done)})

    def _decision(self, body: dict[str, Any], question: Question) -> Decision:
        items, points = body.get("items"), body.get("points")
        rubric = self.master(question).rubric
        if items:
            items = self._items(items, rubric)
            points = sum(items.values())
        if not _is_number(points) or not 0 <= (points := float(points)) <= question.maximum:
            raise web.HTTPError(
                400, f"points are to be a number from 0 to {question.maximum:g}, found {points!r}"
            )
        return Decision(
            points=points,
            items=items or {},
            comment=self.text(body.get("comment")),
            text_digest=self.text(body.get("digest"), 64),
        )

    def _items(self, items: Any, rubric: Rubric) -> dict[str, float]:
        """Points of all items of the mark scheme, by title."""
        known = {item.title: item for item in rubric.items}
        if not isinstance(items, dict) or items.keys() != known.keys():
            raise web.HTTPError(
                400, "the mark scheme has changed since the page was opened; open it again"
            )
        for title, item in known.items():
            if items[title] not in item.steps:
                raise web.HTTPError(400, f"{title} can be given {item.steps} points")
        return {title: float(items[title]) for title in known}

    def _alike(
        self, body: dict[str, Any], question: Question, decision: Decision
    ) -> dict[str, str]:
        """What the grader saw of the essays with the very same text, to be given the same."""
        asked = body.get("alike") or {}
        if not isinstance(asked, dict):
            raise web.HTTPError(400, "`alike` is to hold what was seen of each essay")
        if not asked:
            return {}
        digest = self.essays.equal_texts.digest
        essays = [essay for essay in self.book.essays(question) if essay.id in asked]
        return {
            essay.id: str(asked[essay.id])
            for essay in essays
            if digest(self.graded_notebook(question, essay), question.cell) == decision.text_digest
        }


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Flag(Writing):
    @web.authenticated
    def put(self, essay_id: str) -> None:
        question = self.book.question_of(essay_id)
        essay = self.book.flag(question, essay_id, self.body().get("flagged") is True)
        self.show_to_formgrader()
        self.answer({"flagged": is_flagged(essay)})


class Shares(Writing):
    @web.authenticated
    def put(self, *names: str) -> None:
        question = self.book.question(*names)
        wanted = self.body().get("graders")
        if not isinstance(wanted, list) or len(wanted) > MOST_GRADERS:
            raise web.HTTPError(400, "`graders` is to be a list of names")
        graders = [plain(self.text(name, LONGEST_NAME)) for name in wanted]
        self.book.share_out(question, list(dict.fromkeys(filter(None, graders))))
        self.answer({})


class Confirmed(Writing):
    """Lets points stand where a notebook was graded anew and the essay has not changed."""

    @web.authenticated
    def put(self, *names: str) -> None:
        question = self.book.question(*names)
        digest = self.essays.equal_texts.digest
        unchanged = [
            essay.id
            for essay in self.book.essays(question)
            if essay.status == "again"
            and essay.given_here
            and essay.text_digest == digest(self.graded_notebook(question, essay), question.cell)
        ]
        self.book.confirm(question, unchanged)
        self.show_to_formgrader()
        self.answer({"confirmed": len(unchanged)})


class KeptComments(Writing):
    @web.authenticated
    def post(self, *names: str) -> None:
        question = self.book.question(*names)
        text = self.text(self.body().get("text"))
        if not text:
            raise web.HTTPError(400, "there is no comment to keep; write one first")
        self.book.bank.keep(question, text)
        self._answer_with_all(question)

    @web.authenticated
    def delete(self, *names: str) -> None:
        question = self.book.question(*names)
        number = self.body().get("id")
        if not isinstance(number, int):
            raise web.HTTPError(400, "`id` is to be the number of a kept comment")
        self.book.bank.drop(question, number)
        self._answer_with_all(question)

    def _answer_with_all(self, question: Question) -> None:
        given_before = [essay.comment for essay in self.book.essays(question)]
        kept = self.book.bank.kept(question, given_before)
        self.answer({"kept": [{"id": number, "text": text} for number, text in kept]})


class Grader(Writing):
    """Says who is grading, where the server does not know."""

    @web.authenticated
    def put(self) -> None:
        name = plain(self.text(self.body().get("name"), LONGEST_NAME))
        if self.is_known or not name:
            raise web.HTTPError(400, "a name is expected, where the server does not know it")
        self.set_cookie(
            COOKIE,
            quote(name),
            path=self.base_url,
            httponly=True,
            samesite="Strict",
            expires_days=180,
        )
        self.answer({"grader": name})
