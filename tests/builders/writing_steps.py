"""Find every step that writes, by reading the source of the steps."""

import ast
from collections.abc import Iterator
from pathlib import Path


Function = tuple[str, str]  # its module and its name


def writing_steps(folder: Path) -> set[str]:
    """Return the names of the public functions that open a unit of work, or call one that does.

    Not those that are handed one: they are part of a step.
    """
    modules = {path.stem: ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")}
    functions = {(name, each.name): each for name, module in modules.items()
                 for each in module.body if isinstance(each, ast.FunctionDef)}  # fmt: skip
    known = {name: _known_in(name, module) for name, module in modules.items()}
    writing = {at for at, each in functions.items() if "open_uow" in _names(each)}
    while more := {
        at for at, each in functions.items()
        if at not in writing and {known[at[0]].get(name) for name in _names(each)} & writing
    }:  # fmt: skip
        writing |= more
    return {at[1] for at in writing if _is_step(functions[at])}


def _known_in(name: str, module: ast.Module) -> dict[str, Function]:
    """Return what a name means in a module: a function of its own, or of another step's."""
    known = {each.name: (name, each.name) for each in module.body
             if isinstance(each, ast.FunctionDef)}  # fmt: skip
    for each in module.body:
        if isinstance(each, ast.ImportFrom) and each.level == 1:
            known |= {to.asname or to.name: (str(each.module), to.name) for to in each.names}
    return known


def _names(function: ast.FunctionDef) -> set[str]:
    return set(_walk(function))


def _walk(function: ast.FunctionDef) -> Iterator[str]:
    for each in ast.walk(function):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def _is_step(function: ast.FunctionDef) -> bool:
    given = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    return not function.name.startswith("_") and not given & {"uow", "view"}
