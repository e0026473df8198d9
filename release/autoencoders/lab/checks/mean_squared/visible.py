"""The check of `mean_squared` that students run."""

from ..shared.visible.losses import check_value
from ..shared.visible.results import Answer, gradients


def check(answer: Answer) -> str:
    import tensorflow as tf

    # One pixel in four is off the other way.
    x = tf.tile([[0.5, 0.5, 0.5, 0.0], [0.75, 0.75, 0.75, 0.25], [1.0, 1.0, 1.0, 0.0]], (1, 196))
    z = tf.tile([[0.0, 0.0, 0.0, 0.5], [0.25, 0.25, 0.25, 0.75], [0.0, 0.0, 0.0, 1.0]], (1, 196))
    mistakes = {
        0.25: "is half of that; the formula has no factor ½",
        1.5: "adds the images up; take the mean over them",
        0.75: "is half of the sum over the images; take their mean, without a factor ½",
        0.015: "divides by 100; divide by the number of images",
        0.5 / 784: "divides by the number of pixels twice",
        -0.5: "has the wrong sign",
        0.666667: "comes from absolute values or a root; the formula has squares alone",
        0.333333: "comes from differences that are not squared and cancel",
        -0.333333: "comes from differences that are not squared and cancel",
        0.111111: "averages before it squares; square each difference first",
        0.125: "averages before it squares; square each difference first",
        98.0: "adds up before it squares; square each difference first",
        0.291667: "is the difference of the squares; square the difference",
        -0.291667: "is the difference of the squares; square the difference",
        0.388889: "is the variance of the differences, which takes off their mean",
        0.707107: "is the root of that; the formula has none",
        19.799: "is the root of that; the formula has none",
        18.6667: "is a mean of roots; the formula has none",
    }
    tape = check_value(
        answer, x, z, 0.5, mistakes, "if all pixels are off by ½ in two images and by 1 in a third"
    )
    gradients(*tape, {"`z`": z}, "a network with this loss")
    return "one number for a batch, its value for three images, a gradient arrives"
