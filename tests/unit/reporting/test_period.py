"""The month's and the quarter's paper: what they say, and what they refuse to."""

import re
from dataclasses import replace

import pytest
from builders.period import a_quarter
from builders.rendered import facts_of

from audits.domain.errors import UserError
from audits.reporting import PERIOD_PAPERS, ItemFact
from audits.reporting.paper import Picture, Table


BOTH = pytest.mark.parametrize("name", PERIOD_PAPERS)
FACTS = a_quarter()


def text_of(name: str, version: str = "professional") -> str:
    return "\n".join(facts_of(PERIOD_PAPERS[name](FACTS, version)))


@BOTH
def test_no_percentage_and_no_decimal_stands_in_it(name: str) -> None:
    assert "%" not in text_of(name)
    assert not re.search(r"\d\.\d", text_of(name))


@BOTH
def test_grades_are_counted_and_never_averaged(name: str) -> None:
    assert not re.search(r"\b(mean|average|averaged)\b", text_of(name).casefold())


@BOTH
def test_what_was_not_judged_is_counted_beside_the_judged(name: str) -> None:
    assert "2 cannot tell" in text_of(name)
    assert "122 not applicable" in text_of(name)


@BOTH
def test_cycles_that_are_not_in_it_are_named(name: str) -> None:
    assert "Not in this paper: MASH-2017-W05 (analysed)." in text_of(name)


@BOTH
def test_no_agency_is_ranked_or_has_a_result_of_its_own(name: str) -> None:
    tables = [b for b in PERIOD_PAPERS[name](FACTS, "professional").blocks if isinstance(b, Table)]
    headings = {heading.casefold() for table in tables for heading in table.headings}
    assert not headings & {"agency", "unit", "rank", "place"}


@BOTH
def test_a_week_has_no_limits_and_no_arrow(name: str) -> None:
    weekly, monthly, _ = (
        b for b in PERIOD_PAPERS[name](FACTS, "professional").blocks if isinstance(b, Picture)
    )
    assert weekly.table.headings == ("Week", "Cases", "In words")
    assert "chance" not in weekly.alt
    assert "limits" not in weekly.alt
    assert "more than chance in Apr 2016" in monthly.alt


@BOTH
def test_only_a_long_gap_between_rare_cases_is_evidence(name: str) -> None:
    *_, gaps = (
        b for b in PERIOD_PAPERS[name](FACTS, "professional").blocks if isinstance(b, Picture)
    )
    assert [row for row in gaps.table.rows if row[2] == "yes"] == [("5", "160", "yes")]
    assert ("2", "4", "no") in gaps.table.rows
    assert "above 149 cases, which is evidence of improvement: 5." in gaps.alt
    assert "One short gap is never a signal." in text_of(name)


@BOTH
def test_cases_that_a_person_chose_are_said_to_be_in_no_count(name: str) -> None:
    assert "13 more were chosen by a person" in text_of(name)
    assert "Cases that a person chose are in no count" in text_of(name)


@BOTH
def test_hours_are_said_to_be_missing_and_are_not_made_up(name: str) -> None:
    assert "registers keep days, not hours" in text_of(name)


def test_the_month_has_no_public_version() -> None:
    with pytest.raises(UserError, match="one could be taken from the other"):
        PERIOD_PAPERS["mash_month"](FACTS, "public")


def test_in_public_small_counts_and_what_gives_them_away_are_hidden() -> None:
    paper = PERIOD_PAPERS["mash_quarter"](FACTS, "public")
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    # 104 good, 24 not good and 2 not judged: the 24 would give the 2 away. Then 7, 1 and 122.
    assert [row[2:5] for row in table.rows] == [("104", "c", "c"), ("c", "c", "122")]
    assert [row[5] for row in table.rows] == ["most", "no one word is certain"]
    assert not any(isinstance(block, Picture) for block in paper.blocks)
    said = "\n".join(facts_of(paper))
    for never in ("MASH-2017-W", "A1", "chosen by a person", "Inadequate", "concern"):
        assert never not in said


def test_nothing_is_published_of_fewer_than_six_cases() -> None:
    few = replace(FACTS, weeks=(replace(FACTS.weeks[0], drawn=5),))
    with pytest.raises(UserError, match="too few cases"):
        PERIOD_PAPERS["mash_quarter"](few, "public")


def test_a_quarter_in_which_nothing_could_be_judged_says_so() -> None:
    none = ItemFact("1. Was it right?", "Yes", 0, 0, "No case could be judged", "", "none")
    empty = replace(FACTS, items=(none,), strips=(), trends=(), findings=(), actions=())
    said = "\n".join(facts_of(PERIOD_PAPERS["mash_quarter"](empty, "professional")))
    assert "No case could be judged." in said
    assert "nan" not in said.split()
