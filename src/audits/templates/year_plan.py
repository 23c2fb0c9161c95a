"""The quality group's year plan, as the settings write it."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from audits.domain.programme import PlannedAudit


class ProgrammeLine(BaseModel):
    """One audit of the year plan: on a day, in a month, or by its template's own schedule."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    on: date | None = None
    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None

    @model_validator(mode="after")
    def _says_when_once(self) -> Self:
        if self.on and self.month:
            raise ValueError("say either 'on' or 'month'")
        return self

    def planned(self) -> PlannedAudit:
        """Return it as the steps take it."""
        first = None
        if self.month:
            first = date.fromisoformat(f"{self.month}-01")
        return PlannedAudit(self.kind, self.on, first)
