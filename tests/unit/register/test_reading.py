"""A register is read as it is, or refused; nothing is guessed and nothing is lost uncounted."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook

from audits.demo import make_contacts
from audits.domain.errors import RegisterError
from audits.register import (
    Profile,
    Source,
    read_profile,
    read_register,
    write_profile,
)
from audits.register.cleaning import as_day
from audits.wiring import build_shapes


SHAPES = build_shapes(None)
TODAY = date(2017, 3, 9)
HEAD = (
    "Contact ID,Person ID,Date of contact,Contact Outcome,Contact Status,D.O.B.,Surname,"
    "Restricted\n"
)


def load(text: str | bytes, profile: Profile | None = None, name: str = "contacts.csv"):
    data = text.encode() if isinstance(text, str) else text
    return read_register(
        [Source(name, data)], shape=SHAPES["mash_contacts"], today=TODAY, profile=profile
    )


def row(contact="1", child="7", on="08/03/2017", outcome="NFA", status="Closed", **more):
    born, surname, restricted = more.get("born", ""), more.get("surname", ""), more.get("r", "")
    return f"{contact},{child},{on},{outcome},{status},{born},{surname},{restricted}\n"


def test_children_of_one_contact_are_one_thing_to_draw():
    loaded = load(HEAD + row(child="7") + row(child="8") + row(child="8") + row("2", "9"))
    assert [(c.id, c.children) for c in loaded.candidates] == [("1", ("7", "8")), ("2", ("9",))]
    assert (loaded.report.rows_in, loaded.report.units, loaded.report.repeated) == (4, 2, 1)


def test_words_are_understood_and_the_rest_is_listed_not_guessed():
    loaded = load(HEAD + row(outcome="S47/Strategy Discussion") + row("2", outcome="Tfr out"))
    assert [c.attributes["outcome"] for c in loaded.candidates] == ["Section 47", ""]
    assert loaded.report.unmatched == {"Contact Outcome": ("Tfr out",)}


def test_ids_that_a_spreadsheet_spoilt_are_mended():
    loaded = load(HEAD + row("410000.0") + row(" 410000\u00a0", child="8"))
    assert [(c.id, c.children) for c in loaded.candidates] == [("410000", ("7", "8"))]


@pytest.mark.parametrize(
    ("bad", "code"),
    [(row(""), "no_id"), (row("#N/A"), "no_id"), (row(on="soon"), "no_date"),
     (row(on="10/03/2017"), "future")],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_counted_and_named(bad, code):
    report = load(HEAD + row("9") + bad).report
    assert (report.rows_in, report.units, report.rejected) == (2, 1, 1)
    [notice] = [each for each in report.warnings if each.row]
    assert (notice.code, notice.row) == (code, 3)


def test_titles_above_and_totals_below_are_no_rows():
    text = "MASH contacts, run today\n\n" + HEAD + row() + "\n,Totals\nApplied filters: none\n"
    assert (load(text).report.rows_in, load(text).report.rejected) == (1, 0)


def test_no_warning_says_who():
    text = HEAD + row(on="x", surname="Thimblewright") + row("2", surname="Thimblewright")
    assert "Thimblewright" not in str(load(text).report.as_json("mash_contacts"))


def test_a_record_is_restricted_if_any_row_says_so_and_a_contact_is_as_old_as_its_youngest():
    rows = row(born="01/01/2005", r="N") + row(child="8", born="01/02/2016", r="Y")
    [candidate] = load(HEAD + rows).candidates
    assert candidate.attributes["restricted"] == "yes"
    assert candidate.attributes["age_band"] == "1 to 4"


def test_a_stand_in_for_a_birthday_is_none():
    [candidate] = load(HEAD + row(born="01/01/1900")).candidates
    assert candidate.attributes["age_band"] == "not recorded"
    assert candidate.identity[0]["born"] == ""


def test_a_spreadsheet_says_the_same_as_its_csv():
    book = Workbook()
    sheet = book.active
    sheet.append(["Contacts of the week"])
    sheet.append([])
    sheet.append(HEAD.strip().split(","))
    sheet.append([1, 7, datetime(2017, 3, 8), "NFA", "Closed", None, "A", "N"])  # noqa: DTZ001 - as Excel keeps it
    file = BytesIO()
    book.save(file)
    from_csv = load(HEAD + row(surname="A", r="N")).candidates
    assert load(file.getvalue(), name="contacts.xlsx").candidates == from_csv


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_reads_the_same(encoding, delimiter):
    text = (HEAD + row(surname="Sörrelby")).replace(",", delimiter)
    [candidate] = load(text.encode(encoding)).candidates
    assert candidate.identity[0]["surname"] == "Sörrelby"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        (HEAD, "no rows"),
        ("Thimblewright,Ann\nOther,Bob\n", "no row of headings"),
        (HEAD.replace("Contact ID", "Number") + row(), "no column for the contact's id"),
        (HEAD.replace("Contact Outcome", "Result") + row(), "no column for what was decided"),
        (HEAD + row(""), "no row with an id and a date"),
        (b"PK\x03\x04 no zip at all", "not a spreadsheet"),
        (b"\x00\x01\x02", "neither a spreadsheet nor text"),
    ],
)
def test_what_is_no_register_is_refused_in_words(text, says):
    with pytest.raises(RegisterError, match=says) as refusal:
        load(text)
    assert "Thimblewright" not in str(refusal.value)


def test_a_profile_reads_headings_and_words_that_nobody_knows():
    text = "No,When,What\n1,08/03/2017,Step down\n"
    profile = Profile(
        shape="mash_contacts",
        columns={"contact_id": "No", "received_on": "When", "outcome": "What"},
        values={"outcome": {"Step down": "Early help"}},
    )
    with pytest.raises(RegisterError):
        load(text)
    [candidate] = load(text, profile).candidates
    assert candidate.attributes["outcome"] == "Early help"
    assert read_profile(write_profile(profile)) == profile


def test_what_was_found_is_a_profile_that_finds_it_again():
    text = make_contacts(until=TODAY, contacts=200)
    loaded = load(text)
    again = load(text, read_profile(write_profile(loaded.profile)))
    assert again.candidates == loaded.candidates


@pytest.mark.parametrize("text", ["columns: [", "shape: x", "nonsense"])
def test_what_is_no_profile_is_refused(text):
    with pytest.raises(RegisterError, match="mapping profile"):
        read_profile(text)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3", "4"]),
        st.sampled_from(["7", "8"]),
        st.sampled_from(["08/03/2017", "x", "2017-03-07", "42800"]),
    ),
    min_size=1,
    max_size=30,
)


@given(ROWS)
def test_the_counts_add_up(rows):
    text = HEAD + row("99", "99") + "".join(row(*each) for each in rows)
    report = load(text).report
    good = {(c, k) for c, k, on in rows if c and on != "x"} | {("99", "99")}
    assert report.rows_in == len(rows) + 1
    assert report.rejected == sum(not c or on == "x" for c, _, on in rows)
    assert report.rows_in - report.rejected - report.repeated == len(good)
    assert report.units == len({contact for contact, _ in good})


@given(
    st.dates(date(1990, 1, 1), date(2099, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d.%m.%Y", "%d/%m/%Y 09:15"]),
)
def test_a_day_is_understood_however_it_is_written(day, pattern):
    assert as_day(day.strftime(pattern)) == day


def test_a_serial_number_is_the_day_that_excel_shows():
    # Microsoft: 39448 is 1 January 2008 (DATEVALUE's documentation).
    assert as_day("39448") == date(2008, 1, 1)
    assert as_day("39448.5") == date(2008, 1, 1)
