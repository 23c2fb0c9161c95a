"""The words for a sample in a template: what they mean, and what is refused."""

from pathlib import Path

import pytest
import yaml

from audits.domain.errors import TemplateError
from audits.domain.plan import SamplePlan, Targeted
from audits.templates import freeze, load_template, template_of


SHIPPED = Path(__file__).parents[3] / "audit_templates"
QUOTAS = {
    "category": {"neglect": 7, "emotional abuse": 5},
    "age_band": {"under 5": 4, "5 to 10": 4, "over 10": 4},
}
INVENTED = {
    "size": 12,
    "targeted": {"at_most": 1},
    "quotas": QUOTAS,
    "exclude": [
        {"audited_within": "12 months"},
        {"open_at_least": "3 months"},
        {"independent_of": ["worker", "team"]},
        "live_proceedings",
        "restricted",
        "sibling_already_drawn",
    ],
}


def _template(folder: Path, sample: dict[str, object]) -> Path:
    """Write an invented audit of care plans, otherwise like the weekly one."""
    said = yaml.safe_load((SHIPPED / "mash_weekly.yaml").read_text())
    said |= {"kind": "care_plans", "sample": sample}
    (folder / "shared").symlink_to(SHIPPED / "shared")
    path = folder / "care_plans.yaml"
    path.write_text(yaml.safe_dump(said, sort_keys=False))
    return path


def test_an_invented_audit_may_use_every_word(tmp_path):
    template = load_template(_template(tmp_path, INVENTED))
    assert template.sample == SamplePlan(
        12,
        targeted=Targeted(1),
        audited_within_months=12,
        one_child_a_family=True,
        leave_out_restricted=True,
        quotas=QUOTAS,
        open_at_least_months=3,
        flag_live_proceedings=True,
        independent_of=("team", "worker"),
    )
    assert template_of(freeze(template)) == template


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"strata": {"by": "category"}}, "'strata' or 'quotas', not both"),
        ({"quotas": {"category": {"neglect": 12}}}, "'quotas' name two attributes"),
        ({"size": 11}, "the quotas by 'age_band' add up to 12, not to 11"),
        ({"size": "all"}, "the quotas by 'age_band' add up to 12, not to all"),
        ({"quotas": {**QUOTAS, "age_band": {"0 / 5": 12}}}, "holds ' / '"),
        (
            {"quotas": {**QUOTAS, "age_band": {"under 5": -1, "over 5": 13}}},
            "'under 5': it must be at least 0",
        ),
        ({"exclude": [{"audited_within": "1 months", "open_at_least": "1 months"}]}, "say one of"),
        ({"exclude": [{"independent_of": ["manager"]}]}, "worker"),
        ({"exclude": [{"independent_of": []}]}, "say one of"),
        ({"exclude": ["whoever"]}, "live_proceedings"),
        ({"exclude": [{"open_since": "3 months"}]}, "open_since"),
    ],
)
def test_other_words_and_numbers_that_disagree_are_refused(tmp_path, change, sentence):
    with pytest.raises(TemplateError) as refused:
        load_template(_template(tmp_path, {**INVENTED, **change}))
    assert sentence in str(refused.value)
    assert "line " in str(refused.value) or ":" in str(refused.value)
