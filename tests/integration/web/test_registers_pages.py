"""A register, from the file that was exported to the list of registers, on its pages."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.hostile import overlapping
from builders.web_pages import came_to, send, signed_in, token_in

from audits.demo import make_agencies, make_contacts
from audits.domain.permissions import Role
from audits.queries.registers import list_registers
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.web import make_app


CHILDREN = 40
EXPORT = make_contacts(until=ws.THURSDAY, contacts=CHILDREN)


@pytest.fixture
def app(tmp_path):
    init_workspace(tmp_path / "home")
    workspace = ws.workspace_of(tmp_path / "home")
    import_agencies(make_agencies(), workspace=workspace)
    return make_app(workspace)


def read(browser, data, *, name="Export of Jane Smith.csv", **fields):
    """Drop a file on the page, and return the page that says what was read."""
    files = {"file": (name, data)}
    answer = send(browser, "/registers/new", {"name": "mash_contacts", **fields}, files=files)
    assert answer.status_code == 303
    return came_to(browser, answer)


def press(browser, page, what, **fields):
    """Press a button of the page that says what was read; all it holds is sent with it."""
    path = f"{page.url.path}/{what}"
    form = re.search(rf'action="{path}"(.*?)</form>', page.text, re.S)[1]
    typed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for field, options in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        typed[unescape(field)] = unescape(chosen[1]) if chosen else ""
    return came_to(browser, browser.post(path, data={**typed, **fields}))


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Return what the command says of a file's content, with these options."""
    audits = runner(tmp_path / "home", monkeypatch, capsys)

    def load(data, *options):
        path = tmp_path / "x.csv"
        path.write_bytes(data)
        return audits("register", "load", str(path), "--as", "mash_contacts", "--dry-run", *options)

    return load


def test_a_file_is_looked_at_first_and_then_kept(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = read(browser, EXPORT)
    assert page.status_code == 200
    assert re.search(rf"<strong>{CHILDREN}</strong>\s*cases", page.text)
    assert "Jane Smith" not in page.text
    assert "No register has been loaded." in browser.get("/registers").text
    kept = press(browser, page, "keep")
    assert "The register is kept." in kept.text
    assert "Mash contacts" in kept.text


def export_of(rows, headings):
    """Return a CSV of our own columns under other headings; ``rows`` by our columns' places."""
    lines = [",".join(headings), *map(",".join, rows)]
    return "\r\n".join(lines).encode()


def odd_export():
    """Return an export whose headings and words nobody knows: 20 rows, one without a day."""
    rows = []
    for number in range(20):
        day = "13/02/2017" if number else "soon"
        rows.append([f"C{number:03}", f"K{number:03}", day, "no further help", "13/02/2010"])
    return export_of(rows, ["Number", "Ours of child", "Ref recd", "What came of it", "DoB"])


def test_what_is_matched_wrongly_is_put_right_with_select_boxes_and_kept_so(app, tmp_path):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = read(browser, odd_export())
    assert "There is a problem" in page.text  # no heading of it is known
    matched = {
        "column.contact_id": "Number", "column.child_id": "Ours of child",
        "column.received_on": "Ref recd", "column.outcome": "What came of it",
        "column.born": "DoB", "dates": "day-first",
    }  # fmt: skip
    page = press(browser, page, "again", **matched)
    text = unescape(page.text)
    assert re.search(r"We read 'Ref recd' as [^:]+: 19 of 20 are dates\.", text)
    assert re.search(r"We read 'What came of it' as [^:]+: 0 of 20 are words that we know\.", text)
    assert "'no further help' means" in text
    page = press(browser, page, "again", **{"word.outcome.no further help": "No further action"})
    text = unescape(page.text)
    assert "20 of 20 are words that we know" in text
    assert re.search(r"<strong>19</strong>\s*cases", text)
    assert "The register is kept." in press(browser, page, "keep").text
    saved = (tmp_path / "home" / "profiles" / "mash_contacts.yaml").read_text()
    assert "received_on: Ref recd" in saved
    assert "no further help: No further action" in saved
    again = read(browser, odd_export(), as_before="yes")
    assert "20 of 20 are words that we know" in unescape(again.text)


def test_the_page_counts_as_the_command_does(app, tmp_path, command):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    matched = {
        "column.contact_id": "Number", "column.child_id": "Ours of child",
        "column.received_on": "Ref recd", "column.outcome": "What came of it",
        "column.born": "DoB", "dates": "day-first",
    }  # fmt: skip
    page = press(browser, read(browser, odd_export()), "again", **matched)
    press(browser, page, "keep")
    profile = tmp_path / "home" / "profiles" / "mash_contacts.yaml"
    counts = json.loads(command(odd_export(), "--profile", str(profile), "--json").out)
    for shown, key in (("rows", "rows_in"), ("cases", "units"), ("not taken", "rejected")):
        assert re.search(rf"<strong>{counts[key]}</strong>\s*{shown}", page.text)


def test_no_file_and_no_kind_are_asked_for_and_nothing_is_lost(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = send(browser, "/registers/new", {"name": "", "dates": "day-first"})
    assert page.status_code == 422
    assert "Choose which register this is." in page.text
    assert 'value="day-first" selected' in page.text
    page = send(browser, "/registers/new", {"name": "mash_contacts"})
    assert "Choose the file that was exported from your case system." in page.text


HOSTILE = {
    "empty": b"", "no text": b"\x00\x01\x02", "no archive": b"PK\x03\x04 no archive",
    "two columns": b"a,b\r\n1,2\r\n", "bomb": overlapping(), "a letter": b"%PDF-1.4 a letter",
    "no rows": EXPORT.splitlines()[0] + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_register_is_refused_as_the_command_refuses_it(app, command, what):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    page = read(browser, HOSTILE[what], name="x.csv")
    refused = command(HOSTILE[what])
    assert "There is a problem" in page.text
    [says] = re.findall(r'error-summary__body"><p>(.*?)</p>', page.text, re.S)
    assert refused.code == 2
    assert unescape(says) in " ".join(refused.err.split())
    kept = browser.post(f"{page.url.path}/keep", data={"form_token": token_in(page.text)})
    assert kept.status_code == 422
    assert list_registers(workspace=app.state.site.workspace) == []


def test_what_is_held_is_sealed_and_forgotten_after_a_day(app, tmp_path):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    files = {"file": ("contacts.csv", EXPORT)}
    send(browser, "/registers/new", {"name": "mash_contacts"}, files=files)
    uploads = tmp_path / "home" / "uploads"
    held = [path for path in uploads.rglob("*") if path.is_file()]
    assert held
    heading = EXPORT.splitlines()[0][:20]
    assert all(heading not in path.read_bytes() for path in held)
    app.state.site.workspace.clock.now += timedelta(days=1, minutes=1)
    browser = signed_in(app, Role.BUSINESS_UNIT)
    send(browser, "/registers/new", {"name": "mash_contacts"}, files={"file": ("y.csv", b"a,b")})
    assert not [path for path in held if path.exists()]
