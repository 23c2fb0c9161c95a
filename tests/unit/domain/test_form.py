"""What is written in one cell means what was put there, in every kind of field."""

import pytest
from hypothesis import given, strategies as st

from audits.domain.form import Field, Kind, as_cell, from_cell


TEXT = (
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
    .map(str.strip)
)  # fmt: skip
NAMES = TEXT.filter(bool)


def comes_back(value, field: Field) -> bool:
    return from_cell(as_cell(value, field), field) == value


@given(st.lists(TEXT))
def test_a_list_of_any_texts_comes_back(texts):
    assert comes_back(texts, Field(("also",), Kind.LINES))


@given(st.dictionaries(NAMES, st.lists(TEXT, min_size=1), min_size=1))
def test_names_with_lists_of_any_texts_come_back(pairs):
    assert comes_back(pairs, Field(("where",), Kind.PAIRS, several=True))


@given(st.dictionaries(NAMES, st.integers(-99, 99), min_size=1))
def test_names_with_numbers_come_back(pairs):
    assert comes_back(pairs, Field(("fixed",), Kind.PAIRS, counts=True))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (["restricted", {"audited_within": "12 months"}], "restricted\naudited_within: 12 months"),
        ([{"a": 1, "b": [2]}], '{"a": 1, "b": [2]}'),
        ({"by": ["x"]}, '= {"by": ["x"]}'),
    ],
)
def test_what_is_mixed_is_written_plainly_where_it_can_be(value, cell):
    field = Field(("exclude",), Kind.MIXED)
    assert as_cell(value, field) == cell
    assert from_cell(cell, field) == value


@pytest.mark.parametrize(
    ("text", "means"), [("yes", True), (" NO ", False), ("perhaps", "perhaps")]
)
def test_yes_and_no_are_flags_and_anything_else_is_left_to_be_refused(text, means):
    assert from_cell(text, Field(("required",), Kind.FLAG)) == means


@pytest.mark.parametrize(("text", "means"), [("0.8", "80%"), ("80%", "80%"), ("most", "most")])
def test_a_share_is_a_share_also_as_a_fraction(text, means):
    assert from_cell(text, Field(("below",), shares=True)) == means


def test_what_is_no_json_is_left_to_be_refused():
    assert from_cell("{not json", Field(("exclude",), Kind.MIXED)) == ["{not json"]
    several = Field(("where",), Kind.PAIRS, several=True)
    assert from_cell("status:", several) == {"status": []}


def test_an_item_with_a_number_is_written_as_json():
    field = Field(("exclude",), Kind.MIXED)
    assert as_cell([{"months": 12}], field) == '{"months": 12}'
    assert comes_back([{"months": 12}], field)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (10, "10"),
        ([{"after": 5, "to": "deputy"}, {"after": 10, "to": "chair"}],
         "after: 5, to: deputy\nafter: 10, to: chair"),
        ([{"after": 5, "to": "a, b"}], "after: 5, to: a\\, b"),
        ([{"to": "5"}], '{"to": "5"}'),
    ],
)  # fmt: skip
def test_a_ladder_is_a_number_or_a_line_a_rung(value, cell):
    field = Field(("escalate",), Kind.MIXED, counts=True)
    assert as_cell(value, field) == cell
    assert from_cell(cell, field) == value
