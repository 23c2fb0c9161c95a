"""Learning by its pages: themes with what is behind each number, and what has changed."""

import re
import sqlite3
from datetime import timedelta
from html import unescape

import pytest
from builders import workspace as ws
from builders.stages import Stages
from builders.statements import counted
from builders.web_pages import send, signed_in

from audits.domain.finding import FindingKind
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.learning import list_challenges, list_training
from audits.queries.rounds import Outcome
from audits.queries.themes import list_themes
from audits.queries.trail import list_trail
from audits.queries.what_changed import what_changed
from audits.steps.learning.record import need_training, record_sharing
from audits.storage import ActionFinding, ActionRow, Cycle, FindingRow, Unit
from audits.web import make_app


CHILD = "voice_of_child"
PAGE = f"/learning/themes/{CHILD}"
SECOND, THIRD = "MASH-2017-W11", "MASH-2017-W12"
MOST = 10  # statements a page
WORDS = ("Better", "Worse", "No change proven")


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    return Stages(tmp_path_factory.mktemp("learning"))


@pytest.fixture
def workspace(stages, tmp_path):
    return ws.workspace_of(ws.copy_of(stages.at("agreed"), tmp_path / "home"))


@pytest.fixture
def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)


@pytest.fixture
def chair(workspace):
    return signed_in(make_app(workspace), Role.READER)


def copied(row, **changes):
    """Return a row as another, with some things changed."""
    return type(row)(**{**row.model_dump(), **changes})


def look_again(workspace, counts, *, status=CycleStatus.PUBLISHED, ref=SECOND, weeks=1):
    """Add a later audit of the same kind: of each theme to develop, how many show it now of 40.

    The first audit is given forty cases too, of which thirty show each.
    """
    with workspace.open_uow() as uow:
        first = uow.get(Cycle, ws.REF)
        first.status = status
        uow.add(first)
        uow.add(copied(first, ref=ref, opened_on=first.opened_on + timedelta(weeks=weeks)))
        for row in uow.all(FindingRow, FindingRow.cycle == ws.REF):
            numbers = {"n": 40, "frame": 400, "parts": [], "answers": [], "method": "exact"}
            uow.add(copied_into(row, {**numbers, "x": 30, "low": 250, "high": 340}))
            if row.question in counts:
                x = counts[row.question]
                later = {**numbers, "x": x, "low": x, "high": 350, "cycle": ref}
                uow.add(copied(row, id=f"{ref}-F{row.number}", **later))
        uow.note("looked again by a test", ref)
        uow.commit()


def copied_into(row, changes):
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def to_develop(workspace):
    with workspace.open_view() as view:
        is_development = FindingRow.kind == FindingKind.DEVELOPMENT
        return view.values(FindingRow.question, is_development, FindingRow.cycle == ws.REF)


def numbers_in(page, theme):
    """Return the numbers of a theme's row."""
    row = re.search(
        rf'<tr[^>]*><th[^>]*><a[^>]*href="/learning/themes/{theme}[?"].*?</tr>', page, re.S
    )
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[0], re.S)
    return [int(re.search(r"\d+", re.sub(r"<a[^>]*>", "", cell))[0]) for cell in cells]


def test_each_number_of_a_theme_is_what_the_command_counts_and_opens_to_it(workspace, officer):
    record_sharing(CHILD, shared_with="GPs", how="Leaflet", workspace=workspace)
    need_training(CHILD, text="Ask the child", audience="All", workspace=workspace)
    page = officer.get("/learning").text
    themes = list_themes(workspace=workspace)
    assert len(themes) > 3
    for theme in themes:
        behind = (
            theme.strengths, theme.developments, theme.changed, theme.still_to_do,
            theme.training, theme.challenges, theme.shared_with,
        )  # fmt: skip
        assert numbers_in(page, theme.theme) == [len(things) for things in behind]
        opened = unescape(officer.get(f"/learning/themes/{theme.theme}").text)
        for finding in (*theme.strengths, *theme.developments):
            assert f"/findings/{finding.finding}" in opened
        for action in (*theme.changed, *theme.still_to_do):
            assert f"/actions/{action.action}" in opened
            assert action.title in opened


def test_an_action_counts_once_under_each_theme_whether_its_own_or_its_findings(workspace, officer):
    actions = {line.action: theme for theme in list_themes(workspace=workspace)
               for line in theme.still_to_do}  # fmt: skip
    (both, of_both), (other, of_other), *_ = actions.items()
    assert CHILD not in (of_other.theme, of_both.theme)
    with workspace.open_uow() as uow:
        uow.add(copied_into(uow.get(ActionRow, both), {"theme": of_both.theme}))
        uow.add(copied_into(uow.get(ActionRow, other), {"theme": CHILD}))
        for finding in of_other.developments:
            uow.add(ActionFinding(action=both, finding=finding.finding))
        uow.note("themes given by a test", both)
        uow.commit()
    page = officer.get("/learning").text
    for theme in list_themes(workspace=workspace):
        assert numbers_in(page, theme.theme)[3] == len(theme.still_to_do), theme.theme
    assert numbers_in(page, of_both.theme)[3] == len(of_both.still_to_do)
    assert numbers_in(page, of_other.theme)[3] == len(of_other.still_to_do) + 1


def test_a_filter_in_the_address_chooses_themes(workspace, officer):
    every = {theme.theme for theme in list_themes(workspace=workspace)}
    record_sharing(CHILD, shared_with="GPs", how="Leaflet", workspace=workspace)

    def shown(query):
        return set(
            re.findall(r'<th[^>]* scope="row"[^>]*><a[^>]*themes/(\w+)', officer.get(query).text)
        )

    assert shown("/learning?year=2017") == every
    assert shown("/learning?year=2016") == set()
    assert shown(f"/learning?audit={ws.KIND}") == every
    assert shown("/learning?audit=neglect") == set()
    assert shown("/learning?left=not_shared") == every - {CHILD}
    assert shown("/learning?year=abcd&left=nonsense") == every
    assert "No theme is as you chose" in officer.get("/learning?year=2016").text


def test_with_whom_it_was_shared_is_written_down_as_by_the_command(workspace, officer):
    empty = send(officer, PAGE, {"how": "Workshop"})
    assert empty.status_code == 422
    assert "Say who heard of it." in empty.text
    assert "Workshop" in empty.text
    fields = {"shared_with": "GP practices", "how": "Workshop", "on": "2 March 2017"}
    assert send(officer, PAGE, fields).status_code == 303
    record_sharing(
        CHILD, shared_with="GP practices", how="Workshop", on=ws.THURSDAY.replace(day=2),
        workspace=workspace,
    )  # fmt: skip
    (theme,) = [line for line in list_themes(workspace=workspace) if line.theme == CHILD]
    by_page, by_command = theme.shared_with
    assert (by_page.shared_with, by_page.how, by_page.on) == (
        by_command.shared_with, by_command.how, by_command.on,
    )  # fmt: skip
    assert by_page.by.startswith("Kim Officer")
    noted = [entry for entry in list_trail(workspace=workspace) if entry.verb == "learning shared"]
    assert len(noted) == 2


def test_training_is_needed_and_met_by_its_pages(workspace, officer):
    refused = send(officer, "/learning/training", {"theme": CHILD, "audience": "All"})
    assert refused.status_code == 422
    assert "Say what training has to bring home." in refused.text
    fields = {"theme": CHILD, "text": "Ask the child", "audience": "Health visitors"}
    assert send(officer, "/learning/training", fields).status_code == 303
    (need,) = list_training(workspace=workspace)
    assert (need.theme, need.text, need.audience) == (CHILD, "Ask the child", "Health visitors")
    met = f"/learning/training/{need.id}"
    assert send(officer, met, {"met_how": "In the core course"}).status_code == 303
    assert list_training(workspace=workspace) == []
    again = send(officer, met, {"met_how": "Twice"})
    assert again.status_code == 409
    assert "was met on" in unescape(again.text)
    assert officer.get("/learning/training/T99").status_code == 404


def test_a_challenge_is_logged_and_settled_by_its_pages(workspace, officer):
    fields = {"text": "Contacts wait", "raised_by": "health", "put_to": "social care"}
    assert send(officer, "/learning/challenges", {**fields, "put_to": ""}).status_code == 422
    assert send(officer, "/learning/challenges", fields).status_code == 303
    (logged,) = list_challenges(workspace=workspace)
    page = f"/learning/challenges/{logged.id}"
    assert send(officer, page, {"outcome": "A protocol"}).status_code == 303
    (settled,) = list_challenges(workspace=workspace)
    assert settled.outcome == "A protocol"
    assert send(officer, page, {"outcome": "Another"}).status_code == 409
    assert officer.get("/learning/challenges/C99").status_code == 404


def test_what_has_changed_is_said_only_where_the_numbers_prove_it(workspace, officer):
    questions = to_develop(workspace)
    assert len(questions) >= 3
    # Thirty of forty, then one, then forty, then twenty-nine: no test is needed to see which moved.
    better, worse, same, *rest = questions
    look_again(workspace, {better: 1, worse: 40, same: 29})
    changed = what_changed(is_public=False, workspace=workspace)
    outcomes = {}
    for theme in changed.themes:
        for worded in theme.looks:
            outcomes[worded.look.finding.question] = worded.look.second.outcome
    assert outcomes == {
        better: Outcome.BETTER, worse: Outcome.WORSE, same: Outcome.SAME,
        **dict.fromkeys(rest, Outcome.OPEN),
    }  # fmt: skip
    page = officer.get("/learning/changed").text
    assert re.findall(r"<li><strong>(\d+)</strong>([^<]+)</li>", page) == [
        ("1", "better"), ("1", "worse"), ("1", "no change proven"),
        (str(len(rest)), "not compared yet"),
    ]  # fmt: skip
    for words in WORDS:
        assert page.count(f">\n  {words}\n</strong>") == 1, words
    assert "10 of 40, then 39 of 40" in page


def test_an_audit_that_asks_on_another_scale_is_compared_with_none_before(workspace):
    question = to_develop(workspace)[0]
    look_again(workspace, {question: 1})
    with workspace.open_uow() as uow:
        later = uow.get(Cycle, SECOND)
        later.template = reworded(later.template, question, version=later.version + 1)
        later.template_sha256, later.version = "another", later.version + 1
        uow.add(later)
        uow.note("asked otherwise by a test", SECOND)
        uow.commit()
    for theme in what_changed(is_public=False, workspace=workspace).themes:
        for worded in theme.looks:
            if worded.look.finding.question == question:
                assert worded.look.second.outcome is Outcome.OPEN
                assert "cannot be compared" in worded.look.second.words


def test_what_was_found_last_is_looked_at_again_also_by_an_audit_that_found_nothing(workspace):
    asked = to_develop(workspace)
    look_again(workspace, {asked[0]: 12})
    look_again(workspace, {}, ref=THIRD, weeks=2)
    changed = what_changed(is_public=False, workspace=workspace)
    looks = [worded.look for theme in changed.themes for worded in theme.looks]
    found = {look.finding.question: look.finding.cycle for look in looks}
    assert found == {**dict.fromkeys(asked, ws.REF), asked[0]: SECOND}
    assert {look.later.cycle for look in looks} == {THIRD}
    assert {look.second.words for look in looks} == {"No finding on it this time."}


def reworded(frozen, question, *, version):
    from audits.templates import freeze, template_of

    template = template_of(frozen)
    questions = []
    for one in template.questions:
        changes = {}
        if one.id == question:
            changes = {"asks": "Something else altogether?", "comparable": False}
        questions.append(type(one)(**{**fields_of(one), **changes}))
    return freeze(template.model_copy(update={"questions": tuple(questions), "version": version}))


def fields_of(question):
    return {name: getattr(question, name) for name in type(question).__dataclass_fields__}


def close_an_action(workspace, title):
    """Close the first action about a finding, under another title."""
    with workspace.open_uow() as uow:
        row = uow.get(ActionRow, uow.all(ActionFinding)[0].action)
        now = workspace.clock()
        changes = {
            "title": title, "status": ActionStatus.CLOSED, "completed_at": now, "closed_at": now,
            "completed_by": "x", "closed_by": "x", "evidence": "Seen", "impact": "It worked",
        }  # fmt: skip
        uow.add(copied_into(row, changes))
        uow.note("closed by a test", row.id)
        uow.commit()
        return row.id


def test_whoever_reads_papers_is_told_no_number_no_audit_by_name_and_nothing_unreleased(
    workspace, chair
):
    assert chair.get("/learning").status_code == 403
    assert chair.get(PAGE).status_code == 403
    assert "No audit with released papers" in chair.get("/learning/changed").text
    question = to_develop(workspace)[0]
    look_again(workspace, {question: 1})
    action = close_an_action(workspace, "Tell every referrer what came of it")
    page = unescape(chair.get("/learning/changed").text)
    body = re.search(r"<main.*</main>", page, re.S)[0]
    assert "Better" in body
    assert "Tell every referrer what came of it" in body
    for never in (ws.REF, SECOND, f">{action}<", "of 40", "/actions/", "/findings/"):
        assert never not in body, never


def test_words_that_name_somebody_are_left_out_for_whoever_reads_papers(workspace, chair, officer):
    look_again(workspace, {to_develop(workspace)[0]: 1})
    with workspace.open_view() as view:
        unit = view.values(Unit.name)[0]
    for title in (f"Have {unit} ring back", "Look at MASH17W10-03 again", "Ring by 3 May 2018"):
        close_an_action(workspace, title)
        page = unescape(chair.get("/learning/changed").text)
        assert title not in page
        assert "whose words are left out here" in page
        assert title in unescape(officer.get("/learning/changed").text)


def test_learning_costs_few_statements_however_much_there_is(workspace, officer):
    paths = ("/learning", PAGE, "/learning/changed", "/learning/training", "/learning/challenges")
    before = {path: statements_of(officer, path) for path in paths}
    assert max(before.values()) <= MOST, before
    for weeks in range(1, 121):
        look_again(workspace, dict.fromkeys(to_develop(workspace), 20),
                   ref=f"MASH-X-{weeks}", weeks=weeks)  # fmt: skip
    assert {path: statements_of(officer, path) for path in paths} == before
    first = officer.get(PAGE).text
    assert "page 1 of 3" in first
    assert "page 3 of 3" in officer.get(f"{PAGE}?page=3").text


def test_no_long_text_of_an_audit_is_read_to_list_what_all_audits_found(workspace):
    with workspace.open_view() as view, counted() as statements:
        view.findings_in_short()
    *_, asked = statements
    with sqlite3.connect(workspace.stores.home / "audits.db") as connection:
        plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked}", [""])]
    assert "SCAN cycle USING COVERING INDEX ix_cycle_in_short" in plan


def statements_of(browser, path):
    browser.get(path)
    with counted() as statements:
        answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return len([each for each in statements if not each.startswith("BEGIN")])
