"""Who runs the audits, by name: the body, its groups and offices, and the words of its time.

Names change and law moves bodies about, so no sentence of the program holds one: it asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from .ladder import Addressee


# What `partnership.toml` says under [words], and templates may write in braces.
WORDS = (
    "children_inspectorate",
    "early_help",
    "front_door",
    "levels_of_need",
    "police_inspectorate",
    "practice_review",
)
ALWAYS_NAMED = (Addressee.QEG_MEMBER, Addressee.CHAIR)  # the ladders of the program go up to them


class MeetingRole(StrEnum):
    """What a body that meets is for: ladders and agendas go by it, whatever the body is called."""

    QUALITY_GROUP = "quality_group"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class QualityGroup:
    """The group that decides on findings and closes actions.

    ``short`` stands in sentences without an article, as QEG does.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office that letters go up to: its name, and what whoever holds it is called to."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class MeetingBody:
    """A body that meets; ``code`` is what people type and what is kept."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    code: str
    name: str
    role: MeetingRole


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency of the partnership, for as long as it was or is one."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    name: str
    short: str = ""
    role: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Return whether it was or is a partner on a day."""
        first, last = self.in_force_from or date.min, self.in_force_to or date.max
        return first <= day <= last


@dataclass(frozen=True, slots=True)
class Markings:
    """How papers and workbooks are marked for their protection."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    official: str
    sensitive: str


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """The headings of the yearly report and of its one-page summary."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    title: str
    subtitle: str
    improved: str
    improving: str
    to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """Everything that is called differently from one partnership, or one year, to the next.

    Raises:
        ValueError: if a word, an office or a body that is always asked for is not named.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    version: int
    in_force_from: date
    name: str
    noun: str
    quality_group: QualityGroup
    offices: Mapping[Addressee, Office]
    meetings: tuple[MeetingBody, ...]
    statutory_partners: tuple[Partner, ...]
    relevant_agencies: tuple[Partner, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    markings: Markings
    yearly_report: YearlyReport

    def __post_init__(self) -> None:
        nameless = [str(each) for each in ALWAYS_NAMED if each not in self.offices]
        if nameless:
            raise ValueError(f"[offices] must name {' and '.join(nameless)}")
        if set(self.words) != set(WORDS):
            raise ValueError(f"[words] must name these and no others: {', '.join(WORDS)}")
        for role in MeetingRole:
            if len(self._meeting(role)) != 1:
                raise ValueError(f"[[meetings]] must hold one body whose role is '{role}'")
        if len({meeting.code for meeting in self.meetings}) < len(self.meetings):
            raise ValueError("[[meetings]] hold a code twice; give each body its own")

    @property
    def own_names(self) -> tuple[str, ...]:
        """Return what it and its quality group are called, as a plan may name who is to act."""
        return (self.name, self.noun, self.quality_group.name, self.quality_group.short)

    def meeting(self, role: MeetingRole) -> MeetingBody:
        """Return the body that meets in a role."""
        return self._meeting(role)[0]

    def office(self, addressee: Addressee) -> Office:
        """Return what an office is called; one that the partnership has not, in plain words."""
        plain = addressee.replace("_", " ")
        return self.offices.get(addressee, Office(plain, plain))

    def words_on(self, day: date) -> Mapping[str, str]:
        """Return what audit templates may name in braces, as it is called on a day."""
        return {
            **self.words,
            "partnership": self.noun,
            "quality_group": self.quality_group.short,
            "health_commissioner": self.partner("health_commissioner", day),
        }

    def partner(self, role: str, day: date) -> str:
        """Return the short name of who has a role on a day; the role itself if nobody has."""
        for each in (*self.statutory_partners, *self.relevant_agencies):
            if each.role == role and each.is_in_force(day):
                return each.short or each.name
        return role.replace("_", " ")

    def _meeting(self, role: MeetingRole) -> list[MeetingBody]:
        return [meeting for meeting in self.meetings if meeting.role is role]


TEMPLATE_WORDS = (*WORDS, "partnership", "quality_group", "health_commissioner")
