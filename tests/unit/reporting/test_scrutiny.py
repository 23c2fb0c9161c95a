"""The scrutineer's pack: what can be checked and where, from the other papers' numbers alone."""

from dataclasses import replace

import pytest
from builders import rendered
from builders.reports import a_board, everything

from audits.domain.errors import UserError
from audits.reporting import as_text, view_paper
from audits.reporting.paper import Heading, Table


EIGHT = (
    "1. How cases were drawn", "2. Who returned", "3. How answers were graded and agreed",
    "4. What was found, and the likely range", "5. What is done, and whether it worked",
    "6. Challenges and disagreements", "7. What is missing", "8. Where to check each part",
)  # fmt: skip


def test_it_has_eight_parts_after_its_headline():
    blocks = view_paper("scrutiny", everything(), "professional").blocks
    headings = [b.text for b in blocks if isinstance(b, Heading)]
    assert headings[0] == "1 finding and 1 challenge to check; nothing is missing."
    assert tuple(headings[1:-1]) == EIGHT


def test_what_is_missing_is_said():
    given = replace(everything(), issued=5, returned=2, still_asked=1, agreed=False, actions=(),
                    drawn=20, waived=(("no such cases", 1),))  # fmt: skip
    text = as_text(view_paper("scrutiny", given, "professional"))
    for sentence in (
        "1 workbook did not come back.", "1 workbook is not expected any more.",
        "1 workbook must still be completed.", "Nobody answered for 2 cases of 20 drawn.",
        "No action follows from the findings.", "QEG has not agreed the findings.",
        "; 6 things are missing.",
    ):  # fmt: skip
        assert sentence in text, sentence


def test_each_part_says_where_it_can_be_checked():
    tables = [b for b in view_paper("scrutiny", everything(), "professional").blocks
              if isinstance(b, Table) and b.caption == "Where to check it"]  # fmt: skip
    (table,) = tables
    places = dict(table.rows)
    assert places["The draw, and doing it again"].startswith("The draw of X-2017:")
    assert len(places) == 7


def test_it_prints_no_number_that_the_findings_report_does_not():
    given = everything()
    numbers = {
        name: rendered.numbers_in(as_text(view_paper(name, given, "professional")))
        for name in ("scrutiny", "audit_report")
    }
    counts = {str(n) for n in range(9)}  # of parts, and of what is to check
    assert numbers["scrutiny"] - numbers["audit_report"] - counts == set()


def test_a_year_has_a_row_an_audit_and_says_which_cannot_be_checked():
    text = as_text(view_paper("scrutiny", a_board(), "professional"))
    assert "Audit of made-up cases, X-2017 | 25 | 18 | 18 | 18 | 18" in text
    assert "1 audit of an earlier report cannot be checked here." in text


@pytest.mark.parametrize("given", [everything(), a_board()], ids=["cycle", "year"])
def test_it_is_never_public(given):
    with pytest.raises(UserError, match="no public version"):
        view_paper("scrutiny", given, "public")
