"""How large the report on a class is, how long it takes to write, and how fast a browser sorts it.

    python benchmarks/report_of_a_class.py [STUDENTS]

Needs Chromium. Nothing is graded: the class is made up.
"""

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from autograder.reporting.report.writing import write_reports

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.reporting.browser import opened
from tests.reporting.graded_class import drawn, make_class

SORT = """name => {
    const button = [...document.querySelectorAll('#table th button')].find(
        one => one.textContent === name);
    const start = performance.now();
    button.click();
    document.querySelector('#table').getBoundingClientRect();  // has the browser lay it out
    return performance.now() - start;
}"""


def main(students: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder, "course"), drawn(students))
        start = time.perf_counter()
        (path,) = write_reports(course, (), False, Console(quiet=True))
        print(f"{students} students: written in {time.perf_counter() - start:.1f} s")
        print(f"{path.stat().st_size / 2**20:.2f} MB")
        with opened(path) as page:
            for column in ("points", "student", "name", "status"):
                print(f"sorted by {column}: {page.evaluate(SORT, column):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
