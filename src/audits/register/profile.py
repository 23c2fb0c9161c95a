"""A saved mapping: which of a supplier's headings and words mean which of ours."""

from collections.abc import Mapping
from io import StringIO
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from audits.domain.errors import RegisterError
from audits.domain.remedies import Remedy, Verb
from audits.opening.yaml_files import check_yaml

from .day_order import ALL, Order, Orders
from .shapes import RegisterShape, names_of


HEAD = """\
# How one system's export is read. columns: our name on the left, the export's heading on the right
# (a list of headings where several files are read together).
# values: the export's word on the left, ours on the right.
# dates: day-first or month-first, by our name of the column, or for all.
# times: our name of a day, and the heading of its time of day where that is a column of its own.
# {how_to_use}
"""


def _some(headings: object) -> object:
    if isinstance(headings, str):
        return (headings,)
    return headings


def _by_column(dates: object) -> object:
    if isinstance(dates, str):
        return {ALL: dates}
    return dates


Headings = Annotated[tuple[str, ...], BeforeValidator(_some)]
Dates = Annotated[dict[str, Order], BeforeValidator(_by_column)]


class Profile(BaseModel):
    """How one system's export is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    shape: str
    columns: dict[str, Headings]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: Dates = Field(default_factory=dict)
    times: dict[str, Headings] = Field(default_factory=dict)


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
            "(our name: the export's heading), and may have 'values', 'dates' and 'times'.",
            remedy=Remedy(Verb.WRITE_PROFILE),
        ) from error


def write_profile(profile: Profile, how_to_use: str = "Load with it.") -> str:
    """Return the profile as YAML that a person can edit, with one line on how to use it."""
    text = StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.dump(_plain(profile), text)
    return HEAD.format(how_to_use=how_to_use) + text.getvalue()


def _plain(profile: Profile) -> dict[str, object]:
    """Return a profile as people write it: one heading as a text, several as a list."""
    plain: dict[str, object] = {
        "shape": profile.shape,
        "columns": _plain_headings(profile.columns),
        "values": profile.values,
    }
    if profile.dates:
        plain["dates"] = {name: str(order) for name, order in profile.dates.items()}
    if profile.times:
        plain["times"] = _plain_headings(profile.times)
    return plain


def _plain_headings(columns: Mapping[str, tuple[str, ...]]) -> dict[str, str | list[str]]:
    plain: dict[str, str | list[str]] = {}
    for name, headings in columns.items():
        plain[name] = headings[0] if len(headings) == 1 else list(headings)
    return plain


def check_profile(profile: Profile, shape: RegisterShape) -> None:
    """Refuse a profile of another register, or one that gives the times of what has none here.

    Raises:
        RegisterError: naming it, and the days whose times are kept.
    """
    if profile.shape != shape.register:
        raise RegisterError(f"The profile is for '{profile.shape}', not for '{shape.register}'.")
    for name in profile.times:
        if name not in shape.timed:
            kept = " and ".join(shape.timed) or "no day"
            raise RegisterError(
                f"The profile gives times of '{name}', but {shape.register} keeps the time of day "
                f"of {kept} only. Take it out."
            )


def orders_of(profile: Profile | None, dates: Orders, shape: RegisterShape) -> Orders:
    """Return which comes first, day or month, by column: what is said now, then the profile.

    Raises:
        RegisterError: if it names what is no column of days.
    """
    orders = dict(dates)
    if profile is not None:
        orders = {**profile.dates, **dates}
    days = names_of(shape.day_columns)
    for name in orders:
        if name not in (ALL, *days):
            raise RegisterError(
                f"'{name}' is no column of days of {shape.register}; those are {', '.join(days)}."
            )
    return orders
