"""Whether day or month comes first in a column of days: what shows it, and what contradicts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import polars as pl

from audits.domain.days import day_from

from .cleaning import groups_in, in_other_order, tidy


# Two numbers below 32 and a year; what has its year in front, or its month as a word, is certain.
NUMBERS = r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{4}|\d{2})\s*$"
ISO = r"^\d{4}-\d{2}-(\d{2})$"
SHORT_YEAR = r"^\s*(\d{2})[/.\-](\d{2})[/.\-](\d{2})\s*$"
MONTHS = 12
ENOUGH = 4  # different days that begin with one and the same number


class Order(StrEnum):
    """Which of the two numbers before the year is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"

    @property
    def other(self) -> "Order":
        """Return the other order."""
        if self is Order.DAY_FIRST:
            return Order.MONTH_FIRST
        return Order.DAY_FIRST

    @property
    def words(self) -> str:
        """Return it as a sentence has it: "the day first"."""
        return f"the {self.value.replace('-', ' ')}"


ALL = "all"  # in place of a column's name
Orders = Mapping[str, Order]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the texts of one column show: how many are days in one order only, or in either.

    ``of`` are those texts, each with how often it occurs; ``ready`` those that are days already.
    ``year_first`` is one of texts whose two digits in front are the year, "" if they are not.
    """

    of: Mapping[Order, Mapping[str, int]] = field(default_factory=dict)
    either: Mapping[str, int] = field(default_factory=dict)
    ready: tuple[str, ...] = ()
    year_first: str = ""

    def count(self, order: Order) -> int:
        """Return in how many cells only this order gives a day."""
        return sum(self.of.get(order, {}).values())

    @property
    def only(self) -> Order | None:
        """Return the order that something shows and nothing contradicts."""
        shown = list(filter(self.count, Order))
        if len(shown) != 1:
            return None
        return shown[0]

    @property
    def is_turned(self) -> bool:
        """Tell whether a program took the days that it could, and turned those round.

        What it could not stayed text and has the month first; what it took has no day above 12.
        """
        days = {int(text[-2:]) for text in self.ready}
        return self.only is Order.MONTH_FIRST and len(self.ready) > 2 and max(days) <= MONTHS


def evidence_in(counted: Mapping[str, int]) -> Evidence:
    """Return what texts show, each with how often it occurs."""
    texts = pl.Series("text", list(counted), dtype=pl.String)
    first, second = groups_in(texts, NUMBERS, 1, 2)
    one, two = first.cast(pl.Int32), second.cast(pl.Int32)
    low_one, low_two = one.is_between(1, MONTHS), two.is_between(1, MONTHS)
    day_first = one.is_between(MONTHS + 1, 31) & low_two
    month_first = low_one & two.is_between(MONTHS + 1, 31)
    return Evidence(
        of={
            Order.DAY_FIRST: _counts(texts.filter(day_first), counted),
            Order.MONTH_FIRST: _counts(texts.filter(month_first), counted),
        },
        either=_counts(texts.filter(low_one & low_two & (one != two)), counted),
        ready=tuple(texts.filter(texts.str.contains(ISO))),
        year_first=_year_first(texts),
    )


def with_days_to_come(evidence: Evidence, today: date) -> Evidence:
    """Return evidence of a column whose days have all been: one to come has its month first.

    Only where no number shows the order, and where no day would be to come the other way round.
    """
    if any(map(evidence.count, Order)):
        return evidence
    turned, left = {}, {}
    for text, count in evidence.either.items():
        has_been, has_been_turned = _has_been(tidy(text), today)
        if has_been and not has_been_turned:
            return evidence
        if has_been_turned and not has_been:
            turned[text] = count
        else:
            left[text] = count
    return replace(evidence, of={Order.MONTH_FIRST: turned}, either=left)


def _has_been(text: str, today: date) -> tuple[bool, bool]:
    """Tell whether a day has been, with the day first and with the month first."""
    first, other = day_from(text), day_from(in_other_order(text))
    return bool(first and first <= today), bool(other and other <= today)


def _year_first(texts: pl.Series) -> str:
    """Return a text such as 17/03/31 of those that all begin with one number and end with several.

    Days of one month, in years of two digits, look so; days of people who were all born, or all
    came, on a seventeenth do not.
    """
    short = texts.filter(texts.str.contains(SHORT_YEAR).fill_null(value=False))
    first, last = groups_in(short, SHORT_YEAR, 1, 3)
    if len(short) < ENOUGH or first.n_unique() > 1 or last.n_unique() < ENOUGH:
        return ""
    return str(short[0])


def _counts(texts: pl.Series, counted: Mapping[str, int]) -> dict[str, int]:
    return {text: counted[text] for text in texts}
