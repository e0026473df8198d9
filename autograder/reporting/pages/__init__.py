"""What a browser gets to see of a student's work: formgrader's pages and the feedback.

:mod:`cutting` bounds a notebook, :mod:`rendering` turns its cells and outputs to HTML,
:mod:`cleaning` makes HTML harmless, :mod:`feedback` writes and releases the pages for students.
"""
