"""The agreed weeks of a month or a quarter, and the cases of one question in them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.errors import UserError
from audits.domain.finding import JudgedCase
from audits.domain.question import Question
from audits.findings import Tally, tally
from audits.queries.case_answers import judged_questions
from audits.queries.estimates import drawn_strata
from audits.statistics import is_even
from audits.storage import Cycle, View
from audits.templates import AuditTemplate, template_of


MONTH, QUARTER = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$"), re.compile(r"^(\d{4})-Q([1-4])$")
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter: its months, and how it is called."""

    name: str
    months: tuple[tuple[int, int], ...]
    words: str

    def holds(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return (day.year, day.month) in self.months

    def is_before(self, day: date) -> bool:
        """Tell whether it had ended before a day."""
        return (day.year, day.month) > self.months[-1]


@dataclass(frozen=True, slots=True)
class Week:
    """One agreed cycle with its judged cases, by question.

    ``frames`` says how many could be drawn from each stratum, ``strata`` where each case is from,
    where the draw gave some strata a greater chance than others; otherwise both are empty.
    """

    cycle: Cycle
    template: AuditTemplate
    judged: dict[str, tuple[Question, tuple[JudgedCase, ...]]]
    frames: Mapping[str, int] = field(default_factory=dict)
    strata: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Return the day that says which month it belongs to."""
        return day_of(self.cycle)

    def asks_alike(self, question: Question) -> bool:
        """Tell whether it asked a question in the same words and on the same scale."""
        asked, _ = self.judged.get(question.id, (None, ()))
        return asked is not None and (asked.asks, asked.scale) == (question.asks, question.scale)


def period_of(text: str) -> Period:
    """Return the period that a person wrote.

    Raises:
        UserError: if it is neither a month nor a quarter.
    """
    if month := MONTH.match(text):
        year, number = int(month[1]), int(month[2])
        return Period(text, ((year, number),), f"{NAMES[number - 1]} {year}")
    if quarter := QUARTER.match(text):
        year, first = int(quarter[1]), 3 * int(quarter[2]) - 2
        words = f"{NAMES[first - 1]} to {NAMES[first + 1]} {year}"
        months = (year, first), (year, first + 1), (year, first + 2)
        return Period(text, months, words)
    raise UserError(f"'{text}' is no period. Write a month as 2017-03 and a quarter as 2017-Q1.")


def day_of(cycle: Cycle) -> date:
    """Return the day that says which month a cycle belongs to."""
    return cycle.until or cycle.opened_on


def week_of(cycle: Cycle, view: View) -> Week:
    """Return a cycle with its judged cases."""
    template = template_of(cycle.template)
    judged = {question.id: (question, cases) for question, cases in judged_questions(cycle, view)}
    strata = drawn_strata(cycle, view)
    if is_even(strata.rates):
        return Week(cycle, template, judged)
    return Week(cycle, template, judged, strata.frames, strata.of_case)


def weeks_in(period: Period, weeks: Iterable[Week]) -> list[Week]:
    """Return the weeks that belong to a period."""
    return [week for week in weeks if period.holds(week.day)]


def refs_of(weeks: Iterable[Week]) -> list[str]:
    """Return the references of the cycles of these weeks."""
    return [week.cycle.ref for week in weeks]


def good_of(question: Question, template: AuditTemplate) -> tuple[str, ...]:
    """Return the choices that count as good: a rule's for a strength, else the best alone."""
    for rule in template.findings:
        if rule.question == question.id and rule.strength_when is not None:
            return rule.strength_when.of
    return (question.scale.best.code,) if question.scale else ()


def alike(question: Question, weeks: Iterable[Week]) -> Iterator[tuple[Week, Tally]]:
    """Yield the weeks that asked this in the same words and on the same scale, with their cases.

    Answers to other words are another question's, and are never put into one trend with these.
    """
    for week in weeks:
        if week.asks_alike(question):
            _, cases = week.judged[question.id]
            yield week, tally(cases)


def labels_of(question: Question, codes: Collection[str]) -> str:
    """Return the labels of these choices of a question, joined by "or"."""
    if question.scale is None:
        return ""
    return " or ".join(choice.label for choice in question.scale.choices if choice.code in codes)


def good_in(cases: Tally, good: tuple[str, ...]) -> int:
    """Return how many of the judged cases were good."""
    return sum(case.value in good for case in cases.judged)
