"""The board's colour is one setting."""

import re
from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.web_pages import visitor

from audits.settings import init_workspace
from audits.web import make_app
from audits.web.rendering import STATIC


def test_a_page_loads_the_boards_colour_after_our_own(tmp_path):
    init_workspace(tmp_path / "home")
    app = make_app(replace(ws.workspace_of(tmp_path / "home"), colour="#12437a"))
    page = visitor(app).get("/sign-in").text
    ours, boards = page.index("/static/site.css"), page.index("/static/own.css?v=12437a")
    assert ours < boards
    style = visitor(app).get("/static/own.css?v=12437a")
    assert style.headers["content-type"].startswith("text/css")
    assert style.text == ":root { --board: #12437a; }"
    assert "immutable" in style.headers["cache-control"]


def test_without_one_nothing_more_is_loaded(tmp_path):
    init_workspace(tmp_path / "home")
    app = make_app(ws.workspace_of(tmp_path / "home"))
    assert "own.css" not in visitor(app).get("/sign-in").text


@pytest.mark.parametrize("colour", ["#12437a", ""])
def test_the_icon_has_the_colour_that_pages_have(tmp_path, colour):
    init_workspace(tmp_path / "home")
    app = make_app(replace(ws.workspace_of(tmp_path / "home"), colour=colour))
    address = re.search(r'<link rel="icon" href="([^"]+)"', visitor(app).get("/sign-in").text)[1]
    icon = visitor(app).get(address)
    assert icon.headers["content-type"] == "image/svg+xml"
    own = re.search(r"--board: (#\w+);", (STATIC / "site.css").read_text())[1]
    assert re.findall(r"#\w{6}", icon.text) == [colour or own]
    assert address.endswith(f"?v={colour[1:]}")  # another colour has another address
