"""An optimizer that says what is wrong with what it is given, before TensorFlow does."""

from typing import Any, NoReturn

from .results import Problem


def watched_adam(names: dict[int, str], learning_rate: float) -> Any:
    """Adam for the variables that `names`, a dict, has names for, by `id`.

    Where it is used in a wrong way it raises a Problem, and keeps it in `problem`: TensorFlow may
    wrap what is raised inside a tf.function. `lacks_gradients` says that no variable got one.
    """
    import keras

    class WatchedAdam(keras.optimizers.Adam):
        problem: Problem | None = None
        lacks_gradients = False

        def apply(self, *arguments: Any, **named: Any) -> Any:
            given = dict(zip(("grads", "trainable_variables"), arguments, strict=False)) | named
            self._look_at(given.get("grads"), given.get("trainable_variables"))
            return super().apply(**given)

        def apply_gradients(self, *arguments: Any, **named: Any) -> Any:
            pairs = _pairs(arguments, named)
            if pairs is None:
                self._fail(
                    "`optimizer.apply_gradients` takes one list of pairs, each a gradient and its "
                    "variable; with two lists, call `optimizer.apply(gradients, variables)`"
                )
            return super().apply_gradients(pairs)

        def minimize(self, *_: Any, **__: Any) -> NoReturn:
            self._fail(
                "`minimize` is of TensorFlow 1; in TensorFlow 2 the tape gives the gradients, and "
                "`optimizer.apply(gradients, variables)` makes the step"
            )

        def _look_at(self, gradients: Any, variables: Any) -> None:
            if isinstance(gradients, dict) or isinstance(variables, dict):
                self._fail(
                    "`optimizer.apply` got a dict; it takes two lists in the same order, the "
                    "gradients and the variables (what `.values()` of the dicts gives)"
                )
            if any(isinstance(one, dict) for one in [*_listed(gradients), *_listed(variables)]):
                self._fail(
                    "`optimizer.apply` got a list that holds dicts; put the variables of both "
                    "dicts into one list, and ask the tape for the gradients of that list"
                )
            gradients = _listed(gradients)
            variables = list(names) if variables is None else [*map(id, _listed(variables))]
            if any(one not in names for one in variables):
                self._fail(
                    "`optimizer.apply` got variables that are not those of `weights` and `biases`; "
                    "use the arguments, and draw no parameters inside the step"
                )
            if len(gradients) != len(variables):
                self._fail(
                    f"`optimizer.apply` got {len(gradients)} gradients for {len(variables)} "
                    "variables; it needs one for each, in the same order"
                )
            without = [
                names[one]
                for one, gradient in zip(variables, gradients, strict=True)
                if gradient is None
            ]
            self.lacks_gradients = bool(without) and len(without) == len(variables)
            if self.lacks_gradients:
                self._fail(
                    "the tape gives no gradient at all: compute the codes, the reconstructions and "
                    "the loss inside `with tf.GradientTape() as tape:`, with TensorFlow operations"
                )
            if without:
                self._fail(
                    f"the tape gives no gradient for {', '.join(without)}: what is computed from "
                    "it must lead to the loss, inside `with tf.GradientTape() as tape:`"
                )

        def _fail(self, sentence: str) -> NoReturn:
            self.problem = Problem(sentence)
            raise self.problem

    return WatchedAdam(learning_rate)


def _listed(values: Any) -> list[Any]:
    return list(values) if isinstance(values, list | tuple | zip | type({}.values())) else []


def _pairs(arguments: tuple[Any, ...], named: dict[str, Any]) -> list[tuple[Any, ...]] | None:
    """The pairs of a gradient and a variable, or None where there are none."""
    values = [*arguments, *named.values()]
    if len(values) != 1:
        return None
    try:
        pairs = [tuple(pair) for pair in values[0]]
    except Exception:  # a tensor, or anything else that does not hold pairs
        return None
    return pairs if all(len(pair) == 2 for pair in pairs) else None
