"""A student's function in this process, as checks see it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from autograder.checking.view import StudentError, View
from autograder.inside import operations
from exercises.shared import latent
from exercises.shared.training import modules_for


def view(function: Callable | View) -> View:
    """A view of `function`; a view of a function elsewhere stays what it is."""
    return function if isinstance(function, View) else InProcessView(function)


class InProcessView(View):
    """Calls the function right here: for instructors, and for stock nbgrader."""

    def __init__(self, function: Callable, given: tuple[str, ...] = ()):
        self.function = function
        self.names_given = given

    def ask(self, operation: str, arguments: tuple, options: dict) -> Any:
        right = {}
        if operation == "train":
            names = modules_for(arguments[0], options["loss"])
            modules = [import_module(f"exercises.shared.training.{name}") for name in names]
            options["parts"] = {key: part for one in modules for key, part in vars(one).items()}
            options["given"] = self.names_given
        else:
            right = {name: getattr(latent, name) for name in self.names_given}
        try:
            with operations.replaced(self.function, **right):
                return operations.OPERATIONS[operation](self.function, *arguments, **options)
        except operations.AnswerError as error:
            raise StudentError(str(error)) from None

    def given(self, *names: str) -> View:
        return InProcessView(self.function, names)
