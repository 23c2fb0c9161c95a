"""What freezing keeps, counts and leaves out."""

import hashlib
from datetime import date

import pytest
from builders.sampling import a_contact, a_hash, a_plan, a_unit, candidates
from hypothesis import given, settings, strategies as st

from audits.domain.errors import SampleError
from audits.domain.plan import SamplePlan
from audits.sampling import Frame, FrameUnit, freeze_frame, read_frame


def _freeze(contacts, plan=None, **parts):
    given_parts = {
        "where": {"status": ["closed"]}, "since": date(2017, 3, 3), "until": date(2017, 3, 9),
        "audited": (),
    } | parts  # fmt: skip
    return freeze_frame(candidates(contacts), plan or a_plan(), **given_parts)


def test_only_the_window_and_scope_enter_the_frame_and_the_rest_is_counted():
    days = [date(2017, 3, 2), date(2017, 3, 3), date(2017, 3, 9), date(2017, 3, 10)]
    contacts = [a_contact(n, day) for n, day in enumerate(days)]
    contacts.append(a_contact(9, status="open"))
    frame = _freeze(contacts)
    assert set(frame.units) == {a_hash("C1"), a_hash("C2")}
    assert frame.out_of_scope == {"after the window": 1, "before the window": 1, "other status": 1}


def test_scope_compares_words_in_any_case():
    assert _freeze([a_contact(1, status=" CLOSED ")]).population == 1


def test_without_a_first_day_the_window_is_open_behind():
    assert _freeze([a_contact(1, date(1999, 1, 1))], since=None).population == 1


def test_exclusions_have_one_reason_each_in_a_fixed_order():
    frame = _freeze(
        [a_contact(1), a_contact(2, restricted="yes"), a_contact(3, restricted="yes")],
        audited={a_hash("CH3")},
    )
    assert frame.excluded == {"audited_recently": 1, "restricted": 1}
    assert (frame.population, frame.eligible) == (3, 1)


def test_a_plan_that_excludes_nobody_keeps_everyone():
    frame = _freeze([a_contact(1, restricted="yes")], SamplePlan(10), audited={a_hash("CH1")})
    assert frame.excluded == {}
    assert frame.strata[0] == "all"


def test_a_missing_value_is_a_stratum_of_its_own():
    assert _freeze([a_contact(1, outcome=" ")]).strata[0] == "not recorded"


def test_no_source_id_stands_in_the_file():
    text = _freeze([a_contact(1)]).text
    assert a_hash("C1") in text
    assert a_hash("F1") in text
    assert not any(source_id in text.split(",") for source_id in ("C1", "CH1", "F1"))


def test_the_hash_is_that_of_the_files_bytes():
    frame = Frame.of((a_unit(1, "referral, urgent"),))
    expected = f'unit,stratum,family,children,excluded\n{a_unit(1).unit},"referral, urgent",,,\n'
    assert frame.text == expected
    assert frame.sha256 == hashlib.sha256(expected.encode()).hexdigest()


words = st.text(max_size=8).map(lambda text: " ".join(text.split()))
hashes = st.text("0123456789abcdef", min_size=8, max_size=8)
lines = st.builds(FrameUnit, hashes, words, hashes, st.lists(hashes).map(tuple), words)


@settings(max_examples=100, deadline=None)
@given(st.lists(lines, unique_by=lambda line: line.unit))
def test_a_frame_reads_back_as_it_was_written(units):
    frame = Frame.of(units)
    again = read_frame(frame.text)
    assert (list(again.lines()), again.sha256) == (list(frame.lines()), frame.sha256)
    assert frame.population == frame.eligible + sum(frame.excluded.values())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a frame file"),
        ("unit,stratum\n", "not a frame file"),
        ("unit,stratum,family,children,excluded\na,b\n", "Line 2 of the frame file is damaged"),
        ("unit,stratum,family,children,excluded\n,b,,,\n", "Line 2 of the frame file is damaged"),
        ('unit,stratum,family,children,excluded\na,"b"c,,,\n', "damaged at line 2"),
        ("unit,stratum,family,children,excluded\na,b,,,\na,c,,,\n", "the same unit twice"),
    ],
)
def test_a_damaged_frame_file_is_refused(text, sentence):
    with pytest.raises(SampleError, match=sentence):
        read_frame(text)
