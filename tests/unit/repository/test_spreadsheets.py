"""Cells are written in one room: whoever fills a sheet asks it, and gets its protections."""

import ast

import pytest
from builders.repository import ROOT, sources


SRC = ROOT / "src" / "audits"
WRITES = SRC / "xlsx"
READS = (SRC / "opening", SRC / "register")
PEOPLE = SRC / "demo"  # made-up agencies and a panel, at programs of their own
# What writes past `put`: into a cell, or a row of them.
PAST_IT = {"value", "hyperlink", "number_format", "data_type"}


def others() -> list:
    rooms = (WRITES, PEOPLE)
    return [path for path in sources() if not any(path.is_relative_to(room) for room in rooms)]


def imports(tree: ast.AST) -> set[str]:
    """Return the packages that a module takes something from."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names


def writes_past_it(tree: ast.AST) -> bool:
    """Tell whether a module sets a cell itself, or saves a workbook that it made."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    is_set = any(n.attr in PAST_IT for n in attributes if isinstance(n.ctx, ast.Store))
    is_made = any(n.attr in {"create_sheet", "save", "cell"} for n in attributes if n in called)
    return is_set or is_made


def test_no_other_room_takes_openpyxl_but_to_read():
    taken = [p for p in others() if {"openpyxl", "xlsxwriter"} & imports(parsed(p))]
    assert [p for p in taken if not any(p.is_relative_to(room) for room in READS)] == []


def test_whoever_may_fill_a_sheet_or_read_one_sets_no_cell():
    near = [p for p in others() if "audits.xlsx" in p.read_text() or is_reader(p)]
    assert len(near) > 10
    assert [p for p in near if writes_past_it(parsed(p))] == []


@pytest.mark.parametrize("code", ["cell.value = 1", "book.save(x)", "sheet.cell(1, 2)"])
def test_writing_past_it_is_seen(code):
    assert writes_past_it(ast.parse(code))


def is_reader(path) -> bool:
    return any(path.is_relative_to(room) for room in READS)


def parsed(path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))
