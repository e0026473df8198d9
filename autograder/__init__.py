"""Builds the notebooks of a course and grades what students hand in."""
