"""Who is eligible, who is not and why, and who is looked at by a person."""

from datetime import date

import pytest
from builders.sampling import a_contact, a_hash, a_plan, candidates
from hypothesis import given, settings, strategies as st

from audits.domain.plan import SamplePlan
from audits.domain.spelling import folded_name
from audits.sampling import Rulings, flags_of, freeze_frame


DAY = date(2017, 3, 9)
QUOTAS = SamplePlan(2, quotas={"category": {"Neglect": 1, "Emotional abuse": 1},
                               "age_band": {"under 5": 1, "over 5": 1}})  # fmt: skip


def _freeze(contacts, plan=None, **parts):
    given_parts = {"where": {}, "since": None, "until": DAY} | parts
    return freeze_frame(candidates(contacts), plan or a_plan(), **given_parts)


def _reasons(frame) -> dict[str, str]:
    return dict(zip(frame.units, frame.reasons, strict=True))


def test_a_child_audited_recently_leaves_out_every_contact_that_it_is_in():
    one, other = a_contact(1), a_contact(2)
    both = a_contact(3)._replace(children=tuple(sorted((*one.children, a_hash("CH9")))))
    frame = _freeze([one, other, both], audited={one.children[0]})
    assert frame.excluded == {"audited_recently": 2}


def test_a_case_must_have_been_open_for_as_long_as_the_plan_says():
    plan = SamplePlan(1, open_at_least_months=3)
    days = {1: "2016-12-09", 2: "2016-12-10", 3: ""}
    contacts = [a_contact(n, opened_on=day) for n, day in days.items()]
    frame = _freeze(contacts, plan, rulings=Rulings(opened_by=date(2016, 12, 9)))
    reasons = _reasons(frame)
    assert [reasons[a_hash(f"C{n}")] for n in days] == [
        "", "not_open_long_enough", "not_open_long_enough",
    ]  # fmt: skip


def test_without_an_opening_day_the_units_own_day_counts():
    plan = SamplePlan(1, open_at_least_months=3)
    contacts = [a_contact(1, date(2016, 11, 1)), a_contact(2, date(2017, 1, 1))]
    frame = _freeze(contacts, plan, rulings=Rulings(opened_by=date(2016, 12, 9)))
    assert frame.excluded == {"not_open_long_enough": 1}


def test_what_a_person_rules_goes_before_the_register():
    contacts = [a_contact(1), a_contact(2, restricted="yes"), a_contact(3, restricted="yes")]
    rulings = Rulings(included={a_hash("C2")}, excluded={a_hash("C1")})
    frame = _freeze(contacts, rulings=rulings)
    assert frame.excluded == {"by_a_person": 1, "restricted": 1}
    assert _reasons(frame)[a_hash("C2")] == ""


def test_quotas_make_a_stratum_of_two_values_and_leave_out_what_has_none():
    contacts = [
        a_contact(1, category="neglect", age_band="Under 5"),
        a_contact(2, category="Emotional  abuse", age_band="over 5"),
        a_contact(3, category="Sexual abuse", age_band="over 5"),
        a_contact(4, category="Neglect"),
    ]
    frame = _freeze(contacts, QUOTAS)
    strata = dict(zip(frame.units, frame.strata, strict=True))
    assert strata[a_hash("C1")] == "under 5 / Neglect"
    assert strata[a_hash("C2")] == "over 5 / Emotional abuse"
    assert frame.excluded == {"outside_the_quotas": 2}


def test_an_attribute_that_the_register_has_not_is_not_recorded():
    frame = freeze_frame(
        candidates([a_contact(1)]), SamplePlan(2, quotas={"x": {"a": 2}, "y": {"b": 2}}),
        where={}, since=None, until=DAY,
    )  # fmt: skip
    assert frame.excluded == {"outside_the_quotas": 1}
    scoped = _freeze([a_contact(1)], where={"team": ["north"]})
    assert (scoped.population, scoped.out_of_scope) == (0, {"other team": 1})
    assert _freeze([a_contact(1)], where={"team": [""]}).population == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 28), st.sampled_from(["open", "closed"]), st.sampled_from(["yes", "no"])
        ),
        max_size=30,
    )
)
def test_the_register_is_what_is_out_of_scope_and_what_is_eligible_and_what_is_left_out(rows):
    contacts = [
        a_contact(n, date(2017, 3, day), status=status, restricted=restricted)
        for n, (day, status, restricted) in enumerate(rows)
    ]
    frame = _freeze(contacts, where={"status": ["closed"]}, since=date(2017, 3, 5))
    assert sum(frame.out_of_scope.values()) + frame.population == len(rows)
    assert frame.eligible + sum(frame.excluded.values()) == frame.population
    inside = [r for r in rows if 5 <= r[0] <= 9 and r[1] == "closed"]
    assert frame.population == len(inside)
    assert frame.excluded.get("restricted", 0) == sum(r[2] == "yes" for r in inside)


FLAGS = SamplePlan(1, flag_live_proceedings=True, independent_of=("team", "worker"))
AUDITORS = {"worker": {"5a"}, "team": {"north district"}}


@pytest.mark.parametrize(
    ("attributes", "flags"),
    [
        ({}, ()),
        ({"live_proceedings": "yes"}, ("live_proceedings",)),
        ({"live_proceedings": "no", "worker_hash": "5b", "team": "South"}, ()),
        ({"worker_hash": "5a"}, ("worker",)),
        ({"team": " NORTH  District"}, ("team",)),
        ({"live_proceedings": "yes", "worker_hash": "5a", "team": "North-district"},
         ("live_proceedings", "team", "worker")),
    ],
)  # fmt: skip
def test_a_person_looks_at_live_proceedings_and_at_those_who_would_audit_their_own(
    attributes, flags
):
    assert flags_of(attributes, FLAGS, auditors=AUDITORS) == flags
    assert flags_of(attributes, SamplePlan(1), auditors=AUDITORS) == ()


def test_nobody_is_flagged_for_a_worker_that_is_not_recorded():
    auditors = {"worker": {""}, "team": {""}}
    assert flags_of({"worker_hash": "", "team": " "}, FLAGS, auditors=auditors) == ()


@pytest.mark.parametrize("name", ["Smith, Jane", "jane SMITH", "  Jane   Smith", "SMITH JANE"])
def test_a_worker_is_one_person_however_a_system_writes_the_name(name):
    assert folded_name(name) == "jane smith"
