"""What each form holds, with a sentence for each field that is wrong."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from audits.actions import Better, MeasureKind
from audits.domain.allowance import WaiverReason
from audits.domain.days import day_from
from audits.domain.errors import UserError
from audits.domain.level import Dated, Level, level_from
from audits.domain.permissions import Role
from audits.domain.status import ActionStatus


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


def _decision(value: Any) -> ActionStatus:
    if value not in set(ActionStatus):
        raise ValueError("Choose what was decided.")
    return ActionStatus(value)


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


class LoadedAs(Form):
    """Which register some files are, and what to do with them."""

    name: Annotated[str, needed("Choose which register this is.")] = ""
    dates: Literal["", "day-first", "month-first"] = ""
    held: str = ""
    keep: bool = False


class Acknowledgement(Form):
    """Who took a concern up, and what was done."""

    by: Annotated[str, needed("Say who has taken it up, as MASH manager.")] = ""
    done: Annotated[str, needed("Say what was done.")] = ""


class Settled(Form):
    """Whether a message arrived, and how somebody knows."""

    arrived: Annotated[Literal["yes", "no"], needed("Say whether it arrived.")] = ""  # type: ignore[assignment]  # refused with its sentence
    why: Why = ""


class NewAccount(Form):
    """Whose account to add."""

    name: Annotated[str, needed("Give the person's name.")] = ""
    email: Annotated[str, needed("Give the address that the person signs in with.")] = ""
    role: Role = Role.QEG
    agencies: str = ""


class NewRole(Form):
    """What an account may do from now on, and why."""

    role: Role = Role.QEG
    agencies: str = ""
    why: Why = ""


class Agreement(Form):
    """Where it is written that findings are agreed, and why although something is open."""

    meeting: str = ""
    on: DayOrNone = None
    minute: str = ""
    why: str = ""


class Rewording(Form):
    """A finding in other words, and why."""

    text: Annotated[str, needed("Write the finding in its new words.")] = ""
    why: Why = ""


class NewPaper(Form):
    """Which papers to make."""

    format: Literal["html", "docx", "pdf"] = "pdf"
    version: Literal["professional", "public"] = "professional"


class Signature(Form):
    """Who signs a public paper, and why it may go out."""

    by: Annotated[str, needed("Give the name and office of whoever signs.")] = ""
    why: Why = ""


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


class UnitTyped(Form):
    """What somebody says of a unit, and why."""

    unit: str = ""
    name: Annotated[str, needed("Say what the unit is called.")] = ""
    agency: Annotated[str, needed("Choose which agency it belongs to.")] = ""
    agency_name: str = ""
    route: str = "folder"
    key_route: str = ""
    protected: str = ""
    why: Why = ""


class PersonTyped(Form):
    """What somebody says of a person who is written to, and why."""

    name: Annotated[str, needed("Give the person's name.")] = ""
    email: Annotated[str, needed("Give the person's address.")] = ""
    role: str = ""
    route: str = ""
    deputy: str = ""
    qeg: str = ""
    send_again: str = ""
    why: Why = ""


class RightAddress(Form):
    """The address of somebody whose mail came back."""

    email: Annotated[str, needed("Give the address that is right.")] = ""


class Leaving(Form):
    """Why somebody or something leaves, or is back."""

    leave_why: Why = ""


class Searched(Form):
    """What somebody looks for."""

    words: Annotated[str, needed("Type what you look for.")] = ""


class GradesWanted(Form):
    """Which cells of a moderation workbook are open."""

    which: Literal["", "every", "second"] = ""


class Graded(Form):
    """Who gave the grades of a moderation workbook that does not say so itself."""

    by: str = ""


class Waiver(Form):
    """Why no return is expected from a unit."""

    reason: WaiverReason = WaiverReason.OTHER
    waiver_why: Why = ""
