"""An action of a plan that names no date: seen, never overdue, never chased."""

from dataclasses import replace
from datetime import date

from builders.findings import a_calendar, an_action

from audits.actions import due_action_rung, overdue_days, rag, smart_lint
from audits.domain.action import Rag
from audits.domain.status import ActionStatus


TODAY = date(2018, 4, 10)
UNDATED = replace(an_action(), due=None, original_due=None)


def test_it_is_amber_until_somebody_gives_it_a_date():
    assert rag(UNDATED, TODAY, a_calendar()) is Rag.AMBER
    assert rag(replace(UNDATED, status=ActionStatus.CLOSED), TODAY, a_calendar()) is Rag.BLACK


def test_it_is_never_overdue_nor_chased():
    assert overdue_days(UNDATED, TODAY) == 0
    assert due_action_rung(UNDATED, TODAY) is None


def test_the_wording_advice_says_so():
    assert "It has no date: say by when." in smart_lint(UNDATED)
