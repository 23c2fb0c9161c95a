"""No public paper gives a small number away: each is attacked with every table it may come from."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from builders.papers import GRADE, VOICE, answered, facts
from hypothesis import given, settings, strategies as st

from audits.reporting import as_text, view_paper
from audits.reporting.suppression import public_claim, suppress_counts


Counts = tuple[int, ...]


def tables(total: int, cells: int) -> Iterator[Counts]:
    """Yield every table of so many cells that adds up to a total."""
    for first in product(range(total + 1), repeat=cells - 1):
        if sum(first) <= total:
            yield (*first, total - sum(first))


def given_away(total: int, paper: str, question, words=()) -> dict[Counts, set[int]]:
    """Return the tables whose paper fits no other value of a small cell, with those cells.

    The reader is as hard as can be: he knows the total, the rules and this program, makes the
    paper of every table there can be, and keeps those that come out the same, word for word.
    """
    alike: dict[str, list[Counts]] = defaultdict(list)
    for counts in tables(total, 5):
        text = as_text(
            view_paper(paper, answered(counts, question=question, words=words), "public")
        )
        alike[text].append(counts)
    found = {}
    for same in alike.values():
        known = {i for i in range(5) if len({counts[i] for counts in same}) == 1}
        small = {i for i in known if 0 < same[0][i] < 6}
        if small:
            found[same[0]] = small
    return found


@pytest.mark.parametrize("total", [1, 3, 5, 6, 7, 9, 11])
@pytest.mark.parametrize(
    ("paper", "question"), [("audit_report", VOICE), ("audit_report", GRADE), ("census", VOICE)]
)
def test_no_table_of_these_totals_gives_a_small_count_away(paper, question, total):
    assert given_away(total, paper, question) == {}


@given(st.integers(20, 60), st.data())
@settings(max_examples=1500, deadline=None)
def test_neither_a_number_nor_a_word_tells_a_small_count(total, data):
    """A reader who knows the total, and even how many could be judged, is left with two counts."""
    n = data.draw(st.integers(1, total))
    x = data.draw(st.integers(0, n))
    bands = sorted(data.draw(st.lists(st.integers(0, n), max_size=4)))
    words = [f"word {sum(c >= b for b in bands)}" for c in range(n + 1)]
    printed = public_claim(x, n, total - n, words)
    alike = [c for c in range(n + 1) if public_claim(c, n, total - n, words) == printed]
    is_small = 0 < x < 6 or 0 < n - x < 6 or 0 < total - n < 6
    assert len(alike) > 1 or not is_small or printed[1] is None
    if printed[0].x is not None:
        assert not is_small
    if printed[1] is not None:
        assert len(alike) > 1


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5))
@settings(max_examples=1500, deadline=None)
def test_whatever_a_public_census_prints_of_a_row_is_safe_by_subtraction(counts):
    text = as_text(view_paper("census", answered(counts), "public"))
    row = next((line for line in text.splitlines() if line.startswith(VOICE.asks)), "")
    if not row:
        return
    printed = row.split(" | ")[1:]
    hidden = [count for count, said in zip(counts, printed, strict=True) if said == "c"]
    assert all(said in ("c", str(n)) for n, said in zip(counts, printed, strict=True))
    assert [n for n in counts if 0 < n < 6 and n not in hidden] == []
    assert len(hidden) != 1
    assert not hidden or sum(hidden) > len(hidden)


def test_under_six_cases_no_count_is_printed_at_all():
    text = as_text(view_paper("audit_report", answered((2, 2, 1, 0, 0)), "public"))
    assert "so few cases could identify a child" in text
    assert not any(character.isdigit() for line in text.splitlines()[3:4] for character in line)


def test_the_day_the_case_references_and_the_cycle_stand_in_no_public_paper():
    for paper in ("audit_report", "census"):
        text = as_text(view_paper(paper, answered((20, 8, 7, 0, 0)), "public"))
        assert not any(said in text for said in ("X-2017", "X17-", "9 March", "April", "Police"))


def test_a_word_stands_only_where_its_interval_bears_it():
    counts = (40, 12, 3, 5, 0)  # twelve and three of fifty-five: five were not applicable
    words = [None] * 10 + ["less than half"] * 20 + [None] * 26
    text = as_text(view_paper("audit_report", answered(counts, words=words), "public"))
    assert "This was so in less than half of the cases that could be judged." in text
    bare = as_text(view_paper("audit_report", answered(counts, words=[None] * 56), "public"))
    assert "less than half" not in bare


def test_a_number_stands_where_nothing_is_small():
    text = as_text(view_paper("audit_report", answered((30, 12, 8, 0, 0)), "public"))
    assert "This was so in 20 of the 50 cases that could be judged." in text
    assert suppress_counts((20, 30, 0)) == ((20, 30, 0), 50)


def test_nobody_answered_is_said_in_public_too():
    text = as_text(view_paper("audit_report", facts(), "public"))
    assert "No case was answered for" in text
