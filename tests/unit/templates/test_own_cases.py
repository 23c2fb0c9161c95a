"""Templates in which a unit speaks for itself: what fits together, and what is refused."""

import shutil

import pytest

from audits import resource_folder
from audits.domain.errors import TemplateError
from audits.domain.pack import SamplingUnit
from audits.templates import freeze, load_template, load_templates, template_of


FOLDER = resource_folder("audit_templates")
COMMISSIONER = '"{health_commissioner_agency}"'
OWN = ("section_11", "section_11_confirmation", "section_11_gp", "inspection_plan")


@pytest.mark.parametrize("kind", OWN)
def test_a_unit_that_speaks_for_itself_is_counted_and_needs_no_respondents_by_name(kind):
    template = load_templates(FOLDER)[kind]
    assert template.sampling_unit.is_own
    assert template.sample.is_census
    assert template_of(freeze(template)) == template


def test_section_11_asks_eight_standards_each_with_evidence_and_a_plan():
    template = load_template(FOLDER / "section_11.yaml")
    scored = [q for q in template.questions if q.scale]
    assert len({q.section for q in scored}) == 8
    assert all(str(q.evidence) == "always" for q in scored)
    followed = [q.follows for q in template.questions if q.follows]
    assert followed == [q.id for q in scored for _ in range(2)]
    assert [c.score for c in scored[0].scale.judged] == [3, 2, 1, 0]


def test_general_practice_names_nobody():
    template = load_template(FOLDER / "section_11_gp.yaml")
    assert (template.names_units, template.respondents) == (False, ("gp",))


def test_a_case_review_is_chosen_by_name():
    template = load_template(FOLDER / "case_review.yaml")
    assert template.sample.by_name
    assert template.sampling_unit is SamplingUnit.CHILD


def test_more_questions_than_references_can_number_are_refused(tmp_path):
    shutil.copytree(FOLDER / "shared", tmp_path / "shared")
    more = "".join(
        f'      - {{id: more{n}, asks: "More?", type: text, evidence: never}}\n' for n in range(30)
    )
    text = (FOLDER / "section_11.yaml").read_text()
    path = tmp_path / "section_11.yaml"
    path.write_text(text.replace("findings:\n", more + "findings:\n", 1))
    with pytest.raises(TemplateError, match="103 questions are too many; a pack holds 89"):
        load_template(path)


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("case_review", "respondents: [police, health, social_care]\n", "", "Name them under"),
        (
            "case_review",
            "{register: case_reviews,",
            "{issues_of: section_11,",
            "a child is drawn from a 'register'",
        ),
        (
            "section_11_confirmation",
            "{issues_of: section_11, window",
            "{issues_of: section_11, register: organisations, window",
            "say exactly one of 'register', 'issues_of' and 'actions_from'",
        ),
        ("section_11_confirmation", "issues_of", "issue_of", "'issue_of' is not a key I know"),
        ("section_11_confirmation", "question: status, of", "question: state, of", "'state'"),
        ("section_11_confirmation", "of: [done]", "of: [finished]", "'finished' is no choice"),
        ("section_11", "form: self_assessment", "form: case_sheets", "'self_assessment' only"),
        (
            "section_11",
            "type: text, evidence: never,",
            "type: text, evidence: never, plan: unless_best,",
            "a plan follows from a choice",
        ),
        ("section_11_gp", f"owner: {COMMISSIONER}\n      w", "owner: board\n      w", "not asked"),
        ("section_11_gp", "names_units: no", "names_unit: no", "Did you mean 'names_units'?"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_its_line(tmp_path, file, before, after, says):
    shutil.copytree(FOLDER / "shared", tmp_path / "shared")
    text = (FOLDER / f"{file}.yaml").read_text()
    assert before in text
    path = tmp_path / f"{file}.yaml"
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(TemplateError, match=rf"{file}\.yaml, line \d+: ") as refused:
        load_template(path)
    assert says in str(refused.value)
