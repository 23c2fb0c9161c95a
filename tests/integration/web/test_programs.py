"""What programs read: the document, who may, and that a list says what ``--json`` says.

The document is read as its standard is published (openapi-spec-validator); answers are compared
with those of the command line, and CSV is read by Python's own reader.
"""

import base64
import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from itertools import product
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

import httpx
import jsonschema
import pytest
from builders import workspace as ws
from builders.actions import an_open_action
from builders.cli import runner
from builders.statements import counted
from builders.web import served_at
from builders.web_pages import PEOPLE, account_of, send, signed_in, visitor
from openapi_spec_validator import OpenAPIV31SpecValidator

from audits.domain.permissions import PERMISSIONS, Role
from audits.domain.remedies import Verb
from audits.queries.findings import list_findings
from audits.queries.trail import list_trail
from audits.steps.access.accounts import disable_account
from audits.steps.access.tokens import make_token, revoke_token
from audits.steps.findings.factors import name_finding_factors
from audits.storage import digest_of_token
from audits.web import make_app
from audits.web.api.lists import LISTS


V1 = "/api/v1"
NAMES = {
    "cycles": Verb.SEE_CYCLES,
    "response-rates": Verb.SEE_RETURNS,
    "returns": Verb.SEE_RETURNS,
    "findings": Verb.SEE_FINDINGS,
    "actions": Verb.SEE_ACTIONS,
    "factors": Verb.SEE_THEMES,
    "programme": Verb.SEE_YEAR,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A week that is analysed, with its findings, and an action of another agency's."""
    home = ws.loaded(tmp_path_factory.mktemp("programs") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    finding = list_findings(ws.REF, workspace=workspace)[0].id
    name_finding_factors(ws.REF, finding, ["workload"], workspace=workspace)
    an_open_action(workspace, title="=HYPERLINK(1)", owner="social_care")
    an_open_action(workspace, title="Look again", owner="police")
    return home


@pytest.fixture(scope="module")
def app(home):
    return make_app(ws.workspace_of(home))


@pytest.fixture(scope="module")
def tokens(app):
    return {role: token_of(app, role) for role in PEOPLE}


def token_of(app, role=Role.BUSINESS_UNIT, **how):
    workspace = app.state.site.workspace
    account = account_of(role, workspace)
    return make_token("Dashboard", days=90, account=account, workspace=workspace, **how)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def basic(token, user="anybody"):
    pair = base64.b64encode(f"{user}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def read(app, path, token, **headers):
    return visitor(app).get(f"{V1}/{path}", headers={**bearer(token), **headers})


# -- the document


def test_the_document_is_valid_as_its_standard_says(app):
    answer = visitor(app).get(f"{V1}/openapi.json")
    document = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    wanted = {f"{V1}/{name}{ending}" for name in NAMES for ending in ("", ".csv")}
    assert set(document["paths"]) == wanted


def test_every_path_answers_as_the_document_says(app, tokens):
    document = visitor(app).get(f"{V1}/openapi.json").json()
    for path, item in document["paths"].items():
        answer = visitor(app).get(path, headers=bearer(tokens[Role.BUSINESS_UNIT]))
        assert answer.status_code == 200, path
        content = item["get"]["responses"]["200"]["content"]
        assert answer.headers["content-type"].partition(";")[0] in content
        for header in item["get"]["responses"]["200"]["headers"]:
            assert header in answer.headers, (path, header)
        if not path.endswith(".csv"):
            assert answer.json(), f"{path} has rows, or nothing is compared"
            schema = {**content["application/json"]["schema"], "components": document["components"]}
            jsonschema.validate(answer.json(), schema, format_checker=jsonschema.FormatChecker())


# -- who may


def test_every_role_reads_what_the_table_says_and_nothing_else(app, tokens):
    assert {offered.name: offered.verb for offered in LISTS} == NAMES
    for (name, verb), role, ending in product(NAMES.items(), PEOPLE, ("", ".csv")):
        answer = read(app, name + ending, tokens[role])
        assert answer.status_code == (200 if role in PERMISSIONS[verb] else 403), (name, role)


def test_who_may_not_is_told_as_a_problem(app, tokens):
    answer = read(app, "cycles", tokens[Role.READER])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Forbidden", "status": 403}


def test_a_readers_token_reads_of_no_case_and_names_no_unit(app, tokens):
    """Whatever there is to read, from end to end: no case, no unit and nobody's name is in it."""
    workspace = app.state.site.workspace
    from audits.storage import Case, Contact, Unit

    with workspace.open_view() as view:
        secret = {row.ref for row in view.all(Case, Case.cycle == ws.REF)}
        secret |= {row.name for row in view.all(Unit)} | {row.name for row in view.all(Contact)}
    read_all = "".join(read(app, name, tokens[Role.READER]).text for name in NAMES)
    assert len(secret) > 10
    assert [word for word in secret if word and word in read_all] == []


def test_no_list_tells_of_a_single_case(app, tokens):
    workspace = app.state.site.workspace
    from audits.storage import Case

    with workspace.open_view() as view:
        cases = {row.ref for row in view.all(Case, Case.cycle == ws.REF)}
    for name in NAMES:
        text = read(app, name, tokens[Role.ADMINISTRATOR]).text
        assert [case for case in cases if case in text] == [], name


def test_an_agency_lead_reads_the_actions_of_that_agency_alone(app, tokens):
    owners = {row["owner"] for row in read(app, "actions", tokens[Role.AGENCY_LEAD]).json()}
    everybodys = {row["owner"] for row in read(app, "actions", tokens[Role.QEG]).json()}
    assert owners == {"police"}
    assert {"police", "social_care"} <= everybodys


# -- tokens that do not work


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic %%"},
     {"Authorization": "Digest x"}, {"Authorization": "Basic " + base64.b64encode(b"x").decode()}],
)  # fmt: skip
def test_no_token_or_a_guessed_one_is_refused_with_what_is_taken(app, headers):
    for path in (f"{V1}/{name}" for name in NAMES):
        answer = visitor(app).get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Basic" in answer.headers["www-authenticate"]
        assert "Bearer" in answer.headers["www-authenticate"]
        app.state.site.workspace.attempts.forget("token", "testclient")


def test_a_session_is_no_token_and_a_token_is_no_session(app, tokens):
    assert signed_in(app, Role.ADMINISTRATOR).get(f"{V1}/cycles").status_code == 401
    assert visitor(app).get("/audits", headers=bearer(tokens[Role.QEG])).status_code == 303


def test_a_revoked_token_reads_nothing_more(app):
    token = token_of(app)
    assert read(app, "cycles", token).status_code == 200
    revoke_token(digest_of_token(token), workspace=app.state.site.workspace)
    assert read(app, "cycles", token).status_code == 401


def test_a_token_ends_by_itself(app, home):
    token = token_of(app)
    before, after = timedelta(days=90, seconds=-1), timedelta(days=90)
    assert read(make_app(ws.workspace_of(home, ws.FIVE + before)), "cycles", token).is_success
    late = make_app(ws.workspace_of(home, ws.FIVE + after))
    assert read(late, "cycles", token).status_code == 401


def test_the_token_of_a_disabled_account_reads_nothing(app):
    workspace = app.state.site.workspace
    from audits.steps.access.accounts import add_account

    account = add_account("Gone", email="gone@x.example", role=Role.QEG, workspace=workspace)
    token = make_token("Dashboard", days=30, account=account, workspace=workspace)
    assert read(app, "cycles", token).status_code == 200
    disable_account(account, why="has left", workspace=workspace)
    assert read(app, "cycles", token).status_code == 401


def test_guesses_are_counted_and_stop_nobody_who_has_a_token(app, tokens):
    app.state.site.workspace.attempts.forget("token", "testclient")
    codes = [read(app, "cycles", f"guess {n}").status_code for n in range(22)]
    assert codes == [401] * 20 + [429] * 2
    assert read(app, "cycles", tokens[Role.QEG]).status_code == 200
    app.state.site.workspace.attempts.forget("token", "testclient")


def test_only_the_digest_of_a_token_is_kept(app, home):
    token = token_of(app)
    assert token.encode() not in (home / "audits.db").read_bytes()
    wal = home / "audits.db-wal"
    assert not wal.exists() or token.encode() not in wal.read_bytes()
    assert len(base64.urlsafe_b64decode(token + "=")) * 8 == 256


# -- what a list says


def test_a_list_has_the_keys_and_values_of_the_command_line(app, home, tokens, monkeypatch, capsys):
    run = runner(home, monkeypatch, capsys)
    token = tokens[Role.BUSINESS_UNIT]
    cycles = run("cycle", "list", "--json").json
    assert read(app, "cycles", token).json() == cycles
    returns = run("return", "list", ws.REF, "--units", "--json").json
    rows = read(app, "returns", token).json()
    assert [{**row, "cycle": ws.REF} for row in returns] == rows
    findings = run("finding", "list", ws.REF, "--json").json
    for said, row in zip(findings, read(app, "findings", token).json(), strict=True):
        without = {key: value for key, value in said.items() if key not in ("answers", "cases")}
        assert {**without, "cycle": ws.REF} == row
    keys = [list(row) for row in run("action", "list", "--json").json]
    assert keys == [list(row) for row in read(app, "actions", token).json()]
    counts = cycles[0]["counts"]
    rate = read(app, "response-rates", token).json()[0]
    assert {name: rate[name] for name in ("issued", "returned", "waived", "waited_for")} == {
        name: counts[name] for name in ("issued", "returned", "waived", "waited_for")
    }
    assert rate["rate"] == counts["returned"] / (counts["issued"] - counts["waived"])


def test_csv_has_the_same_values_and_runs_nothing(app, tokens):
    token = tokens[Role.ADMINISTRATOR]
    for name in NAMES:
        answer = read(app, f"{name}.csv", token)
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        objects = read(app, name, token).json()
        assert len(rows) == len(objects)
        for row, plain in zip(rows, objects, strict=True):
            for key, value in plain.items():
                if isinstance(value, str) and not value.startswith("="):
                    assert row[key] == value, (name, key)
        cells = [cell for row in rows for cell in row.values()]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")]
    assert "'=HYPERLINK(1)" in read(app, "actions.csv", token).text


def test_pages_follow_one_another_and_hold_every_row_once(app, tokens):
    token = tokens[Role.QEG]
    everything = read(app, "returns", token).json()
    path, rows = f"{V1}/returns?limit=2", []
    while path:
        answer = visitor(app).get(path, headers=bearer(token))
        assert answer.headers["total-count"] == str(len(everything))
        rows += answer.json()
        path = answer.links.get("next", {}).get("url")
    assert rows == everything
    assert len(everything) > 2


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (f"cycles?cycle={ws.REF}&status=analysed", 1),
        ("cycles?status=planned", 0),
        ("cycles?from=2017-03-10", 0),
        ("cycles?from=2017-03-01&to=2017-03-09", 1),
        ("response-rates?kind=mash_weekly", 1),
        ("returns?unit=police", 1),
        ("returns?status=waived", 0),
        ("findings?cycle=NONE", 0),
    ],
)
def test_a_list_is_narrowed(app, tokens, path, number):
    assert len(read(app, path, tokens[Role.QEG]).json()) == number


@pytest.mark.parametrize(
    ("query", "is_wanted"),
    [
        ("unit=police", lambda row: row["owner"] == "police"),
        (f"cycle={ws.REF}", lambda row: row["cycle"] == ws.REF),
        ("from=2017-06-30&to=2017-06-30", lambda row: row["due"] == "2017-06-30"),
        ("to=2017-06-29", lambda row: row["due"] <= "2017-06-29"),
        ("status=proposed", lambda row: row["status"] == "proposed"),
    ],
)
def test_actions_are_narrowed_as_one_picks_them_oneself(app, tokens, query, is_wanted):
    everything = read(app, "actions", tokens[Role.QEG]).json()
    wanted = list(filter(is_wanted, everything))
    assert read(app, f"actions?{query}", tokens[Role.QEG]).json() == wanted
    assert 0 < len(wanted) < len(everything)


@pytest.mark.parametrize(
    "query", ["cylce=X", "limit=0", "limit=10001", "offset=-1", "from=soon", "status=ready"]
)
def test_what_a_list_does_not_know_is_refused_with_what_it_knows(app, tokens, query):
    answer = read(app, f"cycles?{query}", tokens[Role.QEG])
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert query.partition("=")[0] in answer.json()["detail"]
    assert "limit, offset, cycle, from, to, kind, status" in answer.json()["detail"]


def test_a_path_that_is_not_there_is_a_problem(app, tokens):
    answer = read(app, "children", tokens[Role.ADMINISTRATOR])
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")
    written = visitor(app).post(f"{V1}/cycles", headers=bearer(tokens[Role.ADMINISTRATOR]))
    assert written.status_code == 404
    assert written.headers["content-type"] == "application/problem+json"


def test_whoever_has_the_answer_is_told_that_nothing_has_changed(app, tokens):
    token = tokens[Role.QEG]
    first = read(app, "actions", token)
    again = read(app, "actions", token, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    an_open_action(app.state.site.workspace, title="One more")
    changed = read(app, "actions", token, **{"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_a_list_takes_as_many_statements_whatever_there_is(app, home, tokens, tmp_path):
    """Another week and twenty actions more cost no statement more."""
    before = {name: statements_of(app, name, tokens[Role.QEG]) for name in NAMES}
    ws.issue_another_week(home)
    for number in range(20):
        an_open_action(app.state.site.workspace, title=f"Action {number}")
    for name, number in before.items():
        assert statements_of(app, name, tokens[Role.QEG]) == number, name


def statements_of(app, name, token):
    read(app, name, token)
    with counted() as statements:
        assert read(app, name, token).status_code == 200
    return len([each for each in statements if not each.startswith("BEGIN")])


# -- the pages


def test_a_token_is_made_shown_once_listed_with_its_use_and_revoked(app):
    browser = signed_in(app, Role.QEG)
    fields = {"token_name": "The board's dashboard", "days": "365"}
    page = send(browser, "/account/tokens", fields, shown_at="/account").text
    token = page.partition('board-address">')[2].partition("<")[0].strip()
    assert read(app, "cycles", token).status_code == 200
    account = browser.get("/account").text
    assert "The board&#39;s dashboard" in account
    assert token not in account
    mine = {"digest": digest_of_token(token)}
    officer = signed_in(app, Role.BUSINESS_UNIT)
    foreign = send(officer, "/account/tokens/revoke", mine, shown_at="/account")
    assert foreign.status_code == 404
    assert read(app, "cycles", token).status_code == 200
    assert send(officer, "/admin/tokens/revoke", mine, shown_at="/admin/tokens").status_code == 403
    everybodys = signed_in(app, Role.ADMINISTRATOR)
    assert "Sam Member" in everybodys.get("/admin/tokens").text
    gone = send(everybodys, "/admin/tokens/revoke", mine, shown_at="/admin/tokens")
    assert gone.status_code == 303
    app.state.site.workspace.attempts.forget("token", "testclient")
    assert read(app, "cycles", token).status_code == 401
    verbs = [entry.verb for entry in list_trail(workspace=app.state.site.workspace)]
    assert {"token made", "token revoked"} <= set(verbs)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"token_name": "", "days": "90"}, "Say what reads with the access key."),
        ({"token_name": "Excel", "days": "9999"}, "Choose for how long the access key works."),
    ],
)
def test_a_token_has_a_name_and_lasts_a_year_at_most(app, fields, says):
    answer = send(signed_in(app, Role.QEG), "/account/tokens", fields, shown_at="/account")
    assert answer.status_code == 422
    assert says in answer.text


# -- by programs


def test_a_real_server_is_read_as_power_bi_and_excel_read_it(app, tokens):
    """The bearer's way and the way of From Web, which asks without, is refused, and asks again."""
    token = tokens[Role.QEG]
    with served_at(app) as address:
        url = f"{address}{V1}/actions"
        assert httpx.get(url).status_code == 401
        for headers in (bearer(token), basic(token), basic(token, "")):
            assert len(httpx.get(url, headers=headers).json()) > 1
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address, "excel", token)
        with build_opener(HTTPBasicAuthHandler(passwords)).open(f"{url}.csv") as answer:
            text = answer.read().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["id"] for row in rows] == [
            row["id"] for row in httpx.get(url, headers=bearer(token)).json()
        ]


def test_a_bug_is_a_problem_with_a_number_and_no_words(app, tokens, caplog):
    site = app.state.site
    broken = make_app(replace(site.workspace, calendar=None))
    answer = read(broken, "actions", tokens[Role.QEG])
    assert answer.status_code == 500
    assert json.loads(answer.text)["title"] == "Internal Server Error"
    assert "calendar" not in answer.text
