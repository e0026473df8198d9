"""Who a student of Moodle or Canvas is in nbgrader's gradebook."""

import re
import unicodedata
from collections import Counter

from nbgrader import api
from nbgrader.coursedir import CourseDirectory

from autograder.intake.collected import Collected
from autograder.intake.lms_names import Named
from autograder.nbgrader_settings import NbgraderSettings
from autograder.reporting.course_settings import open_gradebook

NOT_A_LETTER = re.compile(r"[\W_]+")


class Roster:
    """Finds students by Canvas's number, else by a name or id that only one of them has."""

    def __init__(self, students: list[api.Student]) -> None:
        self.by_number = {one.lms_user_id: one.id for one in students if one.lms_user_id}
        names = [(key, one.id) for one in students for key in _names(one)]
        counts = Counter(key for key, _ in names)
        self.by_name = {key: student for key, student in names if counts[key] == 1}

    def __call__(self, named: Named) -> str | None:
        # Moodle's number is another in each assignment.
        number = named.number if named.system == "canvas" else ""
        return self.by_number.get(number) or self.by_name.get(_key(named.name))


def read_roster(coursedir: CourseDirectory) -> Roster:
    """The students of the gradebook; nobody where there is none yet."""
    if NbgraderSettings.of(coursedir).lacks_gradebook:
        return Roster([])
    with open_gradebook(coursedir) as gradebook:
        return Roster(gradebook.students)


def enter_numbers(coursedir: CourseDirectory, collected: dict[str, Collected]) -> None:
    """Enter Canvas's numbers in the gradebook, by which its students are found again."""
    numbers = {
        name: one.number
        for name, one in collected.items()
        if one.system == "canvas" and one.number.isdecimal()  # and not anonymous
    }
    if not numbers:
        return
    with open_gradebook(coursedir) as gradebook:
        for student, number in numbers.items():
            gradebook.update_or_create_student(student, lms_user_id=number)


def _names(student: api.Student) -> set[str]:
    """How a student's name may be written: in Moodle in full, in Canvas the last name first."""
    first, last = student.first_name or "", student.last_name or ""
    written = (f"{first} {last}", f"{last} {first}", student.id)
    return {_key(name) for name in written if _key(name)}


def _key(name: str) -> str:
    """A name without what systems leave out of it: spaces, signs, capital letters."""
    return NOT_A_LETTER.sub("", unicodedata.normalize("NFC", name)).casefold()
