"""The made-up register: as many and as dirty as a real one, and nobody's."""

import csv
import re
from collections import Counter
from datetime import date, datetime
from io import StringIO

import pytest

from audits.demo import make_agencies, make_contacts
from audits.demo.demand import is_term


UNTIL = date(2017, 3, 9)


@pytest.fixture(scope="module")
def text() -> str:
    return make_contacts(until=UNTIL).decode("cp1252")


@pytest.fixture(scope="module")
def rows(text) -> list[dict[str, str]]:
    lines = list(csv.reader(StringIO(text, newline="")))
    return [dict(zip(lines[2], row, strict=True)) for row in lines[3:-2] if any(row)]


def contacts_of(rows) -> dict[str, dict[str, str]]:
    return {row["Contact ID"].strip(): row for row in rows if row["Contact ID"].strip().isdigit()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first, again, other = (
        make_contacts(until=UNTIL, seed=seed, contacts=200) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_year_has_about_14800_contacts_and_more_rows(rows):
    assert 14_770 <= len(contacts_of(rows)) <= 14_800
    assert len(rows) > 18_000


def test_every_contact_lies_in_the_year(rows):
    days = [
        datetime.strptime(row["Date of contact "][:10], "%d/%m/%Y").date()  # noqa: DTZ007 -- a day
        for row in rows
        if "/" in row["Date of contact "]
    ]
    assert min(days) >= date(2016, 3, 9)
    assert max(days) == UNTIL
    by_weekday = Counter(day.weekday() for day in days)
    assert by_weekday[0] == max(by_weekday.values()), "Mondays are busiest"
    assert by_weekday[6] < by_weekday[4] / 2


def test_schools_refer_in_term(rows):
    schools = Counter(
        row["Date of contact "][3:5] for row in rows if row["Contact Source"] == "School"
    )
    assert schools["08"] < schools["06"] / 2
    assert is_term(date(2017, 3, 9))
    assert not is_term(date(2016, 12, 26))
    assert not is_term(date(2017, 4, 14)), "Good Friday"


def test_the_outcomes_are_the_suppliers_words_and_few_are_missing(rows):
    closed = [r for r in contacts_of(rows).values() if r["Contact Status"] == "Closed"]
    counts = Counter(r["Contact Outcome"].strip().lower() for r in closed)
    words = {"nfa", "advice & info", "early help", "single assessment", "s47/strategy discussion"}
    assert words < set(counts)
    assert 0 < counts[""] < len(closed) * 0.01
    assert 0 < sum(counts[odd] for odd in set(counts) - words - {""}) < len(closed) * 0.01
    assert 0.3 < counts["nfa"] / len(closed) < 0.5


def test_the_file_has_the_dirt_of_a_real_one(text, rows):
    assert text.startswith('"MASH contacts')
    assert "Applied filters" in text.splitlines()[-1]
    assert len({tuple(row.values()) for row in rows}) < len(rows), "rows that came twice"
    per_contact = Counter(row["Contact ID"] for row in rows)
    assert per_contact.most_common(3)[-1][1] >= 3, "siblings"
    ids = {row["Contact ID"] for row in rows}
    assert ids & {"", "None", "\u00a0"}, "rows without a number"
    dates = {re.sub(r"\d", "9", row["Date of contact "]).strip() for row in rows}
    assert {"99/99/9999 99:99", "99/99/9999", "9999-99-99", "99999"} <= dates
    assert any("\u00a0" in row["Contact Outcome"] for row in rows)
    assert any("é" in row["Surname"] for row in rows)
    assert any("’" in row["Surname"] for row in rows)
    assert any(row["Forename"] == "Unborn" and not row["D.O.B."] for row in rows)
    assert any(row["D.O.B."] == "01/01/1900" for row in rows)
    assert any(row["Family Group"].endswith(".0") for row in rows)
    assert {row["Restricted (Y/N)"] for row in rows} >= {"Y", "Yes", "N", ""}
    assert {row["Contact Status"] for row in rows} >= {"Open", "Closed"}


def test_nobody_real_could_be_meant(rows):
    numbers = {row["NHS No."].strip() for row in rows} - {""}
    assert all(number.startswith("999") and passes_modulus_11(number) for number in numbers)
    assert all(row["Post Code"].startswith("ZZ99 ") for row in rows)


def passes_modulus_11(number: str) -> bool:
    """Check as the NHS Data Dictionary says; 999 000 0018 is a known good test number."""
    digits = [int(digit) for digit in number]
    assert len(digits) == 10
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
    return total % 11 == 0


def test_agencies_are_four_with_a_lead_and_a_deputy_each():
    rows = list(csv.DictReader(StringIO(make_agencies().decode("utf-8-sig"), newline="")))
    assert {(r["agency"], r["unit"]) for r in rows} == {
        ("police", "police"),
        ("health", "health"),
        ("social_care", "social_care"),
        ("board", "business_unit"),
    }
    assert Counter((r["unit"], r["deputy"]) for r in rows) == {
        (unit, deputy): 1
        for unit in ("police", "health", "social_care", "business_unit")
        for deputy in ("no", "yes")
    }
    assert all(r["email"].endswith(".example.org") for r in rows)
    assert all("made up" in r["agency_name"] for r in rows)
