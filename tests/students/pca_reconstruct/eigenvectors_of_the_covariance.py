# %% [markdown] base="model"
# Eigenvectors of the covariance, which NumPy sorts upwards.

# %% pca_reconstruct
def pca_reconstruct(train, images, k):
    mean = train.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(train, rowvar=False))
    first = vectors[:, ::-1][:, :k]
    return (images - mean) @ (first @ first.T) + mean
