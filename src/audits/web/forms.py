"""What each form holds, with a sentence for each field that is wrong."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator

from audits.domain.access import TOKEN_LASTS
from audits.domain.allowance import WaiverReason
from audits.domain.days import day_from
from audits.domain.errors import UserError
from audits.domain.permissions import Role
from audits.domain.programme import days_of_year
from audits.queries.papers.period_weeks import period_of
from audits.reporting import PERIOD_PAPERS, SCRUTINY


YEARLY = ("annual", "board", SCRUTINY)  # papers that are on a year and nothing else


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


def _days_of_token(value: Any) -> int:
    if str(value) not in map(str, TOKEN_LASTS):
        raise ValueError("Choose for how long the access key works.")
    return int(value)


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


class LetterWords(Form):
    """What the letters of one audit are to say."""

    text: Annotated[str, needed("Write what the letter is to say.")] = ""


class NewToken(Form):
    """What a program's token is for, and for how many days."""

    token_name: Annotated[str, needed("Say what reads with the access key.")] = ""
    days: Annotated[int, BeforeValidator(_days_of_token)] = 90


class NewCycle(Form):
    """Which kind of audit to open, for which day."""

    kind: Annotated[str, needed("Choose which audit to open.")] = ""
    on: DayOrNone = None
    why: str = ""


class PlannedAudit(Form):
    """Which audit to plan, for which day, and why."""

    kind: Annotated[str, needed("Choose which audit to plan.")] = ""
    day: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    why: Why = ""


class MovedAudit(Form):
    """To which day a planned audit is moved, and why."""

    day: Day = ""  # type: ignore[assignment]  # refused with the sentence of a day
    move_why: Why = ""


class DroppedAudit(Form):
    """Why a planned audit is dropped."""

    drop_why: Why = ""


class SentAgain(Form):
    """Why a pack is sent again."""

    send_why: Why = ""


class Joined(Form):
    """Which unit joined late, and why it is asked."""

    unit: Annotated[str, needed("Choose the unit.")] = ""
    why: Why = ""


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
    as_before: bool = False


class Acknowledgement(Form):
    """Who took a concern up, and what was done."""

    by: Annotated[str, needed("Say who has taken it up, as MASH manager.")] = ""
    done: Annotated[str, needed("Say what was done.")] = ""


class MadeSure(Form):
    """How somebody made sure whose a file is."""

    read_why: Annotated[str, needed("Say how you made sure whose file it is.")] = ""


class Sender(Form):
    """Whose file it seems to be, and how somebody knows."""

    sender: Annotated[str, needed("Choose whose file it seems to be.")] = ""
    answer_why: Annotated[str, needed("Say how you know whose file it seems to be.")] = ""


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


class CodesForgotten(Form):
    """Why somebody is asked for no code any more."""

    codes_why: Why = ""


class Agreement(Form):
    """Where it is written that findings are agreed, and why although something is open."""

    meeting: str = ""
    on: DayOrNone = None
    minute: str = ""
    why: str = ""


class CalledWrong(Form):
    """What is factually wrong in a finding, as its unit says it, and the words that it read."""

    why: Annotated[str, needed("Say what is wrong, and how it is.")] = ""
    read: str = ""


class CallAnswered(Form):
    """What becomes of a finding that a unit calls wrong: other words, or why it stays."""

    decision: Annotated[Literal["reworded", "rejected"], needed("Say what becomes of it.")] = ""  # type: ignore[assignment]  # refused with its sentence
    text: str = ""
    why: Why = ""


class AgreementCorrected(Form):
    """Where it is written instead that findings are agreed, and why it is corrected."""

    meeting: str = ""
    on: DayOrNone = None
    minute: str = ""
    why: Why = ""


class Rewording(Form):
    """A finding in other words, and why."""

    text: Annotated[str, needed("Write the finding in its new words.")] = ""
    why: Why = ""


class NewPaper(Form):
    """Which papers to make."""

    format: Literal["html", "docx", "pdf"] = "pdf"
    version: Literal["professional", "public"] = "professional"
    only: Literal["", "scrutiny"] = ""  # "": those that the audit's template names


class NewBoardPaper(NewPaper):
    """Which paper on a year or a period to make; ``about`` is empty where it is about today."""

    paper: Annotated[str, needed("Choose which paper to make.")] = ""
    about: str = ""

    @field_validator("about")
    @classmethod
    def _is_known(cls, about: str, info: ValidationInfo) -> str:
        paper = info.data.get("paper", "")
        try:
            if paper in PERIOD_PAPERS:
                period_of(about)
            elif about or paper in YEARLY:
                days_of_year(about)
        except UserError as error:
            raise ValueError(str(error)) from None
        return about


class Signature(Form):
    """Why a public paper may go out, and the fingerprint of what was read."""

    why: Why = ""
    read: Annotated[str, needed("Read the public version first.")] = ""


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
