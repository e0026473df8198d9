# %% [markdown]
# ## Exercise · NAME
#
# Say what the function is to return.


# %% nbgrader={"grade_id": "NAME", "solution": true}
def NAME(x):
    """Say in a line what it returns.

    Args:
        x: what it is, (n,), float64.

    Returns:
        What it returns, (n,).
    """
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_NAME", "points": 1}
lab.check_NAME(NAME)
