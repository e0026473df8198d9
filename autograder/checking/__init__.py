"""What a check is made of: the view of a student's function, comparisons, statistics, a verdict.

A check takes a :class:`~autograder.checking.view.View` of a student's function and returns a
:class:`~autograder.checking.verdict.Verdict`. It knows NumPy only, so that it can run in another
process than the student's code.
"""
