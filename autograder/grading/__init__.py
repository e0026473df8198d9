"""Grades a class: takes nbgrader's place, and records what the judge says."""
