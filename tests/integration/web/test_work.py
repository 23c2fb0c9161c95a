"""Long work: asked for on a page, shown while it goes on, and told of when it is over."""

import pytest
from builders import workspace as ws
from builders.web_pages import came_to, send, send_from, signed_in

from audits.domain.background_task import BackgroundTaskKind
from audits.domain.permissions import Role
from audits.domain.status import CycleStatus
from audits.domain.ticks import SEND_DUE
from audits.queries.cycles import cycle_status
from audits.steps.background_tasks.do import do_background_tasks
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.progress.approve import approve_cycle
from audits.steps.sample.draw import draw_sample
from audits.storage import IssuedPack
from audits.web import make_app


@pytest.fixture
def workspace(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    approve_cycle(ws.REF, workspace=workspace, decision="looked at")
    return workspace


@pytest.fixture
def browser(workspace):
    """Return an officer's browser at a site whose long work nobody begins but the test."""
    return signed_in(make_app(workspace, begin=lambda: None), Role.BUSINESS_UNIT)


def ask_for_packs(browser):
    """Press the button that writes packs, and return the address of the page that shows it."""
    answer = send(browser, f"/audits/{ws.REF}/issue", shown_at=f"/audits/{ws.REF}")
    assert answer.status_code == 303
    return answer.headers["location"]


def test_the_page_counts_what_is_written_and_goes_on_to_what_it_came_to(browser, workspace):
    address = ask_for_packs(browser)
    waiting = browser.get(address).text
    assert "Begins in a moment" in waiting
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in waiting
    assert 'data-reload-seconds="1"' in waiting
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.APPROVED
    number = address.rsplit("/", 1)[1]
    assert workspace.background_tasks.claim_next("another/1/x").id == number
    assert "At work" in browser.get(address).text
    workspace.background_tasks.let_go("another/1")
    assert "Begins again: it was cut off" in browser.get(address).text
    do_background_tasks(workspace=workspace)
    with workspace.open_view() as view:
        units = view.count(IssuedPack, IssuedPack.cycle == ws.REF)
    done = came_to(browser, browser.get(address))
    assert f"The packs of {ws.REF} are written" in done.text
    assert SEND_DUE.name in workspace.ticks.asked()
    assert units > 1


def test_packs_are_counted_while_they_are_written(browser, workspace):
    address = ask_for_packs(browser)
    do_background_tasks(workspace=workspace)
    number = address.rsplit("/", 1)[1]
    with workspace.open_view() as view:
        packs = view.count(IssuedPack, IssuedPack.cycle == ws.REF)
    again = ask_again(workspace)
    page = browser.get(f"/tasks/{again}").text
    assert f"{packs} of {packs} packs" in page
    assert f'value="{packs}"' in page
    listed = browser.get("/tasks").text
    assert f'href="/tasks/{number}"' in listed
    assert "Done" in listed
    assert "Waiting" in listed


def ask_again(workspace):
    return workspace.background_tasks.ask(
        BackgroundTaskKind.ISSUE_PACKS, about=ws.REF, asked={}, by="U2"
    )


def test_what_is_refused_is_told_in_its_sentence_and_leads_back(browser, workspace):
    address = ask_for_packs(browser)
    cancel_cycle(ws.REF, "the wrong week", workspace=workspace)
    do_background_tasks(workspace=workspace)
    page = browser.get(address).text
    assert "This could not be done" in page
    assert "cancelled" in page
    assert f'href="/audits/{ws.REF}"' in page
    assert "http-equiv" not in page  # it is over, and asks no more
    assert browser.get("/audits/nothing").status_code == 404
    answer = send(browser, "/audits/nothing/issue", shown_at="/audits")
    assert answer.status_code == 404


def test_it_is_not_there_for_who_may_not_do_it(browser, workspace):
    address = ask_for_packs(browser)
    for role, code in ((Role.QEG, 200), (Role.AGENCY_LEAD, 404), (Role.READER, 404)):
        other = signed_in(browser.app, role)
        assert other.get(address).status_code == code
        assert (address in other.get("/tasks").text) == (code == 200)
    assert browser.get("/tasks/nothing-of-that-name").status_code == 404


def test_a_paper_on_a_year_is_long_work_too(browser, workspace):
    fields = {"paper": "annual", "about": "2016/17", "format": "html"}
    answer = send(browser, "/papers", fields)
    assert answer.headers["location"].startswith("/tasks/")
    place = workspace.stores.papers / "board"
    assert not place.exists()
    assert "Making a paper on 2016/17" in browser.get(answer.headers["location"]).text
    do_background_tasks(workspace=workspace)
    done = came_to(browser, browser.get(answer.headers["location"]))
    assert "The paper is made." in done.text
    assert [file.name for file in place.glob("*.html")] == ["annual-2016-17-professional.html"]


def test_a_paper_on_no_year_is_refused_at_its_form(browser, workspace):
    for paper, about, says in (
        ("annual", "", "Write it as 2016/17."),
        ("board", "2017", "Write it as 2016/17."),
        ("mash_month", "March", "Write a month as 2017-03"),
        ("", "2016/17", "Choose which paper to make."),
    ):
        answer = send(browser, "/papers", {"paper": paper, "about": about})
        assert answer.status_code == 422
        assert says in answer.text
        assert f'value="{about}"' in answer.text
    assert not workspace.background_tasks.latest()


def test_packs_that_somebody_has_asked_for_meanwhile_are_not_asked_for_unseen(browser, workspace):
    opened = browser.get(f"/audits/{ws.REF}").text
    cancel_cycle(ws.REF, "the wrong week", workspace=workspace)
    answer = send_from(browser, opened, f"/audits/{ws.REF}/issue", {})
    assert answer.status_code == 409
    assert "the wrong week" in answer.text
    assert not workspace.background_tasks.latest()
