"""Python's parser, one thread at a time.

Before Python 3.12 the count of nested nodes is shared by all threads, and two that parse at once
fail with "AST constructor recursion depth mismatch" (python/cpython issue 106905).
"""

import ast
import symtable
from threading import Lock
from types import CodeType

_PARSER = Lock()


def parse(source: str, name: str) -> ast.Module:
    """`ast.parse` with its errors; `name` stands in them for the file."""
    with _PARSER:
        return ast.parse(source, name)


def symbols(source: str, name: str) -> symtable.SymbolTable:
    """What Python's compiler knows of the names in a source, with its errors."""
    with _PARSER:
        return symtable.symtable(source, name, "exec")


def compile_test(source: str) -> tuple[CodeType, CodeType]:
    """The statements of a test but the last, and the last, an expression, for its value.

    Raises SyntaxError where the test is not valid Python, ValueError where it does not end in a
    value.
    """
    with _PARSER:
        *statements, last = ast.parse(source).body or [ast.Pass()]
        if not isinstance(last, ast.Expr):
            raise ValueError("its last line is to be an expression, the verdict")
        return (
            compile(ast.Module(statements, []), "<test>", "exec"),
            compile(ast.Expression(last.value), "<test>", "eval"),
        )
