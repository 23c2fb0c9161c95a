"""What is printed of a view: JSON whose keys are its fields, and a table as people read it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from audits.cli.output import as_plain, show_json, show_rows


HALF_PAST_MIDNIGHT = datetime(2017, 6, 30, 23, 30, 5, 123456, tzinfo=UTC)  # on 1 July in England


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Line:
    unit: str
    opened_on: date
    sent_at: datetime | None
    parts: tuple[Part, ...]
    counts: dict[Colour, int]
    return_: str
    share: float = 0.5
    late: bool = False


LINE = Line(
    "police",
    date(2017, 7, 1),
    HALF_PAST_MIDNIGHT,
    (Part("first", Colour.RED),),
    {Colour.RED: 2},
    "R-1",
)


def test_a_view_is_an_object_with_its_fields_in_order():
    assert list(as_plain(LINE).items()) == [
        ("unit", "police"),
        ("opened_on", "2017-07-01"),
        ("sent_at", "2017-06-30T23:30:05.123456+00:00"),
        ("parts", [{"name": "first", "colour": "red"}]),
        ("counts", {"red": 2}),
        ("return", "R-1"),
        ("share", 0.5),
        ("late", False),
    ]


def test_values_of_an_enum_are_plain_texts():
    assert type(as_plain(Colour.RED)) is str


def test_a_moment_is_written_as_it_is_asked_for():
    assert as_plain((HALF_PAST_MIDNIGHT,), lambda at: f"{at:%H}") == ["23"]


def test_what_json_has_no_form_for_is_refused():
    with pytest.raises(TypeError, match="set has no form in JSON"):
        as_plain({"units": {"police"}})


def test_json_is_printed_with_letters_as_they_are(capsys):
    show_json([Part("Zoë", Colour.RED)])
    assert capsys.readouterr().out == '[\n  {\n    "name": "Zoë",\n    "colour": "red"\n  }\n]\n'


def test_a_table_shows_days_and_moments_as_people_in_england_write_them(capsys):
    columns = ("unit", "opened_on", "sent_at")
    show_rows([LINE], columns, as_json=False, nothing="None.")
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["unit", "opened", "on", "sent", "at"]
    assert row.split("  ") == ["police", "1 July 2017", "1 July 2017, 00:30"]


def test_a_table_of_plain_records_shows_the_same(capsys):
    show_rows([{"unit": "[b]", "to": None}], ("unit", "to"), as_json=False, nothing="None.")
    assert capsys.readouterr().out.splitlines()[1].strip() == "[b]"


def test_a_column_that_only_people_see_is_computed_for_the_table(capsys):
    computed = {"state": lambda row: f"late {row.unit}"}
    show_rows([LINE], ("state",), as_json=False, nothing="None.", computed=computed)
    assert capsys.readouterr().out.splitlines()[1].strip() == "late police"


def test_no_rows_are_a_sentence_and_in_json_an_empty_list(capsys):
    show_rows([], ("unit",), as_json=False, nothing="There is no unit.")
    show_rows([], ("unit",), as_json=True, nothing="There is no unit.")
    assert capsys.readouterr().out == "There is no unit.\n[]\n"
