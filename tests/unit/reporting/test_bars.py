"""A finding is a sentence, a bar and a number, and the bar says what the number says."""

import zlib
from dataclasses import replace

import pytest
from builders import papers as p

from audits.domain.finding import Estimate, FindingKind, Interval, Method, Part
from audits.reporting import FindingFact, LastTime, MeasuredFact, as_text, view_paper
from audits.reporting.bars import HIGH, WIDE, as_png, finding_bars, legend_of
from audits.reporting.paper import FindingBar
from audits.statistics import estimate_of, share_in_words, whole_percent


WORDS = "3 of 38 cases (8 %). Across all 1,140 contacts: likely between 2 % and 21 %"
BEFORE = LastTime("X-2016", 20, 40, 0.35, 0.65, "Last time: 20 of 40 (50 %). It is worse")
MANY = MeasuredFact(3, 38, 3 / 38, 0.02, 0.21, WORDS, "24 to 239 of 1,140", BEFORE, 0.9, "Target")
FEW = MeasuredFact(5, 8, 5 / 8, 0.3, 0.9, "5 of 8 cases", before=LastTime("X", 2, 6, 0, 1, "Then"))


def finding(measured, says="3 of 38"):
    text = "Referrers were told the outcome."
    return FindingFact(
        "F1", FindingKind.DEVELOPMENT, "Feedback", text, says, x=measured.x, n=measured.n,
        measured=measured,
    )  # fmt: skip


def bar(measured) -> FindingBar:
    (drawn,) = finding_bars([finding(measured)])
    assert isinstance(drawn, FindingBar)
    return drawn


def test_a_share_and_the_ends_of_its_range_are_said_in_whole_hundredths_outwards():
    seen = estimate_of([Part("all", 3, 38, 1140)], method=Method.EXACT)
    assert (seen.interval.low, seen.interval.high) == (20, 241)
    words = share_in_words(seen, of="contacts")
    assert words == "3 of 38 cases (8 %). Across all 1,140 contacts: likely between 1 % and 22 %"


def test_of_fewer_than_twenty_no_share_is_said():
    seen = estimate_of([Part("all", 9, 19, 240)], method=Method.EXACT)
    assert "%" not in share_in_words(seen)
    assert "%" in share_in_words(estimate_of([Part("all", 9, 20, 240)], method=Method.EXACT))


def test_a_weighted_share_is_said_of_all_and_not_of_the_cases_looked_at():
    parts = (Part("a", 9, 20, 900), Part("b", 19, 20, 240))
    words = share_in_words(estimate_of(parts, method=Method.WEIGHTED), of="contacts")
    # 900/1140 of 45 % and 240/1140 of 95 % are 55.5 %.
    assert words.startswith("28 of 40 cases. Across all 1,140 contacts: 56 %, likely between ")


def test_where_every_case_was_looked_at_there_is_no_range():
    whole = Estimate(Interval(26, 30, 30, 26, 26), 26 / 30, Method.EXACT)
    assert share_in_words(whole) == "26 of 30 cases (87 %); every one was looked at"
    assert [whole_percent(0, 9), whole_percent(9, 9), whole_percent(1, 999)] == [0, 100, 1]


def test_the_range_is_drawn_to_scale_with_last_time_and_the_target():
    shapes = bar(MANY).shapes
    across = {(s.x, s.x + s.wide) for s in shapes}
    assert (round(2 + 0.02 * 996), round(2 + 0.21 * 996)) in across
    assert (round(2 + 0.35 * 996), round(2 + 0.65 * 996)) in across
    middles = {s.x + s.wide / 2 for s in shapes}
    assert {79, 500, 900} <= {round(middle) for middle in middles}
    assert all(s.x >= 0 and s.x + s.wide <= WIDE and s.y + s.high <= HIGH for s in shapes)


def test_few_cases_are_a_square_each_and_those_of_last_time_below():
    shades = [s.shade for s in bar(FEW).shapes if s.wide > 36]
    assert shades.count("#173a5e") == 5
    small = [s.shade for s in bar(FEW).shapes if s.wide == 18]
    assert (small.count("#173a5e"), len(small)) == (2, 6)


@pytest.mark.parametrize("measured", [MANY, FEW, replace(MANY, x=0, share=0.0, before=None)])
def test_the_picture_is_one_that_every_reader_opens(measured):
    png = as_png(bar(measured).shapes)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    size = int.from_bytes(png[33:37])
    assert len(zlib.decompress(png[41 : 41 + size])) == HIGH * (1 + 3 * WIDE)


def test_the_legend_says_only_what_is_drawn():
    (few,) = legend_of([finding(FEW)])
    assert "square" in few.text
    assert "bar" not in few.text
    (many,) = legend_of([finding(MANY)])
    for mark in ("Dark line", "Blue", "Grey below", "Broken line"):
        assert mark in many.text
    assert list(legend_of([])) == []


def test_a_report_says_the_finding_beside_its_bar_and_to_who_cannot_see_it():
    given = replace(p.answered((11, 3, 2, 2, 0)), findings=(finding(MANY),))
    paper = view_paper("audit_report", given, "professional")
    (drawn,) = (b for b in paper.blocks if isinstance(b, FindingBar))
    assert drawn.alt == f"Referrers were told the outcome. {WORDS}."
    text = as_text(paper)
    assert f"{WORDS}. Last time: 20 of 40 (50 %). It is worse. Target." in text
    assert "3 of 38 | 24 to 239 of 1,140 | 20 of 40 | Target" in text
