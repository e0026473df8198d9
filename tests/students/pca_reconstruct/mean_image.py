# %% [markdown] base="model"
# Gives back the mean.

# %% pca_reconstruct points=0.5 reason="the mean is given back"
def pca_reconstruct(train, images, k):
    return np.tile(train.mean(axis=0), (len(images), 1))
