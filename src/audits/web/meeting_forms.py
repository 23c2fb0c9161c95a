"""What the forms of a meeting hold, with a sentence for each field that is wrong."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from audits.actions import Decision

from .forms import Day, DayOrNone, Form, Why, needed


def _decision(value: Any) -> Decision:
    if value not in set(Decision):
        raise ValueError("Choose what was decided.")
    return Decision(value)


class NewMeeting(Form):
    """On which day a body meets; the quality group if none is named."""

    day: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    body: str = ""


class MovedMeeting(Form):
    """On which day it meets instead, and why."""

    until: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    move_why: Why = ""


class Minuted(Form):
    """Where a meeting's decisions are minuted, and why an earlier reference is put right."""

    minute: Annotated[str, needed("Say where the decisions are minuted, for example 4.2.")] = ""
    minute_why: str = ""


class DecidedAtMeeting(Form):
    """What a meeting decided about an action, why, and by which day it will be done."""

    decision: Annotated[Decision, BeforeValidator(_decision)] = ""  # type: ignore[assignment]  # refused with its sentence
    reason: str = ""
    new_due: DayOrNone = None


class AgreedAtMeeting(Form):
    """Why an audit's findings are agreed although something is open."""

    why: str = ""
