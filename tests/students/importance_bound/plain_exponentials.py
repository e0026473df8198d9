# %% [markdown] base="model"
# The formula as it stands: exp is 0 or infinite for hard weights.

# %% importance_bound points=1 reason="an ordinary number"
def importance_bound(log_w):
    return np.mean(np.log(np.mean(np.exp(log_w), axis=1)))
