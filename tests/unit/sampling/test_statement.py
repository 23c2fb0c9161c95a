"""The plan of a draw as a certificate states it."""

import json
from dataclasses import fields

import pytest

from audits.domain.plan import Allocation, SamplePlan, Strata, Targeted
from audits.sampling.certified import CertifiedPlan, CertifiedStrata, CertifiedTargeted
from audits.sampling.statement import plan_as_json, plan_from_json


@pytest.mark.parametrize(
    ("stated", "field_of"),
    [(CertifiedPlan, SamplePlan), (CertifiedStrata, Strata), (CertifiedTargeted, Targeted)],
)
def test_a_certificate_states_every_field_of_a_plan_in_its_order(stated, field_of):
    assert list(stated.__annotations__) == [field.name for field in fields(field_of)]


def test_a_plan_comes_back_from_the_json_that_a_certificate_holds():
    strata = Strata("area", Allocation.FIXED, at_least=1, fixed={"north": 2, "south": 3})
    plan = SamplePlan(
        None, strata, Targeted(2), 12, True, True, {}, 3, True, ("worker", "team"), by_name=False
    )
    stated = plan_as_json(plan)
    assert list(stated) == list(CertifiedPlan.__annotations__)
    assert plan_from_json(json.loads(json.dumps(stated))) == plan
