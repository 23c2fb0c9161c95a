"""Papers and letters: one view of the facts, shown as HTML, Word and PDF."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any

from audits.domain.errors import NotFoundError

from .census import census
from .certificates import certificate_paper, make_certificate
from .charts import Month
from .facts import ActionFact, CycleFacts, FindingFact, UnitReturn
from .letters import Letter, outcome_in_words, render_letter
from .mash_week import mash_week, strip_of
from .matching import matching_paper
from .paper import Paper, Strip
from .period import month_paper, quarter_paper
from .period_facts import ItemFact, PeriodFacts, TrendFact, WeekFact
from .rendering import as_html, as_pdf
from .sheets import as_xlsx
from .word import as_word


# To add a paper: write its module, then name it here.
PAPERS: Mapping[str, Callable[[CycleFacts, str], Paper]] = MappingProxyType({
    "census": census,
    "mash_week": mash_week,
})  # fmt: skip
# Papers on a month or a quarter of cycles, for templates that name them.
PERIOD_PAPERS: Mapping[str, Callable[[PeriodFacts, str], Paper]] = MappingProxyType({
    "mash_month": month_paper,
    "mash_quarter": quarter_paper,
})  # fmt: skip
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
    return as_html(paper) if format == "html" else as_xlsx(paper)


def make_paper(name: str, facts: CycleFacts, *, format: str, version: str) -> bytes:
    """Return a paper as a file.

    Raises:
        NotFoundError: if there is no such paper or format; naming those there are.
        UserError: if the paper has no such version.
    """
    if name not in PAPERS:
        raise NotFoundError(f"There is no paper '{name}'. There are: {', '.join(PAPERS)}.")
    return _in_format(PAPERS[name](facts, version), format, facts.made_on)


def make_period_paper(name: str, facts: PeriodFacts, *, format: str, version: str) -> bytes:
    """Return a paper on a month or a quarter as a file.

    Raises:
        NotFoundError: if there is no such paper or format; naming those there are.
        UserError: if the paper has no such version.
    """
    if name not in PERIOD_PAPERS:
        raise NotFoundError(f"There is no paper '{name}'. There are: {', '.join(PERIOD_PAPERS)}.")
    if version not in VERSIONS:
        raise NotFoundError(f"There is no version '{version}'. There are: {', '.join(VERSIONS)}.")
    return _in_format(PERIOD_PAPERS[name](facts, version), format, facts.made_on)


def _in_format(paper: Paper, format: str, made_on: date) -> bytes:
    if format == "html":
        return as_html(paper)
    if format == "docx":
        return as_word(paper, datetime.combine(made_on, time(), UTC))
    if format == "pdf":
        return as_pdf(paper)
    raise NotFoundError(f"There is no format '{format}'. There are: {', '.join(FORMATS)}.")


__all__ = [
    "FORMATS",
    "PAPERS",
    "PERIOD_PAPERS",
    "VERSIONS",
    "ActionFact",
    "CycleFacts",
    "FindingFact",
    "ItemFact",
    "Letter",
    "Month",
    "PeriodFacts",
    "Strip",
    "TrendFact",
    "UnitReturn",
    "WeekFact",
    "as_html",
    "as_pdf",
    "as_word",
    "make_certificate_files",
    "make_matching_report",
    "make_paper",
    "make_period_paper",
    "outcome_in_words",
    "render_letter",
    "strip_of",
]
