"""An export with headings of its own is matched by spelling and values, and a person decides."""

import pytest
from hypothesis import given, strategies as st

from audits.domain.errors import RegisterError
from audits.register import Source, propose
from audits.wiring import build_shapes


SHAPES = build_shapes(None)
ODD = (
    "Odd supplier export,,,,,,,,\n"
    "Ref,Client No.,Dt Recieved,Wotsit,Result,First Nm,Last Nm,Birth,Home\n"
    "1,77,01/03/2017,x,NFA,Quillon,Thimblewright,01/02/2010,ZZ99 3VA\n"
    "2,78,02/03/2017,x,Tfr out,Zephyrine,Thimblewright,01/02/2011,ZZ99 3VB\n"
    "3,79,02/03/2017,y,Early hlp,Ottoline,Brackenfeld,01/02/2012,ZZ99 3VC\n"
)


def proposed(text: str = ODD):
    return propose(Source("odd.csv", text.encode()), SHAPES["mash_contacts"])


def found(text: str = ODD) -> dict[str, str | None]:
    return {each.column.name: each.heading for each in proposed(text).proposals}


@pytest.mark.parametrize(("column", "heading", "why"), [
    ("received_on", "Dt Recieved", "a heading spelled much like it"),
    ("surname", "Last Nm", "a heading spelled much like it"),
    ("outcome", "Result", "what stands below it"),
    ("postcode", "Home", "what stands below it"),
])  # fmt: skip
def test_a_heading_is_proposed_by_its_spelling_or_by_what_stands_below(column, heading, why):
    [one] = [each for each in proposed().proposals if each.column.name == column]
    assert (one.heading, one.why) == (heading, why)


def test_what_is_like_nothing_is_proposed_for_nothing():
    assert "Wotsit" not in found().values()
    assert found()["team"] is None


def test_a_heading_that_is_known_goes_before_one_that_is_only_alike():
    text = (
        "Contact ID,Person ID,Date of contact,Date of contacts,Outcome\n1,7,1/3/2017,1/3/2017,NFA\n"
    )
    assert found(text)["received_on"] == "Date of contact"


def test_a_word_that_nobody_knows_comes_with_ours_that_is_spelled_most_like_it():
    [outcome] = [each.column for each in proposed().proposals if each.column.name == "outcome"]
    assert proposed().unknown_words(outcome, "Result") == {"Early hlp": "Early help", "Tfr out": ""}


def test_values_are_shown_unless_they_say_who_somebody_is():
    shown = {each.column.name: each.values for each in proposed().proposals if each.heading}
    assert shown["received_on"] == ("01/03/2017", "02/03/2017")
    assert shown["surname"] == shown["postcode"] == ()
    assert "Thimblewright" not in repr(proposed())


@given(st.permutations(range(9)))
def test_the_order_of_the_columns_changes_nothing(order):
    lines = [line.split(",") for line in ODD.splitlines()[1:]]
    text = "\n".join(",".join(line[n] for n in order) for line in lines)
    assert found(text) == found()


@pytest.mark.parametrize("text", ["\n\n,\n", "one\ntwo\n"])
def test_a_file_without_headings_is_refused_in_a_sentence(text):
    with pytest.raises(RegisterError, match=r"odd\.csv"):
        proposed(text)
