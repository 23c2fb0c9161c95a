"""The kinds that a partnership of today asks for, each from its register to its paper."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from builders import census as c, moderation as mod, workspace as ws
from builders.kinds import ON, SCHOOLS, TODAY, agencies, drawn

from audits.demo import fill_clean, make_truth
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.draw import describe_draw
from audits.queries.findings import list_findings
from audits.queries.units import list_units
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.sample.load_register import load_register


def days() -> Iterator[tuple[int, date]]:
    return ((n, ON - timedelta(days=4 * n)) for n in range(40))


def table(headings: str, *ends: str) -> bytes:
    """Return a register of forty children; the last columns take turns."""
    lines = [f"Child Unique ID,Date of birth,Family ID,{headings}"]
    for n, day in days():
        born = date(2010 + n % 14, 3, 1)
        lines.append(f"T{n:04},{born:%d/%m/%Y},F{n:04},{day:%d/%m/%Y},{ends[n % len(ends)]}")
    return "\n".join(lines).encode()


REGISTERS = {
    # Half have a factor of sexual abuse, in each of its three codes.
    "assessments": table("Assessment start date,Factors", "19A", "19B 16A", "3A", "19C", "11A 2A"),
    "section_47_enquiries": table(
        "Strategy discussion initiating Section 47 Enquiry Start Date,"
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Y",
        "N",
        "N",
    ),
    "moves_between_levels": table("Date of move,Step", "up", "Step down", "down"),
    "organisations": "\n".join(
        ["organisation code,organisation name,type"]
        + [f"{code},{code},{code.rpartition('_')[2]}" for code in SCHOOLS]
    ).encode(),
}


@pytest.fixture
def workspace(tmp_path):
    home = tmp_path / "home"
    init_workspace(home, "partnership_2026")
    workspace = ws.workspace_of(home, TODAY)
    import_agencies(agencies(), workspace=workspace)
    for name, data in REGISTERS.items():
        load_register([Source(f"{name}.csv", data)], name=name, workspace=workspace)
    return workspace


def answered(ref, cases, workspace, home) -> None:
    """Have every agency fill in its sheets by eye and lay them in the inbox."""
    kind = describe_cycle(ref, workspace=workspace).kind
    truth = make_truth([case["case"] for case in cases], workspace.template(kind).questions)
    for unit, pack in c.packs_of(home, ref).items():
        (home / "inbox" / f"{unit}.xlsx").write_bytes(fill_clean(pack, truth))
    ws.collect(workspace)


def released(ref, workspace) -> None:
    """Take a cycle whose findings are there to its release and its papers."""
    mod.agree_facts(ref, workspace)
    sign_off(ref, workspace=workspace, minute="QAG 12 November 2026, item 4")
    publish(ref, workspace=workspace)
    assert cycle_status(ref, workspace=workspace) is CycleStatus.PUBLISHED
    for form in ("html", "docx", "pdf"):
        assert all(path.is_file() for path in make_paper(ref, workspace=workspace, format=form))


@pytest.mark.parametrize(
    ("kind", "by", "strata"),
    [
        pytest.param("child_sexual_abuse", "", {}, marks=pytest.mark.slow),
        # as the template asks: as many of one as of the other, though one is twice as common
        ("section_47", "conference_not_needed", {"yes": 4, "no": 4}),
        pytest.param(
            "step_up_step_down", "direction", {"Step up": 4, "Step down": 4}, marks=pytest.mark.slow
        ),
    ],
)
def test_an_audit_of_cases_goes_from_its_register_to_its_paper(
    kind, by, strata, workspace, tmp_path
):
    ref, cases = drawn(kind, workspace)
    assert len(cases) == 8
    assert Counter(case["stratum"] for case in cases if by) == strata
    answered(ref, cases, workspace, tmp_path / "home")
    counts = describe_cycle(ref, workspace=workspace).counts
    assert counts.returned == counts.issued == 4
    analyse(ref, workspace=workspace)
    mod.agree_grades(tmp_path, workspace, ref)
    assert {finding.n for finding in list_findings(ref, workspace=workspace)} <= set(range(1, 33))
    released(ref, workspace)


def test_only_children_with_the_factor_of_sexual_abuse_are_drawn(workspace):
    ref, _ = drawn("child_sexual_abuse", workspace)
    # of forty lines, all within twelve months, three in five have one of its codes
    flow = describe_draw(ref, workspace=workspace).flow
    assert 24 in {step.number for step in flow}


def test_a_joint_evaluation_fits_into_nine_working_days(workspace, tmp_path):
    ref, cases = drawn("jtai", workspace)
    assert len(cases) == 6
    # asked on Thursday 8 October 2026; five working days later is the Thursday after
    assert {unit.due_on for unit in list_units(ref, workspace=workspace)} == {date(2026, 10, 15)}
    timeline = workspace.template("jtai").timeline
    assert 5 + timeline.answer_queries_within + timeline.check_facts_within <= 9
    answered(ref, cases, workspace, tmp_path / "home")
    analyse(ref, workspace=workspace)
    mod.agree_grades(tmp_path, workspace, ref)
    assert list_findings(ref, workspace=workspace)
    released(ref, workspace)


def test_children_whom_inspectors_name_take_the_places_of_drawn_ones(workspace):
    has_factor = [n for n in range(40) if n % 5 in {0, 1, 3}]
    names = {f"T{n:04}": "Named by the inspectors" for n in has_factor[:6]}
    _, cases = drawn("jtai", workspace, targeted=names)
    assert [case["targeted"] for case in cases] == [True] * 6


def test_schools_judge_themselves_and_say_what_they_will_do(workspace, tmp_path):
    ref, _ = drawn("section_175", workspace)
    home = tmp_path / "home"
    assert set(c.packs_of(home, ref)) == set(SCHOOLS)
    scores = dict.fromkeys(SCHOOLS, "In place") | {"river_college": "Not yet"}
    c.answered(home, ref, scores, workspace=workspace)
    counts = describe_cycle(ref, workspace=workspace).counts
    assert (counts.issued, counts.returned) == (3, 3)
    analyse(ref, workspace=workspace)
    found = list_findings(ref, workspace=workspace)
    checks = [f for f in found if f.theme == "Checks before work begins"]
    assert [(f.kind, f.x, f.n) for f in checks] == [("development", 1, 3)]
    released(ref, workspace)
