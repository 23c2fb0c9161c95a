"""Counts that are true and would be read as something else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from builders import papers as p
from builders.reports import ALL, NAMES, a_board

from audits.domain.action import Rag
from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.question import Question
from audits.domain.status import ActionStatus
from audits.reporting import FindingFact, TrackedAction, as_text, view_paper
from audits.reporting.paper import Strips


TEN = [f"X17-{n:02d}" for n in range(1, 11)]


def question(number: int, theme: str = "Feedback") -> Question:
    return replace(p.VOICE, id=f"told_{number}", number=number, asks=f"Asked {number}?", core=None,
                   theme=theme)  # fmt: skip


def cases(values: Sequence[str | None], refs: Sequence[str] = TEN) -> tuple[JudgedCase, ...]:
    judged = p.judged(values)
    return tuple(replace(case, case=ref) for case, ref in zip(judged, refs, strict=False))


def said(paper: str, given, version: str = "professional") -> str:
    return as_text(view_paper(paper, given, version))


def squares(given) -> Strips:
    (strips,) = (
        block
        for block in view_paper("mash_week", given, "professional").blocks
        if isinstance(block, Strips)
    )
    return strips


def test_the_same_case_stands_in_the_same_column_all_the_way_down() -> None:
    first = cases([p.YES, p.NO, *[p.YES] * 7, None])
    second = cases([p.NO, p.PARTLY], [TEN[9], TEN[1]])  # two were asked, the later one first
    strips = squares(p.facts(judged=((question(1), first), (question(2, "Consent"), second))))
    letters = ["".join(mark.letter for mark in strip.marks) for strip in strips.strips]
    assert letters == ["YNYYYYYYY·", "/P///////N"]
    assert "Each column is one case: X17-01 on the left, X17-10 on the right." in strips.legend


def test_what_squares_mean_is_counted_in_the_order_of_the_scale_and_silence_last() -> None:
    given = cases(["partly", None, "yes", "no", "yes"], [f"C{n}" for n in range(5)])
    (strip,) = squares(p.facts(judged=((question(1), given),))).strips
    assert strip.words == "2 yes, 1 partly, 1 no, 1 not answered"


def test_two_rows_of_squares_never_carry_the_same_label() -> None:
    both = tuple((question(n), cases([p.YES] * 10)) for n in (1, 2))
    names = [strip.label.split(". ", 1)[1] for strip in squares(p.facts(judged=both)).strips]
    assert names == ["Feedback: told 1", "Feedback: told 2"]


def a_census(silent: int, in_part: int = 0):
    """Four questions; ten practices answer all, and so many others not or in part."""
    rows = []
    for number in range(1, 5):
        values = [*[p.YES] * (11 - number), *[p.NO] * (number - 1)]
        values += [p.YES if number == 1 else None] * in_part + [None] * silent
        refs = [f"P{n:02d}" for n in range(len(values))]
        rows.append((question(number), cases(values, refs)))
    return p.facts(judged=tuple(rows), issued=10 + silent + in_part, returned=10 + in_part)


def test_a_census_takes_no_silent_practice_for_one_with_nothing_in_place() -> None:
    text = said("census", a_census(silent=10, in_part=2))
    # Counted by hand: seven practices said yes four times; the others 3, 2 and 1 times.
    assert "10 organisations answered all 4 questions." in text
    assert "The fewest were 1, the most 4." in text
    assert "Not counted here: 2 answered only some and 10 none." in text
    assert "Not counted" not in said("census", a_census(silent=0))


def test_a_public_census_says_what_it_withholds_whichever_way_it_points() -> None:
    good = cases([p.YES] * 5 + [p.NO] * 2)
    bad = cases([p.YES] * 2 + [p.NO] * 5)
    shown = cases([p.YES] * 7)
    rows = ((question(1), shown), (question(2), good), (question(3), bad))
    text = said("census", p.facts(judged=rows, issued=7, returned=7), "public")
    assert "Of 2 of the 3 questions no numbers are printed" in text
    assert "never from whether it was good or bad" in text
    assert "Asked 2?" in text
    assert "Asked 3?" in text


def test_a_public_census_that_withholds_nothing_says_nothing_of_it() -> None:
    rows = ((question(1), cases([p.YES] * 7)),)
    assert "no numbers are printed" not in said("census", p.facts(judged=rows), "public")


def an_action(name: str, status: ActionStatus, rag: Rag, *, evidence: str = "") -> TrackedAction:
    return TrackedAction(name, f"Do {name}", "Health", date(2017, 9, 1), status, rag, 0, 1, "half",
                         evidence, "")  # fmt: skip


def test_only_evidence_makes_an_action_improving() -> None:
    plan = (
        an_action("A1", ActionStatus.COMPLETE, Rag.BLUE, evidence="Minute of 3 May"),
        an_action("A2", ActionStatus.COMPLETE, Rag.BLUE),
        an_action("A3", ActionStatus.OPEN, Rag.GREEN, evidence="Was closed, and slipped"),
        an_action("A4", ActionStatus.OPEN, Rag.GREEN),
    )
    text = said("board", replace(a_board(), actions=plan))
    improving = text[text.index("What is improving") : text.index("What is still to do\n")]
    to_do = text[text.index("What is still to do\n") :]
    assert "(A1): done" in improving
    assert [name for name in ("A2", "A3", "A4") if f"({name})" in improving] == []
    assert "Do A2 (A2): said to be done; nothing shows it yet." in to_do
    assert "Do A3 (A3): on track for 1 September 2017." in to_do


@pytest.mark.parametrize(
    ("words", "public"),
    [("Most decisions were right.", "Some decisions were right."), ("Seen.", "Seen.")],
)
def test_the_public_reads_no_word_that_the_numbers_would_be_told_by(words, public) -> None:
    finding = FindingFact("F1", FindingKind.STRENGTH, "T", words, "2 of 4 cases", x=2, n=4)
    given = replace(p.answered((2, 2, 0, 0, 0)), findings=(finding,))
    for paper in ("audit_report", "census"):
        assert public in said(paper, given, "public")
    assert replace(finding, sure_words=words).public_text == words
    assert replace(finding, n=0).public_text == words  # a report that printed no number


@pytest.mark.parametrize(("name", "given", "version"), ALL, ids=NAMES)
def test_no_paper_speaks_of_methods_that_a_lay_member_does_not_know(name, given, version) -> None:
    text = said(name, given, version).casefold()
    methods = ("korn", "graubard", "hypergeometric", "clopper", "wendell", "cusum", "bonferroni")
    assert [word for word in methods if word in text] == []
