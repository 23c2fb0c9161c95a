"""Names of tabs that Excel takes, and rows that are high enough for their words."""

from textwrap import wrap

import openpyxl
from hypothesis import given, strategies as st

from audits.domain.grade_book import GradeSheet
from audits.workbook.grade_layout import tab_names
from audits.xlsx.sheets import LINE, WIDER, fit_row


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def named(*names: str) -> list[str]:
    sheets = [GradeSheet(f"S1116-{n:02d}", (), (), name) for n, name in enumerate(names, start=1)]
    return list(tab_names(sheets).values())


def test_a_tab_carries_its_organisations_name_cut_between_words():
    assert named("Police", "", "Fenmere and District Community Health Services NHS Trust") == [
        "Police", "S1116-02", "Fenmere and District Community",
    ]  # fmt: skip


def test_names_that_are_the_same_when_cut_or_folded_are_told_apart():
    long = "Fenmere Academies Trust Secondary Schools of the "
    assert named("Police", "POLICE", "Start here", "history", f"{long}North", f"{long}South") == [
        "Police", "POLICE (2)", "Start here (2)", "history (2)",
        "Fenmere Academies Trust", "Fenmere Academies Trust (2)",
    ]  # fmt: skip


@given(st.lists(TEXT, min_size=1, max_size=8))
def test_any_name_makes_a_tab_that_a_workbook_takes_and_gives_back(names):
    tabs = named(*names)
    assert len({tab.casefold() for tab in tabs}) == len(names)
    book = openpyxl.Workbook()
    for tab in tabs:
        assert 0 < len(tab.encode("utf-16-le")) // 2 <= 31
        assert not set(tab) & set("[]:*?/\\")
        assert not tab.startswith("'")
        assert not tab.endswith("'")
        assert book.create_sheet(tab).title == tab


@given(st.text(st.sampled_from("abc d\n"), max_size=400), st.integers(10, 60))
def test_a_row_is_as_high_as_the_standard_librarys_wrapping_of_its_text(text, width):
    sheet = openpyxl.Workbook().active
    fit_row(sheet, 1, [(text, width / WIDER)])
    lines = sum(max(1, len(wrap(part, width))) for part in text.split("\n"))
    assert sheet.row_dimensions[1].height >= min(LINE * lines, 409)  # Excel's highest row
