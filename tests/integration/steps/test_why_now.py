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
def workspace(tmp_path):
    init_workspace(tmp_path / "home")
    return ws.workspace_of(tmp_path / "home")


def said_of(ref: str, workspace) -> str:
    with workspace.open_view() as view:
        return report_facts(view.get(Cycle, ref), (), view=view, workspace=workspace).why_now


def test_the_reason_given_when_a_cycle_is_opened_is_kept_reported_and_in_the_trail(workspace):
    ref = open_cycle("neglect", workspace=workspace, why=" Two reviews named neglect. ")
    assert said_of(ref, workspace) == "Two reviews named neglect."
    (opened,) = (row for row in list_trail(workspace=workspace) if row.verb == "cycle opened")
    assert opened.why == "Two reviews named neglect."


def test_a_cycle_opened_without_one_says_what_its_template_says(workspace):
    said = workspace.templates["neglect"].model_copy(update={"why_now": "It is the theme of 2017."})
    other = replace(workspace, templates={**workspace.templates, "neglect": said})
    assert said_of(open_cycle("neglect", workspace=other), other) == "It is the theme of 2017."


def test_nothing_is_made_up_where_neither_says_anything(workspace):
    assert said_of(open_cycle("neglect", workspace=workspace), workspace) == ""


def test_opened_again_with_another_reason_it_keeps_its_first(workspace):
    ref = open_cycle("neglect", workspace=workspace, why="First.")
    assert open_cycle("neglect", workspace=workspace, why="Second.") == ref
    assert said_of(ref, workspace) == "First."
