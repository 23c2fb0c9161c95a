"""Facts as papers take them, as few as a test needs; and what a file of a paper says."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pikepdf
from pypdf import PdfReader

from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.question import Choice, Question, Scale, Standing
from audits.reporting import CycleFacts, FindingFact, ReportFacts, UnitReturn

from .names import A_BOARD


YES, PARTLY, NO, ASIDE = "yes", "partly", "no", "not_applicable"
SCALE = Scale(
    "yes_partly_no",
    "Yes, partly or no",
    (
        Choice(YES, "Yes", 2),
        Choice(PARTLY, "Partly", 1),
        Choice(NO, "No", 0),
        Choice(ASIDE, "Not applicable", standing=Standing.NOT_APPLICABLE),
    ),
)
VOICE = Question("voice_of_child", 1, "The child", "Was the child heard?", scale=SCALE,
                 core="voice_of_child", theme="Voice of the child")  # fmt: skip
GRADE = Question("overall", 2, "Overall", "How good was it?", scale=SCALE, is_grade=True)


def judged(values: Sequence[str | None]) -> tuple[JudgedCase, ...]:
    """Return a case for each value, in that order."""
    return tuple(_case(number, value) for number, value in enumerate(values, start=1))


def _case(number: int, value: str | None) -> JudgedCase:
    choice = SCALE.choice(value) if value else None
    return JudgedCase(f"X17-{number:02d}", value, choice.standing if choice else None, False, ())


def facts(**changes: Any) -> CycleFacts:
    """Return a cycle in which nothing was found yet, but for these changes."""
    plain = CycleFacts(
        ref="X-2017",
        title="Audit of made-up cases",
        asks="Were children heard?",
        partnership=A_BOARD,
        since=None,
        until=date(2017, 3, 9),
        population=0,
        eligible=0,
        excluded={},
        drawn=0,
        targeted=0,
        returns=(),
        judged=(),
        findings=(),
        actions=(),
        concerns=0,
        agreed=False,
        made_on=date(2017, 4, 3),
    )
    return replace(plain, **changes)


def answered(
    counts: Sequence[int], *, question: Question = VOICE, words: Sequence[str | None] = ()
) -> CycleFacts:
    """Return a cycle whose cases said yes, partly, no, not applicable and nothing so often.

    What was not well ("partly" and "no") is its one finding.
    """
    codes = (YES, PARTLY, NO, ASIDE, None)
    values = [code for code, count in zip(codes, counts, strict=True) for _ in range(count)]
    total, x, n = sum(counts), counts[1] + counts[2], sum(counts[:3])
    finding = FindingFact(
        "X-2017-F1", FindingKind.DEVELOPMENT, "Voice of the child", "Children were not heard.",
        f"{x} of {n} cases", question=question.id, x=x, n=n, words=tuple(words),
    )  # fmt: skip
    return facts(
        population=total, eligible=total, drawn=total, issued=total, returned=total,
        judged=((question, judged(values)),), findings=(finding,) if x else (),
        returns=(UnitReturn("Police", "accepted"),), report=ReportFacts(answered=total),
    )  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def page(html: bytes) -> _Page:
    """Return an HTML paper, taken apart."""
    read = _Page()
    read.feed(html.decode())
    return read


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(io.BytesIO(data)).pages)


def tags_of(data: bytes) -> list[tuple[str, str]]:
    """Return the tags of a PDF in the order of reading, each with its alternative text."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(reversed(list(node)))
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append((str(node["/S"]), str(node.get("/Alt", ""))))
                if "/K" in node:
                    waiting.append(node["/K"])
    return found
