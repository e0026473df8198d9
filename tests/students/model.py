# %% [markdown] base="model"
# The model answers, as the masters give them.
