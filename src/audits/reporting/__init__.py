"""Papers and letters: one view of the facts, shown as HTML, Word and PDF."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any, TypeVar

from audits.domain.errors import NotFoundError

from .action_report import action_report
from .agenda import ActionOnAgenda, AgendaFacts, AuditOnAgenda, OtherOnAgenda, agenda_paper
from .audit_report import audit_report
from .board_facts import BoardFacts, ChapterFact, TrackedAction
from .board_summary import board_summary
from .briefing import briefing
from .census import census
from .certificates import certificate_paper, make_certificate
from .charts import Month
from .facts import AccountFact, ActionFact, CycleFacts, FindingFact, UnitReturn
from .feedback import FeedbackFacts, OwnQuestion, feedback_sheet
from .gap_chart import Gaps
from .lessons import lessons
from .letters import Letter, outcome_in_words, render_letter
from .mash_week import mash_week, strip_of
from .matching import matching_paper
from .measured import LastTime, MeasuredFact
from .paper import Paper, Strip
from .period import month_paper, quarter_paper
from .period_facts import ItemFact, PeriodFacts, PeriodFinding, RareFact, TrendFact, WeekFact
from .plain_text import as_text, digest_of
from .rendering import as_html, as_pdf
from .report_facts import (
    BreakdownFact,
    ComparedFact,
    ConcernFact,
    CorrectionFact,
    GradesFact,
    LessonFact,
    NumberFact,
    PreviousFact,
    RatersFact,
    ReportFacts,
    ResponseFact,
    StratumFact,
)
from .scrutiny import scrutiny_pack
from .scrutiny_year import scrutiny_of_year
from .side_by_side import BesideBlock, BlockData, beside_public, hidden_counts
from .suppression import suppress_recorded
from .waiting_times import WaitsFact
from .waits_chart import Limits, WaitWeek
from .yearly_report import yearly_report


SCRUTINY = "scrutiny"  # of any cycle, whatever papers its template names, and of a year
# To add a paper: write its module, then name it here.
PAPERS: Mapping[str, Callable[[CycleFacts, str], Paper]] = MappingProxyType({
    "audit_report": audit_report,
    "briefing": briefing,
    "census": census,
    "lessons": lessons,
    "mash_week": mash_week,
    SCRUTINY: scrutiny_pack,
})  # fmt: skip
# Papers on a month or a quarter of cycles, for templates that name them.
PERIOD_PAPERS: Mapping[str, Callable[[PeriodFacts, str], Paper]] = MappingProxyType({
    "mash_month": month_paper,
    "mash_quarter": quarter_paper,
})  # fmt: skip
BOARD_PAPERS: Mapping[str, Callable[[BoardFacts, str], Paper]] = MappingProxyType({
    "actions": action_report,
    "annual": yearly_report,
    "board": board_summary,
    SCRUTINY: scrutiny_of_year,
})  # fmt: skip
# Papers for one unit alone.
UNIT_PAPERS: Mapping[str, Callable[[FeedbackFacts, str], Paper]] = MappingProxyType({
    "feedback": feedback_sheet,
})  # fmt: skip
# Papers that have no public version, whatever they are about.
NEVER_PUBLIC = frozenset({
    "mash_week", "mash_month", "actions", "board", "briefing", "feedback", SCRUTINY,
})  # fmt: skip
# Papers that print agencies' own words, and so could print a name.
IN_AGENCIES_WORDS = frozenset({"lessons"})
Facts = CycleFacts | BoardFacts | PeriodFacts | FeedbackFacts
_View = TypeVar("_View")
FORMATS = ("html", "docx", "pdf")
VERSIONS = ("professional", "public")


def make_certificate_files(certificate: Mapping[str, Any]) -> dict[str, bytes]:
    """Return a draw's certificate as text, JSON and PDF, by the ending of each file's name."""
    return {
        "txt": make_certificate(certificate).encode(),
        "json": (json.dumps(certificate, indent=1, ensure_ascii=False) + "\n").encode(),
        "pdf": as_pdf(certificate_paper(certificate)),
    }


def make_matching_report(report: Mapping[str, Any], *, format: str) -> bytes:
    """Return the matching report of a register as a page or a workbook.

    Raises:
        NotFoundError: if it is to be neither.
    """
    if format not in ("html", "xlsx"):
        raise NotFoundError("The matching report is made as .html or .xlsx. Name such a file.")
    paper = matching_paper(report)
    if format == "html":
        return as_html(paper)
    from .paper_xlsx import as_xlsx  # with openpyxl, which most processes never need

    return as_xlsx(paper)


def view_paper(name: str, facts: Facts, version: str) -> Paper:
    """Return a paper as its readers will meet it, before it is any file.

    Raises:
        NotFoundError: if there is no such paper; naming those there are.
        UserError: if the paper has no such version.
    """
    if version not in VERSIONS:
        raise NotFoundError(f"There is no version '{version}'. There are: {', '.join(VERSIONS)}.")
    if isinstance(facts, BoardFacts):
        return _named(name, BOARD_PAPERS)(facts, version)
    if isinstance(facts, PeriodFacts):
        return _named(name, PERIOD_PAPERS)(facts, version)
    if isinstance(facts, FeedbackFacts):
        return _named(name, UNIT_PAPERS)(facts, version)
    return _named(name, PAPERS)(facts, version)


def _named(name: str, papers: Mapping[str, _View]) -> _View:
    if name not in papers:
        raise NotFoundError(f"There is no paper '{name}'. There are: {', '.join(papers)}.")
    return papers[name]


def make_paper(name: str, facts: Facts, *, format: str, version: str) -> bytes:
    """Return a paper as a file.

    Raises:
        NotFoundError: if there is no such paper or format; naming those there are.
        UserError: if the paper has no such version.
    """
    return render_paper(view_paper(name, facts, version), format=format, made_on=facts.made_on)


def render_paper(paper: Paper, *, format: str, made_on: date) -> bytes:
    """Return a paper that was viewed already as a file; its charts are not drawn again.

    Raises:
        NotFoundError: if there is no such format; naming those there are.
    """
    if format == "html":
        return as_html(paper)
    if format == "docx":
        from .word_paper import as_word  # with python-docx, which most processes never need

        return as_word(paper, datetime.combine(made_on, time(), UTC))
    if format == "pdf":
        return as_pdf(paper)
    raise NotFoundError(f"There is no format '{format}'. There are: {', '.join(FORMATS)}.")


__all__ = [
    "BOARD_PAPERS",
    "FORMATS",
    "IN_AGENCIES_WORDS",
    "NEVER_PUBLIC",
    "PAPERS",
    "PERIOD_PAPERS",
    "SCRUTINY",
    "UNIT_PAPERS",
    "VERSIONS",
    "AccountFact",
    "ActionFact",
    "ActionOnAgenda",
    "AgendaFacts",
    "AuditOnAgenda",
    "BesideBlock",
    "BlockData",
    "BoardFacts",
    "BreakdownFact",
    "ChapterFact",
    "ComparedFact",
    "ConcernFact",
    "CorrectionFact",
    "CycleFacts",
    "Facts",
    "FeedbackFacts",
    "FindingFact",
    "Gaps",
    "GradesFact",
    "ItemFact",
    "LastTime",
    "LessonFact",
    "Letter",
    "Limits",
    "MeasuredFact",
    "Month",
    "NumberFact",
    "OtherOnAgenda",
    "OwnQuestion",
    "Paper",
    "PeriodFacts",
    "PeriodFinding",
    "PreviousFact",
    "RareFact",
    "RatersFact",
    "ReportFacts",
    "ResponseFact",
    "StratumFact",
    "Strip",
    "TrackedAction",
    "TrendFact",
    "UnitReturn",
    "WaitWeek",
    "WaitsFact",
    "WeekFact",
    "agenda_paper",
    "as_html",
    "as_pdf",
    "as_text",
    "beside_public",
    "digest_of",
    "hidden_counts",
    "make_certificate_files",
    "make_matching_report",
    "make_paper",
    "outcome_in_words",
    "render_letter",
    "render_paper",
    "strip_of",
    "suppress_recorded",
    "view_paper",
]
