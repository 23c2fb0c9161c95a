"""A status without moves, or a diagram that tells another story, fails here."""

import importlib.util
from itertools import pairwise, product

import pytest
from builders.repository import ROOT

from audits.domain.errors import StatusError
from audits.domain.status import (
    ACTION_MOVES,
    CYCLE_MOVES,
    DISAGREEMENT_MOVES,
    DISPATCH_MOVES,
    ActionStatus,
    CycleStatus,
    DisagreementStatus,
    DispatchStatus,
    check_move,
)


TABLES = [
    (CycleStatus, CYCLE_MOVES),
    (DispatchStatus, DISPATCH_MOVES),
    (ActionStatus, ACTION_MOVES),
    (DisagreementStatus, DISAGREEMENT_MOVES),
]
PAIRS = [(moves, *pair) for kind, moves in TABLES for pair in product(kind, repeat=2)]
LINE = ["planned", "framed", "drawn", "approved", "issued", "moderating"]
LINE += ["analysed", "agreed", "published", "closed"]


@pytest.mark.parametrize(("kind", "moves"), TABLES)
def test_every_status_has_its_row_of_moves(kind, moves):
    assert set(moves) == set(kind)


@pytest.mark.parametrize(("moves", "now", "wanted"), PAIRS)
def test_a_move_is_allowed_exactly_where_the_table_holds_it(moves, now, wanted):
    if wanted in moves[now]:
        check_move(moves, now, wanted, "X-1")
        return
    with pytest.raises(StatusError, match=rf"X-1 is {now} and cannot become {wanted}\."):
        check_move(moves, now, wanted, "X-1")


def test_a_cycle_goes_down_the_line_and_may_be_cancelled_until_it_is_published():
    for now, following in pairwise(LINE):
        cancel = set() if now == "published" else {"cancelled"}
        assert CYCLE_MOVES[CycleStatus(now)] == {following} | cancel
    assert not CYCLE_MOVES[CycleStatus.CLOSED]
    assert not CYCLE_MOVES[CycleStatus.CANCELLED]


@pytest.mark.parametrize(("kind", "moves"), TABLES)
def test_every_status_can_be_reached(kind, moves):
    first = next(iter(kind))
    assert set().union(*moves.values()) | {first} == set(kind)


@pytest.mark.parametrize("name", ["statuses", "permissions"])
def test_the_tables_in_the_guides_are_the_ones_the_code_prints(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    printer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(printer)
    kept = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert kept == printer.page(), "The table changed: run `make docs`."
