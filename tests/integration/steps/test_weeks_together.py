"""What weeks say together: of the gaps between rare cases only a long one tells anything."""

from dataclasses import replace

import pytest
from builders.weeks import GRADE, TEMPLATE, weeks_of

from audits.domain.finding import Method, Part
from audits.findings import tally
from audits.queries.papers.period_cells import cells
from audits.queries.papers.period_trends import alarms, rare, trend
from audits.queries.papers.period_weeks import period_of
from audits.statistics import estimate_of, method_of


def test_with_a_rate_of_three_and_a_half_in_a_hundred_only_a_gap_above_149_is_evidence():
    """Seven of two hundred: the figures that the board's advice works with."""
    cases = ["good"] * 200
    for place in (5, 40, 44, 90, 120, 150, 190):
        cases[place] = "inadequate"
    said = rare(GRADE, weeks_of(cases))
    assert said.gaps is not None
    assert (said.gaps.limit, said.gaps.usual) == (149, 19)
    assert said.gaps.counts == (6, 35, 4, 46, 30, 30, 40, 9)
    assert said.gaps.growing
    assert (
        "7 of the 200 cases judged since the first week, the last of them 9 cases ago" in said.says
    )
    assert "more than 149 cases is evidence of improvement. None was so long." in said.says
    assert "One short gap is never a signal" in said.says


def test_a_long_gap_is_called_evidence_and_counted():
    cases = ["good"] * 900
    for place in (*range(0, 300, 10), 899):
        cases[place] = "inadequate"
    assert "1 was so long" in rare(GRADE, weeks_of(cases)).says


@pytest.mark.parametrize("bad", [0, 30, 100])
def test_no_such_case_and_a_common_one_have_no_gaps(bad):
    said = rare(GRADE, weeks_of(["inadequate"] * bad + ["good"] * (100 - bad)))
    assert said.gaps is None
    assert "evidence" not in said.says
    assert f"{bad or 'none'} of the 100 cases judged" in said.says


def test_no_case_at_all_is_said():
    assert "none of the 0 cases judged" in rare(GRADE, weeks_of([])).says


def test_the_alarms_watch_what_the_template_named_beforehand_and_nothing_else():
    watching, *items = alarms(TEMPLATE, weeks_of(["good"] * 200), period_of("2016-03"))
    assert watching.startswith("5 key items are watched week by week, as the template said before")
    assert len(items) == 5
    assert "Overall grade: the alarm did not ring." in items[0]
    assert items[0].endswith(
        "It is set on outstanding or good falling from 86 to 70 in 100, which it notices after "
        "about 7 weeks."
    )
    # Of the set, not of each: five alarms of one year in twelve ring in one year of three.
    assert watching.endswith(
        "if nothing has changed, an alarm rings for one of them in at most one year of ten."
    )


def test_one_key_item_alone_is_set_lower_and_speaks_for_itself():
    alone = TEMPLATE.model_copy(update={"key_items": {"overall": "86% to 70%"}})
    watching, grade = alarms(alone, weeks_of(["good"] * 200), period_of("2016-03"))
    assert "its alarm rings in at most one year of ten" in watching
    assert grade.endswith("which it notices after about 5 weeks.")


def test_an_alarm_names_the_week_in_which_it_rang_only_in_that_weeks_period():
    cases = ["good"] * 80 + ["requires_improvement"] * 20
    _, grade, *_ = alarms(TEMPLATE, weeks_of(cases), period_of("2016-03"))
    assert "the alarm rang in W008, W009: look at what changed" in grade
    _, grade, *_ = alarms(TEMPLATE, weeks_of(cases), period_of("2016-01"))
    assert "did not ring" in grade


def test_a_template_that_names_no_key_item_has_a_paper_that_says_so():
    none = TEMPLATE.model_copy(update={"key_items": {}})
    (said,) = alarms(none, weeks_of(["good"]), period_of("2016-01"))
    assert said.startswith("No alarm is set")


GOOD = ("outstanding", "good")


def drawn_by(week, strata: str, **frames: int):
    """Return a week as drawn from strata, a letter for each case."""
    cases = [case.case for case in week.judged[GRADE.id][1]]
    named = {name[0]: name for name in frames}
    of_each = (named[letter] for letter in strata)
    return replace(week, frames=frames, strata=dict(zip(cases, of_each, strict=True)))


def together(weeks) -> list[Part]:
    return cells([(week, tally(week.judged[GRADE.id][1])) for week in weeks], GOOD)


def test_a_week_that_drew_half_of_a_small_stratum_does_not_count_it_as_half_of_the_week():
    """By hand: of 280 early cases five of five are good, of 20 child protection cases none is.

    The cases say 5 of 10; the week says 280 of 300. A second week, drawn alike, has 8 of 10 good
    of 200: 440 of the 500 in all, 88 in 100.
    """
    uneven, even = weeks_of(["good"] * 5 + ["inadequate"] * 5 + ["good"] * 8 + ["inadequate"] * 2)
    uneven.cycle.eligible, even.cycle.eligible = 300, 200
    parts = together([drawn_by(uneven, "eeeeeccccc", early=280, child=20), even])
    assert [(p.x, p.n, p.frame) for p in parts] == [(8, 10, 200), (5, 5, 280), (0, 5, 20)]
    assert method_of((p.drawn, p.frame) for p in parts) is Method.WEIGHTED
    said = estimate_of(parts, method=Method.WEIGHTED)
    assert said.share == pytest.approx((8 / 10 * 200 + 280) / 500) == pytest.approx(0.88)
    assert said.interval.x == 13


def test_weeks_drawn_alike_are_a_part_each_as_before():
    weeks = weeks_of(["good"] * 20)
    for week in weeks:
        week.cycle.eligible = 250
    assert together(weeks) == [Part("W000", 10, 10, 250), Part("W001", 10, 10, 250)]
    assert method_of((p.drawn, p.frame) for p in together(weeks)) is Method.EXACT


def test_a_stratum_of_which_a_week_judged_nothing_is_put_together_over_the_weeks():
    one, two = weeks_of(["good"] * 9 + ["nobody said"] + ["good"] * 8 + ["inadequate"] * 2)
    parts = together(
        [
            drawn_by(one, "eeeeeeeeec", early=280, child=20),
            drawn_by(two, "eeeeeeeecc", early=180, child=30),
        ]
    )
    assert parts == [
        Part("W000, early", 9, 9, 280), Part("W001, early", 8, 8, 180),
        Part("child", 0, 2, 50, unknown=1),
    ]  # fmt: skip


def test_a_week_of_which_nothing_was_judged_stays_unknown():
    one, two = weeks_of(["good"] * 10 + ["nobody said"] * 10)
    one.cycle.eligible, two.cycle.eligible = 250, 210
    parts = together([one, drawn_by(two, "eeeeeeeecc", early=180, child=30)])
    assert parts[-1] == Part("W001", 0, 0, 210, unknown=10)


def test_weeks_that_asked_in_other_words_are_in_no_trend_and_no_alarm_with_these():
    old = weeks_of(["inadequate"] * 40, question=replace(GRADE, asks="How good was it?"))
    new = weeks_of(["good"] * 40)
    weeks = [*old, *new]
    assert [(month.x, month.n) for month in trend(GRADE, GOOD, weeks).months] == [(40, 40)]
    _, grade, *_ = alarms(TEMPLATE, weeks, period_of("2016-01"))
    assert "did not ring" in grade
    assert "none of the 40 cases judged" in rare(GRADE, weeks).says
