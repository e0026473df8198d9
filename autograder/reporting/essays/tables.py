"""What reading essays keeps beside nbgrader's tables, in the same database.

Points and comments are nbgrader's, and stay in its tables. What it has no place for must be seen
by every grader's server, so it lies in the database that these share, in two tables of our own.
Rows are found by names and not by nbgrader's keys: what nbgrader deletes and enters anew is then
found again, and no key of ours ever keeps it from deleting. The tables are made when the page is
first opened.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    inspect,
)
from sqlalchemy.exc import DBAPIError

metadata = MetaData()
NAME = String(128)  # as nbgrader's own names

# An essay as somebody read it, or is to read it.
readings = Table(
    "autograder_essay_reading",
    metadata,
    Column("assignment", NAME, primary_key=True),
    Column("notebook", NAME, primary_key=True),
    Column("student", NAME, primary_key=True),
    Column("cell", NAME, primary_key=True),  # last, as all of a student's notebook are asked for
    Column("version", Integer, nullable=False, default=0),  # grows by one with each reading
    Column("grader", NAME),
    Column("read_at", DateTime),  # UTC
    Column("items", Text),  # JSON: points by the title of an item
    Column("points", Float),  # what nbgrader got, so that a change made elsewhere shows
    Column("text_digest", String(64)),  # of the text that was read
    Column("flagged", Boolean, nullable=False, default=False),
    Column("share", NAME),  # the grader who is to read it
)

# Comments that are kept to be used again.
comments = Table(
    "autograder_essay_comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", NAME, nullable=False),
    Column("notebook", NAME, nullable=False),
    Column("cell", NAME, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_digest", String(64), nullable=False),
    UniqueConstraint("assignment", "notebook", "cell", "text_digest"),
)


def create_tables(engine: Engine) -> None:
    """Create what is missing; two servers may do so at once."""
    try:
        metadata.create_all(engine)
    except DBAPIError:
        if not all(inspect(engine).has_table(table.name) for table in metadata.sorted_tables):
            raise


def forget_readings(engine: Engine) -> None:
    """Remove what was read, flagged and shared out; comments that are kept for others stay."""
    if inspect(engine).has_table(readings.name):
        with engine.begin() as connection:
            connection.execute(delete(readings))
