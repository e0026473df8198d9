# %% [markdown]
# # Averages
#
# Two ways to say what is typical of some numbers.

# %%
import numpy as np

values = np.array([3.0, 1.0, 2.0, 40.0])


# %% nbgrader={"grade_id": "median", "solution": true}
def median(values):
    """The middle one of the numbers in order, or the mean of the middle two: (n,) → a number."""
    ### BEGIN SOLUTION
    ordered = np.sort(values)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_median", "points": 3}
print(median(values))


# %% nbgrader={"grade_id": "running_mean", "solution": true}
def running_mean(values):
    """The mean of the first k numbers for each k: (n,) → (n,)."""
    ### BEGIN SOLUTION
    return np.cumsum(values) / np.arange(1, len(values) + 1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_running_mean", "points": 2}
print(running_mean(values))

# %% [markdown] nbgrader={"grade_id": "outliers_question"}
# One number is far off. Which of the two averages says more about the others, and why?
#
# ### BEGIN MARK SCHEME
# 1 point for the median, 1 for the reason: how far off a number is does not matter to it.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "outliers", "solution": true, "points": 2}
# ### BEGIN SOLUTION
# The median: only the order counts, so that one wild number moves it by a place at most.
# ### END SOLUTION
