"""A paper as its readers meet it: blocks that every format knows how to show."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from enum import Enum, StrEnum
from typing import Any, TypedDict

from audits.domain.plain_text import clean_text


class Level(StrEnum):
    """How a mark looks; its letter always says the same, for whoever sees no colour."""

    BEST = "best"
    MIDDLE = "middle"
    WORST = "worst"
    ASIDE = "aside"  # not applicable, cannot tell, or not answered


@dataclass(frozen=True, slots=True)
class Mark:
    """One case in a strip: a letter in a square."""

    letter: str
    level: Level
    means: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One question with a square a case; ``words`` say the same without the squares."""

    label: str
    marks: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The start of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Strips:
    """Questions as strips, with what the letters mean."""

    caption: str
    strips: tuple[Strip, ...]
    legend: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. ``widths`` are shares of the line."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences one below the other, each with a mark, after a lead that may be empty."""

    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart twice, what it shows in words, and the table that says the same."""

    svg: bytes
    png: bytes
    alt: str
    table: Table
    share: int = 100  # how much of the line it takes, in hundredths


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle of a drawing, from its upper left corner; ``shade`` as #rrggbb."""

    x: int
    y: int
    wide: int
    high: int
    shade: str


@dataclass(frozen=True, slots=True)
class FindingBar:
    """A finding: its sentence, a drawing of its numbers, the same in words, and both for alt."""

    text: str
    words: str
    alt: str
    shapes: tuple[Shape, ...]


Block = Heading | Text | Strips | Table | Items | Picture | FindingBar


class PaperData(TypedDict):
    """A paper as it is published in JSON."""

    title: str
    subtitle: str
    marking: str
    footer: str
    poster: bool
    blocks: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one version."""

    title: str
    subtitle: str
    marking: str
    footer: str
    blocks: tuple[Block, ...] = field(default=())
    is_poster: bool = False  # large letters, to be read from where it hangs

    def __post_init__(self) -> None:
        """Clean its words, wherever they come from, so that every format can hold them."""
        for own in fields(self):
            object.__setattr__(self, own.name, with_texts(getattr(self, own.name), clean_text))

    def as_data(self) -> PaperData:
        """Return the paper as plain values, each block with its kind."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "marking": self.marking,
            "footer": self.footer,
            "poster": self.is_poster,
            "blocks": list(map(_as_data, self.blocks)),
        }


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a paper, or a part of one, with each of its texts changed."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(value)
    if isinstance(value, tuple):
        return tuple(with_texts(inner, change) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        texts = {f.name: with_texts(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **texts)
    return value


def _as_data(block: Block) -> dict[str, object]:
    match block:
        case Heading(text) | Text(text):
            return {"kind": type(block).__name__.lower(), "text": text}
        case Table(caption, headings, rows, widths):
            return {
                "kind": "table", "caption": caption, "headings": list(headings),
                "rows": list(map(list, rows)), "widths": list(widths),
            }  # fmt: skip
        case Items(lead, items):
            return {"kind": "items", "lead": lead, "items": list(items)}
        case Picture(svg, _, alt, table, share):
            return {**_as_data(table), "kind": "picture", "svg": svg.decode(), "alt": alt,
                    "share": share}  # fmt: skip
        case FindingBar(text, words, alt, shapes):
            return {
                "kind": "finding", "text": text, "words": words, "alt": alt,
                "shapes": list(map(asdict, shapes)),
            }  # fmt: skip
        case Strips(caption, strips, legend):
            return {
                "kind": "strips", "caption": caption, "legend": legend,
                "strips": list(map(_strip_as_data, strips)),
            }  # fmt: skip


def _strip_as_data(strip: Strip) -> dict[str, object]:
    marks = [{"letter": m.letter, "level": m.level.value, "means": m.means} for m in strip.marks]
    return {"label": strip.label, "words": strip.words, "marks": marks}
