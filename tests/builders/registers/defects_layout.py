"""Defects of where things stand: titles, sheets, headings, columns, formats, what is hidden."""

from collections.abc import Callable, Mapping
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from audits.register import Source

from .annex_a import (
    HEADINGS as ANNEX_A,
    PLANS,
    Rows,
    contact as list_1,
    in_care,
    in_need,
    listed,
    plan,
    whole_book,
)
from .defects_made import (
    CARE,
    CONTACTS,
    NEED,
    PLAN,
    Defect,
    annex_a_plans,
    contacts,
    first_with,
    plan_sheets,
    plans,
)
from .files import as_csv, as_xls, csv_source, xlsx, xlsx_source
from .suppliers import LIQUIDLOGIC, contact, liquidlogic, mosaic


THREE = (contact(1), contact(2), contact(3))
NO_DATE = contact(2, received="not known", closed="")


def below(*rows: list[object]) -> Defect:
    """Return three contacts, the second without a date, below such rows."""
    table = [*rows, *liquidlogic(contact(1), NO_DATE, contact(3))]
    return Defect(CONTACTS, lambda: [csv_source(table)])


TITLES: Mapping[str, Defect] = {
    "a merged title above the headings": plans(plan(1, date(2016, 9, 1)), plan(2, None)),
    "headings in row 1": plans(plan(1, date(2016, 9, 1)), plan(2, None), title=False),
    "a title, a day and a filter above": below(["Contacts"], ["Run 09/03/2017"], ["Team: all"], []),
    "a table of four cells above the headings": below(
        ["Run by", "Team", "From", "To"], ["Office", "All", "01/03/2017", "08/03/2017"], []
    ),
    "a report with its filters below": Defect(CONTACTS, lambda: [csv_source(mosaic(*THREE))]),
    "headings again in the middle": Defect(
        CONTACTS, lambda: [csv_source([*liquidlogic(THREE[0]), *liquidlogic(*THREE[1:])])]
    ),
}


def beside(name: str, rows: Rows) -> Defect:
    """Return a whole Annex A with plans, and one sheet more."""
    return plan_sheets({**whole_book({7: PLANS}), name: rows})


def front_door(called: str) -> Defect:
    """Return an Annex A whose contacts have an outcome in a column of the authority's own."""
    rows = [list_1(1, date(2017, 3, 1)), list_1(2, date(2017, 3, 2))]
    sheets = whole_book({1: rows, 10: [rows[0]], 11: [rows[0]]}, called=called)
    table = listed(1, rows)
    outcomes: list[object] = [None, "Contact Outcome", "NFA", "Early help"]
    with_outcomes = [[*row, said] for row, said in zip(table, outcomes, strict=True)]
    with_outcomes[0] = table[0]
    twelfth = {called.format(12): listed(3, [])}
    return Defect(
        CONTACTS, lambda: [xlsx_source({**sheets, called.format(1): with_outcomes, **twelfth})]
    )


BESPOKE = listed(5, [{**plan(4, None), ANNEX_A[5][6]: date(2017, 1, 9)}], title=False)
BESPOKE[0] = [*BESPOKE[0], "Initial Child Protection Conference Not Required (Y/N)"]
SHEETS: Mapping[str, Defect] = {
    "sheets called List_7": annex_a_plans("List_{}"),
    "sheets called List 7": annex_a_plans("List {}", title=False, second=True),
    "sheets called list_7": annex_a_plans("list_{}"),
    "sheets called LIST 7": annex_a_plans("LIST {}"),
    "sheets called List 7 and a space": annex_a_plans("List {} "),
    "list 1 beside 10, 11 and 12": front_door("List_{}"),
    "list 1 beside 10, 11 and 12, with spaces": front_door("List {}"),
    "a List 3 among List_n": beside("List 3", listed(3, [plan(4, None)])),
    "a sheet called Sec47 and ICPC": beside("Sec47 and ICPC", BESPOKE),
    "plans in a sheet with a name of its own": plan_sheets(
        {"Sec47 and ICPC": BESPOKE, "CP at 31 March": listed(7, PLANS, title=False)}
    ),
    "a hidden old copy of the list": Defect(PLAN, lambda: [Source("annex a.xlsx", _hidden_copy())]),
}


def _hidden_copy() -> bytes:
    def hide(page: Worksheet) -> None:
        page.sheet_state = "hidden"

    old = listed(7, [plan(8, date(2015, 1, 1))])
    return xlsx({"List_7": listed(7, PLANS), "List_7 old": old}, hide)


def care(second: bool = False, **renamed: str) -> Callable[[], list[Source]]:
    """Return a maker of list 8, with one child who left care and two interviews."""
    offered, accepted = (heading for heading in ANNEX_A[8] if "Return Interview" in heading)
    said = {offered: "a) Yes", accepted: "b) No"}
    rows = [in_care(1, date(2016, 2, 1), date(2017, 1, 9), **said), in_care(2, date(2016, 5, 3))]
    table = listed(8, rows, title=False, second=second)
    table[0] = [renamed.get(str(heading), heading) for heading in table[0]]
    return lambda: [xlsx_source({"List 8": table})]


REUNIFIED = "Plan for Child to be Reunified With Parents or Carers (Y/N)"
HEADINGS: Mapping[str, Defect] = {
    "list 8 with the template's spaces": Defect(CARE, care()),
    "list 8 in the second spelling": Defect(CARE, care(second=True)),
    "list 8 with an old heading": Defect(
        CARE, care(**{"What is the permanence plan for this child?": REUNIFIED})
    ),
    "list 6 in the second spelling": Defect(
        NEED,
        lambda: [
            xlsx_source({"List 6": listed(6, [in_need(1, date(2016, 9, 5))], second=True)})
        ],
    ),
    "names squashed as the dataset exports them": contacts(
        *THREE, child="ChildUniqueID", born="DateOfBirth", received="DateOfContact",
        source="ContactSource",
    ),
    "spaces that do not break, and lines that do": contacts(
        *THREE, received="Date of\u00a0Contact", outcome=" Contact\nOutcome  ",
    ),
    "headings in capitals": contacts(*THREE, **{n: h.upper() for n, h in LIQUIDLOGIC.items()}),
    "a question mark in a heading": contacts(*THREE, restricted="Restricted?", outcome="Outcome:"),
}  # fmt: skip
GREEDY: Mapping[str, Defect] = {
    "headings that hold the letters of age": contacts(
        *THREE, family="Language", postcode="Care Package", gender="Engagement Manager"
    ),
    "dates of other things beside the date": contacts(
        *THREE, family="Date of Contact with School", closed="Date Closed on Mosaic by Admin"
    ),
    "a source that holds the number of another": contacts(
        contact(1, source="Ward 6 sister"), contact(2, source="Block 4, flat 8"),
        contact(3, source="16"),
    ),
    "not known where yes or no is asked": contacts(
        contact(1, restricted="Not known"), contact(2, restricted="Yesterday"), contact(3)
    ),
    "none of these as an outcome": first_with(outcome="None of these apply"),
}  # fmt: skip


def doubled(second: str) -> Defect:
    """Return contacts with two columns for the team, of which the second says this."""
    head, *rows = liquidlogic(*THREE)
    table = [[*head, "Responsible Team"], *([*row, second] for row in rows)]
    return Defect(CONTACTS, lambda: [csv_source(table)])


def _two_hundred() -> list[Source]:
    head, *rows = liquidlogic(*THREE)
    place = head.index("Contact Outcome")
    wide = [[*row, *[row[place]] * 184] for row in (head, *rows)]
    return [xlsx_source({"Contacts": wide}, "wide.xlsx")]


def _shifted() -> list[Source]:
    """Return contacts of which the second has a comma too many, which moves a cell along."""
    lines = as_csv(liquidlogic(*THREE)).splitlines(keepends=True)
    lines[2] = lines[2].replace(",North,", ",North, East,")
    return [Source("export.csv", "".join(lines).encode())]


COLUMNS: Mapping[str, Defect] = {
    "a column twice": doubled("South"),
    "two columns of one meaning": contacts(*THREE, family="Child Unique ID"),
    "columns that nobody asked for": contacts(*THREE, nhs="School", postcode="Lead Professional"),
    "two hundred columns with the same heading": Defect(CONTACTS, _two_hundred),
    "a row with more cells than headings": Defect(CONTACTS, _shifted),
    "columns without a heading": contacts(*THREE, family="", gender=" "),
}


def encoded(encoding: str) -> Defect:
    """Return contacts in a CSV of this encoding, with a name that is not ASCII."""
    rows = liquidlogic(contact(5), contact(2), contact(3))
    return Defect(CONTACTS, lambda: [csv_source(rows, encoding=encoding)])


def _in_two_files() -> list[Source]:
    return [
        csv_source(listed(7, PLANS[:2], title=False), "List_7 north.csv"),
        csv_source(listed(7, [*PLANS[2:], plan(4, None)], title=False), "List_7 south.csv"),
    ]


def _as_xls() -> list[Source]:
    return [Source("annex a.xls", as_xls(xlsx(whole_book({7: [*PLANS, plan(4, None)]}))))]


FORMATS: Mapping[str, Defect] = {
    "an .xls of Excel 97": Defect(PLAN, _as_xls),
    "a list for each CSV": Defect(PLAN, _in_two_files),
    "UTF-8": encoded("utf-8"),
    "UTF-8 with a mark": encoded("utf-8-sig"),
    "UTF-16": encoded("utf-16"),
    "Windows-1252": encoded("cp1252"),
    "semicolons": Defect(
        CONTACTS, lambda: [Source("export.csv", as_csv(liquidlogic(*THREE), ";").encode())]
    ),
}


def _hidden(page: Worksheet) -> None:
    """Hide a row and a column as a filter does, leave a row and a column blank."""
    page.row_dimensions[4].hidden = True
    page.column_dimensions["C"].hidden = True
    page.insert_rows(5)
    page.insert_cols(4)


def _moved(page: Worksheet) -> None:
    page.insert_rows(1, 3)
    page.insert_cols(1, 2)


def _as_text() -> list[Source]:
    table = [[None if v is None else _typed(v) for v in row] for row in listed(7, PLANS)]
    return [xlsx_source({"List_7": table})]


def _typed(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


GENERAL: Mapping[str, Defect] = {
    "hidden and blank rows and columns": plans(*PLANS, plan(4, None), change=_hidden),
    "a table that begins at C4": plans(*PLANS, plan(4, None), change=_moved),
    "numbers and dates as text": Defect(PLAN, _as_text),
    "cells left empty": plans(plan(1, date(2016, 9, 1), ""), plan(2, None)),
}
