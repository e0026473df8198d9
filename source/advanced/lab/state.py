"""What a step of training changes beside computing: variables, and the state of Python code."""

import collections
import contextlib
import functools
import gc
import operator
import pathlib
import pickle
import random
import sys
import sysconfig
import types

import numpy as np

HERE = pathlib.Path(__file__).parent


class VariableState:
    """TensorFlow variables with their values: every one of this process, or those given."""

    def __init__(self, variables=None):
        if variables is None:
            variables = living_variables()
        self._saved = [(variable, variable.read_value()) for variable in variables]

    def creator(self, next_creator, **options):
        """Create a variable, for tf.variable_creator_scope, and save its first value too."""
        variable = next_creator(**options)
        self._saved.append((variable, variable.read_value()))
        return variable

    def restore(self):
        """Give the variables the values that they had."""
        for variable, value in self._saved:
            variable.assign(value)

    @contextlib.contextmanager
    def in_place(self):
        """Give the variables the values that they had, for as long as the block runs."""
        now = VariableState([variable for variable, _ in self._saved])
        self.restore()
        try:
            yield
        finally:
            now.restore()


def living_variables():
    """Return every variable of this process that has a value."""
    import tensorflow as tf

    eager_tensor = type(tf.constant(0))
    kinds = _subclasses(tf.Variable)
    # type(), not isinstance(), which would look through weak references to deleted objects.
    variables = [item for item in gc.get_objects() if type(item) in kinds]
    return [
        variable
        for variable in variables
        if isinstance(variable.handle, eager_tensor) and variable.is_initialized()
    ]


def _subclasses(kind):
    """Return the class and all that inherit from it."""
    return {kind}.union(*(_subclasses(child) for child in kind.__subclasses__()))


def is_students(filename):
    """Whether code of this file is the student's: not Python's, not a package's, not the lab's."""
    parts = pathlib.PurePath(filename).parts
    installed = "site-packages" in parts or "dist-packages" in parts
    python = filename.startswith(("<frozen", sysconfig.get_path("stdlib")))
    return not (installed or python or is_labs(filename))


def is_labs(filename):
    """Whether code of this file is the lab's."""
    path = pathlib.Path(filename)
    return path.parent == HERE


class PythonState:
    """The lists, dicts, sets and names that a step's own Python code can reach, as they were.

    Only the code that the student wrote is followed: functions that the step names, what they
    close over, methods and their objects.
    """

    _MISSING = object()

    def __init__(self, step):
        self._containers = []  # (label, list or dict or set, shallow copy)
        self._names = []  # (label, read, write, value)
        self._random = []  # (label, read, state)
        self._seen = {}  # by identity; holds the objects, so that no identity is used twice
        self._visit("the step", step)

    def changed(self):
        """Return which of them is no longer as it was, in words, or None."""
        for label, container, copy in self._containers:
            if not _same_entries(container, copy):
                return f"`{label}`"
        for label, read, _, value in self._names:
            if read() is not value:
                return f"`{label}`"
        for label, read, state in self._random:
            if pickle.dumps(read()) != state:
                return f"the state of {label}, as it draws random numbers there"
        return None

    def restore(self):
        """Make lists, dicts, sets and names what they were."""
        for _, container, copy in self._containers:
            if not _same_entries(container, copy):
                container.clear()
                (container.extend if isinstance(copy, list) else container.update)(copy)
        for _, read, write, value in self._names:
            if read() is not value:
                write(value)

    def _visit(self, label, value):
        if id(value) in self._seen:
            return
        self._seen[id(value)] = value
        if isinstance(value, types.FunctionType):
            self._visit_function(value)
        elif isinstance(value, types.MethodType):
            self._visit(label, value.__func__)
            self._visit("self", value.__self__)
        elif isinstance(value, functools.partial):
            self._visit_all([("", value.func), *_labelled("", value.args)])
            self._visit_all(value.keywords.items())
        elif isinstance(value, list | collections.deque | tuple | dict | set):
            self._visit_container(label, value)
        elif isinstance(value, np.random.Generator):
            self._watch_random(f"`{label}`", lambda: value.bit_generator.state)
        elif isinstance(value, types.ModuleType):
            self._visit_module(value)
        elif callable(getattr(value, "python_function", None)):  # the student's own tf.function
            self._visit(label, value.python_function)
        elif _is_student_object(value):
            self._visit_attributes(label, value)

    def _visit_all(self, labelled):
        for label, value in labelled:
            self._visit(label, value)

    def _visit_function(self, function):
        filename = function.__code__.co_filename
        if not is_students(filename) and not is_labs(filename):
            return
        namespace = function.__globals__
        for name in sorted(_names_in(function.__code__)):
            self._watch_name(
                name,
                functools.partial(namespace.get, name, self._MISSING),
                functools.partial(self._write_global, namespace, name),
            )
        for name, cell in zip(
            function.__code__.co_freevars, function.__closure__ or (), strict=True
        ):
            self._watch_name(
                name,
                functools.partial(self._read_cell, cell),
                functools.partial(self._write_cell, cell),
            )
        self._visit_all(_labelled("default", function.__defaults__ or ()))
        self._visit_all((function.__kwdefaults__ or {}).items())

    def _visit_container(self, label, value):
        if not isinstance(value, tuple):
            copy = list(value) if isinstance(value, list | collections.deque) else value.copy()
            self._containers.append((label, value, copy))
        if not isinstance(value, set):
            self._visit_all(_labelled(label, value))

    def _visit_attributes(self, label, value):
        attributes = vars(value)
        self._containers.append((label, attributes, attributes.copy()))
        self._visit_all((f"{label}.{name}", item) for name, item in list(attributes.items()))
        for kind in type(value).__mro__:
            self._visit_all(
                (name, item)
                for name, item in vars(kind).items()
                if isinstance(item, types.FunctionType)
            )

    def _visit_module(self, module):
        if module is np or module is np.random:
            self._watch_random("np.random", lambda: np.random.get_state(legacy=False))
        elif module is random:
            self._watch_random("random", random.getstate)

    def _watch_name(self, name, read, write):
        value = read()
        self._names.append((name, read, write, value))
        self._visit(name, value)

    def _watch_random(self, label, read):
        self._random.append((label, read, pickle.dumps(read())))

    @classmethod
    def _write_global(cls, namespace, name, value):
        if value is cls._MISSING:
            namespace.pop(name, None)
        else:
            namespace[name] = value

    @classmethod
    def _read_cell(cls, cell):
        try:
            return cell.cell_contents
        except ValueError:  # the name has no value yet
            return cls._MISSING

    @classmethod
    def _write_cell(cls, cell, value):
        if value is cls._MISSING:
            del cell.cell_contents
        else:
            cell.cell_contents = value


def _same_entries(container, copy):
    """Whether a list, dict or set holds the same objects as its copy, in the same order."""
    if len(container) != len(copy):
        return False
    if isinstance(container, set):
        return container == copy
    if isinstance(container, dict):
        ours, theirs = [*container.keys(), *container.values()], [*copy.keys(), *copy.values()]
        return all(map(operator.is_, ours, theirs))
    return all(map(operator.is_, container, copy))


def _labelled(label, entries):
    """Return pairs of a label such as losses[0] and the entry, for a sequence or a dict."""
    pairs = entries.items() if isinstance(entries, dict) else enumerate(entries)
    return [(f"{label}[{key!r}]", entry) for key, entry in pairs]


def _names_in(code):
    """Return the global names that a function's code uses, with those of functions inside it."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _names_in(constant)
    return names


def _is_student_object(value):
    """Whether the value is an object, with attributes, of a class that the student wrote."""
    kind = type(value)
    if kind is types.SimpleNamespace:
        return True
    libraries = {base.__module__.partition(".")[0] for base in kind.__mro__}
    if libraries & {"keras", "tensorflow"} or not hasattr(value, "__dict__") or kind is type:
        return False
    module = sys.modules.get(kind.__module__)
    filename = getattr(module, "__file__", None)
    return kind.__module__ == "__main__" or bool(filename and is_students(filename))
