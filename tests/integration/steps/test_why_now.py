"""Why an audit is made at this time: the cycle says it, or else its template, or nobody does."""

from dataclasses import replace

import pytest
from builders import workspace as ws

from audits.queries.papers.report import report_facts
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.cycle.open import open_cycle
from audits.storage import Cycle


@pytest.fixture
def parts(tmp_path):
    init_workspace(tmp_path / "home")
    return ws.parts_of(tmp_path / "home")


def said_of(ref: str, parts) -> str:
    with parts.open_view() as view:
        return report_facts(view.get(Cycle, ref), (), view=view, parts=parts).why_now


def test_the_reason_given_when_a_cycle_is_opened_is_kept_reported_and_in_the_trail(parts):
    ref = open_cycle("neglect", parts=parts, why=" Two reviews named neglect. ")
    assert said_of(ref, parts) == "Two reviews named neglect."
    (opened,) = (row for row in list_trail(parts=parts) if row.verb == "cycle opened")
    assert opened.why == "Two reviews named neglect."


def test_a_cycle_opened_without_one_says_what_its_template_says(parts):
    said = parts.templates["neglect"].model_copy(update={"why_now": "It is the theme of 2017."})
    other = replace(parts, templates={**parts.templates, "neglect": said})
    assert said_of(open_cycle("neglect", parts=other), other) == "It is the theme of 2017."


def test_nothing_is_made_up_where_neither_says_anything(parts):
    assert said_of(open_cycle("neglect", parts=parts), parts) == ""


def test_opened_again_with_another_reason_it_keeps_its_first(parts):
    ref = open_cycle("neglect", parts=parts, why="First.")
    assert open_cycle("neglect", parts=parts, why="Second.") == ref
    assert said_of(ref, parts) == "First."
