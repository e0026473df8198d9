# %% [markdown] base="model"
# A loop that returns early.

# %% kl
def kl(q, p):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0:
            if b == 0:
                return float("inf")
            total += a * np.log(a / b)
    return total
