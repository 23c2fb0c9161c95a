"""Every module lies in a room whose name says what it is for, and takes only what it may."""

import ast
import sys
from importlib import import_module

import pytest
from builders.repository import ROOT, sources


NO_ROOM = {"utils", "util", "helpers", "common", "core", "manager", "base", "misc", "shared", "lib"}
PURE = {
    "domain": set(),
    "sampling": set(),
    "statistics": set(),
    "findings": set(),
    "actions": set(),
}


def outside_imports(room: str) -> set[str]:
    """Return the top-level names that a room imports from outside its own package."""
    names = set()
    for path in (ROOT / "src" / "audits" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add((node.module or "").partition(".")[0])
    return names


def test_no_module_is_named_for_everything_and_nothing():
    named = [p for p in sources() if NO_ROOM & {p.stem, *p.relative_to(ROOT).parts[:-1]}]
    assert named == []


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_takes_nothing_from_outside(room):
    allowed = set(sys.stdlib_module_names) | {"audits"} | PURE[room]
    assert outside_imports(room) - allowed == set()
    assert outside_imports(room) & {"sqlite3", "socket", "subprocess", "urllib", "random"} == set()


def test_only_the_top_of_the_house_starts_flows():
    """The import linter sees the folder `flows`, not the name `audits.flows`; this does."""
    inside = [p for p in sources() if p.is_relative_to(ROOT / "src")]
    src = ROOT / "src" / "audits"
    starts = {p for p in inside if "from audits.flows" in p.read_text(encoding="utf-8")}
    assert starts == {src / "cli" / "server.py", src / "demo" / "story.py"}


def test_only_steps_write():
    """What is opened to write, and kept, is opened and kept by a step; queries read beside them."""
    src = ROOT / "src" / "audits"
    may = [src / "steps", src / "storage", src / "wiring.py", src / "workspace.py"]
    writing = [p for p in sources() if {"open_uow", "commit", "UnitOfWork"} & _names_in(p)]
    assert [p for p in writing if not any(p.is_relative_to(room) for room in may)] == []


def _names_in(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in nodes if isinstance(node, ast.Name)}


def test_every_module_says_what_it_is_for():
    modules = {p: ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) for p in sources()}
    assert [path for path, says in modules.items() if not says and path.stat().st_size] == []


def deferred_rooms():
    """Return the rooms that load a name's module when the name is asked for, with their names."""
    rooms = {}
    for path in (ROOT / "src" / "audits").glob("*/__init__.py"):
        source = path.read_text(encoding="utf-8")
        if "deferred_names" in source:
            nodes = ast.walk(ast.parse(source))
            told = [n for n in nodes if isinstance(n, ast.ImportFrom) and n.level == 1]
            rooms[path.parent.name] = [(n.module, a.name) for n in told for a in n.names]
    return rooms


@pytest.mark.parametrize("room", ["opening", "storage", "templates"])
def test_a_room_that_loads_late_gives_all_that_it_offers(room):
    offered = deferred_rooms()[room]
    place = f"audits.{room}"
    assert offered
    assert [
        name
        for module, name in offered
        if getattr(import_module(place), name)
        is not getattr(import_module(f"{place}.{module}"), name)
    ] == []
    with pytest.raises(AttributeError, match=f"module '{place}' has no attribute 'nothing'"):
        getattr(import_module(place), "nothing")  # noqa: B009 -- what is asked for is not there


def test_every_room_that_loads_late_is_tried():
    assert set(deferred_rooms()) == {"backup", "opening", "storage", "templates"}


def test_an_editions_file_is_kept_in_one_place():
    """Packs, moderation and action workbooks get their file by `steps/editions.py` alone."""
    src = ROOT / "src" / "audits"
    sealed = src / "steps" / "packs"  # what is sent again under a new password, and key lists
    keeping = {p for p in sources() if "stores.packs.keep(" in p.read_text(encoding="utf-8")}
    assert keeping == {
        src / "steps" / "editions.py", sealed / "send_again.py", sealed / "issue.py",
    }  # fmt: skip
