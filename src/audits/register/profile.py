"""A saved mapping: which of a supplier's headings and words mean which of ours."""

from collections.abc import Mapping
from io import StringIO
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits.domain.errors import RegisterError
from audits.opening.yaml_files import check_yaml

from .day_order import ALL, Order, Orders
from .shapes import RegisterShape


HEAD = """\
# How one system's export is read. columns: our name on the left, the export's heading on the right
# (a list of headings where several files are read together).
# values: the export's word on the left, ours on the right.
# dates: day-first or month-first, by our name of the column, or for all.
# Give it with --profile to: audits {command}
"""


def _some(headings: object) -> object:
    return (headings,) if isinstance(headings, str) else headings


def _by_column(dates: object) -> object:
    return {ALL: dates} if isinstance(dates, str) else dates


Headings = Annotated[tuple[str, ...], BeforeValidator(_some)]
Dates = Annotated[dict[str, Order], BeforeValidator(_by_column)]


class Profile(BaseModel):
    """How one system's export is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    shape: str
    columns: dict[str, Headings]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: Dates = Field(default_factory=dict)


def read_profile(text: str, name: str = "The profile") -> Profile:
    """Return the profile in a YAML text.

    Raises:
        RegisterError: if it is no profile.
        UserError: if it holds more than can be read safely.
    """
    check_yaml(text.encode(), name)
    try:
        return Profile.model_validate(YAML(typ="safe").load(text))
    except (YAMLError, ValidationError) as error:
        raise RegisterError(
            f"{name} is not a mapping profile: it needs 'shape' and 'columns' "
            "(our name: the export's heading), and may have 'values' and 'dates'. "
            "Have one written for you: audits register load FILE --as NAME --write-profile P"
        ) from error


def write_profile(profile: Profile, command: str = "register load") -> str:
    """Return the profile as YAML that a person can edit, with the ``command`` that takes it."""
    text = StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.dump(_plain(profile), text)
    return HEAD.format(command=command) + text.getvalue()


def _plain(profile: Profile) -> Mapping[str, Any]:
    """Return a profile as people write it: one heading as a text, several as a list."""
    columns = {
        name: headings[0] if len(headings) == 1 else list(headings)
        for name, headings in profile.columns.items()
    }
    dates = {"dates": {name: str(order) for name, order in profile.dates.items()}}
    plain = profile.model_dump(exclude={"dates"})
    return {**plain, "columns": columns, **(dates if profile.dates else {})}


def orders_of(profile: Profile | None, dates: Orders, shape: RegisterShape) -> Orders:
    """Return which comes first, day or month, by column: what is said now, then the profile.

    Raises:
        RegisterError: if it names what is no column of days.
    """
    orders = {**(profile.dates if profile else {}), **dates}
    days = [column.name for column in shape.columns if column.is_day]
    for name in orders:
        if name not in (ALL, *days):
            raise RegisterError(
                f"'{name}' is no column of days of {shape.register}; those are {', '.join(days)}."
            )
    return orders
