"""Shows students' names as text on formgrader's lists, whose templates take them for HTML."""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader

# As Jinja has it: the template, its file, and what tells whether it is still the same.
Source = tuple[str, str, Callable[[], bool]]

FORMGRADER = "nbgrader.server_extensions.formgrader.formgrader"
# A name inside a script, where an escape of HTML would be part of it.
IN_SCRIPT = re.compile(r'"\{\{ *(\w+) *\}\}"(?= *;)')


class NamesAsText(FileSystemLoader):
    """nbgrader's templates, with JSON for each text that goes into a script."""

    def get_source(self, environment: Environment, template: str) -> Source:
        # The page of a notebook that was not handed in asks for a template by a name of before.
        template = {"formgrade_macros.tpl": "formgrade/formgrade_macros.html.j2"}.get(
            template, template
        )
        source, file, is_same = super().get_source(environment, template)
        return IN_SCRIPT.sub(r"{{ \1 | tojson }}", source), file, is_same


def install() -> None:
    """Escape names on the pages of this process, where it serves formgrader."""
    module: Any = sys.modules.get(FORMGRADER)  # whose names are replaced
    if module is None:
        return
    if not hasattr(module, "Environment") or not hasattr(module, "FileSystemLoader"):
        raise ImportError(f"{FORMGRADER} makes its pages in another way")
    module.Environment = partial(Environment, autoescape=True)
    module.FileSystemLoader = NamesAsText
