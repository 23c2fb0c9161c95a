"""A cycle keeps the names of the day it was opened on; meetings go by those of today."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import workspace as ws

from audits.domain.errors import UserError
from audits.domain.programme import PlannedAudit
from audits.queries.template_page import list_of_templates
from audits.queries.year_plan import plan_year
from audits.settings import init_workspace
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.cycle.open import open_cycle
from audits.storage import Cycle
from audits.templates import partnership_of, template_of


WEEK_AFTER = date(2017, 3, 16)


def rename(home, before, after):
    path = home / "partnership.toml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def frozen(workspace, ref):
    with workspace.open_view() as view:
        return view.get(Cycle, ref)


def test_a_group_with_a_new_name_changes_no_cycle_that_is_open(tmp_path):
    init_workspace(tmp_path)
    before = open_cycle("mash_weekly", ws.THURSDAY, workspace=ws.workspace_of(tmp_path))
    rename(tmp_path, 'short = "QEG"', 'short = "PQG"')
    workspace = ws.workspace_of(tmp_path)
    assert open_cycle("mash_weekly", ws.THURSDAY, workspace=workspace) == before
    after = open_cycle("mash_weekly", WEEK_AFTER, workspace=workspace)
    named = {before: "QEG", after: "PQG"}
    for ref, name in named.items():
        cycle = frozen(workspace, ref)
        titles = [rule.action.title for rule in template_of(cycle.template).findings if rule.action]
        review = "Review each case graded inadequate with the agencies involved and report to"
        assert f"{review} {name}" in titles
        assert partnership_of(cycle.partnership).quality_group.short == name


def test_the_bodies_that_meet_are_those_of_the_partnership(tmp_path):
    init_workspace(tmp_path, "partnership_2026")
    workspace = ws.workspace_of(tmp_path)
    assert add_meeting(WEEK_AFTER, workspace=workspace) == "quality_group"
    assert add_meeting(WEEK_AFTER, workspace=workspace, body="executive") == "executive"
    with pytest.raises(UserError, match=r"no body 'qeg'. There are: quality_group, executive"):
        add_meeting(WEEK_AFTER, workspace=workspace, body="qeg")


def test_what_is_not_opened_yet_is_called_by_the_words_of_today(tmp_path):
    init_workspace(tmp_path, "partnership_2026")
    workspace = ws.workspace_of(tmp_path, datetime(2026, 10, 8, 9, tzinfo=UTC))
    in_braces = workspace.template("neglect").model_copy(
        update={"title": "Neglect in {early_help}", "asks": "Does {early_help} see neglect?"}
    )
    workspace = replace(
        workspace,
        templates={"neglect": in_braces},
        programme=(PlannedAudit("neglect", on=date(2026, 12, 1)),),
    )
    assert workspace.titles() == {"neglect": "Neglect in Family Help"}
    [opening] = plan_year("2026/27", workspace=workspace).openings
    assert opening.title == "Neglect in Family Help"
    [line] = list_of_templates(workspace=workspace)
    assert (line.title, line.asks) == ("Neglect in Family Help", "Does Family Help see neglect?")
