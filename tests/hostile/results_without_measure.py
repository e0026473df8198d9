# %% [markdown] base="model" notebook="5_elbo"
# Results that no message should hold: nested 100,000 deep, and a number of a million digits.

# %% log_evidence points=0
def log_evidence(prior, likelihood):
    result = 1.0
    for _ in range(100_000):
        result = [result]
    return result


# %% kl points=0
def kl(q, p):
    return 1 << 3_000_000
