"""Free text at every door: masked by all that is known of the children an audit is about."""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from audits.domain.naming import Audience, naming_of
from audits.domain.status import ENDED_CYCLE
from audits.storage import ActionRow, Case, Cycle, Unit, View, none_of, one_of
from audits.workspace import Workspace

from .current_rows import asked_units


if TYPE_CHECKING:
    from audits.masking import Masker, Person


def masker_for(about: object, *, view: View, workspace: Workspace) -> "Masker":
    """Return what masks texts about a cycle, a case or an action, or about none of them."""
    cycle = _cycle_about(about, view) if isinstance(about, str) and about else None
    cycles = [cycle] if cycle else _not_over(view)
    kept = tuple(_kept(cycles, "masking what was written", view=view, workspace=workspace))
    return _masker_of_one(kept) if cycle else _masker_of_everybody(kept)


def _cycle_about(about: str, view: View) -> str | None:
    if view.find(Cycle, about) is not None:
        return about
    case, action = view.first(Case, Case.ref == about), view.find(ActionRow, about)
    if case is not None:
        return case.cycle
    if action is None:
        return None
    return cycle_of(action, view)


def _not_over(view: View) -> list[str]:
    return view.values(Cycle.ref, none_of(Cycle.status, ENDED_CYCLE), order_by=Cycle.ref)


def _masker(kept: tuple[bytes, ...]) -> "Masker":
    from audits.masking import Masker

    return Masker(_read(kept))


# Each is made once while nobody is added to its people. Of everybody only the newest is held: it
# takes 35 KB a person, and whenever a case is drawn there is another.
_masker_of_one = functools.lru_cache(maxsize=4)(_masker)
_masker_of_everybody = functools.lru_cache(maxsize=1)(_masker)


def people_of(
    cycles: Iterable[str], why: str, *, view: View, workspace: Workspace
) -> "list[Person]":
    """Return everybody whom the vault knows in the cases of some cycles, replaced ones too.

    Where an audit names no unit, the units' own names are among them. One look a cycle is recorded.
    """
    return list(_read(_kept(cycles, why, view=view, workspace=workspace)))


def _read(kept: Iterable[bytes]) -> "Iterator[Person]":
    for content in kept:
        yield from json.loads(content)


def _kept(cycles: Iterable[str], why: str, *, view: View, workspace: Workspace) -> Iterator[bytes]:
    """Yield the people of some cycles as the vault keeps them: JSON lists."""
    for ref in cycles:
        cases = view.values(Case.ref, Case.cycle == ref, order_by=Case.number)
        wanted = [(kind, case) for case in cases for kind in ("case", "family")]
        if wanted:
            contents = workspace.vault.look_at(wanted, why, recorded_as=("people", ref))
            yield from filter(None, contents)
        if own := _own_names(ref, view):
            yield json.dumps(own).encode()


def cycle_of(action: ActionRow, view: View) -> str | None:
    """Return the cycle that an action comes from, None for one of other origin."""
    for ref in (action.cycle, action.source):
        if ref and view.find(Cycle, ref):
            return ref
    return None


def masker_of_units(ref: str, view: View) -> "Masker":
    """Return what masks by form alone, and units' own names where their audit names none."""
    from audits.masking import Masker

    return Masker(_own_names(ref, view))


def _own_names(ref: str, view: View) -> "list[Person]":
    """Return the names of the units of an audit that names none."""
    from audits.templates import template_of

    cycle = view.find(Cycle, ref)
    if cycle is None or naming_of(template_of(cycle.template), Audience.READERS).units:
        return []
    asked = one_of(Unit.code, asked_units(ref, view))
    units = view.all(Unit, asked, order_by=Unit.code)
    return [{"unit": unit.name, "unit_code": unit.code} for unit in units]
