# %% [markdown] base="model" notebook="5_elbo"
# Dicts with thousands of keys, keys of 200,000 characters, and keys that a terminal obeys.

# %% log_evidence points=0 reason="4,500 keys"
def log_evidence(prior, likelihood):
    return {f"k{number}": np.float64(number) for number in range(4500)}


# %% posterior points=0 reason="keys"
def posterior(prior, likelihood):
    return [{"a": 1.0}] * 4500


# %% kl points=0 reason="200,000 characters"
def kl(q, p):
    return {"x" * 200_000: 1.0}


# %% elbo points=0
def elbo(q, prior, likelihood):
    raise KeyError("\x9b2J\x9b1;31m\u202e\u2028" * 100)
