"""The board's colour is one setting."""

from dataclasses import replace

from builders import workspace as ws
from builders.web_pages import visitor

from audits.settings import init_workspace
from audits.web import make_app


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
