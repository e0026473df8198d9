# %% [markdown] base="model"
# Eigenvectors in the wrong order.

# %% pca_reconstruct points=0.5 reason="the last components"
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    v = np.linalg.eigh(np.cov(train.T))[1][:, :k]
    return mean + (images - mean) @ v @ v.T
