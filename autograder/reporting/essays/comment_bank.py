"""Comments that graders keep for a question, to use them again."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Engine, delete, insert, select

from autograder.reporting.essays.essay import Question
from autograder.reporting.essays.essay_query import about
from autograder.reporting.essays.tables import comments


class CommentBank:
    """The kept comments of a course."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kept(self, question: Question, given: Iterable[str] = ()) -> list[tuple[int, str]]:
        """The comments kept for a question with their ids, those most often `given` first."""
        query = (
            select(comments.c.id, comments.c.text)
            .where(*about(comments, question))
            .order_by(comments.c.id)
        )
        with self._engine.begin() as connection:
            kept = connection.execute(query).all()
        used = {row.id: sum(row.text in comment for comment in given) for row in kept}
        return [(row.id, row.text) for row in sorted(kept, key=lambda row: -used[row.id])]

    def keep(self, question: Question, text: str) -> None:
        """Keep a comment, once."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        known = select(comments.c.id).where(
            *about(comments, question), comments.c.text_digest == digest
        )
        with self._engine.begin() as connection:
            if connection.execute(known).first() is None:
                connection.execute(
                    insert(comments).values(
                        assignment=question.assignment,
                        notebook=question.notebook,
                        cell=question.cell,
                        text=text,
                        text_digest=digest,
                    )
                )

    def drop(self, question: Question, comment_id: int) -> None:
        """Keep a comment no longer; where it was given it stays."""
        with self._engine.begin() as connection:
            connection.execute(
                delete(comments).where(*about(comments, question), comments.c.id == comment_id)
            )
