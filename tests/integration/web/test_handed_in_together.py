"""Many units hand in their returns in the same minute: each is kept, read once and answered."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

import httpx
import pytest
from builders import workspace as ws
from builders.web import served_at
from builders.web_pages import account_of, came_to, send, signed_in, token_in
from openpyxl import load_workbook

from audits.domain.permissions import Role
from audits.domain.status import ReturnOutcome
from audits.queries.returns import list_answers
from audits.steps.received.claim import claim_return, release_return
from audits.steps.received.keep import keep_return
from audits.storage import ReturnFile
from audits.web import make_app
from audits.web.tokens import SESSION


POLICE = "/units/police"
MANY = 24  # more than are read at once
CROWD = 100  # what the website is asked to bear; how long it takes is measured by bench_uploads


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home, ["police"])
    return home


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


def filled(home):
    """Return the police's workbook as they fill it in."""
    path = home / "inbox" / "police.xlsx"
    data = path.read_bytes()
    path.unlink()
    return data


def another(data, number):
    """Return a workbook that says the same in other bytes."""
    book = load_workbook(BytesIO(data))
    book.properties.title = f"Copy {number}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("many", [MANY, pytest.param(CROWD, marks=pytest.mark.slow)])
def test_of_many_at_once_each_is_read_and_answered_and_none_is_lost_or_doubled(
    home, workspace, many
):
    data = filled(home)
    files = [another(data, number) for number in range(many)]
    app = make_app(workspace)
    token = workspace.sessions.begin(account_of(Role.AGENCY_LEAD, workspace))
    settings = {"headers": {"Cookie": f"{SESSION}={token}"}, "timeout": None}
    with served_at(app) as address:

        def hand_in(file):
            with httpx.Client(base_url=address, **settings) as browser:
                form = {"form_token": token_in(browser.get(POLICE).text)}
                return browser.post(POLICE, data=form, files={"file": ("a.xlsx", file)})

        with ThreadPoolExecutor(many) as people:
            answers = list(people.map(hand_in, files))
    assert {answer.status_code for answer in answers} == {303}
    ws.collect(workspace)  # on a slow machine some are kept, and not read while one waits
    with workspace.open_view() as view:
        rows = view.all(ReturnFile)
    assert {f"{POLICE}/returns/{row.id}" for row in rows} == {
        answer.headers["location"] for answer in answers
    }
    assert len(rows) == many
    assert {row.sha256 for row in rows} == {sha256(file).hexdigest() for file in files}
    standing = [row for row in rows if row.outcome is ReturnOutcome.ACCEPTED]
    assert len(standing) == 1
    assert {row.outcome for row in rows} == {ReturnOutcome.ACCEPTED, ReturnOutcome.SUPERSEDED}
    counted = list_answers(ws.REF, workspace=workspace)
    assert {row.return_ for row in counted} == {standing[0].id}
    about = [(row.unit, row.case, row.question) for row in counted]
    assert len(about) == len(set(about)) > many


def test_what_somebody_else_is_reading_is_shown_as_being_read_and_read_at_the_next_collection(
    home, workspace
):
    data = filled(home)
    ref = keep_return(data, "a.xlsx", only_for="police", workspace=workspace).id
    claim = claim_return(ref, workspace=workspace)
    lead = signed_in(make_app(workspace), Role.AGENCY_LEAD)
    page = came_to(lead, send(lead, POLICE, files={"file": ("a.xlsx", data)})).text
    assert "is being read" in page
    release_return(ref, claim, workspace=workspace)
    ws.collect(workspace)
    assert "Your return is in" in lead.get(f"{POLICE}/returns/{ref}").text
