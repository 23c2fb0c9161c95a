"""A unit asks for more time, or says that it has the wrong contact; the business unit decides."""

from dataclasses import replace
from datetime import date

import pytest
from builders import workspace as ws

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.domain.unit_request import RequestKind, RequestOutcome
from audits.queries.recipients import recipients_by_route
from audits.queries.return_status import return_status
from audits.queries.unit_requests import list_requests
from audits.steps.access.other_person import (
    accept_other_person,
    decline_other_person,
    say_other_person,
    settle_request,
)
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.progress.analyse import analyse
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.more_time import ask_more_time, decline_more_time
from audits.storage import Contact, Dispatch, IssuedPack, TrailEntry, Unit


LEAD, OFFICER = "Lee Lead (U1)", "Kim Officer (U2)"
LATER = date(2017, 3, 20)


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("asks") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def lead(home):
    return ws.workspace_of(home).acting_as(LEAD)


@pytest.fixture
def officer(home):
    return ws.workspace_of(home).acting_as(OFFICER)


def ask(lead):
    return ask_more_time(ws.REF, "police", until=LATER, why="Three are ill", workspace=lead)


def rows(workspace, table, *conditions):
    with workspace.open_view() as view:
        return view.all(table, *conditions)


def test_more_time_is_granted_by_the_step_that_gives_it(lead, officer):
    number = ask(lead)
    [waits] = list_requests(workspace=officer, waiting=True)
    assert (waits.id, waits.until, waits.why, waits.asked_by) == (
        number, LATER, "Three are ill", LEAD,
    )  # fmt: skip
    extend_return(ws.REF, "police", until=LATER, why="Agreed", workspace=officer)
    assert list_requests(workspace=officer, waiting=True) == []
    [line] = list_requests(workspace=officer)
    assert (line.outcome, line.decided_by) == (RequestOutcome.GRANTED, OFFICER)
    [letter] = rows(officer, Dispatch, Dispatch.purpose == Purpose.EXTENSION)
    assert "20 March 2017" in letter.body


def test_declined_the_unit_is_written_to_why_and_its_day_stands(lead, officer):
    before = [row.due_at for row in rows(officer, IssuedPack, IssuedPack.unit == "police")]
    ask(lead)
    decline_more_time(ws.REF, "police", why="QEG meets on the 15th", workspace=officer)
    [letter] = rows(officer, Dispatch, Dispatch.purpose == Purpose.NO_MORE_TIME)
    assert (letter.unit, "QEG meets on the 15th" in letter.body) == ("police", True)
    assert "until 20 March 2017" in letter.body
    assert [row.due_at for row in rows(officer, IssuedPack, IssuedPack.unit == "police")] == before
    [line] = list_requests(workspace=officer)
    assert (line.outcome, line.answer) == (RequestOutcome.DECLINED, "QEG meets on the 15th")
    with pytest.raises(StatusError, match="asks for no more time"):
        decline_more_time(ws.REF, "police", why="Again", workspace=officer)
    assert ask(lead) > line.id


def test_a_unit_asks_once_until_it_is_decided(lead):
    ask(lead)
    with pytest.raises(StatusError, match="already"):
        ask(lead)


def test_a_waiver_leaves_nothing_to_decide(lead, officer):
    ask(lead)
    waive_return(ws.REF, "police", why="No part in it", workspace=officer)
    assert list_requests(workspace=officer, waiting=True) == []


@pytest.mark.parametrize(
    ("until", "why", "says"),
    [(date(2017, 3, 1), "Ill", "Give a day to come"), (date(2017, 3, 10), "Ill", "later day"),
     (LATER, " ", "Say why")],
)  # fmt: skip
def test_a_wish_that_means_nothing_is_refused(lead, until, why, says):
    with pytest.raises(UserError, match=says):
        ask_more_time(ws.REF, "police", until=until, why=why, workspace=lead)


JO = {"person": "Jo  Bell", "email": "Jo@police.example.org", "role": "Head of  MASH"}


def propose(lead, email="lead@police.example.org", **who):
    """Name somebody else for one of the police's contacts; return both."""
    [before] = rows(lead, Contact, Contact.email == email)
    number = say_other_person("police", before.id, workspace=lead, **{**JO, **who})
    return before, number


def written_to(workspace, unit="police"):
    """Return whom a reminder would go to."""
    with workspace.open_view() as view:
        routes = recipients_by_route(Purpose.REMINDER, view.get(Unit, unit), view)
    return {address for to in routes.values() for address in to}


def test_who_is_not_the_right_person_is_written_to_no_more(lead, officer):
    who = rows(lead, Contact, Contact.unit == "police")[0]
    number = say_other_person("police", who.id, person="Jo Bell", workspace=lead)
    assert who.email not in written_to(lead)
    [line] = list_requests(workspace=officer, waiting=True)
    assert (line.kind, line.contact_name, line.person, line.email) == (
        RequestKind.OTHER_PERSON, who.name, "Jo Bell", "",
    )  # fmt: skip
    [entry] = rows(lead, TrailEntry, TrailEntry.verb == "contact left")
    assert entry.actor == LEAD
    for decide in (accept_other_person, decline_other_person):
        with pytest.raises(StatusError, match="Nobody is named"):
            decide(number, why="Right", workspace=officer)
    settle_request(number, why="Jo is added", workspace=officer)
    assert list_requests(workspace=officer, waiting=True) == []
    with pytest.raises(StatusError):
        settle_request(number, why="Again", workspace=officer)


def test_whom_a_unit_proposes_is_written_to_once_the_business_unit_accepts(lead, officer):
    before, number = propose(lead)
    assert before.email in written_to(lead)
    assert JO["email"] not in written_to(lead)
    [line] = list_requests(workspace=officer, waiting=True)
    assert (line.person, line.role, line.email) == ("Jo Bell", "Head of MASH", JO["email"])
    chased = rows(officer, Dispatch, Dispatch.unit == "police", Dispatch.purpose == Purpose.PACK)
    accept_other_person(number, why="Rang the unit", workspace=officer)
    assert written_to(lead) == {JO["email"]}
    [added] = rows(officer, Contact, Contact.email == JO["email"])
    assert (added.name, added.role, added.channel, added.is_deputy, added.qeg) == (
        "Jo Bell", "Head of MASH", before.channel, before.is_deputy, before.qeg,
    )  # fmt: skip
    [line] = list_requests(workspace=officer)
    assert (line.outcome, line.contact_name, line.decided_by) == (
        RequestOutcome.GRANTED, before.name, OFFICER,
    )  # fmt: skip
    packs = rows(officer, Dispatch, Dispatch.unit == "police", Dispatch.purpose == Purpose.PACK)
    [again] = [row for row in packs if row.key not in {earlier.key for earlier in chased}]
    assert (again.recipients, again.status) == ([JO["email"]], DispatchStatus.DUE)
    with pytest.raises(StatusError):
        accept_other_person(number, why="Again", workspace=officer)
    verbs = [entry.verb for entry in rows(officer, TrailEntry, TrailEntry.about == "police")]
    assert {"other contact proposed", "contact left", "contact added", "request granted"} <= set(
        verbs
    )


def test_what_is_not_sent_yet_goes_to_the_new_contact(home, lead, officer):
    """A letter that waits for its turn is not read by who is not the right person."""
    decline_more_time_of_police(lead, officer)
    _, number = propose(lead)
    accept_other_person(number, why="Rang the unit", workspace=officer)
    [waits] = rows(officer, Dispatch, Dispatch.purpose == Purpose.NO_MORE_TIME)
    assert waits.recipients == [JO["email"]]


def decline_more_time_of_police(lead, officer):
    ask(lead)
    decline_more_time(ws.REF, "police", why="QEG meets on the 15th", workspace=officer)


def test_where_letters_have_links_the_new_contact_has_one_of_their_own(lead, officer):
    with_links = replace(officer, letters_have_links=True)
    _, number = propose(lead)
    accept_other_person(number, why="Rang the unit", workspace=with_links)
    [letter] = rows(officer, Dispatch, Dispatch.purpose == Purpose.LINK)
    assert (letter.recipients, letter.cycle) == ([JO["email"]], ws.REF)
    packs = rows(officer, Dispatch, Dispatch.unit == "police", Dispatch.purpose == Purpose.PACK)
    assert len(packs) == 1


def test_a_new_deputy_has_no_letter_that_goes_to_the_lead(lead, officer):
    _, number = propose(lead, "deputy@police.example.org")
    letters = len(rows(officer, Dispatch))
    accept_other_person(number, why="Rang the unit", workspace=officer)
    assert len(rows(officer, Dispatch)) == letters
    assert written_to(lead) == {"lead@police.example.org"}


def test_a_unit_that_owes_nothing_is_written_no_letter(home, lead, officer):
    ws.answer(home, ["police"])
    ws.collect(officer)
    _, number = propose(lead)
    letters = len(rows(officer, Dispatch))
    accept_other_person(number, why="Rang the unit", workspace=officer)
    assert len(rows(officer, Dispatch)) == letters


def test_a_proposal_that_is_declined_changes_nothing(lead, officer):
    before, number = propose(lead)
    with pytest.raises(UserError, match="Say why"):
        decline_other_person(number, why=" ", workspace=officer)
    decline_other_person(number, why="The lead stays until May", workspace=officer)
    assert before.email in written_to(lead)
    [line] = list_requests(workspace=officer)
    assert (line.outcome, line.answer) == (RequestOutcome.DECLINED, "The lead stays until May")
    assert rows(officer, Contact, Contact.email == JO["email"]) == []
    [letter] = rows(officer, Dispatch, Dispatch.purpose == Purpose.CONTACT_STAYS)
    assert (letter.recipients, letter.status) == ([before.email], DispatchStatus.DUE)
    assert "Jo Bell" in letter.body
    assert "go on writing to you: The lead stays until May\n" in letter.body
    assert propose(lead)[1] > number


def test_who_has_left_meanwhile_is_told_nothing(lead, officer):
    before, number = propose(lead)
    with officer.open_uow() as uow:
        row = uow.get(Contact, before.id)
        row.left_on = officer.today()
        uow.add(row)
        uow.note("contact left", row.unit)
        uow.commit()
    decline_other_person(number, why="The lead stays until May", workspace=officer)
    assert rows(officer, Dispatch, Dispatch.purpose == Purpose.CONTACT_STAYS) == []


def test_somebody_is_proposed_once_and_seen_to_by_no_other_way(lead, officer):
    before, number = propose(lead)
    with pytest.raises(StatusError, match="not decided yet"):
        say_other_person("police", before.id, workspace=lead)
    with pytest.raises(StatusError, match="Accept them, or decline"):
        settle_request(number, why="Seen", workspace=officer)


@pytest.mark.parametrize(
    ("who", "says"),
    [({"person": " "}, "name too"), ({"email": "not an address"}, "address"),
     ({"email": "LEAD@police.example.org"}, "written to at this address already")],
)  # fmt: skip
def test_somebody_who_cannot_be_written_to_is_not_proposed(lead, officer, who, says):
    [before] = rows(lead, Contact, Contact.email == "lead@police.example.org")
    with pytest.raises(UserError, match=says):
        say_other_person("police", before.id, workspace=lead, **{**JO, **who})
    assert list_requests(workspace=officer) == []


def test_nobody_takes_away_another_unit_s_contact(lead):
    [first, *_] = rows(lead, Contact, Contact.unit == "health")
    with pytest.raises(NotFoundError):
        say_other_person("police", first.id, workspace=lead)
    [own, *_] = rows(lead, Contact, Contact.unit == "police")
    with pytest.raises(UserError):
        say_other_person("police", own.id, email="not an address", workspace=lead)
    assert {row.left_on for row in rows(lead, Contact)} == {None}


def test_time_is_not_settled_as_a_person_is(lead, officer):
    with pytest.raises(StatusError):
        settle_request(ask(lead), why="Seen", workspace=officer)


def wish_of(workspace):
    [line] = list_requests(workspace=workspace)
    return line


def test_a_return_that_comes_first_leaves_nothing_to_decide(home, lead, officer):
    """The police fill in everything."""
    ask(lead)
    ws.answer(home, ["police"])
    ws.collect(officer)
    line = wish_of(officer)
    assert (line.outcome, line.answer) == (
        RequestOutcome.SETTLED, "The return came before anybody had decided.",
    )  # fmt: skip
    [letter] = rows(officer, Dispatch, Dispatch.purpose == Purpose.RECEIPT)
    assert "You had asked for time until 20 March 2017" in letter.body
    assert "that is no longer needed" in letter.body
    with pytest.raises(StatusError):
        decline_more_time(ws.REF, "police", why="Too late", workspace=officer)


def test_a_wish_stands_while_something_is_asked_again(home, lead, officer):
    """Health leaves something out, and answers it later."""
    ask_more_time(ws.REF, "health", until=LATER, why="A clinic week", workspace=lead)
    ws.answer(home, ["health"])
    ws.collect(officer)
    with officer.open_view() as view:
        assert return_status(ws.REF, view).asked["health"] > 0
    assert wish_of(officer).outcome is None
    ws.send(officer)
    ws.answer_queries(home)
    ws.collect(officer)
    assert wish_of(officer).outcome is RequestOutcome.SETTLED


@pytest.mark.parametrize("end", ["cancelled", "went on without"])
def test_an_audit_that_waits_for_nobody_leaves_nothing_to_decide(end, lead, officer):
    ask(lead)
    if end == "cancelled":
        cancel_cycle(ws.REF, "The register was wrong", workspace=officer)
    else:
        analyse(ws.REF, workspace=officer, with_what_there_is=True, decision="Nobody answers")
    line = wish_of(officer)
    assert (line.outcome, line.decided_by) == (RequestOutcome.SETTLED, OFFICER)
