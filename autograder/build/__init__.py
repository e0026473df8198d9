"""Builds what instructors and students open from what instructors edit."""
