"""What earns points: one module a notebook, one function a graded answer.

A check takes a :class:`~autograder.checks.view.View` of a student's function and returns a
:class:`~autograder.checks.verdict.Verdict`. It knows NumPy only, so that it can run in another
process than the student's code.
"""
