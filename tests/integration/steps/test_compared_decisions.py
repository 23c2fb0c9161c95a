"""Decisions that were made are laid beside what those who audit would have decided."""

import json

import pytest
from builders import workspace as ws
from builders.repository import ROOT

from audits.domain.errors import TemplateError
from audits.queries.papers.compared_decisions import compared_decisions
from audits.reporting import ComparedFact
from audits.storage import AnswerRow, Case, Cycle
from audits.templates import load_template


@pytest.fixture
def week(asked, tmp_path):
    """Return a collected week in which the grade stands for a decision on the contact's outcome."""
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "home"))
    ws.collect(workspace)
    return workspace


def compared(workspace, decisions: dict[str, tuple[str, ...]]) -> ComparedFact:
    """Return the table with these decisions of police, health and social care, by stratum."""
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ws.REF)
        template = json.loads(cycle.template)
        [question] = [each for each in template["questions"] if each["is_grade"]]
        question["beside"] = template["sample"]["strata"]["by"]
        for choice, label in zip(
            question["scale"]["choices"], ("Section 47", "Assessment", "Early help"), strict=False
        ):
            choice["label"] = label
        cycle.template = json.dumps(template)
        codes = [choice["code"] for choice in question["scale"]["choices"]]
        cases = {case.ref: case.stratum for case in uow.all(Case, Case.cycle == ws.REF)}
        for row in uow.all(
            AnswerRow,
            AnswerRow.cycle == ws.REF,
            AnswerRow.question == question["id"],
            AnswerRow.current,
        ):
            said = decisions.get(cases.get(row.case_ref, ""), (codes[3],) * 3)
            row.value = said[ws.UNITS.index(row.unit)]
            uow.add(row)
        [fact] = compared_decisions(cycle, uow)
        return fact


def test_a_decision_is_alike_too_high_or_too_low_and_differing_agencies_are_told_apart(week):
    grades = ("outstanding", "good", "requires_improvement")
    fact = compared(week, {
        "Section 47": ("good",) * 3,  # made as Section 47, decided again as Assessment
        "Assessment": ("good",) * 3,
        "Early help": (grades[0], grades[1], grades[1]),
    })  # fmt: skip
    assert fact.made[:3] == ("Section 47", "Assessment", "Early help")
    rows = dict(zip(fact.made, fact.table, strict=True))
    place = fact.decided.index("Assessment")
    assert rows["Section 47"][place] >= 1
    assert rows["Assessment"][place] >= 1
    assert rows["Early help"][fact.decided.index("agencies differ")] >= 1
    drawn = sum(sum(row) for row in fact.table)
    assert drawn == 10
    above = rows["Section 47"][place]
    assert fact.says[1].startswith(
        f"The decision made was above the level that was decided again in {above} of "
    )
    assert f"of {sum(fact.frame[:3]):,}." in fact.says[0]


def test_it_may_decide_again_only_what_the_sample_is_divided_by(tmp_path):
    text = (ROOT / "audit_templates" / "thresholds.yaml").read_text(encoding="utf-8")
    file = tmp_path / "thresholds.yaml"
    file.write_text(text.replace("beside: outcome", "beside: source"), encoding="utf-8")
    with pytest.raises(TemplateError, match="'beside' names what a choice decides again"):
        load_template(file, beside=ROOT / "audit_templates")
