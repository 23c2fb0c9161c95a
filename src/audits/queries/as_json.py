"""A view as scripts read it: the one place that names the keys, for ``--json`` and the website."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from audits.domain.level import Level


Plain: TypeAlias = "str | int | float | list[Plain] | dict[str, Plain] | None"
JsonSchema: TypeAlias = dict[str, Any]
Stamp = Callable[[datetime], str]


def as_plain(value: object, stamp: Stamp = datetime.isoformat) -> Plain:
    """Return a view as JSON knows it: an object with its fields in order, days and moments as text.

    A field named for one of Python's own words, as ``return_``, loses its underscore. ``stamp``
    writes a moment, in ISO 8601 unless it says otherwise.

    Raises:
        TypeError: for anything else that JSON has no form for.
    """
    if isinstance(value, Enum):
        return as_plain(value.value, stamp)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):  # before days, for it is one
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Level):
        return str(value)
    if isinstance(value, list | tuple):
        return [as_plain(item, stamp) for item in value]
    return {name: as_plain(item, stamp) for name, item in fields_of(value).items()}


def fields_of(value: object) -> Mapping[str, object]:
    """Return a view's fields, or a mapping's items, by the names that scripts read."""
    if isinstance(value, Mapping):
        return {str(name): item for name, item in value.items()}
    if is_dataclass(value):
        return {field.name.rstrip("_"): getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def as_utc(moment: datetime) -> str:
    """Return a moment as some lists have always given it to scripts: in UTC, with a Z."""
    return moment.isoformat().replace("+00:00", "Z")


def schema_of(kind: Any) -> JsonSchema:
    """Return the JSON Schema of what `as_plain` makes of a value of this type.

    Raises:
        TypeError: for a type that JSON has no form for.
    """
    origin, of = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return {"anyOf": list(map(schema_of, of))}
    if origin in (tuple, list):
        return {"type": "array", "items": schema_of(of[0])}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(of[1])}
    if kind in SCHEMAS:
        return dict(SCHEMAS[kind])
    if issubclass(kind, Enum):
        return {"type": "string", "enum": list(map(as_plain, kind))}
    return _schema_of_view(kind)


def _schema_of_view(kind: Any) -> JsonSchema:
    hints = get_type_hints(kind)
    properties = {}
    for field in fields(kind):
        properties[field.name.rstrip("_")] = schema_of(hints[field.name])
    schema: JsonSchema = {"type": "object", "properties": properties}
    return {**schema, "required": list(properties), "additionalProperties": False}


SCHEMAS: Mapping[Any, Mapping[str, str]] = {
    NoneType: {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Level: {"type": "string"},
}
