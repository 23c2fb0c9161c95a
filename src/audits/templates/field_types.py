"""What the fields of a template's files are made of."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from dateutil.rrule import rrulestr
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
# A code of the list of agencies, or in braces the role whose agency `partnership.toml` names.
Agency = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*|\{[a-z_]+_agency\})$", max_length=40)]
Owner = Annotated[  # an agency, or the partnership itself
    str,
    Field(pattern=r"^([a-z][a-z0-9_]*|\{[a-z_]+_agency\}|\{partnership\})$", max_length=40),
]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=1000)
]
WORKING_DAYS = re.compile(r"^(\d{1,3}) working days?$")
MONTHS = re.compile(r"^(\d{1,3}) months?$")
ONE_IN = re.compile(r"^1 in ([2-9]|[1-9]\d)$")
PERCENT = re.compile(r"^(\d{1,3})\s*%$")


def _working_days(text: object) -> object:
    return int(_number_in(WORKING_DAYS, text, "say how many working days, as in '5 working days'"))


def _months(text: object) -> object:
    return int(_number_in(MONTHS, text, "say how many months, as in '12 months'"))


def _share(text: object) -> object:
    says = "say a share between 0% and 100%, as in '80%'"
    share = int(_number_in(PERCENT, text, says))
    if share > 100:
        raise ValueError(says)
    return share / 100


def _one_in(text: object) -> object:
    return int(_number_in(ONE_IN, text, "say how many, as in '1 in 5'"))


def _number_in(pattern: re.Pattern[str], text: object, says: str) -> str:
    """Return the number that stands in a text of this pattern.

    Raises:
        ValueError: saying how it is written, if it is no such text.
    """
    if isinstance(text, str):
        match = pattern.match(text)
        if match:
            return match[1]
    raise ValueError(says)


WorkingDays = Annotated[int, BeforeValidator(_working_days)]
Months = Annotated[int, BeforeValidator(_months)]
OneIn = Annotated[int, BeforeValidator(_one_in)]
Share = Annotated[float, BeforeValidator(_share)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True)]  # YAML's folding leaves line ends


def is_one_given(*values: object) -> bool:
    """Tell whether exactly one of these is not None."""
    return values.count(None) == len(values) - 1


class Shape(BaseModel):
    """Anything in a template: it cannot be changed, and holds no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def a_rule(text: str) -> str:
    """Return a recurrence rule as it is written.

    Raises:
        ValueError: if it is none.
    """
    try:
        rrulestr(text)
    except ValueError as error:
        raise ValueError(f"'{text}' is no recurrence rule as in RFC 5545") from error
    return text


def a_zone(name: str) -> str:
    """Return the name of a time zone.

    Raises:
        ValueError: if it is none.
    """
    if name not in available_timezones():
        raise ValueError(f"'{name}' is no time zone; England's is Europe/London")
    return name
