"""What weeks say together: of the gaps between rare cases only a long one tells anything."""

import pytest
from builders.weeks import GRADE, TEMPLATE, weeks_of

from audits.steps.period_trends import alarms, rare
from audits.steps.period_weeks import period_of


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
    assert items[0].endswith("It is set on outstanding or good falling from 86 to 70 in 100.")


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
