"""The first page of a paper: what it says, read in two minutes, and a briefing that is one page."""

from dataclasses import replace

import pytest
from builders import papers as p
from builders.period import a_quarter
from builders.reports import ALL, a_board, everything

from audits.domain.errors import UserError
from audits.domain.finding import FindingKind
from audits.reporting import (
    ChapterFact,
    FindingFact,
    LastTime,
    MeasuredFact,
    Month,
    TrendFact,
    as_text,
    make_paper,
    view_paper,
)
from audits.reporting.paper import FindingBar, Heading, Items, Picture, Strips, Table


LONGEST = 25
PROFESSIONAL = [
    (name, given) for name, given, version in ALL if version == "professional" and name != "annual"
]
SEVEN = (
    "1. Why it matters", "2. What we looked at", "3. What we found", "4. What good looks like",
    "5. What to do now", "6. Three questions for your team", "7. Where to learn more",
)  # fmt: skip


@pytest.mark.parametrize(("name", "given"), PROFESSIONAL, ids=[name for name, _ in PROFESSIONAL])
def test_a_paper_opens_with_a_headline_that_is_read_in_ten_seconds(name, given):
    blocks = view_paper(name, given, "professional").blocks[:2]
    first = next(block for block in blocks if isinstance(block, Heading))  # after who returned
    assert len(first.text.split()) <= LONGEST


@pytest.mark.parametrize("name", ["audit_report", "census", "mash_week", "mash_month"])
def test_method_is_the_last_part(name):
    given = a_quarter() if name == "mash_month" else everything()
    headings = [b.text for b in view_paper(name, given, "professional").blocks
                if isinstance(b, Heading)]  # fmt: skip
    assert headings[-1] == "How to read this"


def test_a_trend_of_one_month_is_a_sentence_and_no_chart_of_one_dot():
    one = TrendFact("Feedback by month", (Month("March 2017", 36, 40, 30, 40),), 0.9, trial=True)
    given = replace(a_quarter(), trends=(one,), rare=(), strips=(), waits=None)
    paper = view_paper("mash_month", given, "professional")
    assert not [b for b in paper.blocks if isinstance(b, Picture)]
    assert "March 2017: 36 of 40. There is no other month to compare with yet." in as_text(paper)


def test_a_grid_that_is_mostly_empty_is_a_short_table():
    given = everything()
    (twice,) = given.report.grades
    rows = ((4, 0, 0, 0), (0, 9, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    few = replace(twice, table=rows, own=(4, 10, 0, 0), moderated=(4, 9, 1, 0))
    given = replace(given, report=replace(given.report, grades=(few,), raters=()))
    tables = [b for b in view_paper("audit_report", given, "professional").blocks
              if isinstance(b, Table) and b.caption.endswith("each pair of grades")]  # fmt: skip
    assert [table.rows for table in tables] == [
        (("Outstanding", "Outstanding", "4"), ("Good", "Good", "9"),
         ("Good", "Requires improvement", "1")),
    ]  # fmt: skip


def test_a_census_shows_each_answer_as_a_square_with_its_letter_and_nobodys_name():
    blocks = view_paper("census", p.answered((3, 1, 2, 0, 0)), "professional").blocks
    (squares,) = (b for b in blocks if isinstance(b, Strips))
    assert [mark.letter for mark in squares.strips[0].marks] == ["N", "N", "P", "Y", "Y", "Y"]
    assert squares.legend.endswith("N no, P partly, Y yes.")


def year(*cycles):
    return replace(a_board(), chapters=(ChapterFact("Contacts", cycles),), actions=())


def test_the_board_sees_who_returned_in_time_as_a_trend():
    given = year(
        replace(everything(), issued=26, returned=20, late=5),
        replace(everything(), issued=26, returned=24, late=2),
    )
    bars = [b for b in view_paper("board", given, "professional").blocks
            if isinstance(b, FindingBar)]  # fmt: skip
    assert [bar.words for bar in bars] == [
        "37 of 52 workbooks came back on time (71 %), 7 late and 8 not at all. "
        "On time in each, the latest last: 15 of 26, 22 of 26."
    ]
    widths = [s.wide for s in bars[0].shapes[1:]]
    assert widths == pytest.approx([994 * n / 52 for n in (37, 7, 8)], abs=1)


def test_the_board_reads_what_became_of_each_finding_since_last_time():
    before = LastTime("X", 20, 40, 0.3, 0.7, "Last time: 20 of 40 (50 %)", "worse")
    numbers = MeasuredFact(35, 38, 35 / 38, 0.8, 1.0, "35 of 38 cases (92 %)", before=before)
    worse = FindingFact("F1", FindingKind.DEVELOPMENT, "T", "Nobody was told.", "35 of 38",
                        x=35, n=38, measured=numbers)  # fmt: skip
    text = as_text(view_paper("board", year(replace(everything(), findings=(worse,))),
                              "professional"))  # fmt: skip
    assert "Contacts | Nobody was told. | 20 of 40 | 35 of 38 | worse" in text


def many_findings(times):
    found = tuple(
        FindingFact(f"F{n}", kind, "T", f"{n} {'word ' * 22}".strip() + ".", "4 of 8", x=n, n=8,
                    question=p.VOICE.id, good="Children were heard, and the record shows it.")
        for n in range(times) for kind in FindingKind
    )  # fmt: skip
    return replace(everything(), findings=found, actions=everything().actions * times)


@pytest.mark.parametrize("times", [0, 1, 2, 3, 8])
def test_a_briefing_has_seven_parts_on_one_page(times):
    given = many_findings(times)
    paper = view_paper("briefing", given, "professional")
    assert tuple(b.text for b in paper.blocks if isinstance(b, Heading)) == SEVEN
    data = make_paper("briefing", given, format="pdf", version="professional")
    assert p.pages_of(data) == 1
    questions = paper.blocks[[b.text if isinstance(b, Heading) else "" for b in paper.blocks]
                             .index(SEVEN[5]) + 1]  # fmt: skip
    assert isinstance(questions, Items)
    assert len(questions.items) == 3


def test_a_briefing_says_no_number_that_the_public_may_not_read():
    few = replace(p.answered((2, 1, 1, 0, 0)), title="Audit")
    text = as_text(view_paper("briefing", few, "professional"))
    assert "We do not give numbers, because so few cases could identify a child." in text
    assert "2 of 4" not in text
    with pytest.raises(UserError, match="no public version"):
        view_paper("briefing", few, "public")
