"""The refuse list, a test a line: what no paper prints, and what no fact can be made to claim."""

import re
from dataclasses import replace

import pytest
from builders import papers as p
from builders.rendered import alts_of, facts_of
from builders.reports import ALL, GRADES, NAMES, a_board, everything

from audits.domain.finding import FindingKind, Interval, JudgedCase
from audits.domain.question import Standing
from audits.reporting import (
    FindingFact,
    GradesFact,
    ItemFact,
    RatersFact,
    UnitReturn,
    as_text,
    view_paper,
)
from audits.reporting.paper import Strips, Table


EVERY = pytest.mark.parametrize(("name", "facts", "version"), ALL, ids=NAMES)


def all_of(name, facts, version) -> str:
    paper = view_paper(name, facts, version)
    return "\n".join([*facts_of(paper), alts_of(paper)])


@EVERY
def test_grades_are_counted_and_never_averaged(name, facts, version):
    said = all_of(name, facts, version).casefold()
    assert not re.search(r"\b(mean (grade|score)|average|averaged|\bmean of\b)", said)


@EVERY
def test_no_decimal_and_no_bare_percentage_stands_on_it(name, facts, version):
    said = all_of(name, facts, version)
    assert not re.search(r"\d\.\d", said)
    assert "%" not in said  # nothing here is of twenty


@EVERY
def test_no_arrow_and_no_colour_of_a_week_stands_on_it(name, facts, version):
    assert not re.search(r"[←↑→↓↗↘▲▼⇧⇩]", all_of(name, facts, version))


@EVERY
def test_nothing_is_tested_for_significance(name, facts, version):
    said = all_of(name, facts, version)
    assert not re.search(r"\bp\s*[<=>]\s*0|significan|chi-?square|fisher", said, re.IGNORECASE)


@EVERY
def test_nobody_is_ranked(name, facts, version):
    tables = [b for b in view_paper(name, facts, version).blocks if isinstance(b, Table)]
    headings = {heading.casefold() for table in tables for heading in table.headings}
    assert not headings & {"rank", "place", "position", "score", "league"}
    for row in (row for table in tables for row in table.rows):
        assert row[0] not in ("Police", "Health") or not re.search(r"\d", "".join(row[1:]))


@EVERY
def test_kappa_is_on_no_paper(name, facts, version):
    assert "kappa" not in all_of(name, facts, version).casefold()


def test_what_is_in_no_count_is_said_with_its_number():
    facts = p.answered((5, 3, 2, 2, 4))
    week = all_of("mash_week", facts, "professional")
    assert "2 not applicable" in week
    assert "4 not answered" in week
    report = view_paper("audit_report", facts, "professional").blocks
    (table,) = (b for b in report if isinstance(b, Table) and b.caption.startswith("Cases that"))
    assert table.headings[1:] == ("Judged", "Not applicable", "Cannot tell", "Not answered")
    assert table.rows == ((p.VOICE.asks, "10", "2", "0", "4"),)
    census = view_paper("census", facts, "professional").blocks
    (counts,) = (b for b in census if isinstance(b, Table) and b.caption == p.SCALE.title)
    assert counts.rows[0][1:] == ("5", "3", "2", "2", "4")


def test_who_did_not_return_is_said_before_anything_else():
    facts = replace(p.answered((5, 3, 2, 2, 0)), issued=15, returned=12, drawn=15)
    facts = replace(facts, returns=(*facts.returns, UnitReturn("Health", "nothing yet")))
    assert "12 of 15 workbooks came back." in as_text(view_paper("census", facts, "professional"))
    assert view_paper("census", facts, "professional").blocks[0].text.startswith("12 of 15")
    report = as_text(view_paper("audit_report", facts, "professional"))
    assert "12 cases of 15 drawn were answered for." in report
    assert "Health | nothing yet" in report
    assert "Health: nothing yet" in as_text(view_paper("mash_week", facts, "professional"))
    year = a_board()
    year = replace(year, chapters=(replace(year.chapters[0], cycles=(facts,)),))
    assert "It looked at 12 cases of 15 drawn." in as_text(
        view_paper("annual", year, "professional")
    )


def chosen(value: str) -> JudgedCase:
    return JudgedCase("X17-99", value, Standing.JUDGED, targeted=True, answers=())


@pytest.mark.parametrize("name", ["audit_report", "mash_week"])
@pytest.mark.parametrize("question", [p.VOICE, p.GRADE])
def test_cases_that_a_person_chose_change_no_count(name, question):
    facts = p.answered((5, 3, 2, 2, 0), question=question)
    ((_, cases),) = facts.judged
    more = replace(facts, judged=((question, (*cases, *[chosen(p.NO)] * 3)),))
    for version in ("professional", "public") if name == "audit_report" else ("professional",):
        assert all_of(name, more, version) == all_of(name, facts, version)


@pytest.mark.parametrize(("issued", "is_said"), [(19, False), (20, True)])
def test_a_share_in_per_cent_needs_twenty(issued, is_said):
    facts = replace(p.answered((5, 3, 2, 2, 0)), issued=issued, returned=12)
    assert ("%" in all_of("census", facts, "professional")) is is_said


@pytest.mark.parametrize("says", ["7 of 10 (70%)", "70.0 in 100", "p = 0.04", "A significant fall"])
def test_a_finding_cannot_be_made_to_claim_what_ten_cases_cannot_bear(says):
    with pytest.raises(ValueError, match="10 cases cannot bear this"):
        FindingFact("F1", FindingKind.STRENGTH, "T", "It was so.", says, x=7, n=10)
    with pytest.raises(ValueError, match="10 cases cannot bear this"):
        ItemFact("1. A", "Yes", 7, 10, says, "", "none")


TABLE = ((0, 0, 0, 0), (0, 10, 2, 0), (0, 1, 9, 0), (0, 0, 0, 0))


def test_neither_can_raters_be_made_to_claim_kappa_alone_or_a_coefficient_of_few_pairs():
    with pytest.raises(ValueError, match="never shown alone"):
        RatersFact("Grade", GRADES, TABLE, ("Cohen's kappa is 0.71.",), ())
    few = ((0, 0, 0, 0), (0, 10, 2, 0), (0, 1, 6, 0), (0, 0, 0, 0))
    with pytest.raises(ValueError, match="19 pairs cannot bear a coefficient"):
        RatersFact("Grade", GRADES, few, ("Gwet's AC2 0.90",), ())
    both = ("Same in 19 of 22 pairs.", "Gwet's AC2 0.81, Cohen's kappa 0.71")
    assert RatersFact("Grade", GRADES, TABLE, both, ()).says == both


def test_grades_of_two_scales_cannot_be_laid_beside_each_other():
    with pytest.raises(ValueError, match="of one scale only"):
        GradesFact("Grade", GRADES, (0, 12, 10, 0), (11, 11, 0), TABLE, 1, 2, 19, 0)
    with pytest.raises(ValueError, match="not those of the grades"):
        GradesFact("Grade", GRADES, (0, 12, 10, 0), (0, 12, 10, 0), TABLE, 1, 2, 19, 0)


def test_an_interval_beyond_the_frame_cannot_be_made():
    """As Wald's is, of nine of ten: from 71.4 to 108.6 in 100."""
    with pytest.raises(ValueError, match="not an interval"):
        Interval(9, 10, 284, low=203, high=308)


def test_each_scale_has_its_own_legend_and_none_is_turned_into_another():
    (strips,) = (
        b for b in view_paper("mash_week", everything(), "professional").blocks
        if isinstance(b, Strips)
    )  # fmt: skip
    assert {m.letter for strip in strips.strips for m in strip.marks} <= set("YPN-?·")
