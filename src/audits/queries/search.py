"""What a few words find: audits, cases by their pseudonyms, actions, agencies and contacts.

No child is found by name: who a case is stands in the vault, which is not asked here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from audits.domain.remedies import Verb
from audits.storage import Agency, Case, Contact, Cycle, Unit, View, any_of, ends_with, holds
from audits.workspace import Workspace

from .action_list import ActionFilter, reviewed
from .actions import ActionLine, action_line
from .cycle_titles import CycleTitle, title_of, with_packs


AT_MOST = 20  # of one kind: whoever sees more says more
SHORTEST = 3  # letters of a case's reference or of an address: fewer are in all of them


@dataclass(frozen=True, slots=True)
class CaseFound:
    """A case under its pseudonym, and the audit that it was drawn for."""

    ref: str
    cycle: str


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit, with its agency's name."""

    code: str
    name: str
    agency_name: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class ContactFound:
    """Somebody who is written to for a unit."""

    id: int
    name: str
    email: str
    unit: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found, by kind; at most so many of each, the newest first."""

    cycles: tuple[CycleTitle, ...] = ()
    cases: tuple[CaseFound, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    units: tuple[UnitFound, ...] = ()
    contacts: tuple[ContactFound, ...] = ()

    @property
    def number(self) -> int:
        """Return how many things were found."""
        return sum(map(len, (self.cycles, self.cases, self.actions, self.units, self.contacts)))


def search(
    words: str,
    *,
    may: Callable[[Verb], bool],
    agencies: tuple[str, ...] | None,
    workspace: Workspace,
) -> Matches:
    """Return what has these words in it, of what somebody ``may`` see, in nine statements.

    ``agencies`` are those whose actions alone may be seen, None where all may.
    """
    asked = ActionFilter(words=words, agencies=agencies, limit=AT_MOST)
    with workspace.open_view() as view:
        actions = reviewed(asked, view=view, workspace=workspace)
        matches = Matches(actions=tuple(map(action_line, actions)))
        if may(Verb.SEE_CYCLES):
            matches = replace(matches, cycles=_cycles(words, view), cases=_cases(words, view))
        if may(Verb.SEE_AGENCIES):
            units = tuple(_units(words, view))
            matches = replace(matches, units=units, contacts=_contacts(words, view))
        return matches


def _cycles(words: str, view: View) -> tuple[CycleTitle, ...]:
    called = any_of(holds(Cycle.ref, words), holds(Cycle.title, words))
    rows = view.newest(Cycle, called, by=Cycle.opened_on, limit=AT_MOST)
    return tuple(with_packs(map(title_of, rows), view)) if rows else ()


def _cases(words: str, view: View) -> tuple[CaseFound, ...]:
    """Return cases by their reference, or by how it ends."""
    if len(words) < SHORTEST:
        return ()
    rows = view.newest(Case, ends_with(Case.ref, words), by=Case.ref, limit=AT_MOST)
    return tuple(CaseFound(row.ref, row.cycle) for row in rows)


def _units(words: str, view: View) -> Iterator[UnitFound]:
    """Yield units that are called so, or whose agency is."""
    agencies = view.values_by(Agency.code, Agency.name)
    wanted = words.casefold()
    for unit in view.all(Unit, order_by=Unit.name):
        names = (unit.code, unit.name, unit.agency, agencies[unit.agency])
        if wanted in "\n".join(names).casefold():
            yield UnitFound(unit.code, unit.name, agencies[unit.agency], unit.left_on is not None)


def _contacts(words: str, view: View) -> tuple[ContactFound, ...]:
    if len(words) < SHORTEST:
        return ()
    called = any_of(holds(Contact.email, words), holds(Contact.name, words))
    return tuple(map(_contact, view.newest(Contact, called, by=Contact.id, limit=AT_MOST)))


def _contact(row: Contact) -> ContactFound:
    return ContactFound(row.id or 0, row.name, row.email, row.unit, row.left_on is not None)
