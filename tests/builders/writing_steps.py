"""Find every step that writes, by reading the source of the steps."""

import ast
from collections.abc import Iterator
from pathlib import Path


Function = tuple[str, str]  # its module, as `returns.collect`, and its name
ROOM = "audits.steps."


def writing_steps(folder: Path) -> set[str]:
    """Return the names of the public functions that open a unit of work, or call one that does.

    Not those that are handed one: they are part of a step.
    """
    modules = {
        ".".join(path.relative_to(folder).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in folder.rglob("*.py")
    }
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
        if isinstance(each, ast.ImportFrom):
            known |= {to.asname or to.name: (_module(each, name), to.name) for to in each.names}
    return known


def _module(imported: ast.ImportFrom, name: str) -> str:
    """Return from which module of the steps something is imported, as `returns.collect`."""
    if not imported.level:
        return str(imported.module).removeprefix(ROOM)
    beside = name.rpartition(".")[0]
    return f"{beside}.{imported.module}".lstrip(".")


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
