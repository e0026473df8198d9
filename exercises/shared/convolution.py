"""Convolutions of images and their adjoints in NumPy, with the padding that TensorFlow calls SAME.

Images are (n, height, width, channels), both sides equally long. A kernel (k, k, c, d) takes c
channels to d, as `tf.nn.conv2d` has it, and its adjoint takes d channels to c, as
`tf.nn.conv2d_transpose` has it. Sizes follow Dumoulin and Visin, "A guide to convolution arithmetic
for deep learning" (arXiv:1603.07285).
"""

import numpy as np


def same_size(size: int, stride: int) -> int:
    """The output length under SAME padding."""
    return -(-size // stride)


def valid_size(size: int, kernel: int, stride: int) -> int:
    """The output length without padding."""
    return (size - kernel) // stride + 1


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """How many zeros SAME puts before and after a line: if their number is odd, one more after."""
    total = max((same_size(size, stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def windows(
    images: np.ndarray, kernel: int, stride: int, padding: tuple[int, int] | None = None
) -> np.ndarray:
    """What a kernel sees at each place, (n, rows, columns, k, k, channels).

    `padding` are the zeros before and after each line and column; without it, those of SAME.
    """
    around = padding or same_padding(images.shape[1], kernel, stride)
    padded = np.pad(images, ((0, 0), around, around, (0, 0)))
    views = np.lib.stride_tricks.sliding_window_view(padded, (kernel, kernel), axis=(1, 2))
    return np.moveaxis(views[:, ::stride, ::stride], 3, 5)


def convolve(
    images: np.ndarray,
    kernel: np.ndarray,
    stride: int,
    padding: tuple[int, int] | None = None,
) -> np.ndarray:
    """The kernel's scalar product with each window: (n, h, h, c) → (n, h', h', d)."""
    seen = windows(images, len(kernel), stride, padding)
    return np.tensordot(seen, kernel, 3)


def convolve_transposed(
    images: np.ndarray,
    kernel: np.ndarray,
    stride: int,
    size: int,
    padding: tuple[int, int] | None = None,
) -> np.ndarray:
    """The adjoint of `convolve` on images with sides of `size`: (n, h', h', d) → (n, h, h, c).

    Each number adds its multiple of the kernel to the window that it would have been computed from.
    """
    length, (before, after) = len(kernel), padding or same_padding(size, len(kernel), stride)
    count, rows, columns, _ = images.shape
    spread = np.tensordot(images, kernel, ([3], [3]))
    side = before + size + after
    padded = np.zeros((count, side, side, kernel.shape[2]), images.dtype)
    for row in range(length):
        for column in range(length):
            padded[
                :, row : row + stride * rows : stride, column : column + stride * columns : stride
            ] += spread[:, :, :, row, column]
    return padded[:, before : before + size, before : before + size]


def kernel_gradient(images: np.ndarray, slope: np.ndarray, kernel: int, stride: int) -> np.ndarray:
    """The gradient of the scalar product of `slope` and `convolve(images, …)` for the kernel.

    With the roles of `images` and `slope` changed it is that of `convolve_transposed`.
    """
    return np.tensordot(windows(images, kernel, stride), slope, ([0, 1, 2], [0, 1, 2]))
