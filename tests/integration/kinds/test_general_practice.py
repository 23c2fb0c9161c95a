"""Section 11 in general practice: many small units of one agency, run by another, none named."""

import json
from datetime import timedelta

import pytest
from builders import census as c, workspace as ws
from builders.processor_time import spent

from audits.domain.errors import SampleError
from audits.domain.status import CycleStatus
from audits.queries.as_json import as_plain
from audits.queries.corrections import list_corrections
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.finding import describe_finding
from audits.queries.findings import list_findings
from audits.queries.left_open import left_open
from audits.queries.papers.cycle import cycle_facts
from audits.queries.returns import list_answers
from audits.queries.units import list_units
from audits.register import Source
from audits.reporting import as_text, view_paper
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.steps.papers.sign import sign_paper
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import Contact, Correction, Cycle, Dispatch, FactCheck


REF = "GP-2016"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def issued(home, practices):
    workspace = c.with_organisations(home, ("ccg",), practices=practices)
    open_cycle("section_11_gp", workspace=workspace)
    draw_sample(REF, workspace=workspace)
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    return workspace


@pytest.mark.slow
def test_a_hundred_practices_are_asked_and_read_in_well_under_a_minute(home):
    begun = spent()
    workspace = issued(home, 100)
    packs = c.packs_of(home, REF)
    assert len(packs) == 100
    scores = dict.fromkeys(packs, "Green") | dict.fromkeys(list(packs)[:7], "Red")
    c.answered(home, REF, {u: s for u, s in scores.items() if u != "d81100"}, workspace=workspace)
    c.to_published(REF, workspace=workspace)
    # Ten times what it costs: one that grows with the square shows here.
    assert spent() - begun < 180
    counts = describe_cycle(REF, workspace=workspace).counts
    assert (counts.issued, counts.returned) == (100, 99)
    conference = next(
        f for f in list_findings(REF, workspace=workspace) if f.theme == "Conference reports"
    )
    assert (conference.kind, conference.x, conference.n) == ("development", 7, 99)


def test_no_practice_is_named_in_papers_findings_or_answers(home):
    workspace = issued(home, 3)
    assert describe_cycle(REF, workspace=workspace).owner == "ccg"
    c.answered(home, REF, dict.fromkeys(("d81001", "d81002"), "Amber"), workspace=workspace)
    c.to_published(REF, workspace=workspace)
    assert cycle_status(REF, workspace=workspace) is CycleStatus.PUBLISHED
    said = json.dumps(
        as_plain([list_findings(REF, workspace=workspace), list_answers(REF, workspace=workspace)])
    )
    sign_paper(REF, "census", by="Chair of QEG", why="No practice is named", workspace=workspace)
    pages = [
        make_paper(REF, workspace=workspace, format="html", version=version)[0].read_text()
        for version in ("professional", "public")
    ]
    for text in (said, *pages):
        assert "d8100" not in text.casefold()
        assert "surgery" not in text.casefold()
    assert "2 of 3 workbooks came back" in pages[0]


def names_in(told: object) -> bool:
    words = told if isinstance(told, str) else json.dumps(as_plain(told), default=str)
    return "d8100" in words.casefold() or "surgery" in words.casefold()


def asked_to_check(workspace, finding: str) -> None:
    """Have two practices asked to check a finding's facts, and one of them say something."""
    now = workspace.clock()
    with workspace.open_uow() as uow:
        for unit in ("d81001", "d81002"):
            until = now + timedelta(days=9)
            uow.add(
                FactCheck(
                    cycle=REF, unit=unit, round=1, findings=[finding], asked_at=now, due_at=until
                )
            )
        uow.add(
            Correction(
                cycle=REF, finding=finding, unit="d81001", decision="kept", text_before="a",
                text_after="a", numbers="", why="b", at=now, noted_by="x",
            )
        )  # fmt: skip
        uow.note("a test", "facts")
        uow.commit()


def test_each_view_names_practices_to_those_who_chase_them_alone(home):
    workspace = issued(home, 3)
    to_chase = {
        "return list": list_units(REF, workspace=workspace),
        "cycle show": describe_cycle(REF, workspace=workspace),
        "dispatch list": list_dispatches(workspace=workspace),
    }
    assert {name for name, told in to_chase.items() if not names_in(told)} == set()
    c.answered(home, REF, dict.fromkeys(("d81001", "d81002"), "Red"), workspace=workspace)
    c.to_published(REF, workspace=workspace)
    findings = list_findings(REF, workspace=workspace)
    assert findings
    asked_to_check(workspace, findings[0].id)
    with workspace.open_view() as view:
        cycle = view.get(Cycle, REF)
        facts = cycle_facts(cycle, view=view, workspace=workspace)
        to_read = {
            "return answers": list_answers(REF, workspace=workspace),
            "finding list": findings,
            "finding log": list_corrections(REF, workspace=workspace),
            "what is open": [
                each.says for each in left_open(cycle, view=view, workspace=workspace)
            ],
            "a report's facts": [
                facts.returns,
                facts.went_ahead,
                facts.findings,
                facts.report.concerns,
                facts.report.raters,
                facts.report.corrections,
            ],
        }
    assert to_read["finding log"][0].unit == "not named"
    assert any("may check the facts" in says for says in to_read["what is open"])
    for finding in findings:
        to_read[finding.id] = describe_finding(REF, finding.id, workspace=workspace)
    for version in ("professional", "public"):
        for name in ("census", "audit_report"):
            to_read[f"{name}, {version}"] = as_text(view_paper(name, facts, version))
    assert {name for name, told in to_read.items() if names_in(told)} == set()


def test_practices_names_in_free_text_are_masked_in_answers(home):
    workspace = issued(home, 2)
    for unit, pack in c.packs_of(home, REF).items():
        said = c.in_a_standard_way("Green")

        def say(texts, heading, said=said):
            own = "We at Surgery D81001 ask surgery d81002, or D81002, for help."
            return own if heading.startswith("Evidence") else said(texts, heading)

        collect_return(c.fill(pack, say), f"{unit}.xlsx", workspace=workspace)
    told = json.dumps(as_plain(list_answers(REF, workspace=workspace))).casefold()
    assert "we at [removed] ask [removed], or [removed], for help." in told
    assert "d8100" not in told


def test_amber_is_a_plan_and_stands_in_its_own_words(home):
    workspace = issued(home, 1)
    pack = c.packs_of(home, REF)["d81001"]
    c.answered(home, REF, {"d81001": "Amber"}, workspace=workspace)
    assert {a.answer for a in list_answers(REF, workspace=workspace) if a.question == "lead"} == {
        "amber"
    }
    scale = workspace.template("section_11_gp").questions[0].scale
    assert "plan" in scale.choice("amber").means
    assert len(pack) < 30_000


def test_answers_without_evidence_are_asked_again(home):
    workspace = issued(home, 1)
    say = c.in_a_standard_way("Green")
    pack = c.fill(
        c.packs_of(home, REF)["d81001"],
        lambda row, h: None if h.startswith("Evidence") else say(row, h),
    )
    collected = collect_return(pack, "d81001.xlsx", workspace=workspace)
    assert str(collected.outcome) == "queried"


def test_somebody_elses_unit_in_the_list_of_practices_is_refused(home):
    c.with_organisations(home, ("ccg",), practices=1)
    workspace = ws.workspace_of(home, c.JANUARY.replace(day=12))
    wrong = b"practice code,practice name,type\nccg,CCG,gp practice\n"
    load_register([Source("wrong.csv", wrong)], name="organisations", workspace=workspace)
    open_cycle("section_11_gp", workspace=workspace)
    with pytest.raises(
        SampleError, match="CCG would be asked, but section_11_gp asks units of gp only"
    ):
        draw_sample(REF, workspace=workspace)


def test_a_silent_practice_is_told_of_to_the_ccg_and_to_nobody_else_outside(home):
    workspace = issued(home, 2)
    with workspace.open_uow() as uow:
        member = Contact(unit="ccg", name="A", email="qeg@ccg.example.org", role="QEG", qeg="ccg")
        uow.add(member)
        uow.note("a test", "agencies")
        uow.commit()
    # Issued on 11 January 2016 and due 25 working days later, on 15 February; Easter is later.
    workspace.clock.now = c.JANUARY.replace(
        month=3, day=2
    )  # 12 working days on: there is no deputy
    chase(workspace=workspace)
    workspace.clock.now = c.JANUARY.replace(month=3, day=7)  # 15 working days on
    chase(workspace=workspace)
    with workspace.open_uow() as uow:
        letters = uow.all(Dispatch, Dispatch.purpose == "escalation", order_by=Dispatch.due_at)
    assert [(row.unit, row.recipients[-1]) for row in letters] == [
        ("business_unit", letters[0].recipients[-1]), ("ccg", "qeg@ccg.example.org"),
    ]  # fmt: skip
    assert "You sit on the board's Quality and Effectiveness Group for" in letters[1].body
