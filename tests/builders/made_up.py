"""Strategies: facts of every paper as nobody would think them up, each a view that may be made."""

import re
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any

from hypothesis import strategies as st

from audits.domain.action import Rag
from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus
from audits.reporting import (
    ActionFact,
    BoardFacts,
    ChapterFact,
    ComparedFact,
    ConcernFact,
    CorrectionFact,
    CycleFacts,
    FeedbackFacts,
    FindingFact,
    Gaps,
    GradesFact,
    ItemFact,
    LessonFact,
    Month,
    OwnQuestion,
    PeriodFacts,
    PeriodFinding,
    PreviousFact,
    RareFact,
    RatersFact,
    ReportFacts,
    ResponseFact,
    StratumFact,
    TrackedAction,
    TrendFact,
    UnitReturn,
    WeekFact,
)

from . import papers as p
from .names import a_board
from .period import a_strip


# What people type and what HTML, Word's XML and typst would take for markup if they were let.
LETTERS = (
    "abcdefghiklmnoprstuvwyzABCDEGHIMNOPRSTW éŵŷ£’“”–0123456789&<>\"'#$*_`@\\~[]{}%/=+|;:,.!?()"
)
TITLES = ("Outstanding", "Good", "Requires improvement", "Inadequate")


def many(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return none to a few of these."""
    return st.lists(of, max_size=most).map(tuple)


def _spoken(words: list[str]) -> str:
    return " ".join(" ".join(words).split()) or "x"


texts = st.lists(st.text(LETTERS, min_size=1, max_size=11), min_size=1, max_size=9).map(_spoken)
plain = st.lists(
    st.sampled_from(["ask", "who", "comes", "home", "ring", "school", "first", "again"]),
    min_size=2, max_size=9,
).map(" ".join)  # fmt: skip
claims = st.tuples(st.integers(0, 900), texts).map(
    lambda said: f"{said[0]} of the cases may share " + re.sub(r"[%.<=>]", "", said[1])
)
days = st.dates(date(2016, 1, 1), date(2018, 12, 31))
small, few = st.integers(0, 30), st.integers(0, 4000)
four = st.tuples(small, small, small, small)
square = st.tuples(four, four, four, four)
actions = st.builds(
    ActionFact, st.from_regex(r"A[0-9]{1,4}", fullmatch=True), texts, texts | st.just(""),
    days | st.none(), texts | st.just(""), st.sampled_from(["open", "complete", "closed"]),
)  # fmt: skip


@st.composite
def _graded(draw: st.DrawFn) -> GradesFact:
    table = draw(square)
    own, moderated = tuple(map(sum, table)), tuple(map(sum, zip(*table, strict=True)))
    moved = draw(four)
    return GradesFact(draw(texts), TITLES, own, moderated, table, *moved)


@st.composite
def _response(draw: st.DrawFn) -> ResponseFact:
    came = tuple(accumulate(draw(st.lists(st.integers(0, 3), min_size=1, max_size=9))))
    days_on = st.integers(0, len(came))
    reminders = tuple(sorted(draw(st.sets(days_on, max_size=2))))
    return ResponseFact(came, came[-1] + draw(small), draw(days_on), reminders)


reports = st.builds(
    ReportFacts,
    legal_basis=texts | st.just(""),
    is_census=st.booleans(),
    commitment=st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64),
    moderators=many(texts, 2),
    strata=many(st.builds(StratumFact, texts, few, small, small)),
    grades=many(_graded(), 2),
    raters=many(st.builds(RatersFact, texts, st.just(TITLES), square, many(plain), many(texts)), 1),
    compared=many(
        st.builds(
            ComparedFact, texts, st.just(TITLES), st.just(TITLES), square, four, many(texts, 2)
        ),
        1,
    ),
    concerns=many(st.builds(ConcernFact, texts, texts, st.booleans(), texts)),
    previous=many(st.builds(PreviousFact, st.just("X-2016"), texts, texts, texts)),
    corrections=many(st.builds(CorrectionFact, *[texts] * 6)),
    response=st.none() | _response(),
    lessons=many(st.builds(LessonFact, plain, st.lists(plain, max_size=2).map(tuple)), 3),
)


@st.composite
def _finding(draw: st.DrawFn) -> FindingFact:
    n = draw(small)
    seen = draw(st.integers(0, 3))
    return FindingFact(
        f"X-2017-F{draw(small)}", draw(st.sampled_from(FindingKind)), draw(texts), draw(texts),
        draw(claims), question=draw(st.sampled_from(["voice_of_child", "overall", ""])),
        x=draw(st.integers(0, n)), n=n, seen_in=(seen, seen + draw(st.integers(0, 3))),
    )  # fmt: skip


@st.composite
def cycles(draw: st.DrawFn) -> CycleFacts:
    """Return a cycle whose counts add up, and of which anything else may be true."""
    counts = draw(st.tuples(*[st.integers(0, 12)] * 5))
    plain_one = p.answered(counts, question=draw(st.sampled_from([p.VOICE, p.GRADE])))
    excluded = draw(st.dictionaries(st.sampled_from(["restricted", "audited_within"]), small))
    eligible = plain_one.drawn + draw(few)
    return replace(
        plain_one,
        title=draw(texts), asks=draw(texts), partnership=a_board(draw(texts)),
        agreed=draw(st.booleans()),
        since=draw(days | st.none()), made_on=draw(days), eligible=eligible, excluded=excluded,
        population=eligible + sum(excluded.values()), targeted=0, concerns=draw(small),
        findings=draw(many(_finding(), 4)), actions=draw(many(actions, 6)),
        returns=draw(many(st.builds(UnitReturn, texts, texts))), names_units=draw(st.booleans()),
        beside=draw(many(texts, 2)), report=replace(draw(reports), answered=sum(counts)),
    )  # fmt: skip


@st.composite
def _item(draw: st.DrawFn) -> ItemFact:
    n = draw(few)
    word = draw(st.sampled_from(["", "most"]))
    x = draw(st.integers(0, n))
    return ItemFact(draw(texts), draw(texts), x, n, draw(claims), word, draw(texts), draw(small))


@st.composite
def _month(draw: st.DrawFn) -> Month:
    n = draw(st.integers(0, 40))
    low = draw(st.integers(0, n))
    x, high = draw(st.integers(0, n)), draw(st.integers(low, n))
    label = f"{draw(days):%b %Y}"
    return Month(label, x, n, low, high, signals=draw(st.booleans()))


gaps = st.builds(
    Gaps, st.lists(st.integers(1, 400), min_size=1, max_size=20).map(tuple), st.booleans(),
    st.integers(1, 60), st.integers(61, 300),
)  # fmt: skip
refs = st.from_regex(
    r"[A-Z]{2,6}-20[0-9]{2}-W[0-5][0-9]", fullmatch=True
)  # as templates name cycles
strips = st.builds(a_strip, refs, st.text("GRI?", max_size=10))
weeks = st.builds(WeekFact, refs, few, small, small, small, small)


@st.composite
def periods(draw: st.DrawFn) -> PeriodFacts:
    """Return a month or a quarter."""
    trend = st.builds(
        TrendFact, texts, st.lists(_month(), min_size=1, max_size=14).map(tuple),
        st.none() | st.floats(0, 1), st.booleans(),
    )  # fmt: skip
    found = st.builds(PeriodFinding, st.sampled_from(FindingKind), texts, small)
    return PeriodFacts(
        name="2017-Q1", title=draw(texts), asks=draw(texts),
        partnership=a_board(draw(texts)), made_on=draw(days),
        weeks=draw(many(weeks)), not_in_it=draw(many(texts)), items=draw(many(_item(), 4)),
        strips=draw(many(strips)), trends=draw(many(trend, 1)), alarms=draw(many(texts)),
        rare=draw(many(st.builds(RareFact, texts, texts, gaps | st.none()), 1)),
        findings=draw(many(found)), actions=draw(many(actions)), reworded=draw(many(texts)),
        concerns=draw(small),
    )  # fmt: skip


tracked = st.builds(
    TrackedAction, st.from_regex(r"A[0-9]{1,4}", fullmatch=True), texts, texts | st.just(""),
    days | st.none(), st.sampled_from(ActionStatus), st.sampled_from(Rag), small,
    st.integers(0, 4), texts, texts | st.just(""), texts | st.just(""),
)  # fmt: skip
years = st.builds(
    BoardFacts, texts.map(a_board), st.just("2016/17"), days,
    many(st.builds(ChapterFact, texts, st.lists(cycles(), min_size=1, max_size=2).map(tuple)), 2),
    many(tracked, 8),
)  # fmt: skip
five = st.tuples(small, small, small, small, small)


@st.composite
def sheets(draw: st.DrawFn) -> FeedbackFacts:
    """Return what a unit answered to a few questions, and any others together."""
    questions = []
    for asked in draw(st.lists(st.sampled_from([p.VOICE, p.GRADE]), max_size=2)):
        own = draw(five.filter(any))
        questions.append(OwnQuestion(asked, draw(st.just(own) | five), own, draw(five),
                                     draw(many(st.just("X17-02"), 1))))  # fmt: skip
    return FeedbackFacts(
        draw(cycles()), draw(texts), draw(texts), draw(st.integers(0, 30)), tuple(questions),
        draw(many(actions, 3)),
    )  # fmt: skip


FACTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("audit_report", "briefing", "census", "lessons", "mash_week"), cycles()),
    **dict.fromkeys(("mash_month", "mash_quarter"), periods()),
    **dict.fromkeys(("actions", "annual", "board"), years),
    "feedback": sheets(),
    "scrutiny": cycles() | years,
}
