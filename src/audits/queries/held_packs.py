"""Which packs are not out yet: a person here has still to look at them, or they are just due."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.storage import Dispatch, View
from audits.workspace import Workspace

from .letters_to_approve import waits_to_be_approved
from .recipients import unconfirmed_cycles, waits_for_recipients


class HeldFor(StrEnum):
    """What is still to be done before a pack goes."""

    RECIPIENTS = "recipients"  # the business unit confirms who gets it
    LETTERS = "letters"  # the business unit reads its letter
    SENDING = "sending"  # nobody has to look at it: it goes with what is sent next


def held_units(
    messages: Iterable[Dispatch], unconfirmed: frozenset[str], workspace: Workspace
) -> Mapping[str, HeldFor]:
    """Return the units that no pack has gone to, and what theirs waits for.

    ``messages`` are a cycle's; ``unconfirmed`` the cycles whose recipients nobody has confirmed.
    """
    held: dict[str, HeldFor] = {}
    reached = set()
    for row in messages:
        if row.purpose != Purpose.PACK:
            continue
        if row.status is not DispatchStatus.DUE:
            reached.add(row.unit)
        elif waits_for_recipients(row, unconfirmed, workspace):
            held[row.unit] = HeldFor.RECIPIENTS
        elif waits_to_be_approved(row, workspace):
            held[row.unit] = HeldFor.LETTERS
        else:
            held.setdefault(row.unit, HeldFor.SENDING)
    return {unit: reason for unit, reason in held.items() if unit not in reached}


def held_units_of(ref: str, view: View, workspace: Workspace) -> Mapping[str, HeldFor]:
    """Return the same of one cycle."""
    packs = view.all(Dispatch, Dispatch.cycle == ref, Dispatch.purpose == Purpose.PACK)
    return held_units(packs, unconfirmed_cycles(view), workspace)


def held_packs(ref: str, *, workspace: Workspace) -> Mapping[str, HeldFor]:
    """Return the units of a cycle whose packs are not sent yet, and what they wait for."""
    with workspace.open_view() as view:
        return held_units_of(ref, view, workspace)


def packs_not_sent(view: View) -> Mapping[str, int]:
    """Return for each cycle how many units their pack has not gone to; none of those without."""
    return Counter(cycle for cycle, _ in view.units_without_pack())
