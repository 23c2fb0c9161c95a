"""A Section 11 audit of 26 organisations on the website, opened from the year to closed actions.

Three leads return by their own pages, one of them by the link in its letter, the others by mail and
by the folder. One is asked again and answers on the page; the desk grades by pages; a draft finding
is called wrong, and the unit is answered. Told by clicking, with JavaScript and without, and by
commands; what is left is the same.
"""

from dataclasses import replace
from itertools import cycle, islice

import pytest
from builders.browser_stories import begin, told_by_clicking, told_by_commands
from builders.story_clock import TODAY
from builders.story_people import BY_LINK, LEADS, WITH_ACCOUNT
from builders.story_proof import check_messages, check_returns
from builders.story_tellers import Teller
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
from programme.intent import OWN_PLAN
from programme.partners import MEMBERS, organisations_csv

from audits.demo import Fact
from audits.domain.question import AnswerType
from audits.domain.status import ActionStatus
from audits.queries.actions import list_actions
from audits.queries.cycles import describe_cycle


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
KIND = "section_11"
REF = f"S11-{TODAY.year}"
WEAK = ("s3_escalation", "s5_level")
PARTLY = Fact("partly_met", "1 - Partly met", "Begun in two of five teams.")
OTHERS = cycle((Way.MAIL, Way.FOLDER))
BY_PAGE = {**dict.fromkeys(WITH_ACCOUNT, Way.PAGE), BY_LINK: Way.LINK}
UNITS = {unit: BY_PAGE.get(unit) or next(OTHERS) for unit in MEMBERS}
ASKED_AGAIN = "social_care"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before the audit; its copies have the same secrets."""
    home = begin(tmp_path_factory.mktemp("begun") / "home", REF, UNITS)
    (home / "organisations.csv").write_bytes(organisations_csv(MEMBERS, ()))
    return home


def as_they_score_themselves(packs):
    """Return what each organisation means to say: only the three leads score a line lowest.

    Every third has not got far with challenge and with training, which is then found. One of the
    leads answers beside the scale at first.
    """
    intents = intents_of(packs.values())
    for place, (unit, intent) in enumerate(intents.items()):
        facts = dict(intent.facts)
        is_weak, is_lead = place % 3 == 0, unit in LEADS
        for question in packs[unit].questions:
            key = (packs[unit].cases[0].ref, question.number)
            is_lowest = key in facts and facts[key].value == "not_met"
            if (is_weak and question.id in WEAK) or (is_lowest and not is_lead):
                facts[key] = PARTLY
            if is_weak and question.follows in WEAK:
                planned = "2030-05-31" if question.type is AnswerType.DATE else OWN_PLAN
                facts[key] = Fact(planned, planned)
        intents[unit] = replace(intent, facts=facts)
    line = next(question.number for question in packs[ASKED_AGAIN].questions if question.scale)
    beside = frozenset({(packs[ASKED_AGAIN].cases[0].ref, line)})
    intents[ASKED_AGAIN] = replace(intents[ASKED_AGAIN], off_scale=beside)
    return intents


def audit(tell: Teller):
    """Tell the whole of it, and expect at each stage what only that stage can show."""
    home = tell.home
    tell.loads("organisations", home / "organisations.csv")
    tell.plans(KIND, TODAY, "Agreed in April")
    tell.opens_now(KIND, "Asked for by the inspectorate")
    tell.draws(REF)
    tell.issues(REF)
    tell.confirms_recipients(REF)

    packs = packs_of(REF, workspace_at(home))
    intents = as_they_score_themselves(packs)
    for unit in UNITS:
        tell.hands_in(unit, fill_first(tell.gets_pack(unit, REF), intents[unit]))
    tell.collects()
    send_due(home)
    assert kept_answers(home, REF, packs) != truth_of(intents)
    tell.answers_again(ASKED_AGAIN, REF, intents[ASKED_AGAIN])
    assert kept_answers(home, REF, packs) == truth_of(intents)
    send_due(home)

    tell.agrees_others(REF)
    tell.gives_grades("moderator", REF)
    tell.ends_moderation(REF)
    tell.circulates(REF)
    send_due(home)
    tell.calls_wrong(BY_LINK, REF)
    tell.answers_call()
    tell.agrees_findings(REF)
    tell.makes_papers(REF, "docx", "professional")
    tell.signs(REF, "census")
    tell.makes_papers(REF, "html", "public")
    tell.releases(REF)
    tell.chair_reads("Section 11", "Send the escalation policy in one page")

    evidence = home / "list.txt"
    evidence.write_text("Team one, team two")
    actions = list_actions(workspace=workspace_at(home))
    owners = list(islice(cycle(WITH_ACCOUNT), len(actions)))
    for action, lead in zip(actions, owners, strict=True):
        tell.shares(action.id, lead)
        tell.completes(lead, action, evidence)
        tell.closes(action.id, TODAY)
    check_returns(home, {**dict.fromkeys(UNITS, 1), ASKED_AGAIN: 2})
    check_messages(tell.offices)
    workspace = workspace_at(home)
    assert describe_cycle(REF, workspace=workspace).status == "published"
    actions = list_actions(workspace=workspace)
    assert [action.owner for action in actions] == owners
    assert {action.status for action in actions} == {ActionStatus.CLOSED}


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    return told_by_commands(audit, begun, tmp_path_factory.mktemp("typed"), UNITS)


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, id="with JavaScript", marks=pytest.mark.exhaustive),
        pytest.param(False, id="without"),
    ],
)
def test_a_section_11_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = told_by_clicking(audit, begun, tmp_path, UNITS, browser, scripts=scripts)
    assert differences(clicked, typed) == []
