"""A case review: one case that a person chose and why, told by each agency, nothing counted."""

import json
from datetime import date

import pytest
from builders import census as c, workspace as ws

from audits.demo import make_agencies
from audits.domain.errors import SampleError, UserError
from audits.domain.status import CycleStatus
from audits.queries.actions import describe_action, list_actions
from audits.queries.cycles import cycle_status
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.returns import list_answers
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.sign import read_paper
from audits.steps.returns.collect import collect_return
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import ActionRow, Case, Cycle
from audits.workspace import Workspace


REGISTER = (
    b"child id,referred on,first name,surname,date of birth\n"
    b"700001,12/12/2016,Ada,Thimblewright,03/04/2008\n"
    b"700002,14/12/2016,Ben,Ottleby,09/08/2012\n"
)
CHANGE = "Ring the school on the day that a child moves."
SHOWN = "Each move of the next half year has a dated note of the call."
LESSON = "Ask who else lives in the house each time, not once."


@pytest.fixture
def workspace(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    import_agencies(make_agencies(), workspace=workspace)
    load_register([Source("reviews.csv", REGISTER)], name="case_reviews", workspace=workspace)
    return workspace


ANSWERS = {
    "By when?": date(2017, 5, 31),
    "How did": "In part",
    "Immediate concern": None,
    "Is the child known to your": "Yes",
    "Lesson": LESSON,
    "Nothing to report": None,
    "Was the auditor someone other than": "Yes",
    "What will show": SHOWN,
    "What will your agency do": CHANGE,
}


def say(row, heading):
    asks = row["Question"]
    if heading == "What the record shows":
        return "Minuted." if asks.startswith("How did") else None
    if heading != "Your answer":
        return None
    told = [answer for words, answer in ANSWERS.items() if asks.startswith(words)]
    return told[0] if told else "The family moved twice that year."


def test_a_case_that_nobody_chose_is_not_drawn(workspace):
    ref = open_cycle("case_review", workspace=workspace)
    with pytest.raises(SampleError, match="a person chooses, and none is drawn"):
        draw_sample(ref, workspace=workspace)


def test_two_cases_are_refused(workspace):
    ref = open_cycle("case_review", workspace=workspace)
    with pytest.raises(SampleError, match="allows 1"):
        draw_sample(ref, workspace=workspace, targeted={"700001": "A.", "700002": "B."})


def test_the_chosen_case_is_told_by_each_agency_and_its_lessons_are_kept(workspace, tmp_path):
    ref = open_cycle("case_review", workspace=workspace)
    why = "Below the criteria; three agencies saw a part each"
    drawn = draw_sample(ref, workspace=workspace, targeted={"700001": why})
    assert [(each["case"], each["targeted"]) for each in drawn["cases"]] == [("CR17W02-01", True)]
    assert cycle_status(ref, workspace=workspace) is CycleStatus.APPROVED
    approve_draw(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    assert {d.purpose for d in list_dispatches(ref, workspace=workspace)} == {"pack", "key-list"}
    for unit, pack in c.packs_of(tmp_path / "home", ref).items():
        said = collect_return(c.fill(pack, say), f"{unit}.xlsx", workspace=workspace)
        assert str(said.outcome) == "accepted", said.problems
    c.to_published(ref, workspace=workspace)
    assert cycle_status(ref, workspace=workspace) is CycleStatus.PUBLISHED
    lessons = [a for a in list_answers(ref, workspace=workspace) if a.question == "lesson"]
    assert {each.answer for each in lessons} == {LESSON}
    assert {each.unit for each in lessons} == {"police", "health", "social_care"}
    # One case, chosen by a person: nothing of it is an estimate, and no finding is counted.
    assert list_findings(ref, workspace=workspace) == []
    plan = {action.owner: action for action in list_actions(workspace=workspace)}
    assert set(plan) == {"police", "health", "social_care"}
    assert {(a.title, a.due, a.measure, a.status) for a in plan.values()} == {
        (CHANGE, date(2017, 5, 31), SHOWN, "open")
    }
    facts = describe_action(plan["health"].id, workspace=workspace)
    answers = [a for a in list_answers(ref, workspace=workspace) if a.unit == "health"]
    [behind] = [a for a in answers if a.question == "change"]
    for name in ("unit", "case", "sheet", "cell"):
        assert getattr(facts.promised_in, name) == getattr(behind, name)
    assert facts.origin == "review"


def test_what_is_promised_is_proposed_for_qeg_to_take_on(workspace, tmp_path):
    ref = issued(workspace)
    returned(ref, tmp_path / "home", LESSON, workspace)
    c.to_findings(ref, workspace=workspace)
    assert {a.status for a in list_actions(workspace=workspace)} == {"proposed"}


def test_what_is_promised_again_joins_the_action_that_stands_and_says_by_when(workspace, tmp_path):
    ref = issued(workspace)
    returned(ref, tmp_path / "home", LESSON, workspace)
    c.to_findings(ref, workspace=workspace)
    [promised] = [a for a in list_actions(workspace=workspace) if a.owner == "health"]
    with workspace.open_uow() as uow:  # the review before promised the same
        row = uow.get(ActionRow, promised.id).model_dump()
        uow.add(Cycle(**uow.get(Cycle, ref).model_dump() | {"ref": "CR-2016-W01"}))
        due = {"due": date(2017, 3, 1), "original_due": date(2017, 3, 1)}
        before = {"id": "A99", "cycle": "CR-2016-W01", "status": "open", **due}
        uow.add(ActionRow(**row | before))
        uow.note("the review before was audited", "CR-2016-W01")
        uow.commit()
    sign_off(ref, workspace=workspace, why="Each agency follows up what is open")
    assert [a.id for a in list_actions(workspace=workspace) if a.owner == "health"] == ["A99"]
    action = describe_action("A99", workspace=workspace)
    assert [update.text for update in action.history] == [
        f"Promised again in {ref} by 31 May 2017."
    ]
    assert action.due == date(2017, 3, 1), "the day that QEG follows is not moved by a promise"


def test_an_agency_that_promises_nothing_has_no_action(workspace, tmp_path):
    ref = issued(workspace)

    def promise_nothing(row, heading):
        is_change = row["Question"].startswith("What will your agency do")
        return "None." if is_change and heading == "Your answer" else say(row, heading)

    for unit, pack in c.packs_of(tmp_path / "home", ref).items():
        filled = c.fill(pack, promise_nothing if unit == "police" else say)
        collect_return(filled, f"{unit}.xlsx", workspace=workspace)
    c.to_findings(ref, workspace=workspace)
    assert {a.owner for a in list_actions(workspace=workspace)} == {"health", "social_care"}


FAMILY = (
    b"child id,referred on,first name,surname,date of birth,mother,home address,upn,post code\n"
    b"700001,12/12/2016,Made,Ottleby,03/04/2008,Sorrel Plover,14 Acacia Avenue,,ZZ99 1AB\n"
    b"700002,14/12/2016,Ben,Quillon,09/08/2012,,,A123456789012,zz991ab\n"
    b"700003,15/12/2016,Idris,Thimblewright,01/02/2003,,,,ZZ99 9ZZ\n"
)


def issued(workspace: Workspace) -> str:
    """Draw a child of a register with a family, issue its packs, and return the cycle."""
    load_register([Source("reviews.csv", FAMILY)], name="case_reviews", workspace=workspace)
    ref = open_cycle("case_review", workspace=workspace)
    draw_sample(ref, workspace=workspace, targeted={"700001": "Below the criteria"})
    approve_draw(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    return ref


def returned(ref: str, home, lesson: str, workspace: Workspace) -> None:
    def say_it(row, heading):
        is_lesson = row["Question"].startswith("Lesson") and heading == "Your answer"
        return lesson if is_lesson else say(row, heading)

    for unit, pack in c.packs_of(home, ref).items():
        filled = c.fill(pack, say_it if unit == "health" else say)
        collect_return(filled, f"{unit}.xlsx", workspace=workspace)


def test_the_vault_keeps_the_whole_family_and_the_key_list_only_the_child(workspace):
    ref = issued(workspace)
    with workspace.open_view() as view:
        case = view.first(Case, Case.cycle == ref).ref
    own, family = (
        json.loads(workspace.vault.look(kind, case, "a test") or b"[]")
        for kind in ("case", "family")
    )
    assert [set(each) & {"parents", "address", "home_postcode", "upn"} for each in own] == [set()]
    told = {value for person in family for value in person.values()}
    # The household by its postcode, however it is spaced; not the child of another one.
    assert {"Sorrel Plover", "14 Acacia Avenue", "Ben", "A123456789012", "700001"} <= told
    assert "Idris" not in told


def test_a_leaflet_is_refused_for_what_agencies_wrote_by_unit_and_cell(workspace, tmp_path):
    ref = issued(workspace)
    returned(ref, tmp_path / "home", "Ask Made, and his brother Ben, alone.", workspace)
    c.to_published(ref, workspace=workspace)
    with pytest.raises(UserError, match=r"health .+ [A-Z]+\d+\. Have the unit") as refused:
        read_paper(ref, "lessons", workspace=workspace)
    assert "Made" not in str(refused.value)
    assert "police" not in str(refused.value)


def test_a_leaflet_is_not_refused_for_a_word_of_ours_that_is_a_childs_name(workspace, tmp_path):
    ref = issued(workspace)
    returned(ref, tmp_path / "home", "Ask what was made of it.", workspace)
    c.to_published(ref, workspace=workspace)
    assert "Ask what was made of it." in read_paper(ref, "lessons", workspace=workspace)
