"""A status without moves, or a diagram that tells another story, fails here."""

import importlib.util
import re
from itertools import pairwise, product

import pytest
from builders.repository import ROOT

from audits.cli.remedies import with_remedies
from audits.domain.errors import StatusError
from audits.domain.moves import WORDINGS, check_move
from audits.domain.status import (
    ACTION_MOVES,
    CYCLE_MOVES,
    DISAGREEMENT_MOVES,
    DISPATCH_MOVES,
    ActionStatus,
    CycleStatus,
    DisagreementStatus,
    DispatchStatus,
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
    with pytest.raises(StatusError, match=rf"X-1 is {now}( already)?\."):
        check_move(moves, now, wanted, "X-1")


REFUSED = [(*pair, moves) for moves, *pair in PAIRS if pair[1] not in moves[pair[0]]]


@pytest.mark.parametrize(("now", "wanted", "moves"), REFUSED)
def test_whoever_comes_too_early_or_too_late_is_told_what_to_type(now, wanted, moves):
    with pytest.raises(StatusError) as refusal:
        check_move(moves, now, wanted, "X-1")
    says, *typed = with_remedies(refusal.value).splitlines()
    assert typed, "a remedy that the command line words, and its role may take"
    assert all(": audits " in line for line in typed)
    assert now is wanted or re.search(r"\. ([A-Z].* before you|It is too late to) .*\.$", says)


@pytest.mark.parametrize(
    ("moves", "now", "wanted", "says", "typed"),
    [
        (CYCLE_MOVES, CycleStatus.PLANNED, CycleStatus.ISSUED,
         "Draw the sample before you issue packs.", ["audits sample draw X-1"]),
        (CYCLE_MOVES, CycleStatus.PLANNED, CycleStatus.DRAWN,
         "Freeze the frame before you draw the sample.", ["audits sample draw X-1"]),
        (CYCLE_MOVES, CycleStatus.DRAWN, CycleStatus.ISSUED,
         "Approve the draw before you issue packs.", ["audits cycle approve X-1 --why '...'"]),
        (CYCLE_MOVES, CycleStatus.ISSUED, CycleStatus.AGREED,
         "Collect the returns before you agree the findings.",
         ["audits return collect", "audits cycle approve X-1 --why '...'"]),
        (CYCLE_MOVES, CycleStatus.ANALYSED, CycleStatus.APPROVED,
         "It is too late to approve the draw.", ["audits cycle sign-off X-1"]),
        (CYCLE_MOVES, CycleStatus.CANCELLED, CycleStatus.ISSUED,
         "It is too late to issue packs.", ["audits cycle list"]),
        (ACTION_MOVES, ActionStatus.OPEN, ActionStatus.CLOSED,
         "Complete it before you close it.",
         ["audits action update X-1 --status complete --text '...'"]),
        (DISPATCH_MOVES, DispatchStatus.REFUSED, DispatchStatus.SENT,
         "Make it due again before you say that it went.",
         ["audits dispatch confirm X-1 --not-sent --why '...'"]),
    ],
)  # fmt: skip
def test_a_refusal_says_what_comes_first(moves, now, wanted, says, typed):
    with pytest.raises(StatusError) as refusal:
        check_move(moves, now, wanted, "X-1")
    assert str(refusal.value) == f"X-1 is {now}. {says}"
    lines = with_remedies(refusal.value).splitlines()[1:]
    assert [f"audits {line.rpartition(': audits ')[2]}" for line in lines] == typed


@pytest.mark.parametrize(("kind", "moves"), TABLES)
def test_every_way_that_is_worded_is_a_move_and_every_status_a_goal(kind, moves):
    wording = WORDINGS[kind]
    assert set(wording.goals) == set(kind)
    assert [pair for pair in wording.ways if pair[1] not in moves[pair[0]]] == []


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
