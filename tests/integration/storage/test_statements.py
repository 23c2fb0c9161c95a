"""A list costs as many statements when it is long as when it is short."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.statements import counted

from audits.queries.cycle_titles import cycles_in_short
from audits.queries.dispatches import list_dispatches
from audits.queries.issued_packs import list_packs
from audits.queries.registers import list_registers
from audits.workspace import Parts


LISTS: dict[str, Callable[[Parts], Sequence[object]]] = {
    "registers": lambda parts: list_registers(parts=parts),
    "cycles in short": lambda parts: cycles_in_short(parts=parts),
    "packs": lambda parts: list_packs(ws.REF, parts=parts),
    "all dispatches": lambda parts: list_dispatches(parts=parts),
    "dispatches": lambda parts: list_dispatches(ws.REF, parts=parts),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """Return a week whose packs are issued; nothing was returned."""
    home = ws.loaded(tmp_path_factory.mktemp("small") / "home", contacts=1500)
    ws.issue(ws.parts_of(home))
    return home


@pytest.fixture(scope="module")
def large(tmp_path_factory, small) -> Path:
    """Return the same week once all have answered and were asked again, and a second week."""
    home = ws.copy_of(small, tmp_path_factory.mktemp("large") / "home")
    parts = ws.parts_of(home)
    ws.send(parts)
    ws.answer(home)
    ws.collect(parts)
    ws.issue_another_week(home)
    return home


def measured(list_them: Callable[[Parts], Sequence[object]], home: Path) -> tuple[int, int]:
    """Return how long a list is and how many statements it took."""
    parts = ws.parts_of(home)
    with counted() as statements:
        rows = list_them(parts)
    return len(rows), len(statements)


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_takes_as_many_statements_as_a_short_one(name, small, large):
    few, statements_of_few = measured(LISTS[name], small)
    many, statements_of_many = measured(LISTS[name], large)
    assert few < many
    assert statements_of_many == statements_of_few
