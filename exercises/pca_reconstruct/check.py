"""Notebook 4: reconstructions by principal components, the best linear code of its size."""

import numpy as np

from autograder.checking.comparison import Mistakes, expect, expect_close, expect_shape
from autograder.checking.verdict import Verdict
from autograder.checking.view import View


def reconstruct(train: np.ndarray, images: np.ndarray, k: int) -> np.ndarray:
    """Rows of `images` (m, d) on the affine space of the first k components of `train` (n, d)."""
    mean = train.mean(axis=0)
    directions = np.linalg.svd(train - mean, full_matrices=False)[2][:k]
    return np.asarray(mean + (images - mean) @ directions.T @ directions)


def check(student: View) -> Verdict:
    """Give points for values, and for as few and as many components as there can be.

    The ends say something only where the values in between are right.
    """
    verdict = Verdict("pca_reconstruct")
    draw = np.random.default_rng(8831)
    # More examples than pixels, and fewer.
    cases = [
        (_examples(draw, n, d), _examples(draw, m, d), k)
        for n, d, m, k in ((60, 12, 5, 3), (60, 12, 1, 7), (9, 25, 6, 4), (40, 784, 4, 10))
    ]

    with verdict.item(0.5, "shape (m, d)"):
        for case in cases:
            expect_shape(student(*case), case[1].shape)
    are_right = False
    with verdict.item(1.5, "images projected on the mean and the first k principal components"):
        for case in cases:
            found = expect_shape(student(*case), case[1].shape)
            expect_close(found, reconstruct(*case), absolute=1e-6, mistakes=_mistakes(*case))
        are_right = True
    with verdict.item(1, "k = 0 gives the mean, k = min(n - 1, d) all that there is"):
        student(*cases[0])  # what raises says more than the next sentence
        expect(are_right, "the ends of k say nothing as long as the values in between are wrong")
        for (train, images, _), most in zip(cases, (12, 12, 8, 39), strict=True):
            for k in (0, most):
                found = expect_shape(student(train, images, k), images.shape)
                expect_close(
                    found,
                    reconstruct(train, images, k),
                    absolute=1e-6,
                    what=f"the result for n, d = {train.shape} and k = {k}",
                )
    return verdict


def _examples(draw: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Rows with a mean far from zero and singular values that are well apart."""
    scales = 3.0 * 0.8 ** np.minimum(np.arange(d), 30) + 0.05
    mixing = np.linalg.qr(np.random.default_rng(d).normal(size=(d, d)))[0]
    return np.asarray(np.linspace(1, 3, d) + draw.normal(size=(n, d)) * scales @ mixing)


def _mistakes(train: np.ndarray, images: np.ndarray, k: int) -> Mistakes:
    mean = train.mean(axis=0)
    centred = train - mean
    directions = np.linalg.svd(centred, full_matrices=False)[2]
    first = directions[:k]
    raw = np.linalg.svd(train, full_matrices=False)[2][:k]
    own_mean = images.mean(axis=0)
    right = reconstruct(train, images, k)
    spread = centred.std(axis=0)
    scaled = np.linalg.svd(centred / spread, full_matrices=False)[2][:k]
    every = np.linalg.svd(centred, full_matrices=True)[2]
    return {
        "the data is not centred: components are those of the numbers themselves, without the mean "
        "taken off": (images @ raw.T @ raw, mean + (images - mean) @ raw.T @ raw),
        "the mean is not added again": (right - mean,),
        "the mean is not taken off before the projection": (mean + images @ first.T @ first,),
        "neither is the mean taken off the images nor added again": (images @ first.T @ first,),
        "the mean of `images` is taken; the space goes through the mean of `train`": (
            own_mean + (images - own_mean) @ first.T @ first,
        ),
        "the components are those of `images`; take those of `train`": (
            _safely(images, images, k),
        ),
        "the last components are taken, those of least variance; are they sorted upwards?": (
            mean + (images - mean) @ every[-k:].T @ every[-k:],
            mean + (images - mean) @ directions[-k:].T @ directions[-k:],
        ),
        "one component too many is taken": (reconstruct(train, images, k + 1),),
        "one component too few is taken": (reconstruct(train, images, k - 1),),
        "the numbers are divided by their standard deviations before the components are found": (
            mean + (images - mean) @ scaled.T @ scaled,
            mean
            + ((images - mean) / centred.std(axis=0)) @ scaled.T @ scaled * centred.std(axis=0),
        ),
        "the numbers are clipped; take them as they are": (np.clip(right, 0, 1),),
        "the images are given back as they are": (images,),
        "the mean is given back, whatever k is": (np.broadcast_to(mean, images.shape),),
    }


def _safely(train: np.ndarray, images: np.ndarray, k: int) -> np.ndarray:
    """The reconstruction from few examples, of which there may be fewer than k."""
    return reconstruct(train, images, min(k, len(train)))
