"""What the forms about actions hold, with a sentence for each field that is wrong."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from audits.actions import Better, MeasureKind
from audits.domain.errors import UserError
from audits.domain.level import Dated, Level, level_from
from audits.domain.status import ActionStatus

from .forms import Day, DayOrNone, Form, Reason, Why, needed


def _decision(value: Any) -> ActionStatus:
    if value not in set(ActionStatus):
        raise ValueError("Choose what was decided.")
    return ActionStatus(value)


def _per_cent(value: Any) -> int | None:
    text = str(value or "").strip().removesuffix("%").strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) > 100:
        raise ValueError("Give how much is done as a whole number from 0 to 100.")
    return int(text)


def _level_or_none(value: Any) -> Level | None:
    text = str(value or "").strip()
    try:
        return level_from(text) if text else None
    except UserError as error:
        raise ValueError(str(error)) from None


LevelOrNone = Annotated[Level | None, BeforeValidator(_level_or_none)]


class ActionUpdate(Form):
    """What happened with an action, how much is done, and what a file shows that is sent with it.

    ``complete`` is "yes" where its owner calls it done.
    """

    text: Annotated[str, needed("Say what happened.")] = ""
    percent: Annotated[int | None, BeforeValidator(_per_cent)] = None
    complete: str = ""
    shows: str = ""


class Shared(Form):
    """Who is accountable for an action from now on, and why."""

    owner: Annotated[str, needed("Choose who is accountable for it.")] = ""
    share_why: Why = ""


class Moved(Form):
    """The day by which an action will be done instead, and why."""

    until: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    move_why: Why = ""


class Decided(Form):
    """What the quality group decided about an action, at which meeting, and what it saw."""

    decision: Annotated[ActionStatus, BeforeValidator(_decision)] = ""  # type: ignore[assignment]  # refused with its sentence
    meeting: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    minute: str = ""
    saw: Annotated[str, needed("Say what was seen, or why it is decided.")] = ""
    anyway: str = ""
    by_when: DayOrNone = None


class Gauged(Form):
    """How one knows that an action worked; a level has the day on which it was so."""

    figure: Annotated[str, needed("Say what is counted or measured.")] = ""
    kind: MeasureKind = MeasureKind.FIGURE
    better: Better = Better.UP
    baseline: LevelOrNone = None
    baseline_on: DayOrNone = None
    target: LevelOrNone = None
    target_on: DayOrNone = None
    after: LevelOrNone = None
    after_on: DayOrNone = None
    baseline_cycle: str = ""
    after_cycle: str = ""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        for name in ("baseline", "target", "after"):
            if getattr(self, name) is not None and getattr(self, f"{name}_on") is None:
                raise ValueError(f"Give the day of the level '{name}'.")
        return self

    def dated(self, name: str) -> Dated | None:
        """Return a level with its day, by its name; None if it is not given."""
        level, day = getattr(self, name), getattr(self, f"{name}_on")
        return None if level is None or day is None else Dated(level, day)


class NewAction(Form):
    """An action that no audit here led to."""

    title: Annotated[str, needed("Say what is to be done.")] = ""
    owner: Annotated[str, needed("Choose who is accountable for it.")] = ""
    due: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    measure: str = ""
    source: str = ""
    theme: str = ""
    lead: str = ""


class Opened(Reason):
    """Which evidence to open, and why."""

    number: int = 0


class PlanTaken(Form):
    """Where an action plan comes from; ``keep`` takes it, and ``held`` are its files."""

    source: str = ""
    document: str = ""
    published: DayOrNone = None
    held: str = ""
    keep: str = ""
