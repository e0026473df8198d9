"""Keeps student code from the machine: two walls, limits, a watch."""
