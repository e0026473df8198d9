"""Shows in a graded notebook what a student's demonstrations showed when they were handed in."""

from typing import Any

from nbformat import NotebookNode

from autograder.judging.outputs import Collector, new_output

AS_HANDED_IN = "As handed in: this cell was not run again for grading."
NOTHING = "Nothing was handed in here, and this cell was not run for grading."
NOT_SHOWN = (
    "What was handed in here is of kinds that this page does not show, and this cell was not run "
    "for grading."
)


def show_as_handed_in(
    notebook: NotebookNode, outputs: dict[str, list[dict[str, Any]]], collector: Collector
) -> None:
    """Give cells the outputs that were handed in, by cell id, cleaned and marked as such.

    They pass the collector, as outputs of a kernel do, so that none can be read as a verdict.
    """
    for cell in notebook.cells:
        if cell.id not in outputs:
            continue
        collector.begin()
        for output in outputs[cell.id]:
            collector.take(output.get("output_type", ""), _as_sent(output))
        shown = collector.finished()
        what = AS_HANDED_IN if shown else NOT_SHOWN if outputs[cell.id] else NOTHING
        cell.outputs = [_mark(what), *shown]


def _as_sent(output: dict[str, Any]) -> dict[str, Any]:
    """An output of a notebook's file as a kernel would send it: texts are not cut into lines."""
    sent = {name: _joined(value) for name, value in output.items() if name != "traceback"}
    if isinstance(data := output.get("data"), dict):
        sent["data"] = {form: _joined(value) for form, value in data.items()}
    return sent | {"traceback": output.get("traceback")}


def _joined(value: Any) -> Any:
    is_lines = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if is_lines else value


def _mark(text: str) -> NotebookNode:
    return new_output("display_data", data={"text/plain": text, "text/markdown": f"*{text}*"})
