"""A new kind of audit is one YAML: it runs from open to published without code of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from builders import moderation as mod, workspace as ws
from builders.repository import ROOT, sources

from audits.demo import fill_clean, make_contacts, make_truth
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.findings import list_findings
from audits.queries.papers.cycle import cycle_facts
from audits.queries.returns import list_answers
from audits.register import Source
from audits.reporting import view_paper
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import Cycle
from audits.templates import load_templates
from audits.wiring import build_templates
from audits.workspace import Workspace


INVENTED = """\
kind: lighthouse_visits
version: 1
title: Lighthouse visits
asks: Were children who asked for a keeper seen by one?
unit: contact
ref: {prefix: LH, by: month}
population: {register: mash_contacts, window: 2 months, where: {status: [closed]}}
sample: {size: 4, strata: {by: source, allocate: equal}, exclude: [restricted]}
respondents: [health, education]
pack: {form: case_sheets, details: [age_band]}
gates: {approve_draw: automatic}
timeline: {return_within: 5 working days}
legal_basis: Children Act 2004, section 14B.
scales:
  lamp:
    title: How bright
    choices:
      - {code: bright, label: Bright, score: 2, means: Seen from afar.}
      - {code: dim, label: Dim, score: 1, means: Seen from near by.}
      - {code: dark, label: Dark, score: 0, means: Not seen.}
sections:
  - title: The visit
    questions:
      - {id: lamp, asks: How bright was the lamp?, scale: lamp, evidence: unless_yes}
      - core: voice_of_child
      - {id: crossed_on, asks: When did the keeper cross?, type: date}
      - {id: gap_days, asks: How many days until the next visit?, type: number}
      - {id: overall, asks: How good was the visit?, scale: grade, is_grade: true}
findings:
  - theme: Lamps
    question: lamp
    development_when: {share_of: [dark], count_at_least: 1}
    strength_when: {share_of: [bright, dim], count_at_least: 1}
    says: {development: Some lamps were dark., strength: Lamps were lit.}
    action: {title: Trim every lamp, owner: health, within: 10 working days, measure: All lit}
  - theme: Gaps
    question: gap_days
    development_when: {more_than: -1, count_at_least: 1}
    says: {development: There were days between visits.}
papers: [audit_report]
"""
AGENCIES = ("social_care", "police", "health", "education", "probation", "youth_offending",
            "early_help", "board")  # fmt: skip
FACTORS = ("3A", "3B 16A", "11A", "10A 11A", "24A")
CATEGORIES = ("Neglect", "a) Neglect", "Physical abuse", "Neglect")


def own_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "lighthouse_visits.yaml").write_text(INVENTED)
    return folder


def agencies() -> bytes:
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    for each in AGENCIES:
        unit = "business_unit" if each == "board" else each
        email = f"lead@{each.replace('_', '-')}.example.org"
        lines.append(f"{each},{each},{unit},{unit},A lead,{email},Lead,no")
    return "\n".join(lines).encode()


def assessments() -> bytes:
    lines = ["Child Unique ID,Assessment start date,Factors,Date of birth,Family ID"]
    for n, day in days(60):
        born = date(2000 + n % 16, 3, 1)
        lines.append(f"C{n:04},{day:%d/%m/%Y},{FACTORS[n % 5]},{born:%d/%m/%Y},F{n:04}")
    return "\n".join(lines).encode()


def plans() -> bytes:
    lines = ["Child Unique ID,Child Protection Plan Start Date,Child Protection Plan End Date,"
             "Latest Category of Abuse,Date of birth,Family ID"]  # fmt: skip
    for n, day in days(60):
        born = date(2000 + n % 16, 3, 1)
        lines.append(f"P{n:04},{day:%d/%m/%Y},,{CATEGORIES[n % 4]},{born:%d/%m/%Y},G{n:04}")
    return "\n".join(lines).encode()


def days(count: int) -> Iterator[tuple[int, date]]:
    return ((n, ws.THURSDAY - timedelta(days=5 * n)) for n in range(count))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("any") / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home)
    import_agencies(agencies(), workspace=workspace)
    registers = {
        "mash_contacts": make_contacts(until=ws.THURSDAY, contacts=3000),
        "assessments": assessments(),
        "child_protection_plans": plans(),
    }
    for name, data in registers.items():
        load_register([Source(f"{name}.csv", data)], name=name, workspace=workspace)
    return home


@pytest.fixture
def workspace(home, tmp_path) -> Workspace:
    templates = build_templates(own_folder(tmp_path / "own"))
    return replace(ws.workspace_of(ws.copy_of(home, tmp_path / "home")), templates=templates)


def fill_and_return(ref: str, cases: list[str], workspace: Workspace, home: Path) -> None:
    ws.send(workspace)
    kind = describe_cycle(ref, workspace=workspace).kind
    truth = make_truth(cases, workspace.template(kind).questions)
    for folder in sorted((home / "outbox").iterdir()):
        unit = folder.name
        pack = folder / f"{ref}-{unit}-pack-1.xlsx"
        if pack.is_file():
            (home / "inbox" / f"{unit}.xlsx").write_bytes(fill_clean(pack.read_bytes(), truth))
    ws.collect(workspace)


@pytest.mark.parametrize(
    ("kind", "ref", "size"),
    [
        ("lighthouse_visits", "LH-2017-03", 4),
        ("domestic_abuse", "DA-2017", 8),
        pytest.param("thresholds", "THR-2017-Q1", 60, marks=pytest.mark.slow),
        pytest.param("cse", "CSE-2017", 8, marks=pytest.mark.slow),
        pytest.param("neglect", "NEG-2017", 8, marks=pytest.mark.slow),
    ],
)
def test_any_kind_runs_from_open_to_published(kind, ref, size, workspace, tmp_path):
    assert open_cycle(kind, ws.THURSDAY, workspace=workspace) == ref
    cases = [case["case"] for case in draw_sample(ref, workspace=workspace)["cases"]]
    assert len(cases) == size
    if cycle_status(ref, workspace=workspace) is CycleStatus.DRAWN:
        approve_draw(ref, workspace=workspace, decision="as drawn")
    issued = issue_packs(ref, workspace=workspace)
    assert len(issued) == len(workspace.template(kind).respondents)
    fill_and_return(ref, cases, workspace, tmp_path / "home")
    assert describe_cycle(ref, workspace=workspace).counts.returned == len(issued)
    analyse(ref, workspace=workspace)
    if cycle_status(ref, workspace=workspace) is CycleStatus.MODERATING:
        mod.agree_grades(tmp_path, workspace, ref)
    assert list_findings(ref, workspace=workspace)
    mod.agree_facts(ref, workspace)
    sign_off(ref, workspace=workspace, minute="QEG, 30 March 2017")
    publish(ref, workspace=workspace)
    assert cycle_status(ref, workspace=workspace) is CycleStatus.PUBLISHED
    for format in ("html", "docx", "pdf"):
        assert all(p.is_file() for p in make_paper(ref, workspace=workspace, format=format))


def test_numbers_are_in_the_findings_report_one_by_one_with_median_and_range(workspace, tmp_path):
    ref = open_cycle("lighthouse_visits", ws.THURSDAY, workspace=workspace)
    cases = [case["case"] for case in draw_sample(ref, workspace=workspace)["cases"]]
    issue_packs(ref, workspace=workspace)
    fill_and_return(ref, cases, workspace, tmp_path / "home")
    analyse(ref, workspace=workspace)
    given = [a.answer for a in list_answers(ref, workspace=workspace) if a.question == "gap_days"]
    days = np.array(sorted(map(int, given)))
    assert len(days) == 8
    with workspace.open_view() as view:
        facts = cycle_facts(view.get(Cycle, ref), view=view, workspace=workspace)
    blocks = view_paper("audit_report", facts, "professional").blocks
    table = next(b for b in blocks if getattr(b, "caption", "") == "Numbers that were given")
    [(asks, values, median, ends, unanswered)] = table.rows
    assert asks == "How many days until the next visit?"
    times = Counter(int(day) for day in days)
    assert values == ", ".join(f"{d}" + f" ({n} times)" * (n > 1) for d, n in times.items())
    assert (median, ends) == (f"{np.median(days):g}", f"{days.min()} to {days.max()}")
    assert unanswered == "0"
    assert "Gaps" in {finding.theme for finding in list_findings(ref, workspace=workspace)}
    public = view_paper("audit_report", facts, "public").blocks
    assert not [b for b in public if getattr(b, "caption", "") == "Numbers that were given"]


# How plans from elsewhere call what they come from, which one kind is called too.
ORIGINS = "src/audits/domain/action.py: jtai"


def test_no_kind_is_named_in_the_engine_or_the_flows():
    kinds = load_templates(ROOT / "audit_templates")
    named = re.compile(rf"\b({'|'.join(kinds)})\b", re.IGNORECASE)
    spoken = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sources()
        if "demo" not in path.parts
        for match in named.finditer(path.read_text(encoding="utf-8"))
    }
    assert spoken == {ORIGINS}
