# %% another_way [markdown]
# A right answer that is written in another way than the model answer.

# %% NAME
def NAME(x):
    return np.array([*x])

# %% flipped_sign [markdown]
# A wrong answer, what it keeps, and words of the first reason that its student is to read.

# %% NAME points=0.5 reason="the sign is flipped"
def NAME(x):
    return -x
