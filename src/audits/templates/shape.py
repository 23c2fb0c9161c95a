"""What an audit template is, once its shared scales and core questions have been filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from pydantic import AfterValidator, Field, StringConstraints

from audits.domain.amounts import many
from audits.domain.certifying import EVERYBODY
from audits.domain.factors import MOST
from audits.domain.from_file import FromFile
from audits.domain.ladder import Addressee, Escalation
from audits.domain.pack import PackForm, SamplingUnit
from audits.domain.plan import FindingRule, KeyItem, Moderation, Promises, SamplePlan, SpotCheck
from audits.domain.question import Question

from .field_types import Agency, Code, Shape, Words, a_rule, a_zone
from .ladders import Ladder
from .law import LegalText, text_on


Decision = Literal["automatic", "person"]
GateName = Literal["approve_draw", "end_moderation", "sign_off", "release"]
FALL = re.compile(r"^(\d{1,2})\s*% to (\d{1,2})\s*%$")
NO_FALL = "say the usual share and the lower one to notice, as in '86% to 70%'"
ORIGIN = datetime(2020, 1, 1)  # noqa: DTZ001 -- on the wall clock that a rule means
MOST_WATCHED = 5  # forty items would ring falsely some six times a year


def _a_fall(text: str) -> str:
    usual, lower = _hundredths(text)
    if not 0 < lower < usual:
        raise ValueError(NO_FALL)
    return text


def _hundredths(fall: str) -> tuple[int, int]:
    """Return the usual share and the lower one to notice, each in hundredths."""
    match = FALL.match(fall)
    if match is None:
        raise ValueError(NO_FALL)
    return int(match[1]), int(match[2])


def _few(items: Mapping[str, str]) -> Mapping[str, str]:
    if len(items) > MOST_WATCHED:
        raise ValueError(
            f"{many(len(items), 'item')} are to be watched, and at most {MOST_WATCHED} can be: "
            "with each "
            "more, false alarms come oftener. Leave some out"
        )
    return items


Fall = Annotated[str, AfterValidator(_a_fall)]


class RefRule(Shape):
    """How a cycle is named: a prefix, and the period it belongs to."""

    prefix: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]
    by: Literal["week", "month", "quarter", "year"]

    def of(self, on: date) -> str:
        """Return the reference of the cycle that this day falls in, as ``MASH-2017-W10``."""
        return "-".join((self.prefix, *self._period(on)))

    def short(self, on: date) -> str:
        """Return the start of a case's reference, as ``MASH17W10``."""
        year, *part = self._period(on)
        return f"{self.prefix}{year[-2:]}{''.join(part)}"

    def _period(self, on: date) -> tuple[str, ...]:
        if self.by == "week":
            year, week, _ = on.isocalendar()
            return f"{year}", f"W{week:02d}"
        part = {"month": (f"{on.month:02d}",), "quarter": (f"Q{(on.month + 2) // 3}",)}
        return (f"{on.year}", *part.get(self.by, ()))


class Schedule(Shape):
    """When a cycle opens by itself: an RFC 5545 rule, in the zone of the wall clock it means.

    ``missed`` says what becomes of one whose time went by while nothing ran: it is opened for its
    own day once something does, or only said to be missed.
    """

    rule: Annotated[str, AfterValidator(a_rule)]
    zone: Annotated[str, AfterValidator(a_zone)] = "Europe/London"
    missed: Literal["open", "say"] = "open"

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days on which it opens a cycle, the first and the last day among them."""
        start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
        return tuple(sorted({at.date() for at in self._between(start, end)}))

    def moments(self, after: datetime, until: datetime) -> tuple[datetime, ...]:
        """Return the instants after one and until another when it opens a cycle, in order."""
        zone = ZoneInfo(self.zone)
        start = after.astimezone(zone).replace(tzinfo=None)
        end = until.astimezone(zone).replace(tzinfo=None)
        return tuple(at.replace(tzinfo=zone) for at in self._between(start, end) if at > start)

    def _between(self, start: datetime, end: datetime) -> list[datetime]:
        """Return the occurrences on the wall clock.

        Every other week is counted from where the schedule's server counts it.
        """
        origin = min(ORIGIN, datetime.combine(start.date(), time.min))
        return list(rrulestr(self.rule, dtstart=origin).between(start, end, inc=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(FromFile):
    """What is drawn from, since when, and what must be true of what is drawn.

    The window is by the day that ``dated_by`` names, one of the register's own; where it names
    none, by the one that the kind of register says.

    Exactly one of ``register`` (a loaded list), ``issues_of`` (what an earlier kind of audit left
    open) and ``actions_from`` (the open actions of one source). A dataclass, for pydantic's models
    have a ``register`` of their own.
    """

    register: Code | None = None
    window: Annotated[str, Field(pattern=r"^(since_last_draw|everything|[1-9]\d? months)$")]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issues_of: Code | None = None
    actions_from: Code | None = None
    dated_by: Code | None = None

    def __post_init__(self) -> None:
        sources = (self.register, self.issues_of, self.actions_from)
        if sum(map(bool, sources)) != 1:
            raise ValueError("say exactly one of 'register', 'issues_of' and 'actions_from'")
        if self.dated_by and not self.register:
            raise ValueError("'dated_by' names a day of a register: leave it out")

    @property
    def name(self) -> str:
        """Return the name of the register that is drawn from, loaded or made."""
        if self.issues_of:
            return f"issues_of_{self.issues_of}"
        if self.actions_from:
            return f"actions_from_{self.actions_from}"
        return str(self.register)


class PackSettings(Shape):
    """How packs are laid out, what stands beside a case, and what people are told.

    ``date`` says how exactly a case's own day stands beside it: not at all unless it is said.
    """

    form: PackForm
    details: tuple[Code, ...] = ()
    date: Literal["none", "quarter", "month", "day"] = "none"
    instructions: tuple[Words, ...] = ()


class Timeline(Shape):
    """When packs are due back and who hears of it, in working days from the deadline."""

    return_within: Annotated[int, Field(ge=1, le=260)]
    remind: tuple[int, ...] = ()
    escalate: Ladder = (Escalation(10, Addressee.NAMED_PERSON),)
    answer_queries_within: Annotated[int, Field(ge=1, le=60)] = 2
    # None: agencies are not asked to check the facts before the quality group agrees findings.
    check_facts_within: Annotated[int, Field(ge=1, le=60)] | None = None


class TemplateHead(Shape):
    """What a template says in the same words as written and once it is filled in."""

    kind: Code
    version: Annotated[int, Field(ge=1)]
    title: Words
    asks: Words
    unit: Literal["contact", "child", "organisation", "open_issue", "recommendation"]
    ref: RefRule
    schedule: Schedule | None = None
    population: Population
    breakdowns: tuple[Code, ...] = ()  # what is counted of the children, columns of the register
    respondents: tuple[Code, ...] = ()
    owner: Agency | None = None
    certified_by: Mapping[Code, Words] = Field(default_factory=dict)  # an office for each agency
    names_units: bool = True
    bring_forward: bool = False  # the last time's answers stand beside this time's
    pack: PackSettings
    gates: Mapping[GateName, Decision] = Field(default_factory=dict)
    legal_basis: Words
    papers: tuple[Code, ...] = ()
    chapter: Annotated[int, Field(ge=1)] | None = None  # its place in the year's chapter
    spot_check: SpotCheck | None = None
    promises: Promises | None = None
    # Why this is asked at this time; a cycle may say it better.
    why_now: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    key_items: Annotated[Mapping[Code, Fall], AfterValidator(_few)] = Field(default_factory=dict)
    # Why something may have been found, in place of the partnership's own list.
    factors: Annotated[Mapping[Code, Words], Field(max_length=MOST)] = Field(default_factory=dict)

    @property
    def watched(self) -> tuple[KeyItem, ...]:
        """Return the questions whose fall rings an alarm, in the order of the file."""
        items = []
        for code, fall in self.key_items.items():
            usual, lower = _hundredths(fall)
            items.append(KeyItem(code, usual / 100, lower / 100))
        return tuple(items)

    def certifier_of(self, agency: str) -> str:
        """Return the office that certifies an agency's returns, "" if none does."""
        return self.certified_by.get(agency) or self.certified_by.get(EVERYBODY, "")

    @property
    def sampling_unit(self) -> SamplingUnit:
        """Return what one case is."""
        return SamplingUnit(self.unit)


class AuditTemplate(TemplateHead):
    """What one kind of audit asks, of whom, about what, and when an answer is a finding."""

    sample: SamplePlan
    timeline: Timeline
    moderation: Moderation | None = None
    questions: tuple[Question, ...]
    findings: tuple[FindingRule, ...] = ()
    law: tuple[LegalText, ...] = ()  # of the entry that its legal basis names

    def legal_basis_on(self, day: date) -> str:
        """Return why those who are asked must answer, as the law was on a cycle's day."""
        if not self.law:
            return self.legal_basis
        return text_on(self.law, day)

    def is_automatic(self, gate: str) -> bool:
        """Tell whether a gate lets a cycle pass without a person."""
        return (gate, "automatic") in self.gates.items()

    def moderated_questions(self) -> tuple[Question, ...]:
        """Return the questions whose answers are graded again, none without moderation."""
        if self.moderation is None:
            return ()
        return tuple(filter(self.moderation.grades, self.questions))

    def cycle_ref(self, on: date, run: int = 1) -> str:
        """Return the reference of a run of the cycle that this day falls in."""
        return run_ref(self.ref.of(on), run)

    def case_ref(self, cycle: str, on: date, number: int) -> str:
        """Return a case's pseudonym, as ``MASH17W10-03``; in a second run ``MASH17W10R2-03``."""
        run = cycle.removeprefix(self.ref.of(on)).replace("-", "")
        return f"{self.ref.short(on)}{run}-{number:02d}"

    def window_from(self, on: date, last_until: date | None) -> date | None:
        """Return the first day that counts, None for everything there is.

        ``since_last_draw`` goes on where the last draw ended, and goes back one period of the
        cycle when there was none.
        """
        if self.population.window == "everything":
            return None
        if self.population.window == "since_last_draw":
            start = last_until or on - _period(self.ref.by)
            return start + relativedelta(days=1)
        months = int(self.population.window.split()[0])
        return on - relativedelta(months=months) + relativedelta(days=1)


def run_ref(ref: str, run: int) -> str:
    """Return the reference of one run of a period.

    >>> run_ref("MASH-2017-W10", 1), run_ref("MASH-2017-W10", 2)
    ('MASH-2017-W10', 'MASH-2017-W10-R2')
    """
    if run == 1:
        return ref
    return f"{ref}-R{run}"


def _period(by: str) -> relativedelta:
    weeks, months = {"week": (1, 0), "month": (0, 1), "quarter": (0, 3), "year": (0, 12)}[by]
    return relativedelta(weeks=weeks, months=months)
