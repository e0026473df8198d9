"""Marks and feedback for other systems: nbgrader's `ExportPlugin`s, for `nbgrader export`."""
