"""What is printed of a view: JSON whose keys are its fields, and a table as people read it."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from audits.cli.options import JSON, ListOptions
from audits.cli.output import show_json, show_rows
from audits.queries.as_json import as_plain


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
    show_rows([LINE], columns, nothing="None.")
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["unit", "opened", "on", "sent", "at"]
    assert row.split("  ") == ["police", "1 July 2017", "1 July 2017, 00:30"]


def test_a_table_of_plain_records_shows_the_same(capsys):
    show_rows([{"unit": "[b]", "to": None}], ("unit", "to"), nothing="None.")
    assert capsys.readouterr().out.splitlines()[1].strip() == "[b]"


def test_a_column_that_only_people_see_is_computed_for_the_table(capsys):
    computed = {"state": lambda row: f"late {row.unit}"}
    show_rows([LINE], ("state",), nothing="None.", computed=computed)
    assert capsys.readouterr().out.splitlines()[1].strip() == "late police"


def test_no_rows_are_a_sentence_and_in_json_an_empty_list(capsys):
    show_rows([], ("unit",), nothing="There is no unit.")
    show_rows([], ("unit",), JSON, nothing="There is no unit.")
    assert capsys.readouterr().out == "There is no unit.\n[]\n"


def test_as_csv_a_list_has_the_words_of_the_table_and_no_formula(capsys):
    rows = [
        {"id": "A1", "title": '=cmd|"/c calc"!A1', "left": -2, "on": date(2017, 7, 1), "is": True},
        {"id": "A2", "title": "Tell, each", "left": 3, "on": HALF_PAST_MIDNIGHT, "is": False},
        {"id": "@A3", "title": "-1", "left": None, "on": ("+a", "b"), "is": None},
    ]
    columns = ("id", "title", "left", "on", "is")
    show_rows(rows, columns, ListOptions(as_csv=True), nothing="None.")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["id", "title", "left", "on", "is"],
        ["A1", '\'=cmd|"/c calc"!A1', "-2", "1 July 2017", "yes"],
        ["A2", "Tell, each", "3", "1 July 2017, 00:30", "no"],
        ["'@A3", "'-1", "", "'+a, b", ""],
    ]


def test_as_csv_an_empty_list_is_its_headings(capsys):
    show_rows([], ("return_", "due_on"), ListOptions(as_csv=True), nothing="There is none.")
    assert capsys.readouterr().out == "return,due on\n"
