"""Whether a measure moved, and whether that may be said."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, strategies as st

from audits.actions import Better, Decision, Impact, decided, is_reached, weigh
from audits.domain.errors import StatusError, UserError
from audits.domain.level import Dated, Level, level_from
from audits.domain.status import ACTION_MOVES, ActionStatus


JANUARY, JUNE = date(2017, 1, 9), date(2017, 6, 9)


@dataclass(frozen=True)
class Difference:
    is_rise: bool
    is_fall: bool
    words: str = "so it is said"


def an_impact(before, after, *, better=Better.UP, target=None):
    return Impact(
        "timeliness",
        Dated(level_from(before), JANUARY) if before else None,
        Dated(level_from(target), JUNE) if target else None,
        Dated(level_from(after), JUNE) if after else None,
        better,
    )


def compare_as(is_rise, is_fall):
    return lambda *_: Difference(is_rise, is_fall)


@pytest.mark.parametrize(
    ("is_rise", "is_fall", "better", "moved"),
    [
        (True, False, Better.UP, True),
        (False, False, Better.UP, False),
        (False, True, Better.UP, False),
        (False, True, Better.DOWN, True),
        (True, False, Better.DOWN, False),
        (False, False, Better.DOWN, False),
    ],
)
def test_counts_have_moved_when_they_are_proven_to_differ_the_right_way(
    is_rise, is_fall, better, moved
):
    verdict = weigh(an_impact("12/20", "17/20", better=better), compare_as(is_rise, is_fall))
    assert verdict.moved is moved
    assert "so it is said" in verdict.words


@pytest.mark.parametrize(
    ("before", "after", "better", "moved"),
    [
        ("61", "84", Better.UP, True), ("61", "61", Better.UP, False),
        ("36.5", "20", Better.DOWN, True), ("20", "36.5", Better.DOWN, False),
    ],
)  # fmt: skip
def test_a_figure_of_everybody_has_moved_once_it_is_better(before, after, better, moved):
    verdict = weigh(an_impact(before, after, better=better, target="90"), compare_as(False, False))
    assert verdict.moved is moved
    assert f"{before} on 9 January 2017, then {after} on 9 June 2017." in verdict.words
    assert "The target, 90 by 9 June 2017, is" in verdict.words


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("", "17/20", "No baseline of timeliness is recorded."),
        ("12/20", "", "timeliness has not been measured again since 9 January 2017."),
        ("12/20", "84", "not comparable"),
    ],
)
def test_what_cannot_be_compared_has_not_moved(before, after, says):
    verdict = weigh(an_impact(before, after), compare_as(True, True))
    assert not verdict.moved
    assert says in verdict.words


def test_a_target_is_reached_from_either_side():
    assert is_reached(an_impact("", "17/20", target="17/20"))
    assert not is_reached(an_impact("", "16/20", target="17/20"))
    assert is_reached(an_impact("", "20", target="24", better=Better.DOWN))
    assert not is_reached(an_impact("", "20"))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_is_read_as_it_is_written(pair):
    x, n = pair
    level = Level(x, n)
    assert level_from(str(level)) == level_from(f" {x}/{n} ") == level
    assert 0 <= level.share <= 1


@pytest.mark.parametrize("text", ["", "x", "3/0", "5/4", "-1/4", "nan", "inf"])
def test_what_is_no_level_is_refused(text):
    with pytest.raises(UserError, match="is no level of a measure"):
        level_from(text)


@pytest.mark.parametrize("status", ActionStatus)
@pytest.mark.parametrize("decision", Decision)
def test_a_decision_leads_where_the_moves_allow_or_is_refused(status, decision):
    try:
        to = decided("A1", status, decision, "QEG")
    except StatusError as error:
        assert f"A1 is {status}, so QEG cannot decide" in str(error)  # noqa: PT017 -- or else a move
    else:
        assert to is None or to in ACTION_MOVES[status]


def test_only_what_is_complete_can_be_closed():
    may = {status for status in ActionStatus if _closes(status)}
    assert may == {ActionStatus.COMPLETE}


def _closes(status):
    try:
        return decided("A1", status, Decision.CLOSE, "QEG") is ActionStatus.CLOSED
    except StatusError:
        return False
