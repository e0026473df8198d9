"""Reads what came in, whatever it is, and rebuilds the notebook that runs."""
