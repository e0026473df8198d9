# %% [markdown] base="model"
# Row by row in Python.

# %% importance_bound
def importance_bound(log_w):
    total = 0.0
    for row in log_w:
        top = max(row)
        total += top + np.log(sum(np.exp(row - top)) / len(row))
    return total / len(log_w)
