"""Whom an audit waits for while its packs are not out: whoever has to look at them, not units."""

import re
from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.unit_links import by_mail
from builders.web_pages import send, signed_in

from audits.cli.unit_words import say_waited_for
from audits.domain.permissions import Role
from audits.queries.cycles import describe_cycle, list_cycles
from audits.queries.engine.status import engine_status
from audits.queries.letters_to_approve import digests_by_key, letters_to_approve
from audits.steps.dispatch.approve import approve_letters
from audits.steps.dispatch.recipients import confirm_recipients
from audits.web import make_app


AUDIT = f"/audits/{ws.REF}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return ws.loaded(tmp_path_factory.mktemp("loaded") / "home", contacts=300)


@pytest.fixture
def workspace(loaded, tmp_path):
    """The parts of a board that writes by mail: nothing goes before somebody has looked."""
    with by_mail(ws.copy_of(loaded, tmp_path / "home"), tmp_path) as (workspace, _):
        ws.issue(workspace)
        yield workspace


def words_of(workspace):
    """Return what an officer reads on the audit's page."""
    page = signed_in(make_app(workspace), Role.BUSINESS_UNIT).get(AUDIT).text
    return page, " ".join(re.sub(r"<[^>]+>", " ", page).split())


def lists_of(workspace):
    """Return what the pages that list audits say, one after the other."""
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    found = send(officer, "/search", {"words": ws.REF})
    return [officer.get("/audits").text, officer.get("/").text, found.text]


def approve_all(workspace):
    approve_letters(digests_by_key(letters_to_approve(workspace=workspace)), workspace=workspace)


def test_packs_whose_recipients_nobody_has_confirmed_wait_for_the_business_unit(workspace, capsys):
    page, words = words_of(workspace)
    assert "3 packs of 3 are not sent. Confirm who gets them. Waits for the business unit" in words
    assert f'href="{AUDIT}/recipients" aria-describedby' in page
    assert "Collect the returns Not yet" in words
    assert words.count("Pack not sent yet") == 3
    assert "Waits for 3 units" not in words
    say_waited_for(ws.REF, workspace=workspace)
    typed = capsys.readouterr().out
    assert typed.count("waits for the business unit") == 3
    assert f"audits agency confirm {ws.REF}" in typed
    awaited = describe_cycle(ws.REF, workspace=workspace).waits_for
    assert all(line.endswith("its pack is not sent yet.") for line in awaited)
    assert engine_status(workspace=workspace).waiting["recipients_to_confirm"] == 1
    assert all("3 packs not sent yet" in page for page in lists_of(workspace))
    assert list_cycles(workspace=workspace)[0].waits_for == awaited


def test_packs_that_are_just_due_wait_for_nobody_and_are_not_with_the_agencies(workspace, capsys):
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    words = words_of(workspace)[1]
    assert "3 packs of 3 are not sent yet. Waits for what is sent next" in words
    assert "Collect the returns Not yet" in words
    assert all("3 packs not sent yet" in page for page in lists_of(workspace))
    say_waited_for(ws.REF, workspace=workspace)
    assert capsys.readouterr().out.count("Send it now: audits dispatch send") == 3


def test_once_they_are_out_the_audit_waits_for_the_units(workspace, capsys):
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    ws.send(workspace)
    words = words_of(workspace)[1]
    assert "not sent" not in words
    for page in lists_of(workspace):
        assert "With the agencies" in page
    assert "0 of 3 are back. Waits for 3 units" in words
    say_waited_for(ws.REF, workspace=workspace)
    assert "business unit" not in capsys.readouterr().out
    awaited = describe_cycle(ws.REF, workspace=workspace).waits_for
    assert all(line.endswith("its return has not come.") for line in awaited)


def test_packs_whose_letters_nobody_has_read_wait_for_the_business_unit(workspace, capsys):
    workspace = replace(workspace, approves_letters=True)
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    page, words = words_of(workspace)
    assert "3 packs of 3 are not sent. Read their letters first." in words
    assert 'href="/letters" aria-describedby' in page
    say_waited_for(ws.REF, workspace=workspace)
    assert "audits dispatch approve" in capsys.readouterr().out
    assert engine_status(workspace=workspace).waiting["letters_to_approve"] > 0
    approve_all(workspace)
    ws.send(workspace)
    assert "0 of 3 are back. Waits for 3 units" in words_of(workspace)[1]
    assert engine_status(workspace=workspace).waiting["letters_to_approve"] == 0


def test_the_page_takes_no_statement_more_for_it(workspace):
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    officer.get(AUDIT)
    with counted() as statements:
        assert officer.get(AUDIT).status_code == 200
    assert len([line for line in statements if not line.startswith("BEGIN")]) <= 10
