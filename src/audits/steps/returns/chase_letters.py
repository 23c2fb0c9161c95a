"""The letters of one run of the chase: everything that the same people are to hear, in one."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from audits.actions import Rung
from audits.domain.days import day_in_words
from audits.domain.ladder import OF_THE_PARTNERSHIP, Addressee
from audits.domain.message import Purpose
from audits.domain.naming import Audience, naming_of
from audits.domain.partnership import Partnership
from audits.queries.deadlines import deadline_in_words
from audits.queries.recipients import Address, addresses, recipients_by_route
from audits.reporting import render_letter
from audits.steps.dispatch.letters import due_now
from audits.steps.dispatch.own_links import place_for_links
from audits.steps.dispatch.reword import in_own_words
from audits.storage import (
    Agency,
    Cycle,
    Dispatch,
    IssuedPack,
    LetterAbout,
    Unit,
    UnitOfWork,
    View,
    one_of,
)
from audits.templates import AuditTemplate
from audits.workspace import Workspace


ABOVE = (Addressee.QEG_MEMBER, *OF_THE_PARTNERSHIP)  # told of all that an agency owes
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chased:
    """A return that is waited for, the local day it is due on, and the rung that it stands on."""

    pack: IssuedPack
    cycle: Cycle
    template: AuditTemplate
    due: date
    rung: Rung | None

    def agency(self, view: View) -> str:
        """Return the agency whose member of the quality group hears of it.

        An audit that names no unit outside is told to the agency that runs it, and to no other.
        """
        unit = view.get(Unit, self.pack.unit)
        if naming_of(self.template, Audience.READERS).units:
            return unit.agency
        return self.template.owner or unit.agency


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter in the making: to whom, by which route, about which returns."""

    purpose: Purpose
    to: Addressee
    address: Address
    channel: str
    recipients: tuple[str, ...]
    is_second: bool  # by another route than the first that this return is chased by
    about: list[Chased] = field(default_factory=list)


def _audience(to: Addressee) -> Audience:
    """Return who reads about others' returns: their own member runs the audit, those above not."""
    if to is Addressee.QEG_MEMBER:
        return Audience.CHASERS
    return Audience.READERS


def write_letters(
    reached: Sequence[Chased], waiting: Sequence[Chased], *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Make the letters about returns that reached a rung, in the caller's transaction.

    ``waiting`` is everything that is waited for: who hears for an agency, or for all, is told
    of all that is overdue there.
    """
    for letter in _gathered(reached, view=uow, workspace=workspace):
        facts = _facts(letter, waiting, view=uow, workspace=workspace)
        words = render_letter(str(letter.purpose), facts)
        refs = {chased.cycle.ref for chased in letter.about}
        cycle = refs.pop() if len(refs) == 1 else None
        to = (letter.channel, letter.recipients)
        row = due_now(
            letter.purpose, letter.address.unit, words, to=to, cycle=cycle, workspace=workspace
        )
        in_own_words(row, uow)
        row.addressed_to = letter.address.to
        row.key = f"{cycle or 'returns'}/{row.unit}/{row.purpose}/{_mark(letter, workspace)}"
        uow.add(row)
        uow.add_all([_about(row.key, chased) for chased in letter.about])
        uow.note("dispatch due", row.key)


def _gathered(reached: Sequence[Chased], *, view: View, workspace: Workspace) -> list[_Letter]:
    letters: dict[tuple[object, ...], _Letter] = {}
    for chased in reached:
        for letter in _letters_about(chased, view=view, workspace=workspace):
            # Nobody to write to: that unit's own, which is refused and says so.
            people = letter.recipients or letter.address.unit.code
            office = (letter.address.to, letter.address.instead_of)
            key = (letter.purpose, office, letter.channel, people)
            letters.setdefault(key, letter).about.append(chased)
    return list(letters.values())


def _letters_about(chased: Chased, *, view: View, workspace: Workspace) -> Iterator[_Letter]:
    assert chased.rung is not None  # noqa: S101 -- of those that reached one
    purpose, to = chased.rung.purpose, chased.rung.to
    unit = view.get(Unit, chased.pack.unit)
    for address in addresses(to, unit, chased.agency(view), view=view, workspace=workspace):
        routes = recipients_by_route(purpose, address.unit, view, address.to)
        for place, (channel, people) in enumerate(routes.items()):
            yield _Letter(purpose, to, address, channel, tuple(people), place > 0)


def _mark(letter: _Letter, workspace: Workspace) -> str:
    """Return what tells a letter from all others to its unit: its rung, or the day and all."""
    rungs = []
    for chased in letter.about:
        if chased.rung:
            ref, unit = _return_of(chased)
            rungs.append(f"{ref}/{unit}/{chased.rung.step}/{chased.due}")
    first = letter.about[0]
    if len(rungs) > 1:
        text = "/".join([letter.address.to, *rungs])
        mark = f"{workspace.today()}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    else:
        assert first.rung is not None  # noqa: S101 -- of those that reached one
        is_escalation = letter.purpose is Purpose.ESCALATION
        mark = f"{first.pack.unit}-{first.rung.index}" if is_escalation else str(first.rung.index)
        if first.pack.due_at != first.cycle.due_at:
            mark += f"-{first.due}"
    if letter.is_second:
        mark += f"-{letter.channel}"
    return mark


def _about(key: str, chased: Chased) -> LetterAbout:
    assert chased.rung is not None  # noqa: S101 -- of those that reached one
    return LetterAbout(
        dispatch=key,
        cycle=chased.cycle.ref,
        unit=chased.pack.unit,
        due=chased.due,
        step=chased.rung.step,
    )


def _facts(
    letter: _Letter, waiting: Sequence[Chased], *, view: View, workspace: Workspace
) -> Record:
    items = partial(_item, view=view, workspace=workspace)
    agencies: dict[str, str] = {}
    units: dict[str, None] = {}
    for chased in letter.about:
        agency = chased.agency(view)
        agencies[agency] = view.get(Agency, agency).name
        units[view.get(Unit, chased.pack.unit).name] = None
    also = _also_overdue(letter, agencies, waiting, view=view, workspace=workspace)
    return {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "unit_name": in_a_row(list(units)),
        "agency_name": in_a_row(list(agencies.values())),
        "agencies": len(agencies),
        "to": str(letter.to),
        "is_above": letter.to in ABOVE,
        "office": workspace.partnership.office(letter.to),
        "missing": workspace.partnership.office(letter.address.instead_of or letter.to),
        "instead_of": letter.address.instead_of,
        "items": list(map(items, letter.about)),
        "also": list(map(items, also)),
        "is_query": False,
        "own_links": place_for_links(workspace),
    }


def _also_overdue(
    letter: _Letter,
    agencies: Collection[str],
    waiting: Sequence[Chased],
    *,
    view: View,
    workspace: Workspace,
) -> Iterator[Chased]:
    """Yield what else is overdue in these agencies, for who hears of all that they owe."""
    if letter.to not in ABOVE:
        return
    told_of = set(map(_return_of, letter.about))
    for chased in waiting:
        is_overdue = chased.pack.due_at < workspace.clock()
        if not is_overdue or _return_of(chased) in told_of:
            continue
        is_named = naming_of(chased.template, _audience(letter.to)).units
        if is_named and chased.agency(view) in agencies:
            yield chased


def _return_of(chased: Chased) -> tuple[str, str]:
    return chased.cycle.ref, chased.pack.unit


def _item(chased: Chased, *, view: View, workspace: Workspace) -> Record:
    return {
        "title": chased.cycle.title,
        "cycle": chased.cycle.ref,
        "unit_name": view.get(Unit, chased.pack.unit).name,
        "file_name": chased.pack.file_name,
        "deadline": deadline_in_words(chased.pack.due_at, workspace),
        "is_overdue": chased.pack.due_at < workspace.clock(),
        "was_extended": chased.pack.due_at != chased.cycle.due_at,
        "told": _told(chased, view, workspace),
    }


def _told(chased: Chased, view: View, workspace: Workspace) -> str:
    """Say who has been written to about a return, and when: of letters that went, no others."""
    about = view.values(
        LetterAbout.dispatch,
        LetterAbout.cycle == chased.cycle.ref,
        LetterAbout.unit == chased.pack.unit,
        LetterAbout.due == chased.due,
    )
    letters = view.all(
        Dispatch,
        one_of(Dispatch.key, sorted(set(about))),
        order_by=Dispatch.sent_at,
    )
    sent: dict[tuple[str, str], None] = {}
    for row in letters:
        if row.sent_at:
            day = workspace.calendar.local_date(row.sent_at)
            sent[_heard(row, workspace.partnership), day_in_words(day)] = None
    parts = []
    for who, letters_to in groupby(sent, key=itemgetter(0)):
        days = [day for _, day in letters_to]
        parts.append(f"{who} on {in_a_row(days)}")
    return "; ".join(parts)


def _heard(letter: Dispatch, partnership: Partnership) -> str:
    """Return what a letter did; one that went to nobody in the office it was for says so."""
    if letter.purpose == Purpose.REMINDER:
        return "reminded"
    office = letter.addressed_to.partition(":")[0]
    return (
        f"{partnership.office(Addressee(office)).name} written to"
        if office
        else "business unit told"
    )


def in_a_row(words: Sequence[str]) -> str:
    """Return words as a sentence lists them.

    >>> in_a_row(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = words
    if not first:
        return last
    return f"{', '.join(first)} and {last}"
