"""Moderation on its pages: cases that need a person first, grades side by side, a blind rating."""

import re

import pytest
from builders import moderation as mod, workspace as ws
from builders.statements import counted
from builders.web_pages import send, signed_in

from audits.domain.grade import Layer, Subject
from audits.domain.permissions import Role
from audits.queries.cycles import cycle_status
from audits.queries.grades import GradeChange
from audits.queries.moderation import list_grades, list_waiting
from audits.queries.moderation_page import moderation_page
from audits.steps.moderation.give_grades import give_grades
from audits.web import make_app


CASES, PAGE = f"/audits/{ws.REF}/cases", f"/audits/{ws.REF}/moderation"
MOST = 10  # statements a page
KEY = "police:overall"
ASKED_OF_ONE = "Does the record show a manager"  # social care alone


@pytest.fixture(scope="module")
def moderating(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("moderating") / "home", contacts=1500)
    return mod.to_moderation(mod.with_moderation(home))


@pytest.fixture
def app(tmp_path, moderating):
    return make_app(ws.workspace_of(ws.copy_of(moderating, tmp_path / "home")))


@pytest.fixture
def workspace(app):
    return app.state.site.workspace


@pytest.fixture
def twice(workspace):
    """Return the cases that were drawn for a blind second rating."""
    return moderation_page(ws.REF, workspace=workspace).rated_twice


def grade_of(case, unit, workspace):
    rows = list_grades(ws.REF, case, workspace=workspace)
    return next(row for row in rows if row.unit == unit)


def other_than(value):
    return "inadequate" if value != "inadequate" else "good"


def fields_for(page):
    """Return what a browser sends of a page's form when nothing in it is touched."""
    hidden = dict(re.findall(r'<input type="hidden" name="(shown:[^"]+)" value="([^"]*)"', page))
    return hidden


def test_cases_that_need_a_person_come_first(app, workspace, twice):
    page = signed_in(app, Role.BUSINESS_UNIT).get(PAGE).text
    shown = re.findall(rf'href="{CASES}/([\w-]+)"', page)
    waiting = list_waiting(ws.REF, workspace=workspace)
    for_a_person = {row.case for row in waiting if row.reasons and row.holds_up}
    assert set(shown[: len(for_a_person)]) == for_a_person == set(twice)
    assert len(shown) == len(set(shown)) == 10


def test_what_a_unit_was_never_asked_is_not_called_no_answer(app):
    browser = signed_in(app, Role.BUSINESS_UNIT)
    cases = set(re.findall(rf'href="{CASES}/([\w-]+)"', browser.get(PAGE).text))
    pages = (browser.get(f"{CASES}/{case}").text for case in cases)
    # the question follows from another's answer: in some cases nobody was to answer it
    shown = [page.partition(ASKED_OF_ONE)[2] for page in pages if ASKED_OF_ONE in page]
    rows = [after.partition("</tr>")[0] for after in shown]
    assert rows
    assert {row.count("Not asked") for row in rows} == {2}
    assert not [row for row in rows if "No answer" in row]


@pytest.mark.parametrize("path", [PAGE, "{case}", "{panel}", "{second}"])
def test_a_page_takes_few_statements(app, twice, path):
    at = path.format(
        case=f"{CASES}/{twice[0]}",
        panel=f"/audits/{ws.REF}/panel/{twice[0]}",
        second=f"/audits/{ws.REF}/second/{twice[0]}",
    )
    browser = signed_in(app, Role.BUSINESS_UNIT)
    browser.get(at)
    with counted() as statements:
        assert browser.get(at).status_code == 200
    assert len([line for line in statements if not line.startswith("BEGIN")]) <= MOST


def test_every_grade_and_answer_of_a_case_stands_beside_the_others(app, workspace, twice):
    page = signed_in(app, Role.BUSINESS_UNIT).get(f"{CASES}/{twice[0]}").text
    rows = list_grades(ws.REF, twice[0], workspace=workspace)
    assert page.count("<dt>Own grade</dt>") == len(rows) > 0
    cells = re.findall(r'href="/returns/R[\w-]+">[^<]+, [A-Z]+\d+</a>', page)
    assert len(cells) > 20


def test_a_grade_is_given_with_its_reason_and_the_next_case_follows(app, workspace, twice):
    browser, case = signed_in(app, Role.BUSINESS_UNIT), twice[0]
    page = browser.get(f"{CASES}/{case}").text
    to = re.search(r'name="next" value="([\w-]+)"', page)[1]
    value = other_than(grade_of(case, "police", workspace).self_.value)
    fields = {**fields_for(page), f"grade:{KEY}": value, "next": to}

    refused = send(browser, f"{CASES}/{case}", fields)
    assert refused.status_code == 422
    assert f'href="#grade:{KEY}"' in refused.text
    assert "Say why the grade is not the unit" in refused.text
    assert re.search(rf'value="{value}"[^>]*checked', refused.text)
    assert grade_of(case, "police", workspace).moderated is None

    taken = send(browser, f"{CASES}/{case}", {**fields, f"why:{KEY}": "Nobody went"})
    assert taken.headers["location"].startswith(f"{CASES}/{to}?done=case_graded")
    given = grade_of(case, "police", workspace)
    assert (given.moderated.value, given.moderated.by) == (value, "Kim Officer")
    assert given.moderated.why == "Nobody went"
    assert given.self_.value != value
    untouched = [row for row in list_grades(ws.REF, case, workspace=workspace) if row.moderated]
    assert [row.unit for row in untouched] == ["police"]


def test_who_graded_meanwhile_is_not_overruled_unseen(app, workspace, twice):
    browser, case = signed_in(app, Role.BUSINESS_UNIT), twice[0]
    page = browser.get(f"{CASES}/{case}").text
    own = grade_of(case, "police", workspace).self_.value
    other = GradeChange(
        Subject(case, "police", "overall"), Layer.MODERATED, own, by="Second officer"
    )
    give_grades(ws.REF, other, workspace=workspace)
    mine = {f"grade:{KEY}": other_than(own), f"why:{KEY}": "Nobody went"}
    answer = send(browser, f"{CASES}/{case}", {**fields_for(page), **mine})
    assert answer.status_code == 422
    assert "Second officer has given" in answer.text
    assert "Nobody went" in answer.text
    assert grade_of(case, "police", workspace).moderated.by == "Second officer"


def test_a_colleague_grade_stays_if_this_form_left_it_alone(app, workspace, twice):
    browser, case = signed_in(app, Role.BUSINESS_UNIT), twice[0]
    page = browser.get(f"{CASES}/{case}").text
    own = grade_of(case, "police", workspace).self_.value
    other = GradeChange(
        Subject(case, "police", "overall"), Layer.MODERATED, own, by="Second officer"
    )
    give_grades(ws.REF, other, workspace=workspace)
    health = grade_of(case, "health", workspace).self_.value
    taken = send(browser, f"{CASES}/{case}", {**fields_for(page), "grade:health:overall": health})
    assert taken.status_code == 303, taken.text
    assert grade_of(case, "police", workspace).moderated.by == "Second officer"
    assert grade_of(case, "health", workspace).moderated.by == "Kim Officer"


def test_a_second_rater_sees_no_grade_and_nobody_who_gave_one(app, workspace, twice):
    case = twice[0]
    own = grade_of(case, "police", workspace).self_.value
    change = GradeChange(
        Subject(case, "police", "overall"), Layer.MODERATED, other_than(own), by="Jo Desk",
        why="Nobody went for a month",
    )  # fmt: skip
    give_grades(ws.REF, change, workspace=workspace)
    page = signed_in(app, Role.QEG).get(f"/audits/{ws.REF}/second/{case}").text
    for hidden in ("Jo Desk", "Nobody went", "Own grade", "Desk grade", "agencies differ"):
        assert hidden not in page
    asks = "Overall, how good was the response"
    assert page.count(asks) == 1  # asked, and not among the answers
    assert "checked" not in page


def test_a_second_rating_is_blind_or_refused(app, workspace, twice):
    case, browser = twice[0], signed_in(app, Role.BUSINESS_UNIT)
    at = f"/audits/{ws.REF}/second/{case}"
    rating = {"shown:" + KEY: "", f"grade:{KEY}": "good", f"why:{KEY}": "Read afresh"}
    own = grade_of(case, "police", workspace).self_.value
    send(browser, f"{CASES}/{case}", {"shown:" + KEY: "", f"grade:{KEY}": own})
    refused = send(browser, at, rating)
    assert refused.status_code == 422
    assert "Ask somebody else" in refused.text
    taken = send(signed_in(app, Role.QEG), at, rating)
    assert taken.status_code == 303
    assert grade_of(case, "police", workspace).second.by == "Sam Member"
    elsewhere = browser.get(f"/audits/{ws.REF}/second/MASH17W10-01")
    assert elsewhere.status_code == (422 if "MASH17W10-01" not in twice else 200)


def test_a_day_that_is_none_is_asked_again_and_a_follow_up_and_dispute_are_kept(
    app, workspace, twice
):
    browser, case = signed_in(app, Role.BUSINESS_UNIT), twice[0]
    fields = {
        f"shown:{KEY}": "", f"follow:{KEY}": "Head of service", f"owner:{KEY}": "Named nurse",
    }  # fmt: skip
    refused = send(browser, f"{CASES}/{case}", {**fields, f"day:{KEY}": "31/02/2017"})
    assert refused.status_code == 422
    assert f'href="#day:{KEY}"' in refused.text
    send(browser, f"{CASES}/{case}", {**fields, f"day:{KEY}": "31/03/2017"})
    row = grade_of(case, "police", workspace)
    assert (row.follow_up_owner, str(row.follow_up_by)) == ("Head of service", "2017-03-31")
    assert row.disagreement_owner == "Named nurse"
    send(browser, f"{CASES}/{case}", {f"shown:{KEY}": "", f"settled:{KEY}": "yes"})
    assert grade_of(case, "police", workspace).disagreement == "settled"


def desk_agrees_but_on(case, browser, workspace):
    """Let the desk give every grade of the cases to look at, one of them another than its own."""
    send(browser, PAGE + "/agree", shown_at=PAGE)
    for waits in sorted({row.case for row in list_waiting(ws.REF, workspace=workspace)}):
        fields = {}
        for row in list_grades(ws.REF, waits, workspace=workspace):
            key = f"{row.unit}:{row.question}"
            if row.moderated or row.self_ is None:
                continue
            value, why = row.self_.value, ""
            if (waits, row.unit) == (case, "police"):
                value, why = other_than(value), "Nobody went"
            fields |= {f"shown:{key}": "", f"grade:{key}": value, f"why:{key}": why}
        assert send(browser, f"{CASES}/{waits}", fields).status_code == 303


def test_a_grade_that_differs_is_listed_with_an_owner_who_can_be_named(app, workspace, twice):
    officer, case = signed_in(app, Role.BUSINESS_UNIT), twice[0]
    assert "Where graders are apart" not in officer.get(PAGE).text
    desk_agrees_but_on(case, officer, workspace)
    page = officer.get(PAGE).text
    assert "Nobody by name: the panel has it" in page
    # The case is to be rated blind: whoever rates it comes by this page, and sees no grade on it.
    assert "Shown once its blind rating is in" in page
    assert "Desk: <strong>" not in page
    key = f"{case}:{KEY}"
    named = {f"shown:{key}": "", f"owner:{key}": "Named nurse"}
    done = send(officer, PAGE + "/owners", named, shown_at=PAGE)
    assert done.status_code == 303, done.text
    row = grade_of(case, "police", workspace)
    assert (row.disagreement_owner, row.disagreement) == ("Named nurse", "differs")
    assert 'value="Named nurse"' in officer.get(PAGE).text
    # It is no dispute: that the desk gives the unit's own grade after all settles it.
    own = {f"shown:{KEY}": row.moderated.value, f"grade:{KEY}": row.self_.value}
    assert send(officer, f"{CASES}/{case}", own).status_code == 303
    assert grade_of(case, "police", workspace).disagreement == "settled"
    assert "Where graders are apart" not in officer.get(PAGE).text


def test_one_button_takes_for_the_panel_where_unit_and_desk_are_at_one(app, workspace, twice):
    officer, member, case = signed_in(app, Role.BUSINESS_UNIT), signed_in(app, Role.QEG), twice[0]
    assert "for the panel</button>" not in " ".join(member.get(PAGE).text.split())
    desk_agrees_but_on(case, officer, workspace)
    taken = send(member, PAGE + "/agree-panel", shown_at=PAGE)
    assert taken.status_code == 303, taken.text
    rows = [row for row in list_grades(ws.REF, workspace=workspace) if row.self_]
    for row in rows:
        if row.case in twice:  # a blind rating is to come, or they differ
            assert row.panel is None, row
        else:
            assert (row.panel.value, row.panel.by) == (row.self_.value, "Sam Member"), row
    assert "On " not in re.findall(r"On \d+ grades unit and desk", member.get(PAGE).text)
    for rated in twice:
        keys = [f"{row.unit}:{row.question}" for row in rows if row.case == rated]
        fields = {}
        for row, key in zip((r for r in rows if r.case == rated), keys, strict=True):
            fields |= {f"shown:{key}": "", f"grade:{key}": row.self_.value, f"why:{key}": "Read"}
        assert send(member, f"/audits/{ws.REF}/second/{rated}", fields).status_code == 303
    assert "Desk: <strong>" in member.get(PAGE).text  # the blind ratings are in
    on_case = f"/audits/{ws.REF}/panel/{case}"
    assert send(member, on_case + "/agree", shown_at=on_case).status_code == 303
    given = {row.unit: row.panel for row in list_grades(ws.REF, case, workspace=workspace)}
    assert given.pop("police") is None
    assert all(given.values())


def test_a_moderation_is_ended_on_its_pages(app, workspace, twice):
    desk, panel = signed_in(app, Role.BUSINESS_UNIT), signed_in(app, Role.QEG)
    assert send(desk, PAGE + "/agree", shown_at=PAGE).status_code == 303  # agrees with all others
    assert "must be settled first" in desk.get(PAGE).text
    for case in twice:
        fields, rated = {}, {}
        for row in list_grades(ws.REF, case, workspace=workspace):
            key = f"{row.unit}:{row.question}"
            fields |= {f"shown:{key}": "", f"grade:{key}": row.self_.value}
            rated |= {f"shown:{key}": "", f"grade:{key}": row.self_.value, f"why:{key}": "Read"}
        assert send(desk, f"{CASES}/{case}", fields).status_code == 303
        assert send(panel, f"/audits/{ws.REF}/second/{case}", rated).status_code == 303
    for waits in list_waiting(ws.REF, workspace=workspace):
        if waits.holds_up:
            key = f"{waits.unit}:{waits.question}"
            fields = {f"shown:{key}": "", f"follow:{key}": "Head of service"}
            fields[f"day:{key}"] = "31 March 2017"
            send(desk, f"{CASES}/{waits.case}", fields)
    ended = send(desk, PAGE + "/end", {"why": "The panel of 14 March"}, shown_at=PAGE)
    assert ended.status_code == 303, ended.text
    assert cycle_status(ws.REF, workspace=workspace) == "analysed"
    assert "Moderation has ended" in desk.get(PAGE).text
    late = desk.get(f"{CASES}/{twice[0]}")
    assert "Save" not in late.text
