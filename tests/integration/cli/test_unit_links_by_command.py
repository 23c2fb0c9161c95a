"""A unit's links by typed commands, as the officer's page has them."""

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.unit_links import link_in, pressed
from builders.web_pages import visitor

from audits.settings import read_settings
from audits.web import make_app
from audits.wiring import build


LEAD = "lead@police.example.org"
POLICE = "/units/police"


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    ws.issue(ws.workspace_of(home))
    ws.send(ws.workspace_of(home))
    with (home / "audits.toml").open("a", encoding="utf-8") as settings:
        settings.write('\npublic_address = "http://127.0.0.1:8000"\n')
    return home


@pytest.fixture
def audits(home, monkeypatch, capsys):
    return runner(home, monkeypatch, capsys)


def newest_link(home):
    """Return the link of the one letter that has any."""
    for letter in (home / "outbox" / "police").glob("*.txt"):
        text = letter.read_text("utf-8")
        if "/link/" in text:
            return link_in(text)
    raise AssertionError("no letter has a link")


def test_a_link_is_sent_listed_used_and_ended(home, audits):
    assert audits("unit", "links", "police", "--json").json == []
    assert "audits unit send-link" in audits("unit", "links", "police").out
    made = audits("unit", "send-link", "police", LEAD.upper(), "--why", "The letter is lost")
    assert (made.code, "audits dispatch send" in made.out) == (0, True)
    assert audits("dispatch", "send").code == 0
    lead = visitor(make_app(build(read_settings(home))))
    assert pressed(lead, newest_link(home)).status_code == 303
    assert lead.get(POLICE).status_code == 200
    [link] = audits("unit", "links", "police", "--json").json
    assert (link["name"], link["stands"]) == ("Det Insp P Quillington", True)
    assert link["used_at"]
    assert newest_link(home) not in str(link)
    ended = audits("unit", "end-link", "police", str(link["id"]), "--why", "It was passed on")
    assert ended.code == 0
    assert lead.get(POLICE).headers["location"].startswith("/sign-in")
    [link] = audits("unit", "links", "police", "--json").json
    assert link["stands"] is False


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("links", "nobody"), "nobody"),
        (("send-link", "police", "who@police.example.org", "--why", "Lost"), "Nobody of"),
        (("send-link", "police", LEAD, "--why", " "), "Say why"),
        (("end-link", "police", "99", "--why", "Lost"), "has no such link"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(audits, words, says):
    refused = audits("unit", *words)
    assert refused.code != 0
    assert says in refused.err
    assert len(refused.err.splitlines()) <= 2, refused.err


def test_without_an_address_of_the_website_no_link_is_sent(home, audits):
    settings = (home / "audits.toml").read_text("utf-8").replace("public_address", "# address")
    (home / "audits.toml").write_text(settings, encoding="utf-8")
    refused = audits("unit", "send-link", "police", LEAD, "--why", "Lost")
    assert (refused.code != 0, "no address of its own" in refused.err) == (True, True)
