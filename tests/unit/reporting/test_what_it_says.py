"""A report begins with what it says: a headline that can be read aloud, and four sentences."""

from dataclasses import replace
from datetime import date

import pytest
from builders import papers as p
from builders.names import A_PARTNERSHIP
from builders.reports import everything
from builders.repository import ROOT

from audits.domain.finding import FindingKind
from audits.reporting import ActionFact, FindingFact, as_text, view_paper
from audits.reporting.what_it_says import LONGEST, headline
from audits.templates import load_templates, worded


GOOD, WEAK = FindingKind.STRENGTH, FindingKind.DEVELOPMENT
TEMPLATES = load_templates(ROOT / "audit_templates")


def finding(number, kind, text, x=4, n=8, question="other"):
    return FindingFact(f"F{number}", kind, "Theme", text, f"{x} of the {n}", question, x, n)


def of(*findings, **more):
    return replace(everything(), findings=findings, **more)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_no_rule_of_any_kind_makes_a_headline_that_is_too_long_to_read_aloud(kind):
    words = A_PARTNERSHIP.words_on(date(2026, 10, 8))
    for rule in worded(TEMPLATES[kind], words).findings:
        for side, text in ((WEAK, rule.development_text), (GOOD, rule.strength_text)):
            if text:
                shown = headline(of(finding(1, side, text), finding(2, GOOD, "Other.")))
                assert len(shown.split()) <= 25 == LONGEST


def test_what_needs_work_comes_before_what_is_good_and_most_cases_before_few():
    few, most = finding(1, WEAK, "Few.", x=2), finding(2, WEAK, "Most.", x=7)
    good = finding(3, GOOD, "Good.", x=8)
    assert headline(of(good, few, most)) == "Most. 2 other findings below."
    assert headline(of(good)) == "Good."
    assert headline(of()) == "No clear strength or concern emerged."


def test_a_grade_leads_however_few_cases_have_it():
    given = p.answered((1, 2, 3, 2, 0), question=p.GRADE)
    grade = finding(1, WEAK, "One was inadequate.", x=1, question=p.GRADE.id)
    shown = headline(replace(given, findings=(finding(2, WEAK, "Most.", x=7), grade)))
    assert shown == "One was inadequate. 1 other finding below."


def test_the_first_lines_say_how_sure_what_is_done_and_what_is_asked():
    actions = (
        ActionFact("A1", "Ring", "police", date(2017, 6, 30), "Rung"),
        ActionFact("A2", "Write", "health", date(2017, 5, 2), "Written"),
    )
    draft = of(finding(1, WEAK, "Plans drifted."), drawn=8, actions=actions, agreed=False)
    lines = as_text(view_paper("audit_report", draft, "professional")).splitlines()
    text = "\n".join(lines[: len(lines) // 3])
    assert "Plans drifted." in text
    assert "So few cases show where to look, and not how common something is." in text
    assert "2 actions proposed; the first is due on 2 May 2017." in text
    assert "QEG is asked to agree the findings, and who does what by when." in text
    agreed = as_text(view_paper("audit_report", replace(draft, agreed=True), "professional"))
    assert "2 actions in the plan; the first is due on 2 May 2017." in agreed
    assert "QEG agreed it: whoever owns an action is asked to finish it by its day." in agreed
    one = as_text(view_paper("audit_report", replace(draft, actions=actions[:1]), "professional"))
    assert "1 action proposed; it is due on 30 June 2017." in one
    assert agreed.index("Plans drifted.") < agreed.index("How it was done")


def test_of_everybody_nothing_is_estimated():
    census = replace(everything(), report=replace(everything().report, is_census=True))
    text = as_text(view_paper("census", census, "professional"))
    assert "Everybody was asked, so these are counts and nothing is estimated." in text
