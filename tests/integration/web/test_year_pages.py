"""The year's programme on its page: planned, opened, moved, added and dropped with a reason."""

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.domain.programme import PlannedAudit
from audits.queries.missed_audits import missed_audits
from audits.queries.trail import list_trail
from audits.queries.year_plan import is_called_off, planned_days
from audits.steps.cycle.open import open_cycle
from audits.storage import Agency
from audits.web import make_app


JUNE, JULY = date(2017, 6, 5), date(2017, 7, 3)
ONE = f"/year/thresholds/{JUNE}"
YEAR = "/year?of=2017%2F18"


@pytest.fixture
def workspace(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    plan = (PlannedAudit("thresholds", on=JUNE), PlannedAudit("cse", on=JUNE))
    return replace(ws.workspace_of(home), programme=plan)


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def member(app):
    return signed_in(app, Role.QEG)


def days_of(kind, workspace):
    return planned_days(workspace=workspace).get(kind)


def test_a_planned_audit_is_moved_with_a_reason_that_everybody_reads(member, app, workspace):
    moved = send(member, f"{ONE}/move", {"day": "3 July 2017", "move_why": "Exams"}, shown_at=ONE)
    assert moved.status_code == 303
    assert days_of("thresholds", workspace) == (JULY,)
    for role in (Role.QEG, Role.READER):
        page = signed_in(app, role).get(YEAR).text
        assert re.search(
            r"moved from .*5 June 2017.* to .*3 July 2017.* by Sam Member.*: Exams", page
        )
    (line,) = [line for line in list_trail(workspace=workspace) if line.verb == "year plan changed"]
    assert (line.why, line.facts["was"], line.facts["now"]) == ("Exams", str(JUNE), str(JULY))
    assert member.get(ONE).status_code == 404, "nothing is planned for that day any more"


def test_what_was_moved_away_does_not_open_by_itself(member, workspace):
    assert not is_called_off("thresholds", JUNE, workspace=workspace)
    send(member, f"{ONE}/drop", {"drop_why": "No room"}, shown_at=ONE)
    assert is_called_off("thresholds", JUNE, workspace=workspace)
    assert days_of("thresholds", workspace) == ()
    assert not [missed for missed in missed_audits(workspace=workspace) if missed.on == JUNE]


def test_an_audit_is_added_and_lands_on_its_agencies(member, workspace):
    before = member.get(YEAR).text
    fields = {"kind": "neglect", "day": "12 June 2017", "why": "A serious case"}
    assert "neglect" in workspace.templates
    assert send(member, "/year", fields).headers["location"].startswith("/year?done=planned")
    assert days_of("neglect", workspace) == (date(2017, 6, 12),)
    page = member.get(YEAR).text
    assert "A serious case" in page
    assert "too many" in page, "three land on one agency in June"
    assert "too many" not in before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "neglect", "day": "12 June 2017"}, "Say why"),
        ({"kind": "neglect", "day": "soon", "why": "x"}, "Give a day"),
        ({"kind": "neglect", "day": "1 March 2017", "why": "x"}, "is past"),
        (
            {"kind": "thresholds", "day": "5 June 2017", "why": "x"},
            "planned for 5 June 2017 already",
        ),
        ({"kind": ws.KIND, "day": "15 June 2017", "why": "x"}, "opens by its own schedule"),
    ],
)
def test_what_cannot_be_planned_is_told_and_what_was_typed_stays(member, workspace, fields, says):
    refused = send(member, "/year", fields)
    assert refused.status_code in (409, 422)
    assert says in refused.text
    assert f'value="{fields["day"]}"' in refused.text
    assert days_of("thresholds", workspace) == (JUNE,)


def test_planned_and_opened_stand_beside_each_other_in_few_statements(member, workspace):
    ref = open_cycle("neglect", date(2017, 5, 8), workspace=workspace, why="A serious case")
    opened = send(member, f"{ONE}/open", {"why": "Now"}, shown_at=ONE)
    thresholds = opened.headers["location"].partition("?")[0]
    member.get(YEAR)
    with counted() as statements:
        page = member.get(YEAR).text
    assert len([each for each in statements if not each.startswith("BEGIN")]) <= 6
    assert f'href="{thresholds}"' in page
    assert f'href="/audits/{ref}"' in page
    assert re.search(r"Not planned: A serious case", page)
    assert f'href="{ONE}"' not in page, "what is open is moved no more"


def test_the_chair_changes_nothing(app):
    chair = signed_in(app, Role.READER)
    page = chair.get(YEAR)
    assert page.status_code == 200
    assert 'action="/year"' not in page.text
    assert "/audits/" not in page.text
    assert chair.get(ONE).status_code == 403


def test_agencies_are_called_by_their_names(app, workspace):
    with workspace.open_uow() as uow:
        agency = uow.get(Agency, "health")
        agency.name = "The trust’s hospitals"
        uow.add(agency)
        uow.note("renamed", "health")
        uow.commit()
    assert "health" in workspace.templates["thresholds"].respondents
    for path in (YEAR, ONE):
        page = signed_in(app, Role.QEG).get(path).text
        assert ", The trust’s hospitals" in page
