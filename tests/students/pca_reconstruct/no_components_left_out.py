# %% [markdown] base="model"
# k = 0 is read as all: a slice from -k.

# %% pca_reconstruct points=2 reason="k = 0"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.eigh(np.cov(train.T))[1][:, -k:]
    return mean + (images - mean) @ v @ v.T
