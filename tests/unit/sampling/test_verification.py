"""A certificate verifies as it is, and any change to it or to its frame is said."""

import copy
import json

import pytest
from builders.sampling import KEY, STRATA, a_frame, a_plan, a_unit
from hypothesis import given, settings, strategies as st

from audits.domain.plan import Allocation
from audits.sampling import Frame, certificate, draw, verify


FRAME = Frame.of((*a_frame().lines(), a_unit(900, family="f"), a_unit(901, family="f")))
PLAN = a_plan(10, family=True)
PROMISED = {
    "ref", "commitment", "key", "frame_sha256", "population", "eligible", "excluded", "cases",
    "reserves", "verified",
}  # fmt: skip


def _certificate(frame=FRAME, plan=PLAN):
    targeted = {frame.units[3]: "A partner asked"}
    drawn = draw(frame, plan, key=KEY, targeted=targeted)
    made = certificate(
        "MASH-2017-W10", frame, plan, key=KEY, drawn=drawn, case_ref=lambda n: f"MASH17W10-{n:02}"
    )
    return json.loads(json.dumps(made))


def test_a_certificate_verifies_after_a_journey_through_json():
    made = _certificate()
    assert made["verified"] is True
    assert verify(made, FRAME.text) == ()
    assert made.keys() >= PROMISED
    assert [case["case"] for case in made["cases"]][:2] == ["MASH17W10-01", "MASH17W10-02"]


@pytest.mark.parametrize(
    "plan",
    [
        a_plan(None),
        a_plan(7, allocate=None),
        a_plan(6, allocate=Allocation.EQUAL),
        a_plan(4, allocate=Allocation.FIXED, fixed={STRATA[0]: 3, STRATA[2]: 1}),
    ],
)
def test_every_kind_of_plan_verifies(plan):
    assert verify(_certificate(plan=plan), FRAME.text) == ()


def test_references_have_a_plain_form_of_their_own():
    drawn = draw(FRAME, PLAN, key=KEY)
    made = certificate("DA-2016-1", FRAME, PLAN, key=KEY, drawn=drawn)
    assert made["cases"][0]["case"] == "DA-2016-1-01"


def _change(path, value):
    def changed(made):
        *way, last = path
        place = made
        for step in way:
            place = place[step]
        place[last] = value
        return made

    return changed


def _swap(made, name):
    made[name][0], made[name][1] = made[name][1], made[name][0]
    return made


CHANGES = [
    (_change(["key"], "00" * 32), "commitment"),
    (_change(["commitment"], "00"), "commitment"),
    (_change(["frame_sha256"], "00"), "not the one that was frozen"),
    (_change(["population"], 3), "population"),
    (_change(["eligible"], 3), "eligible"),
    (_change(["excluded"], {"restricted": 1}), "exclusions"),
    (_change(["strata", STRATA[0], "drawn"], 99), "by stratum"),
    (_change(["passed_over"], {"a": "b"}), "siblings"),
    (_change(["by_hand", 0], "Trust us."), "by hand"),
    (_change(["cases", 0, "rank"], "00"), "MASH17W10-01 does not have the right rank"),
    (_change(["cases", 0, "stratum"], "other"), "right stratum"),
    (_change(["cases", 0, "probability"], 0.5), "right probability"),
    (_change(["cases", 0, "unit_hash"], "ff" * 32), "the draw does not give it"),
    (_change(["cases", 0, "case"], "MASH17W10-02"), "the same reference"),
    (_change(["cases", 9, "targeted"], False), "draw does not give it"),
    (_change(["reserves", 0, "unit_hash"], "ff"), "reserves are not those"),
    (_change(["reserves", 0, "rank"], "ff"), "rank or stratum"),
    (_change(["plan", "size"], 9), "the draw does not give it"),
    (_change(["plan", "strata", "allocate"], "by taste"), "plan cannot be read"),
    (_change(["plan", "strata"], {}), "plan cannot be read"),
    (_change(["plan", "targeted", "at_most"], 0), "the plan allows 0"),
    (_change(["plan"], None), "no 'plan'"),
    (_change(["cases"], [1]), "not a table of facts"),
    (_change(["cases", 0, "rank"], None), "no 'rank'"),
    (_change(["key"], "é"), "not hex text"),
    (lambda made: _swap(made, "cases"), "cases are not in the order"),
    (lambda made: _swap(made, "reserves"), "reserves are not in the order"),
    (lambda made: {**made, "cases": made["cases"][1:]}, "1 more that the certificate"),
    (lambda _made: {}, "no 'ref'"),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_a_changed_certificate_is_found_out(change, said):
    sentences = verify(change(copy.deepcopy(_certificate())), FRAME.text)
    assert any(said in sentence for sentence in sentences), sentences
    assert all(sentence.endswith(".") for sentence in sentences)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(FRAME.text) - 1), st.characters(exclude_categories=["Cs"]))
def test_a_changed_character_in_the_frame_is_found_out(place, character):
    changed = FRAME.text[:place] + character + FRAME.text[place + 1 :]
    assert bool(verify(CERTIFICATE, changed)) == (changed != FRAME.text)


CERTIFICATE = _certificate()


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.text(max_size=3) | st.floats(0, 1),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def _paths(value, way=()):
    yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value[:2])
    for name, each in inside if isinstance(value, dict | list) else ():
        yield from _paths(each, (*way, name)) if isinstance(each, dict | list) else [(*way, name)]


USED = {
    **CERTIFICATE,
    "reserves_used": [
        {"case": "MASH17W10-01", "by": "MASH17W10-11", "why": "w", **CERTIFICATE["reserves"][0]},
        {"case": "", "by": "MASH17W10-12", "why": "w", **CERTIFICATE["reserves"][1]},
    ],
    "extensions": [{"more": 1, "after": 1, "why": "w", "shares": {STRATA[0]: 1},
                    "probabilities": {STRATA[0]: 0.5}}],
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([way for way in _paths(USED) if way]), anything)
def test_nonsense_anywhere_in_a_certificate_is_answered_in_sentences(way, nonsense):
    said = verify(_change(list(way), nonsense)(copy.deepcopy(USED)), FRAME.text)
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in said)
