# %% [markdown] base="model"
# The formula as it stands, NaN where q holds zeros.

# %% kl points=2.5 reason="NaN for q ="
def kl(q, p):
    return np.sum(q * np.log(q / p))
