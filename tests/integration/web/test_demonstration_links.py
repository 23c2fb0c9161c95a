"""The links in the demonstration's letters, years after the days that it plays."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from builders import workspace as ws
from builders.web_pages import came_to, send, visitor

from audits.demo.accounts import link_in_a_letter
from audits.demo.demo_workspace import set_stage
from audits.settings import read_settings
from audits.steps.access.give_links import keep_links_open
from audits.web import make_app
from audits.wiring import build


ADDRESS = "http://127.0.0.1:8123"


@pytest.fixture
def played(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    workspace = replace(ws.workspace_of(home), public_address=ADDRESS, letters_have_links=True)
    ws.issue(workspace)
    ws.send(workspace)
    return home


def test_letters_have_links_to_where_the_website_is_opened(tmp_path):
    workspace = build(set_stage(tmp_path / "home", ADDRESS))
    assert (workspace.public_address, workspace.letters_have_links) == (ADDRESS, True)


def test_whoever_presses_a_letter_s_link_today_is_at_their_unit_s_page(played):
    today = ws.workspace_of(played, datetime(2026, 11, 30, 12, tzinfo=UTC))
    link = link_in_a_letter(today)
    assert link.startswith(f"{ADDRESS}/link/")
    path = urlsplit(link).path
    assert visitor(make_app(today)).get(path).status_code == 410
    keep_links_open(workspace=today)
    lead = visitor(make_app(today))
    page = came_to(lead, send(lead, path))
    assert page.request.url.path == "/units/police"
    assert "Download the pack" in page.text
    for unit in ("health", "social_care"):
        letter = next((played / "outbox" / unit).glob("*pack_1.txt")).read_text("utf-8")
        theirs = re.search(r"/link/[\w-]+", letter)[0]
        lead = visitor(make_app(today))
        assert came_to(lead, send(lead, theirs)).request.url.path == f"/units/{unit}"


def test_without_a_letter_there_is_no_link(tmp_path):
    workspace = build(set_stage(tmp_path / "home"))
    assert read_settings(tmp_path / "home").public_address
    assert (link_in_a_letter(workspace), workspace.letters_have_links) == ("", False)
