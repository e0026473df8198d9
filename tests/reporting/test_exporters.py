"""What is exported, read by the rules of those who import it."""

import csv
import os
import re
import unicodedata
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.apps import ExportApp
from nbgrader.utils import parse_utc

from autograder.course import Course, CourseError
from autograder.intake.collected import Collected, record_of, write_collected
from autograder.reporting.course_settings import course_directory, open_gradebook
from autograder.reporting.exporters.canvas import CanvasExport
from autograder.reporting.exporters.feedback_archives import CanvasFeedback, MoodleFeedback
from autograder.reporting.exporters.moodle import MoodleGradebook, MoodleWorksheet
from autograder.reporting.exporters.table import CsvExport
from tests.reporting.graded_class import ASSIGNMENT, DUE, POINTS, TOTAL, WRONG, Known, make_class

FULL = {"mean": POINTS, "median": POINTS, "variance": POINTS, "quartiles": POINTS}
FORMULA = '=HYPERLINK("http://example.org","a, b")'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    students = {
        "ada": Known(
            FULL, 4.0, first_name="Ada", last_name="Lovelace", lms_id="31", email="ada@example.org"
        ),
        "zoe": Known(
            FULL | {"mean": 2.5},
            1.5,
            first_name="Zoë",
            last_name='O"Hara, Jr.',
            comment="<b>good</b>",
        ),
        "late": Known(
            FULL,
            None,
            first_name=FORMULA,
            last_name="\uff1d1+1",
            handed_in=DUE + timedelta(hours=30),
            penalty=2.0,
        ),
        "-1+1": Known(FULL, 2.0, notes=("+1 was left aside",), status="crashed"),
    }
    return make_class(tmp_path_factory.mktemp("course") / "course", students, ("nemo",))


def export(kind: type, course: Course, target: Path, **options: str) -> list[str]:
    """Run an exporter as `nbgrader export` does; its warnings."""
    coursedir = course_directory(course)
    exporter = kind(parent=ExportApp(coursedir=coursedir), to=str(target), **options)
    said: list[str] = []
    exporter.log.handlers, exporter.log.propagate = [], False
    exporter.log.warning = lambda text, *values: said.append(text % values)
    with open_gradebook(coursedir) as gradebook:
        exporter.write(gradebook)
    return said


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_table_says_what_nbgrader_says_and_more(course, tmp_path):
    said = export(CsvExport, course, tmp_path / "grades.csv")
    header, *rows = rows_of(tmp_path / "grades.csv")
    found = {
        row["student_id"]: row for row in (dict(zip(header, one, strict=True)) for one in rows)
    }
    assert float(found["ada"]["score"]) == TOTAL
    assert (found["zoe"]["last_name"], found["zoe"]["first_name"]) == ('O"Hara, Jr.', "Zoë")
    assert float(found["zoe"]["machine_points"]) == 4 * POINTS - 2.5
    assert float(found["zoe"]["essay_points"]) == 1.5
    assert float(found["late"]["hours_late"]) == 30
    assert float(found["late"]["score"]) == float(found["late"]["raw_score"]) - 2
    assert float(found["late"]["points_to_read"]) == TOTAL - 4 * POINTS
    assert parse_utc(found["late"]["timestamp"]) == DUE + timedelta(hours=30)
    assert found["late"]["duedate"].endswith("UTC") and found["nemo"]["timestamp"] == ""
    assert (found["nemo"]["status"], found["nemo"]["score"]) == ("absent", "0")
    assert found["'-1+1"]["status"] == "crashed"
    assert "left aside" in found["'-1+1"]["notes"]
    assert said == [
        "cells that no person has graded yet count 0 in what was exported: late (1); "
        "see `autograder report`"
    ]


@pytest.mark.parametrize("kind", [CsvExport, CanvasExport, MoodleGradebook])
def test_no_cell_is_a_formula(course, tmp_path, kind):
    export(kind, course, tmp_path / "out.csv")
    cells = [cell for row in rows_of(tmp_path / "out.csv") for cell in row]
    assert any("-1+1" in cell for cell in cells)
    for cell in cells:
        assert not unicodedata.normalize("NFKC", cell).lstrip().startswith(tuple("=+-@")), cell
        assert "\n" not in cell


def test_canvas_finds_students_and_the_assignment_by_its_importer_s_rules(course, tmp_path):
    said = export(
        CanvasExport, course, tmp_path / "canvas.csv", title="Means (and more)", canvas_id="77"
    )
    header, possible, *rows = rows_of(tmp_path / "canvas.csv")
    # lib/gradebook_importer.rb: header?, update_column_count, title_and_id, process_pp
    assert "Student" in header[0] and "ID" in header[1]
    assert re.search(r"SIS\s+Login\s+ID", header[2]) and "Section" in header[3]
    assert re.fullmatch(r"(.*)\s\((\d+)\)", header[4]).groups() == ("Means (and more)", "77")
    assert "Points Possible" in possible[0] and float(possible[4]) == TOTAL
    found = {row[2]: row for row in rows}
    assert found["ada"] == ["Lovelace, Ada", "31", "ada", "", f"{TOTAL:g}"]
    assert found["zoe"][:2] == ['O"Hara, Jr., Zoë', ""]
    assert found["nemo"][4] == ""  # changes nothing
    assert not any("canvas_id" in line for line in said)
    lines = (tmp_path / "canvas.csv").read_text().splitlines()[:3]
    assert max(line.count(";") for line in lines) == 0  # or the importer takes it for the delimiter


def test_canvas_takes_no_title_that_means_something_else(course, tmp_path):
    with pytest.raises(CourseError, match="cannot import a column Final Score"):
        export(CanvasExport, course, tmp_path / "canvas.csv", title="Final Score")


ENGLISH = [
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade"),
    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
    "Feedback comments",
]
GERMAN = [
    *("ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung"),
    *("Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)"),
    *("Zuletzt geändert (Bewertung)", "Feedback als Kommentar"),
]


def worksheet(path: Path, header: list[str], participant: str, maximum: str, mark: str) -> None:
    day = "Monday, 2 March 2026, 9:00 AM"
    lines = [
        [f"{participant}11", "Ada L.", "ada@example.org", "Submitted", "", maximum, "Yes", day],
        [f"{participant}12", 'Zoë O"Hara, Jr.', "", "Submitted", "3", maximum, "Yes", day],
        [f"{participant}13", "Somebody", "", "Submitted", "", maximum, "Yes", day],
        [f"{participant}14", "Else", "else@example.org", "-", "", maximum, "Yes", "-"],
    ]
    dates = ["-", day, "-", "-"]
    comments = ["", "old", "", "mine"]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(
            [*line, date, text] for line, date, text in zip(lines, dates, comments, strict=True)
        )


@pytest.mark.parametrize(
    ("header", "participant", "maximum", "mark"),
    [
        (ENGLISH, "Participant ", f"{TOTAL:.2f}", ""),
        (GERMAN, "Teilnehmer/in", f"{TOTAL:.2f}".replace(".", ","), "\ufeff"),
    ],
)
def test_moodle_s_worksheet_is_filled_in_in_any_language(
    course, tmp_path, header, participant, maximum, mark
):
    path, target = tmp_path / "sheet.csv", tmp_path / "filled.csv"
    worksheet(path, header, participant, maximum, mark)
    os.utime(path, (1772532000, 1772532000))
    write_collected(course.root, ASSIGNMENT, {"late": Collected("moodle", "13", "Somebody")})
    said = export(MoodleWorksheet, course, target, worksheet=str(path))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf") == bool(mark)
    before = rows_of(path)
    after = rows_of(target)
    grade, date, feedback = 4, 8, 9
    for old, new in zip(before, after, strict=True):
        kept = [index for index in range(len(old)) if index not in (grade, date, feedback)]
        assert [old[index] for index in kept] == [new[index] for index in kept]
    assert after[0] == before[0] and after[4] == before[4]
    by_number = {re.sub(r"\D", "", row[0]): row for row in after[1:]}
    assert float(by_number["11"][grade]) == TOTAL
    assert float(by_number["12"][grade]) == TOTAL - 5
    assert float(by_number["13"][grade]) == TOTAL - 4 - 2
    # What strtotime reads, and not later than the download, so that Moodle keeps newer grades.
    moment = datetime.strptime(by_number["11"][date], "%Y-%m-%d %H:%M:%S UTC")
    assert moment == datetime(2026, 3, 3, 10)
    assert WRONG["mean"] in by_number["12"][feedback]
    assert "&lt;b&gt;good" in by_number["12"][feedback] and "<b>" not in by_number["12"][feedback]
    assert any("-1+1" in line for line in said)


def test_a_worksheet_with_another_maximum_is_refused(course, tmp_path):
    worksheet(tmp_path / "sheet.csv", ENGLISH, "Participant ", "10.00", "")
    with pytest.raises(CourseError, match=r"worth 10\.00 points, here 24"):
        export(MoodleWorksheet, course, tmp_path / "a", worksheet=str(tmp_path / "sheet.csv"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\xff\xfe", "Identifier\n", "x" * 10])
def test_what_is_no_worksheet_is_refused(course, tmp_path, text):
    (tmp_path / "sheet.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(CourseError, match=r"sheet\.csv"):
        export(MoodleWorksheet, course, tmp_path / "a", worksheet=str(tmp_path / "sheet.csv"))
    assert not (tmp_path / "a").exists()


def test_columns_of_a_worksheet_can_be_named(course, tmp_path):
    worksheet(tmp_path / "sheet.csv", ENGLISH, "Participant ", "", "")
    options = {"worksheet": str(tmp_path / "sheet.csv")}
    with pytest.raises(CourseError, match="grade_column=HEADER"):
        export(MoodleWorksheet, course, tmp_path / "a.csv", **options)
    export(MoodleWorksheet, course, tmp_path / "a.csv", grade_column="Grade", **options)
    assert float(rows_of(tmp_path / "a.csv")[1][4]) == TOTAL


def test_moodle_s_gradebook_gets_no_line_that_it_would_stop_at(course, tmp_path):
    export(MoodleGradebook, course, tmp_path / "a.csv", identify_by="email")
    header, *rows = rows_of(tmp_path / "a.csv")
    assert header == ["Email address", ASSIGNMENT, "Feedback"]
    assert [row[0] for row in rows] == ["ada@example.org"]
    export(MoodleGradebook, course, tmp_path / "b.csv")
    names = {row[0] for row in rows_of(tmp_path / "b.csv")}
    assert {"ada", "zoe"} <= names and "nemo" not in names
    assert len({len(row) for row in rows_of(tmp_path / "b.csv")}) == 1


def test_archives_of_feedback_bear_the_names_that_are_looked_for(course, tmp_path):
    collected = {
        "ada": Collected("moodle", "11", "Ada_L."),
        "zoe": Collected(
            "canvas", "32", "zoe", {"1_means.ipynb": "ohara_LATE_32_501_1_means-1.ipynb"}
        ),
    }
    write_collected(course.root, ASSIGNMENT, collected)
    for student in collected:
        folder = course.root / "feedback" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "1_means.html").write_text(student)
    said = export(MoodleFeedback, course, tmp_path / "moodle.zip")
    with zipfile.ZipFile(tmp_path / "moodle.zip") as archive:
        (name,) = archive.namelist()
        assert archive.read(name) == b"ada"
    # importziplib.php, is_valid_filename_for_import
    folder, page = name.split("/")
    info = folder.split("_", 4)
    assert len(info) >= 4 and info[1] == "11" and info[2:4] == ["assignfeedback", "file"]
    assert page == "1_means.html"
    assert "zoe" in said[-1]
    export(CanvasFeedback, course, tmp_path / "canvas.zip")
    with zipfile.ZipFile(tmp_path / "canvas.zip") as archive:
        (name,) = archive.namelist()
    # infer_comment_context_from_filename
    assert re.findall(r"(?:^|_)(\d+)(?=_|$)", name)[:2] == ["32", "501"]
    assert not name.split("_")[-1].startswith("link")


def test_feedback_of_what_was_not_collected_is_one_clear_line(course, tmp_path):
    record_of(course.root, ASSIGNMENT).unlink(missing_ok=True)
    with pytest.raises(CourseError, match="nothing of homework was collected from Moodle"):
        export(MoodleFeedback, course, tmp_path / "a.zip")
