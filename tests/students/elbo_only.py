# %% [markdown] base="model" notebook="5_elbo"
# Only notebook 5 is handed in, with the model answers.
