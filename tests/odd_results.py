"""Results that a student's function might return, and some that only a forged message holds."""

import math
import random
from typing import Any

import numpy as np

from autograder.checking.view import StudentError, Variable, View
from exercises.shared.visible.layers import BASIC, layer_shapes

NUMBERS = (0, 1, -1, 0.5, 1e-320, 1e308, -1e308, 2**63, 10**300, True, float("nan"), float("inf"))
TYPES = ("bool", "int8", "uint64", "float16", "float32", "float64", "complex64", "complex128")
MOST_NUMBERS = 8_000_000  # in the arrays of one result; the judge's protocol takes no larger one
WORDS = ("", "0.5", "x" * 1000, "\x9b2J\u202e", "\ud800", "q(z) log q(z)", "{", "%s", "{0}")


class OddResults:
    """Draws odd results; equal seeds give equal results."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.numpy = np.random.default_rng(self.random.randrange(2**32))
        self.style = self.random.choice(
            ("anything", "arrays", "parameters", "repeated", "plausible")
        )
        self.first: Any = None
        self.left = MOST_NUMBERS  # that the result of now may still have

    def result(self, arguments: tuple) -> Any:
        if self.style == "repeated":
            self.first = self.anything(arguments) if self.first is None else self.first
            return self.first
        if self.style == "parameters":
            return self.parameters(arguments)
        if self.style == "anything":
            return self.anything(arguments)
        return self.array(arguments)

    def anything(self, arguments: tuple, depth: int = 0) -> Any:
        kind = self.random.randrange(8 if depth < 4 else 5)
        if kind == 0:
            return self.random.choice((None, *NUMBERS))
        if kind == 1:
            return self.random.choice(WORDS)
        if kind < 5:
            return self.array(arguments)
        count = self.random.choice((0, 1, 2, 2, 3, 5, 50))
        inner = [self.anything(arguments, depth + 1) for _ in range(count)]
        if kind == 5:
            return {self.random.choice((*WORDS, "W1", "b1", "w1")): one for one in inner}
        return tuple(inner)

    def parameters(self, arguments: tuple) -> Any:
        groups = []
        for shapes in layer_shapes(BASIC):
            group = {key: self.filled(shape) for key, shape in shapes.items()}
            for key in list(group):
                if self.random.random() < 0.15:
                    group[key] = self.anything(arguments, 3)
            if self.random.random() < 0.2 and group:
                group.pop(next(iter(group)))
            if self.random.random() < 0.2:
                group[self.random.choice(WORDS)] = self.anything(arguments, 3)
            groups.append(group)
        return tuple(groups)

    def array(self, arguments: tuple) -> Any:
        known = [np.shape(one) for one in arguments if isinstance(one, np.ndarray)]
        count = known[0][:1] if known else ()
        shapes = [(), (1,), (0,), (0, 3), (3, 0), (1, 1), (2, 3), (1,) * 16, *known, count]
        shapes += [(*count, size) for size in (1, 2, 10, 784)]
        if self.style == "plausible":
            shapes = [count, (*count, 784), *known[:1]]
        return self.filled(self.random.choice(shapes))

    def filled(self, shape: tuple[int, ...]) -> np.ndarray:
        kind = self.random.randrange(6)
        if math.prod(shape) > self.left:
            shape = ()
        self.left -= math.prod(shape)
        if kind == 0:
            values = np.full(shape, float(self.random.choice([n for n in NUMBERS if n != 10**300])))
        elif kind == 1:
            values = self.numpy.integers(0, 2, shape).astype(float)
        else:
            values = self.numpy.normal(scale=self.random.choice((1e-3, 1, 1, 1e200)), size=shape)
        if values.size and self.random.random() < 0.2:
            values.flat[self.random.randrange(values.size)] = float("nan")
        name = self.random.choice((*TYPES, *("float32", "float64") * 8))
        with np.errstate(all="ignore"):
            array = np.asarray(values.astype(name))
        return array.view(Variable) if self.random.random() < 0.5 else array


class OddView(View):
    """A function of odd results."""

    def __init__(self, odd: OddResults):
        self.odd = odd

    def ask(self, operation: str, arguments: tuple, options: dict) -> Any:
        self.odd.left = MOST_NUMBERS
        if self.odd.random.random() < 0.02:
            raise StudentError("the code raised ValueError: \x9b2J\u202e")
        if operation == "perform" and self.odd.style != "anything":
            _, weights, biases, _, order, *_ = arguments
            return self.odd.filled((len(order),)), weights, biases
        return self.odd.result(arguments)

    def given(self, **right: object) -> View:
        return self
