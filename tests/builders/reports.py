"""Facts of which everything is known that a paper can tell, and every kind of paper of them."""

from dataclasses import replace
from datetime import date

from audits.domain.action import Rag
from audits.domain.status import ActionStatus
from audits.reporting import (
    ActionFact,
    BoardFacts,
    ChapterFact,
    ConcernFact,
    CorrectionFact,
    CycleFacts,
    Facts,
    FeedbackFacts,
    GradesFact,
    LessonFact,
    OwnQuestion,
    PreviousFact,
    RatersFact,
    ReportFacts,
    ResponseFact,
    StratumFact,
    TrackedAction,
)

from . import papers as p
from .names import A_BOARD
from .period import a_quarter


GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")


def everything() -> CycleFacts:
    """Return a cycle of which everything is known that a report can tell."""
    met = ((1, 2, 0, 0), (0, 9, 6, 0), (0, 1, 3, 2), (0, 0, 0, 1))
    twice = GradesFact("Overall grade", GRADES, (3, 15, 6, 1), (1, 12, 9, 3), met, 1, 10, 14, 0)
    raters = RatersFact("Overall grade", GRADES, met, ("Same in 14 of 25 pairs.",), ("X17-04: a",))
    return replace(
        p.answered((11, 3, 2, 2, 0)),
        population=40, eligible=25, excluded={"audited_within": 15}, drawn=18,
        since=date(2016, 3, 10), agreed=True,
        actions=(ActionFact("A7", "Ask each child", "Police", date(2017, 5, 9), "18 of 20"),),
        report=ReportFacts(
            legal_basis="Children Act 2004, section 14B.", commitment="ab12" * 16,
            moderators=("QEG panel (in the panel)",), answered=18, out_of_scope={"other theme": 21},
            strata=(StratumFact("under 5", 9, 7, 7), StratumFact("over 5", 16, 11, 0)),
            grades=(twice,), raters=(raters,),
            concerns=(ConcernFact("X17-02", "Health", True, "Seen that day."),),
            previous=(PreviousFact("X-2016", "Children were not heard.", "Now a strength", "A3"),),
            corrections=(CorrectionFact("X-2017-F1", "Police", "rejected", "a", "a", "Not so."),),
            response=ResponseFact((0, 1, 3, 3), 5, 3, (2,)),
        ),
    )  # fmt: skip


def a_board() -> BoardFacts:
    """Return a year with two audits, one of which printed nothing, and actions of all sorts."""
    none = p.facts(ref="OLD-1", title="An older audit", report=ReportFacts(on_record=False))
    colours = {
        Rag.RED: ActionStatus.OPEN, Rag.AMBER: ActionStatus.OPEN, Rag.GREEN: ActionStatus.OPEN,
        Rag.GREY: ActionStatus.PROPOSED, Rag.BLUE: ActionStatus.COMPLETE,
        Rag.BLACK: ActionStatus.CLOSED,
    }  # fmt: skip
    plan = tuple(
        TrackedAction(f"A{n}", f"Do thing {n}", "Health", date(2017, 4, n), status, rag,
                      12 if rag is Rag.RED else 0, n % 3, "half", "minute", "Seen.")
        for n, (rag, status) in enumerate(colours.items(), start=1)
    )  # fmt: skip
    chapters = (
        ChapterFact("Made-up cases", (everything(),)),
        ChapterFact("An older audit", (none,)),
    )
    return BoardFacts(A_BOARD, "2016/17", date(2017, 6, 1), chapters, plan)


def a_sheet() -> FeedbackFacts:
    """Return what one unit answered about five cases, beside four others."""
    cases = ("X17-02", "X17-05")
    voice = OwnQuestion(p.VOICE, (3, 1, 1, 0, 0), (3, 1, 1, 0, 0), (9, 6, 2, 1, 2), cases)
    grade = OwnQuestion(p.GRADE, (4, 1, 0, 0, 0), (2, 3, 0, 0, 0), (12, 8, 0, 0, 0), cases)
    return FeedbackFacts(
        everything(), "Police", "accepted, late", 4, (voice, grade), everything().actions
    )


LESSONS = p.facts(
    report=ReportFacts(
        lessons=(
            LessonFact("Lesson for practice", ("Ask who lives in the house.", "Say it aloud.")),
            LessonFact("What could you try?", ("Ring the school before you close.",)),
        )
    )
)
PRACTICES = replace(
    everything(), title="General practice: Section 11", names_units=False, returns=()
)
ALL: list[tuple[str, Facts, str]] = [
    ("audit_report", everything(), "professional"),
    ("audit_report", everything(), "public"),
    ("briefing", everything(), "professional"),
    ("census", everything(), "professional"),
    ("census", everything(), "public"),
    ("feedback", a_sheet(), "professional"),
    ("scrutiny", everything(), "professional"),
    ("scrutiny", a_board(), "professional"),
    ("lessons", LESSONS, "public"),
    ("actions", a_board(), "professional"),
    ("board", a_board(), "professional"),
    ("annual", a_board(), "professional"),
    ("annual", a_board(), "public"),
    ("census", PRACTICES, "professional"),  # general practice: nobody is named
    ("census", PRACTICES, "public"),
    ("mash_week", everything(), "professional"),
    ("mash_month", a_quarter(), "professional"),
    ("mash_quarter", a_quarter(), "professional"),
    ("mash_quarter", a_quarter(), "public"),
]
NAMES = [
    f"{'practices' if given is PRACTICES else name}-{version}"
    + "-of-a-year" * (name == "scrutiny" and isinstance(given, BoardFacts))
    for name, given, version in ALL
]
