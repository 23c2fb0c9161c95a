"""The letters of one run of the chase: everything that the same people are to hear, in one."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
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
        refs = {each.cycle.ref for each in letter.about}
        cycle = refs.pop() if len(refs) == 1 else None
        to = (letter.channel, letter.recipients)
        row = due_now(
            letter.purpose, letter.address.unit, words, to=to, cycle=cycle, workspace=workspace
        )
        row.addressed_to = letter.address.to
        row.key = f"{cycle or 'returns'}/{row.unit}/{row.purpose}/{_mark(letter, workspace)}"
        uow.add(row)
        uow.add_all([_about(row.key, each) for each in letter.about])
        uow.note("dispatch due", row.key)


def _gathered(reached: Sequence[Chased], *, view: View, workspace: Workspace) -> list[_Letter]:
    letters: dict[tuple[object, ...], _Letter] = {}
    for each in reached:
        for letter in _letters_about(each, view=view, workspace=workspace):
            # Nobody to write to: that unit's own, which is refused and says so.
            people = letter.recipients or letter.address.unit.code
            office = (letter.address.to, letter.address.instead_of)
            key = (letter.purpose, office, letter.channel, people)
            letters.setdefault(key, letter).about.append(each)
    return list(letters.values())


def _letters_about(each: Chased, *, view: View, workspace: Workspace) -> Iterator[_Letter]:
    assert each.rung is not None  # noqa: S101 -- of those that reached one
    purpose, to = each.rung.purpose, each.rung.to
    unit = view.get(Unit, each.pack.unit)
    for address in addresses(to, unit, each.agency(view), view=view, workspace=workspace):
        routes = recipients_by_route(purpose, address.unit, view, address.to)
        for place, (channel, people) in enumerate(routes.items()):
            yield _Letter(purpose, to, address, channel, tuple(people), place > 0)


def _mark(letter: _Letter, workspace: Workspace) -> str:
    """Return what tells a letter from all others to its unit: its rung, or the day and all."""
    rungs = [f"{e.cycle.ref}/{e.pack.unit}/{e.rung.step}/{e.due}" for e in letter.about if e.rung]
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


def _about(key: str, each: Chased) -> LetterAbout:
    assert each.rung is not None  # noqa: S101 -- of those that reached one
    return LetterAbout(
        dispatch=key, cycle=each.cycle.ref, unit=each.pack.unit, due=each.due, step=each.rung.step
    )


def _facts(
    letter: _Letter, waiting: Sequence[Chased], *, view: View, workspace: Workspace
) -> Record:
    names = {agency.code: agency.name for agency in view.all(Agency)}
    agencies = list(dict.fromkeys(each.agency(view) for each in letter.about))
    units = dict.fromkeys(view.get(Unit, each.pack.unit).name for each in letter.about)
    about_now = {(each.cycle.ref, each.pack.unit) for each in letter.about}
    also = [
        each
        for each in waiting
        if letter.to in ABOVE
        and each.pack.due_at < workspace.clock()
        and each.agency(view) in agencies
        and (each.cycle.ref, each.pack.unit) not in about_now
        and naming_of(each.template, _audience(letter.to)).units
    ]
    return {
        "partnership": workspace.partnership,
        "contact": workspace.board.contact,
        "unit_name": in_a_row(list(units)),
        "agency_name": in_a_row([names[code] for code in agencies]),
        "agencies": len(agencies),
        "to": str(letter.to),
        "is_above": letter.to in ABOVE,
        "office": workspace.partnership.office(letter.to),
        "missing": workspace.partnership.office(letter.address.instead_of or letter.to),
        "instead_of": letter.address.instead_of,
        "items": [_item(each, view=view, workspace=workspace) for each in letter.about],
        "also": [_item(each, view=view, workspace=workspace) for each in also],
        "is_query": False,
    }


def _item(each: Chased, *, view: View, workspace: Workspace) -> Record:
    return {
        "title": each.cycle.title,
        "cycle": each.cycle.ref,
        "unit_name": view.get(Unit, each.pack.unit).name,
        "file_name": each.pack.file_name,
        "deadline": deadline_in_words(each.pack.due_at, workspace),
        "is_overdue": each.pack.due_at < workspace.clock(),
        "was_extended": each.pack.due_at != each.cycle.due_at,
        "told": _told(each, view, workspace),
    }


def _told(each: Chased, view: View, workspace: Workspace) -> str:
    """Say who has been written to about a return, and when: of letters that went, no others."""
    about = view.all(
        LetterAbout,
        LetterAbout.cycle == each.cycle.ref,
        LetterAbout.unit == each.pack.unit,
        LetterAbout.due == each.due,
    )
    letters = view.all(
        Dispatch,
        one_of(Dispatch.key, sorted({row.dispatch for row in about})),
        order_by=Dispatch.sent_at,
    )
    sent = [
        (_heard(row, workspace.partnership), workspace.calendar.local_date(row.sent_at))
        for row in letters
        if row.sent_at
    ]
    parts = []
    for who, letters_to in groupby(dict.fromkeys(sent), key=lambda pair: pair[0]):
        days = [day_in_words(day) for _, day in letters_to]
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
