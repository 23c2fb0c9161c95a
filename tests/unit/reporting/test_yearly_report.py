"""The yearly report has the sections that the guidance asks for, with what is kept put in."""

from dataclasses import replace
from datetime import date

import pytest
from builders.names import A_PARTNERSHIP
from builders.reports import a_board, everything

from audits.domain.finding import FindingKind
from audits.domain.partnership import Partner
from audits.reporting import (
    ChapterFact,
    FindingFact,
    LastTime,
    MeasuredFact,
    as_text,
    view_paper,
)
from audits.reporting.paper import Heading, Items, Text


# Working Together asks for these: 2018 as Buckinghamshire's cabinet lists it (its report of
# 2022-23); 2023 by the subjects that the department's summary names; 2026 for racism and the rest.
ASKED_IN_2018 = (
    "main decisions and actions", "how effective the arrangements were in practice",
    "looked-after children and care leavers", "what training changed",
    "little or no evidence of progress", "local and national practice reviews recommended",
    "children and families for their views",
)  # fmt: skip
SUBJECTS_OF_2023 = (
    "schools, colleges and childcare", "share information", "independent scrutiny", "who paid",
)  # fmt: skip
SUBJECTS_OF_2026 = ("racism", "more or less often", "Family Help", "looked-after children")


def a_year(**named):
    return replace(a_board(), year="2026/27", partnership=replace(A_PARTNERSHIP, **named))


def report(version="professional", **named):
    return view_paper("annual", a_year(**named), version)


def section(paper, title):
    """Return the blocks of the parts whose heading begins so."""
    heading, blocks = "", []
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif heading.startswith(title):
            blocks.append(block)
    return blocks


@pytest.mark.parametrize("words", ASKED_IN_2018 + SUBJECTS_OF_2023 + SUBJECTS_OF_2026)
def test_the_draft_asks_for_all_that_the_guidance_asks_for(words):
    asks = [block.text for block in report().blocks if isinstance(block, Text)]
    assert [text for text in asks if text.startswith("To write:") and words in text]


def test_the_report_is_named_after_the_year_and_the_partnership():
    paper = report()
    assert (paper.title, paper.subtitle) == (
        "Yearly report 2026/27", "Safeguarding Children Partnership",
    )  # fmt: skip
    assert "board" not in as_text(paper).replace("integrated care board", "")


def test_what_is_kept_stands_in_its_section():
    paper = report()
    [improved] = [b for b in section(paper, "Impact") if getattr(b, "lead", "") == "What improved:"]
    assert improved.items[0] == "Do thing 6 (A6). Seen."
    [late] = [b for b in section(paper, "Where there is") if isinstance(b, Items)]
    assert late.items[0].startswith("Do thing 1 (A1; Health; 1 April 2017, 12 days late)")
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert "Audits, reviews and scrutiny: Made-up cases" in headings


def test_partners_are_those_of_the_year_with_the_days_that_fall_in_it():
    partners = (
        Partner("the old one", in_force_to=date(2026, 3, 31)),
        Partner("the going one", in_force_to=date(2026, 9, 30)),
        Partner("the coming one", in_force_from=date(2026, 10, 1)),
        Partner("the lasting one", in_force_from=date(2020, 1, 1)),
    )
    paper = report(statutory_partners=partners, relevant_agencies=())
    listed = [block for block in section(paper, "Who we are") if isinstance(block, Items)]
    assert listed == [
        Items("Safeguarding partners:", (
            "the going one (until 30 September 2026)", "the coming one (from 1 October 2026)",
            "the lasting one",
        )),
        Items("Designated childcare and education agencies:", (
            "schools and colleges", "childcare providers",
        )),
    ]  # fmt: skip


def test_in_public_nothing_is_left_to_write_and_no_late_owner_is_named():
    paper = report("public")
    text = as_text(paper)
    assert "To write:" not in text
    assert "late" not in text
    assert section(paper, "Who we are")
    assert section(paper, "Audits, reviews and scrutiny")
    assert not section(paper, "Impact")


def test_a_board_of_2016_has_the_chapter_on_auditing_alone():
    paper = view_paper("annual", a_board(), "professional")
    assert (paper.title, paper.subtitle) == (
        "Auditing 2016/17", "What the board's audits found, and what was done as a result",
    )  # fmt: skip
    assert "To write:" not in as_text(paper)


def test_the_chapter_numbers_its_findings_and_keeps_their_ranges_in_notes():
    blocks = view_paper("annual", a_board(), "professional").blocks
    lists = {b.lead: b.items for b in blocks if isinstance(b, Items)}
    assert lists["It found:"] == ("(1) Children were not heard.",)
    assert lists["Notes: how often, and the likely range:"] == ("(1) 5 of 16 cases.",)
    assert "As a result:" in lists


def test_the_chapter_ends_with_this_year_against_the_last_but_not_in_public():
    before = LastTime("X", 20, 40, 0.3, 0.7, "Last time: 20 of 40 (50 %)", "improving")
    numbers = MeasuredFact(35, 38, 35 / 38, 0.8, 1.0, "35 of 38 cases (92 %)", before=before)
    better = FindingFact("F1", FindingKind.STRENGTH, "T", "All were told.", "35 of 38",
                         x=35, n=38, measured=numbers)  # fmt: skip
    cycle = replace(everything(), findings=(better,))
    year = replace(a_board(), chapters=(ChapterFact("Contacts", (cycle,)),))
    text = as_text(view_paper("annual", year, "professional"))
    assert "(1) 35 of 38. Last time: 20 of 40 (50 %). This year it is improving." in text
    assert "Contacts | All were told. | 20 of 40 | 35 of 38 | improving" in text
    assert "20 of 40" not in as_text(view_paper("annual", year, "public"))
