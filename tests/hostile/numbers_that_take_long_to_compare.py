# %% [markdown] base="model" notebook="1_basic_autoencoder"
# Results within all bounds that would keep a check busy for minutes if it compared every pair.

# %% init_parameters points=1 reason="lacks the key"
def init_parameters():
    weights = {f"k{number}": np.random.normal(size=40_000) for number in range(98)}
    return weights, {"b": np.random.normal(size=2)}
