"""What each form holds, with a sentence for each field that is wrong."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from audits.domain.allowance import WaiverReason
from audits.domain.days import day_from


def _day(value: Any) -> date:
    day = day_from(str(value))
    if day is None:
        raise ValueError("Give a day, such as 9 March 2027.")
    return day


def _day_or_none(value: Any) -> date | None:
    return _day(value) if str(value or "").strip() else None


def _reason(value: Any) -> str:
    if not str(value or "").strip():
        raise ValueError("Say why. It is kept with what you do.")
    return str(value).strip()


def needed(sentence: str) -> BeforeValidator:
    """Return what refuses an empty field with a sentence."""

    def check(value: Any) -> str:
        if not str(value or "").strip():
            raise ValueError(sentence)
        return str(value).strip()

    return BeforeValidator(check)


Day = Annotated[date, BeforeValidator(_day)]
DayOrNone = Annotated[date | None, BeforeValidator(_day_or_none)]
Why = Annotated[str, BeforeValidator(_reason)]


class Form(BaseModel):
    """A form: a field that is left out is empty, and one that is unknown is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, validate_default=True)


class Reason(Form):
    """Only why."""

    why: Why = ""


class NewCycle(Form):
    """Which kind of audit to open, for which day."""

    kind: Annotated[str, needed("Choose which audit to open.")] = ""
    on: DayOrNone = None
    why: str = ""


class Replacement(Form):
    """Which case cannot be audited, and why."""

    case: Annotated[str, needed("Choose the case that cannot be audited.")] = ""
    why: Why = ""


class Extension(Form):
    """Until when a unit has more time, and why."""

    until: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    why: Why = ""


class Waiver(Form):
    """Why no return is expected from a unit."""

    reason: WaiverReason = WaiverReason.OTHER
    waiver_why: Why = ""
