"""Whether a draw was even, and whether a change is proven, is answered once, for every reader."""

import ast
from datetime import date
from fractions import Fraction

import pytest
from builders.repository import ROOT, sources
from hypothesis import given, strategies as st
from scipy.stats import fisher_exact

from audits.actions import Better, Impact, weigh
from audits.domain.finding import Method
from audits.domain.level import Dated, Level
from audits.statistics import compare_rounds, is_even, method_of


DAY = date(2017, 3, 9)
RATES = st.lists(
    st.integers(0, 12).flatmap(lambda frame: st.tuples(st.integers(0, frame), st.just(frame))),
    max_size=5,
)


@given(RATES)
def test_a_draw_is_even_if_all_rates_are_one_fraction(rates):
    fractions = {Fraction(drawn, frame) for drawn, frame in rates if frame}
    assert is_even(rates) is (len(fractions) <= 1)
    assert method_of(rates) is (Method.EXACT if len(fractions) <= 1 else Method.WEIGHTED)


def test_an_empty_part_hides_no_uneven_ones_wherever_it_stands():
    uneven = [(2, 10), (5, 10)]
    assert not is_even([(0, 0), *uneven])
    assert not is_even([uneven[0], (0, 0), uneven[1]])


COUNTS = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, COUNTS)
def test_a_change_is_proven_to_every_reader_or_to_none(before, after):
    change = compare_rounds(*before, *after)
    proven = change.is_rise or change.is_fall
    assert proven is ("more than chance explains" in change.words)
    assert not (change.is_rise and change.is_fall)
    for better in Better:
        dated = [Dated(Level(x, n), DAY) for x, n in (before, after)]
        verdict = weigh(Impact("m", dated[0], None, dated[1], better), compare_rounds)
        assert verdict.moved is (change.is_rise if better is Better.UP else change.is_fall)
    if proven:
        table = [[x, n - x] for x, n in (before, after)]
        assert fisher_exact(table).pvalue < 0.05


def test_an_action_is_not_measured_to_have_worked_where_two_tests_disagree():
    # 0 of 5, then 3 of 5: Newcombe's interval leaves out no change (scipy: Fisher's p is 0.167).
    change = compare_rounds(0, 5, 3, 5)
    assert change.low > 0
    assert fisher_exact([[0, 5], [3, 2]]).pvalue == pytest.approx(0.1667, abs=0.001)
    assert not change.is_rise
    assert "two tests disagree" in change.words


def test_nobody_outside_statistics_decides_it_anew():
    """No other room compares an interval of a change, or a p, with a limit of its own."""
    rooms = [p for p in sources() if not p.is_relative_to(ROOT / "src/audits/statistics")]
    own = [
        p for p in rooms if not p.is_relative_to(ROOT / "src/audits/demo")
    ]  # an oracle of its own
    deciding = []
    for path in own:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
                of_change = ast.unparse(node.left.value) in {"change", "difference"}
                if of_change and node.left.attr in {"low", "high", "p"}:
                    deciding.append(path)
            if isinstance(node, ast.FunctionDef) and node.name in {
                "is_even",
                "_is_even",
                "method_of",
            }:
                deciding.append(path)
    assert deciding == []
