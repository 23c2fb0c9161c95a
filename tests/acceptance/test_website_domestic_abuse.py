"""A domestic abuse audit on the website, from the year's plan to its closed actions.

Three agencies return by their own pages, one of them by the link in its letter; one by mail, one by
the folder. What is asked again is answered on the page and by mail; a moderator, a blind second
rater and the panel grade by pages; a draft finding is called wrong, and the unit is answered. Told
by clicking, with JavaScript and without, and by commands; what is left behind is the same.
"""

from collections import Counter
from dataclasses import replace

import pytest
from builders.browser_stories import begin, told_by_clicking, told_by_commands
from builders.story_clock import TODAY
from builders.story_proof import check_messages, check_returns
from builders.story_tellers import Teller, schedule_opens
from builders.story_units import (
    Way,
    intents_of,
    kept_answers,
    packs_of,
    truth_of,
)
from builders.web_board import send_due, workspace_at
from builders.web_compare import differences
from builders.web_people import CHROMIUM
from programme.agency_fills_in import fill_first
from programme.agenda import FIRST, Scale
from programme.intent import Manner
from programme.registers import Region

from audits.domain.status import ActionStatus
from audits.queries.actions import list_actions
from audits.queries.cycles import describe_cycle


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
KIND = "domestic_abuse"
REF = f"DA-{TODAY.year}"
UNITS = {
    "social_care": Way.PAGE, "police": Way.PAGE, "health": Way.LINK,
    "education": Way.MAIL, "probation": Way.FOLDER,
}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before the audit; its copies have the same secrets."""
    home = begin(tmp_path_factory.mktemp("begun") / "home", REF, UNITS)
    weeks = (TODAY - FIRST).days // 7 + 1
    register, _ = Region(Scale(weeks=weeks, contacts=400), 1).assessments(TODAY)
    (home / "assessments.csv").write_bytes(register)
    return home


def as_they_go_about_it(packs):
    """Return what each unit means to say, and what some of them do not get right at first.

    Police leave notes out and spell as they like; health does not know a child; social care says
    that one is at risk now; education answers beside the scale.
    """
    intents = intents_of(packs.values())
    overall = next(q.number for q in packs["police"].questions if q.is_grade)
    one, other = sorted({case for case, _ in intents["police"].facts})[:2]
    ill_noted = frozenset({(one, overall), (other, overall)})
    intents["police"] = replace(intents["police"], manner=Manner.SLOPPY, no_notes=ill_noted)
    intents["health"] = replace(intents["health"], unknown=one)
    intents["social_care"] = replace(intents["social_care"], concern=other)
    intents["education"] = replace(intents["education"], off_scale=ill_noted)
    return intents


def audit(tell: Teller):
    """Tell the whole of it, and expect at each stage what only that stage can show."""
    home = tell.home
    tell.loads("assessments", home / "assessments.csv")
    tell.plans(KIND, TODAY, "Agreed in April")
    assert schedule_opens(home, KIND, TODAY) == REF
    tell.approves_draw(REF)
    tell.issues(REF)
    tell.confirms_recipients(REF)

    packs = packs_of(REF, workspace_at(home))
    intents = as_they_go_about_it(packs)
    for unit in UNITS:
        tell.hands_in(unit, fill_first(tell.gets_pack(unit, REF), intents[unit]))
    tell.collects()
    send_due(home)
    tell.takes_up_concern()
    for unit in ("police", "education"):
        assert kept_answers(home, REF, packs) != truth_of(intents)
        tell.answers_again(unit, REF, intents[unit])
    tell.collects()
    send_due(home)
    assert kept_answers(home, REF, packs) == truth_of(intents)

    tell.agrees_others(REF)
    tell.gives_grades("moderator", REF)
    tell.gives_grades("second", REF)
    tell.gives_grades("panel", REF)
    tell.ends_moderation(REF)
    tell.circulates(REF)
    send_due(home)
    tell.calls_wrong("health", REF)
    tell.answers_call()
    tell.agrees_findings(REF)
    tell.makes_papers(REF, "docx", "professional")
    tell.releases(REF)

    evidence = home / "list.txt"
    evidence.write_text("Team one, team two")
    actions = list_actions(workspace=workspace_at(home))
    for action in actions:
        tell.completes(action.owner, action, evidence)
    tell.meets(TODAY)
    for action in actions:
        tell.closes_at_meeting(action.id, TODAY)
    tell.minutes(TODAY)
    check_returns(home, {**dict.fromkeys(UNITS, 1), "police": 2, "education": 2})
    check_messages(tell.offices)
    workspace = workspace_at(home)
    assert describe_cycle(REF, workspace=workspace).status == "published"
    actions = list_actions(workspace=workspace)
    assert Counter(action.owner for action in actions) == {"social_care": 3, "police": 1}
    assert {action.status for action in actions} == {ActionStatus.CLOSED}


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    return told_by_commands(audit, begun, tmp_path_factory.mktemp("typed"), UNITS)


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, id="with JavaScript"),
        pytest.param(False, id="without", marks=pytest.mark.exhaustive),
    ],
)
def test_a_domestic_abuse_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = told_by_clicking(audit, begun, tmp_path, UNITS, browser, scripts=scripts)
    assert differences(clicked, typed) == []
