"""A page in Debian's Chromium, with axe-core's rules of accessibility."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium")
PHONE, DESK = 390, 1300  # pixels


@contextmanager
def opened(path: Path, width: int = DESK) -> Iterator[Page]:
    """A file in a browser without a network, in which nothing may go wrong."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("requestfailed", lambda request: wrong.append(request.url))
        page.goto(path.as_uri())
        yield page
        if "SCREENSHOTS" in os.environ:
            name = f"{path.parent.name}-{path.stem}-{width}.png"
            page.screenshot(path=Path(os.environ["SCREENSHOTS"], name), full_page=True)
        assert not wrong
        browser.close()


def barriers(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page, with where it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def is_as_wide_as_the_screen(page: Page) -> bool:
    """Whether nobody must scroll the page sideways to read it."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
