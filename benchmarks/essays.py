"""How long graders wait: a class of 1,500 essays is filled, opened and graded over HTTP.

    python -m benchmarks.essays [STUDENTS]

Each student of the made-up class has two essays and a notebook with a figure of a third of a
megabyte. What a browser needs to draw a page comes on top.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx
from rich.console import Console
from rich.table import Table

from tests.reporting.essay_server import EssayServer
from tests.reporting.made_up_class import ASSIGNMENT, ESSAYS, MEDIAN, NOTEBOOK, make_class

STUDENTS = 750
QUESTION = f"/essays/question/{ASSIGNMENT}/{NOTEBOOK}"


class Waits:
    """Times of requests by what was asked, s."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def measure(self, what: str, request: Callable[[], httpx.Response]) -> httpx.Response:
        start = time.perf_counter()
        response = request()
        self.of.setdefault(what, []).append(time.perf_counter() - start)
        response.raise_for_status()
        return response


def state_of(page: httpx.Response) -> dict:
    _, _, rest = page.text.partition('id="state"')
    return json.loads(rest.partition(">")[2].partition("</script>")[0])


def grade_all(client: httpx.Client, waits: Waits) -> None:
    """Read one question to its end, and look at every other essay."""
    waits.measure("overview, at first", lambda: client.get("/essays"))
    headers = {"X-XSRFToken": client.cookies["_xsrf"]}
    for name in ESSAYS:
        waits.measure(
            "list of a question", lambda name=name: client.get(f"{QUESTION}/{name}?queue=all")
        )
        address = f"{QUESTION}/{name}/next"
        while True:
            page = waits.measure("an essay", lambda address=address: client.get(address))
            if 'id="state"' not in page.text:
                break
            state = state_of(page)
            waits.measure(
                "equal texts, at first"
                if "equal texts, at first" not in waits.of
                else "equal texts",
                lambda state=state: client.get(f"{state['essay']}/alike"),
            )
            items = {"Outliers": 1, "The formula": 0.5, "An example": 0} if name == MEDIAN else {}
            body = {"items": items, "points": 1, "comment": "Well.", "digest": state["digest"]}
            body["seen"] = state["given"]["seen"]
            waits.measure(
                "saving",
                lambda state=state, body=body: client.put(
                    f"{state['essay']}/points", json=body, headers=headers
                ),
            )
            address = state["next"]
        waits.measure(
            "how graders compare", lambda name=name: client.get(f"{QUESTION}/{name}/summary")
        )


def main() -> None:
    students = int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS
    console, waits = Console(), Waits()
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        with console.status("filling the class"):
            make_class(course, students, pixels=300)
        server = EssayServer(course)
        try:
            with (
                console.status("grading it"),
                httpx.Client(base_url=server.address, follow_redirects=True, timeout=120) as client,
            ):
                grade_all(client, waits)
        finally:
            server.end()
    table = Table(title=f"{students * len(ESSAYS):,} essays: seconds")
    for heading in ("", "requests", "median", "longest"):
        table.add_column(heading, justify="left" if not heading else "right")
    for what, times in waits.of.items():
        table.add_row(what, str(len(times)), f"{median(times):.3f}", f"{max(times):.3f}")
    console.print(table)


if __name__ == "__main__":
    main()
