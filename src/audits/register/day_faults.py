"""What keeps columns of days from being read, told of all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from audits.domain.amounts import many
from audits.domain.errors import RegisterError
from audits.domain.remedies import Missing, Remedies, Remedy

from .day_order import Order


@dataclass(frozen=True, slots=True)
class DayFault:
    """What keeps a column of days from being read, with what shows it and what a person can do."""

    says: str
    remedy: Remedies = ()
    may_be_said_of_all: bool = False


def refusal_of(faults: Sequence[DayFault]) -> RegisterError:
    """Return one refusal for every column that a person has to look at."""
    lines: list[str] = []
    remedies: list[Remedy] = []
    for fault in faults:
        lines.append(fault.says)
        remedies += fault.remedy
    if any(map(attrgetter("may_be_said_of_all"), faults)):
        lines.append("It may also be said of all columns at once.")
        remedies += [Remedy(Missing.DAY_ORDER, Order.MONTH_FIRST)]
        remedies += [Remedy(Missing.DAY_ORDER, Order.DAY_FIRST)]
    if len(faults) == 1:
        return RegisterError(" ".join(lines), remedy=tuple(remedies))
    head = f"{many(len(faults), 'column')} of days must be settled before it is read:"
    return RegisterError("\n  ".join([head, *lines]), remedy=tuple(remedies))
