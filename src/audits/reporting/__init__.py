"""Papers and letters: one view of the facts, shown as HTML, Word and PDF."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Any

from audits.domain.errors import NotFoundError

from .census import census
from .certificates import certificate_paper, make_certificate
from .facts import ActionFact, CycleFacts, FindingFact, UnitReturn
from .letters import Letter, outcome_in_words, render_letter
from .mash_week import mash_week
from .matching import matching_paper
from .paper import Paper
from .rendering import as_html, as_pdf
from .sheets import as_xlsx
from .word import as_word


# To add a paper: write its module, then name it here.
PAPERS: Mapping[str, Callable[[CycleFacts, str], Paper]] = MappingProxyType({
    "census": census,
    "mash_week": mash_week,
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
    paper = PAPERS[name](facts, version)
    if format == "html":
        return as_html(paper)
    if format == "docx":
        return as_word(paper, datetime.combine(facts.made_on, time(), UTC))
    if format == "pdf":
        return as_pdf(paper)
    raise NotFoundError(f"There is no format '{format}'. There are: {', '.join(FORMATS)}.")


__all__ = [
    "FORMATS",
    "PAPERS",
    "VERSIONS",
    "ActionFact",
    "CycleFacts",
    "FindingFact",
    "Letter",
    "UnitReturn",
    "make_certificate_files",
    "make_matching_report",
    "make_paper",
    "outcome_in_words",
    "render_letter",
]
