"""Audits of earlier years, as their reports tell them: findings and actions without numbers."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from audits.domain.pack import PackForm
from audits.domain.plan import SamplePlan

from .field_types import Code, Shape, Words
from .shape import AuditTemplate, PackSettings, Population, RefRule, Timeline


class PastFinding(Shape):
    """One finding as it was reported; ``core`` is the core question that would find it again."""

    says: Words
    is_: Annotated[Literal["strength", "development"], Field(alias="is")]
    theme: Words
    core: Code | None = None


class PastAction(Shape):
    """One action or result as it was reported; nothing that was not reported is made up."""

    says: Words
    owner: str = ""
    due: date | None = None
    measure: str = ""
    status: Literal["open", "complete"] = "open"
    about: tuple[Annotated[int, Field(ge=1)], ...] = ()


class PastResults(Shape):
    """What came of an audit, beside its actions: said as it was reported, and tracked by nobody."""

    lead: Words = "As a result:"
    says: tuple[Words, ...] = ()


class PastCycle(Shape):
    """One audit of an earlier year: how it came about, what it found, and what came of it."""

    ref: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$", max_length=40)]
    kind: Code
    title: Words
    asks: Words = "Its report does not print what it asked."
    reported_on: date
    note: str = ""
    context: tuple[Words, ...] = ()
    findings: tuple[PastFinding, ...] = ()
    came_of_it: PastResults = PastResults()
    actions: tuple[PastAction, ...] = ()

    def template(self) -> AuditTemplate:
        """Return what can be said of what was asked: its title, and no question."""
        return AuditTemplate(
            kind=self.kind,
            version=1,
            title=self.title,
            asks=self.asks,
            unit="child",
            ref=RefRule(prefix="PAST", by="year"),
            population=Population(register="not_on_record", window="everything"),
            pack=PackSettings(form=PackForm.CASE_SHEETS),
            legal_basis="not on record",
            sample=SamplePlan(size=None),
            timeline=Timeline(return_within=1),
            questions=(),
        )


class PastFile(Shape):
    """A file of audits of earlier years, and the report that tells of them."""

    source: Words
    cycles: Annotated[tuple[PastCycle, ...], Field(min_length=1)]
