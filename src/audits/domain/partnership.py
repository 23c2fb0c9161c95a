"""Who runs the audits, by name: the body, its groups and offices, and the words of its time.

Names change and law moves bodies about, so no sentence of the program holds one: it asks here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .factors import FACTORS, checked_list
from .from_file import FromFile
from .ladder import Addressee
from .retention import Retention


AGENCY_CODE = re.compile(r"[a-z][a-z0-9_]*")
# What `partnership.toml` says under [words], and templates may write in braces.
WORDS = ("early_help", "front_door", "threshold_document")
ALWAYS_NAMED = (Addressee.QEG_MEMBER, Addressee.CHAIR)  # the ladders of the program go up to them


class MeetingRole(StrEnum):
    """What a body that meets is for: ladders and agendas go by it, whatever the body is called."""

    QUALITY_GROUP = "quality_group"
    EXECUTIVE = "executive"


class PartnerRole(StrEnum):
    """What templates may call a partner by, whichever body it is on a day."""

    HEALTH_COMMISSIONER = "health_commissioner"


class ReportContent(StrEnum):
    """What a section of the yearly report shows of what is kept; the rest of it is written."""

    PARTNERS = "partners"
    AUDITS = "audits"
    IMPROVED = "improved"
    TO_DO = "to_do"


@dataclass(frozen=True, slots=True)
class QualityGroup(FromFile):
    """The group that decides on findings and closes actions.

    ``short`` is a proper name: sentences put no article before it.
    """

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Office(FromFile):
    """An office that letters go up to: its name, and what whoever holds it is called to."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class MeetingBody(FromFile):
    """A body that meets; ``code`` is what people type and what is kept."""

    code: str
    name: str
    role: MeetingRole


@dataclass(frozen=True, slots=True)
class Partner(FromFile):
    """An agency of the partnership, for as long as it was or is one.

    ``agency`` is its code in the list of agencies.

    Raises:
        ValueError: if ``agency`` cannot be such a code.
    """

    name: str
    short: str = ""
    role: PartnerRole | None = None
    agency: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None

    def __post_init__(self) -> None:
        if self.agency and not AGENCY_CODE.fullmatch(self.agency):
            raise ValueError("'agency' is a code of the list of agencies: a-z, 0-9 and _ alone")

    def is_in_force(self, first: date, last: date) -> bool:
        """Return whether it was or is a partner on any of some days."""
        begins, ends = self.in_force_from or date.min, self.in_force_to or date.max
        return begins <= last and first <= ends


@dataclass(frozen=True, slots=True)
class Markings(FromFile):
    """How papers and workbooks are marked for their protection."""

    official: str
    sensitive: str


@dataclass(frozen=True, slots=True)
class ReportSection(FromFile):
    """A section of the yearly report: what is to be written in it, and what it shows."""

    title: str
    asks: str
    shows: ReportContent | None = None


@dataclass(frozen=True, slots=True)
class YearlyReport(FromFile):
    """The headings of the chapter on auditing, of its one-page summary and of the whole report.

    Without ``sections`` the chapter is all that is made.

    Raises:
        ValueError: if there are sections and the report that they are of has no name.
    """

    title: str
    subtitle: str
    improved: str
    improving: str
    to_do: str
    name: str = ""
    sections: tuple[ReportSection, ...] = ()

    def __post_init__(self) -> None:
        if self.sections and not self.name:
            raise ValueError("name the report that the sections are of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(FromFile):
    """Everything that is called differently from one partnership, or one year, to the next.

    Raises:
        ValueError: if a word, an office or a body that is always asked for is not named, or what
            stands among the factors is none.
    """

    version: int
    in_force_from: date
    name: str
    noun: str
    quality_group: QualityGroup
    offices: Mapping[Addressee, Office]
    meetings: tuple[MeetingBody, ...]
    statutory_partners: tuple[Partner, ...]
    relevant_agencies: tuple[Partner, ...] = ()
    designated_agencies: tuple[Partner, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    markings: Markings
    yearly_report: YearlyReport
    retention: Retention = field(default_factory=Retention)
    factors: Mapping[str, str] = field(default_factory=FACTORS.copy)  # why something was found

    def __post_init__(self) -> None:
        checked_list(self.factors)
        nameless = [str(office) for office in ALWAYS_NAMED if office not in self.offices]
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
            "health_commissioner": self.partner(PartnerRole.HEALTH_COMMISSIONER, day),
            "health_commissioner_agency": self.agency(PartnerRole.HEALTH_COMMISSIONER, day),
        }

    def partner(self, role: PartnerRole, day: date) -> str:
        """Return the short name of who has a role on a day; the role itself if nobody has."""
        partner = self._in_role(role, day)
        if partner is None:
            return role.replace("_", " ")
        return partner.short or partner.name

    def agency(self, role: PartnerRole, day: date) -> str:
        """Return the code of the agency that has a role on a day; the role itself if none has."""
        partner = self._in_role(role, day)
        if partner is None or not partner.agency:
            return str(role)
        return partner.agency

    def _in_role(self, role: PartnerRole, day: date) -> Partner | None:
        for partner in (*self.statutory_partners, *self.relevant_agencies):
            if partner.role is role and partner.is_in_force(day, day):
                return partner
        return None

    def _meeting(self, role: MeetingRole) -> list[MeetingBody]:
        return [meeting for meeting in self.meetings if meeting.role is role]


TEMPLATE_WORDS = (
    *WORDS, "partnership", "quality_group", "health_commissioner", "health_commissioner_agency",
)  # fmt: skip
