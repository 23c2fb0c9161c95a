"""Quotas on two dimensions: both margins met exactly, or refused."""

import json
from itertools import pairwise

import numpy as np
import pytest
from builders.sampling import KEY, a_grid, a_plan
from hypothesis import assume, given, settings, strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from audits.domain.errors import SampleError
from audits.domain.plan import SamplePlan, Targeted
from audits.sampling import allocate_quotas, by_hand, certificate, draw, verify


CATEGORIES = ("neglect", "emotional abuse", "physical abuse")
AGES = ("under 5", "5 to 10", "over 10")
FRAME = {
    ("neglect", "under 5"): 40, ("neglect", "5 to 10"): 25, ("neglect", "over 10"): 10,
    ("emotional abuse", "under 5"): 12, ("emotional abuse", "5 to 10"): 30,
    ("emotional abuse", "over 10"): 33,
}  # fmt: skip


def _plan(rows: dict[str, int], columns: dict[str, int], **parts: object) -> SamplePlan:
    quotas = {"a_category": rows, "b_age": columns}
    return SamplePlan(sum(rows.values()), quotas=quotas, **parts)


HALF = _plan({"neglect": 6, "emotional abuse": 6}, {"under 5": 4, "5 to 10": 4, "over 10": 4})


def _allocate(plan: SamplePlan, cells: dict[tuple[str, str], int]) -> dict[str, int]:
    available = {" / ".join(each): count for each, count in cells.items()}
    return allocate_quotas(plan, available=available, taken={})


def _margins(numbers: dict[str, int], side: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, number in numbers.items():
        value = name.split(" / ")[side]
        sums[value] = sums.get(value, 0) + number
    return sums


@st.composite
def tables(choose: st.DrawFn) -> tuple[dict[tuple[str, str], int], list[int], list[int]]:
    rows, columns = choose(st.integers(2, 3)), choose(st.integers(2, 3))
    cells = {
        (CATEGORIES[r], AGES[c]): choose(st.integers(0, 9))
        for r in range(rows)
        for c in range(columns)
    }
    wants = choose(st.lists(st.integers(0, 6), min_size=rows, max_size=rows))
    cuts = sorted(
        choose(st.lists(st.integers(0, sum(wants)), min_size=columns - 1, max_size=columns - 1))
    )
    bounds = [0, *cuts, sum(wants)]
    return cells, wants, [b - a for a, b in pairwise(bounds)]


def _possible(cells: dict[tuple[str, str], int], rows: list[int], columns: list[int]) -> bool:
    """Ask scipy's solver whether any whole numbers meet both margins within the cells."""
    keys = list(cells)
    lines = [[key[0] == CATEGORIES[n] for key in keys] for n in range(len(rows))]
    lines += [[key[1] == AGES[n] for key in keys] for n in range(len(columns))]
    wants = [*rows, *columns]
    found = milp(
        np.zeros(len(keys)),
        integrality=np.ones(len(keys)),
        bounds=Bounds(0, [cells[key] for key in keys]),
        constraints=LinearConstraint(np.array(lines, dtype=float), wants, wants),
    )
    return bool(found.success)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_both_margins_are_met_exactly_whenever_that_is_possible_and_refused_when_not(table):
    cells, rows, columns = table
    assume(sum(rows))
    plan = _plan(dict(zip(CATEGORIES, rows, strict=False)), dict(zip(AGES, columns, strict=False)))
    if not _possible(cells, rows, columns):
        with pytest.raises(SampleError):
            _allocate(plan, cells)
        return
    numbers = _allocate(plan, cells)
    assert _margins(numbers, 0) == plan.quotas["a_category"]
    assert _margins(numbers, 1) == plan.quotas["b_age"]
    assert all(0 <= numbers[" / ".join(each)] <= count for each, count in cells.items())


def test_where_margins_are_independent_the_cells_are_the_products():
    # r × c / n, the table that proportional fitting gives from equal cells
    cells = {(row, column): 50 for row in CATEGORIES[:2] for column in AGES[:2]}
    plan = _plan({"neglect": 8, "emotional abuse": 4}, {"under 5": 9, "5 to 10": 3})
    assert _allocate(plan, cells) == {
        "neglect / under 5": 6, "neglect / 5 to 10": 2,
        "emotional abuse / under 5": 3, "emotional abuse / 5 to 10": 1,
    }  # fmt: skip


def _fitted(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Fit proportionally with numpy, a way of its own."""
    table = table.astype(float)
    for _ in range(500):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
    return table


def test_no_cell_is_further_than_one_from_its_exact_share():
    exact = _fitted(
        np.array(list(FRAME.values())).reshape(2, 3), np.array([6, 6]), np.array([4, 4, 4])
    )
    numbers = _allocate(HALF, FRAME)
    for (row, column), share in zip(FRAME, exact.ravel(), strict=True):
        assert abs(numbers[f"{row} / {column}"] - share) < 1


def test_a_case_has_its_cells_probability_and_they_sum_to_the_sample():
    result = draw(a_grid(FRAME), HALF, key=KEY)
    for case in result.cases:
        cell = tuple(case.stratum.split(" / "))
        drawn = sum(other.stratum == case.stratum for other in result.cases)
        assert case.probability == drawn / FRAME[cell]
    sums = [
        FRAME[tuple(s.split(" / "))] * p
        for s, p in {(c.stratum, c.probability) for c in result.cases}
    ]
    assert sum(sums) == pytest.approx(12)


def test_a_certificate_of_quotas_verifies_and_says_the_rule():
    frame = a_grid(FRAME)
    made = certificate("N-2017", frame, HALF, key=KEY, drawn=draw(frame, HALF, key=KEY))
    assert verify(made, frame.text) == ()
    assert "By 'b_age': 4 of '5 to 10', 4 of 'over 10', 4 of 'under 5'." in made["rules"]


def test_a_case_chosen_by_name_takes_its_place_from_both_quotas():
    frame = a_grid(FRAME)
    plan = _plan(dict(HALF.quotas["a_category"]), dict(HALF.quotas["b_age"]), targeted=Targeted(2))
    unit = next(line.unit for line in frame.lines() if line.stratum == "neglect / over 10")
    result = draw(frame, plan, key=KEY, targeted={unit: "A partner asked"})
    numbers: dict[str, int] = {}
    for case in result.cases:
        numbers[case.stratum] = numbers.get(case.stratum, 0) + 1
    assert _margins(numbers, 0) == plan.quotas["a_category"]
    assert _margins(numbers, 1) == plan.quotas["b_age"]


@pytest.mark.parametrize(
    ("rows", "columns", "sentence"),
    [
        ({"neglect": 80}, {"under 5": 40, "5 to 10": 40},
         r"asks for 80 from 'neglect' \(a_category\) but 65 are eligible"),
        ({"neglect": 4, "emotional abuse": 1}, {"over 10": 5}, None),
        ({"neglect": 2}, {"under 5": 3}, "quotas by 'b_age' add up to 3"),
    ],
)  # fmt: skip
def test_quotas_that_cannot_be_met_are_refused_in_a_sentence(rows, columns, sentence):
    frame, plan = a_grid(FRAME), _plan(rows, columns)
    if sentence is None:
        assert len(draw(frame, plan, key=KEY).cases) == 5
        return
    with pytest.raises(SampleError, match=sentence):
        draw(frame, plan, key=KEY)


def test_margins_that_fit_alone_but_not_together_are_refused():
    cells = {("a", "x"): 5, ("a", "y"): 0, ("b", "x"): 5, ("b", "y"): 6}
    with pytest.raises(SampleError, match="of the 10 cases they ask for, 9 can be drawn"):
        _allocate(_plan({"a": 5, "b": 5}, {"x": 4, "y": 6}), cells)


def test_more_by_name_than_a_quota_holds_are_refused():
    frame = a_grid(FRAME)
    plan = _plan({"neglect": 1}, {"under 5": 1}, targeted=Targeted(2))
    units = [line.unit for line in frame.lines() if line.stratum == "neglect / under 5"][:2]
    with pytest.raises(SampleError, match="'neglect' were chosen by name than its quota"):
        draw(frame, plan, key=KEY, targeted=dict.fromkeys(units, "why"))


def test_a_database_that_keeps_keys_in_another_order_changes_nothing():
    frame = a_grid(FRAME)
    made = certificate("N-2017", frame, HALF, key=KEY, drawn=draw(frame, HALF, key=KEY))
    turned = json.loads(json.dumps(made), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert verify(turned, frame.text) == ()
    assert by_hand(turned) == made["by_hand"]


def test_a_plan_without_quotas_is_not_concerned():
    assert a_plan().quotas == {}
