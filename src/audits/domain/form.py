"""A template as a form to be filled in: its fields, and how each value is written in one cell."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict


EMPTY = "\\e"  # an empty text in a list; a cell that is empty says nothing at all
YES, NO = "yes", "no"
# Words that mean no to pydantic; to YAML 1.2 `no` is a text.
NOT_SO = frozenset({"false", "no", "n", "off", "f", "0", ""})


class Kind(StrEnum):
    """How a field's value stands in its cell."""

    TEXT = "text"
    FLAG = "flag"  # yes or no
    LINES = "lines"  # one a line
    PAIRS = "pairs"  # name: value, one a line; several values are parted by semicolons
    MIXED = "mixed"  # one a line, words or name: value


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be filled in.

    ``path`` leads to it in the template's file; ``offers`` names the list of words it may be;
    ``counts`` tells that its values are whole numbers where they look like one, ``shares`` that
    they are shares, and ``several`` that each name of its pairs has a list.
    """

    path: tuple[str, ...]
    kind: Kind = Kind.TEXT
    needed: bool = False
    choices: tuple[str, ...] = ()
    offers: str = ""
    counts: bool = False
    shares: bool = False
    several: bool = False
    means: str = ""

    @property
    def key(self) -> str:
        """Return its path in one word, as ``sample.strata.by``."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Form:
    """Every field of a template, by where it stands.

    ``offered`` holds the words that fields offer, by the name of their list, each with its meaning.
    """

    audit: tuple[Field, ...]
    question: tuple[Field, ...]
    choice: tuple[Field, ...]
    finding: tuple[Field, ...]
    offered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class SectionContent(TypedDict, total=False):
    """One section of a template's file, with what it says of each question."""

    title: str
    questions: list[dict[str, Any]]


class ScaleContent(TypedDict, total=False):
    """One scale of a template's own, with what its file says of each choice."""

    title: str
    choices: list[dict[str, Any]]


class TemplateContent(TypedDict, total=False):
    """A template as its YAML file writes it, "5 working days" a text still.

    Named are the keys that a workbook makes sheets and lists of. Every other one is looked up by
    the path of its `Field`, as are those of a question, a choice or a finding.
    """

    title: str
    respondents: list[str]
    sections: list[SectionContent]
    scales: dict[str, ScaleContent] | None
    findings: list[dict[str, Any]] | None


def as_cell(value: Any, of: Field) -> str:
    """Return a value as its cell shows it.

    >>> as_cell({"outcome": ["Early help", "Advice"]}, Field(("w",), Kind.PAIRS, several=True))
    'outcome: Early help; Advice'
    """
    match of.kind:
        case Kind.FLAG:
            return NO if str(value).casefold() in NOT_SO else YES
        case Kind.LINES:
            return "\n".join(_escaped(str(item)) for item in value)
        case Kind.PAIRS:
            return "\n".join(f"{_escaped(str(k), ':')}: {_one(v)}" for k, v in value.items())
        case Kind.MIXED:
            return _mixed(value, of)
        case _:
            return str(value)


def from_cell(text: str, of: Field) -> Any:
    """Return the value that a cell's text means.

    What means nothing is returned as it stands, for the template's own rules to refuse.
    """
    match of.kind:
        case Kind.FLAG:
            return {YES: True, NO: False}.get(text.strip().casefold(), text)
        case Kind.LINES:
            return [_counted(_plain(line), of) for line in _lines(text)]
        case Kind.PAIRS:
            return dict(_pair(line, of) for line in _lines(text))
        case Kind.MIXED:
            return _from_mixed(text, of)
        case _:
            if of.shares:
                return _share(text)
            return _counted(text, of)


def _one(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_escaped(str(item), ";") for item in value)
    return _escaped(str(value), ";")


def _pair(line: str, of: Field) -> tuple[str, Any]:
    name, *rest = _parted(line, ":")
    text = ":".join(rest).strip()
    if not of.several:
        return _plain(name.strip()), _counted(_plain(text), of)
    items = _parted(text, ";") if text else []
    return _plain(name.strip()), [_counted(_plain(item.strip()), of) for item in items]


def _mixed(value: Any, of: Field) -> str:
    if of.counts and isinstance(value, int):
        return str(value)
    if not isinstance(value, list):
        return f"= {json.dumps(value, ensure_ascii=False)}"
    return "\n".join(_item(item, of) for item in value)


def _item(item: Any, of: Field) -> str:
    if isinstance(item, str):
        return _escaped(item)
    if isinstance(item, Mapping) and item and all(_is_plain(v, of) for v in item.values()):
        return ", ".join(f"{name}: {_escaped(str(value), ',')}" for name, value in item.items())
    return json.dumps(item, ensure_ascii=False)


def _is_plain(value: Any, of: Field) -> bool:
    """Tell whether a value may stand in a line of names and values and be read as the same."""
    if isinstance(value, str):
        return bool(_counted(value, of) == value)
    return of.counts and type(value) is int


def _from_mixed(text: str, of: Field) -> Any:
    if text.startswith("= "):
        return _json(text[2:])
    whole = _counted(text, of)
    if not isinstance(whole, str):
        return whole
    return [_from_item(line, of) for line in _lines(text)]


def _from_item(line: str, of: Field) -> Any:
    if line.startswith(("{", "[")):
        return _json(line)
    if ": " not in line:
        return _plain(line)
    pairs = [part.partition(": ") for part in _parted(line, ",")]
    return {name.strip(): _counted(_plain(value.strip()), of) for name, _, value in pairs}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _counted(text: str, of: Field) -> Any:
    digits = text.strip().removeprefix("-")
    return int(text) if of.counts and digits.isascii() and digits.isdecimal() else text


def _share(text: str) -> str:
    """Return a share as it is written, also where a spreadsheet made a fraction of it."""
    try:
        return f"{round(float(text) * 100)}%"
    except ValueError:
        return text.strip()


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip())


def _escaped(text: str, mark: str = "") -> str:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    if mark:
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped or EMPTY


def _plain(text: str) -> str:
    if text == EMPTY:
        return ""
    plain, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            escaped = next(letters, "")
            plain += "\n" if escaped == "n" else escaped
        else:
            plain += letter
    return plain


def _parted(text: str, mark: str) -> list[str]:
    """Return the parts between marks that are not escaped, each still escaped."""
    parts, letters = [""], iter(text)
    for letter in letters:
        if letter == mark:
            parts.append("")
        else:
            parts[-1] += letter + (next(letters, "") if letter == "\\" else "")
    return parts
