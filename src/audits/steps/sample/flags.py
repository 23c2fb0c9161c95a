"""Flag drawn cases that a person must look at, and keep what the person decided."""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict

from audits.domain.errors import StatusError
from audits.domain.remedies import Remedies, Remedy, Verb
from audits.domain.spelling import folded, folded_name
from audits.queries.flagged_cases import undecided_flags
from audits.sampling import Certificate, flags_of
from audits.storage import Contact, Cycle, Unit, Vault, View, is_empty, one_of
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .keep_cases import CaseKeeper


class CaseFlags(TypedDict):
    """Why a person must look at a case, and what the person said; so a certificate holds it."""

    flags: list[str]
    why: str


class Flagger:
    """Knows who would audit a cycle's cases, and flags those that are theirs already."""

    def __init__(self, cycle: Cycle, *, view: View, workspace: Workspace) -> None:
        template = template_of(cycle.template)
        self._plan = template.sample
        self._auditors = _auditors(template, view, workspace)

    def flag(self, cases: Mapping[str, str], keeper: CaseKeeper) -> dict[str, CaseFlags]:
        """Return the flags of each case that has any; ``cases`` maps references to units."""
        flagged: dict[str, CaseFlags] = {}
        for ref, unit in cases.items():
            flags = flags_of(keeper.attributes_of(unit), self._plan, auditors=self._auditors)
            if flags:
                flagged[ref] = {"flags": list(flags), "why": ""}
        return flagged


def hash_of_worker(name: str, vault: Vault) -> str:
    """Return the keyed hash by which a worker's name is compared, nothing for nobody.

    Names are folded first: ``Smith, Jane`` is ``jane smith``. A register keeps this hash as its
    attribute ``worker_hash``, and no worker's name.
    """
    plain = folded_name(name)
    if not plain:
        return ""
    return vault.hash_id(f"worker {plain}")


def accept_flags(certificate: Certificate, why: str) -> Certificate:
    """Return a certificate with a person's reason beside every flag that waited.

    Raises:
        StatusError: if flags wait and no reason of the person's own is given.
    """
    left = undecided_flags(certificate)
    if left and why.strip() in ("", "approved", "automatic"):
        raise StatusError(flags_in_words(left), remedy=remedies(certificate["ref"]))
    flags = dict(certificate.get("flags", {}))
    for ref in left:
        flags[ref] = {**flags[ref], "why": why}
    return {**certificate, "flags": flags}


def check_flags(certificate: Mapping[str, Any]) -> None:
    """Refuse to go on while a flagged case waits for a person.

    Raises:
        StatusError: naming each such case and what may be done.
    """
    left = undecided_flags(certificate)
    if left:
        raise StatusError(flags_in_words(left), remedy=remedies(certificate["ref"]))


def flags_in_words(flags: Mapping[str, Collection[str]]) -> str:
    """Return flagged cases as a sentence."""
    cases = []
    for ref, names in flags.items():
        words = ", ".join(names).replace("_", " ")
        cases.append(f"{ref} ({words})")
    return (
        f"A person must look at {', '.join(cases)}. Approve with your reason, or replace the case."
    )


def remedies(ref: str) -> Remedies:
    """Return what a person may do about flagged cases."""
    return Remedy(Verb.APPROVE_DRAW, ref), Remedy(Verb.REPLACE_CASE, ref)


def _auditors(template: AuditTemplate, view: View, workspace: Workspace) -> dict[str, set[str]]:
    stands = is_empty(Unit.left_on)
    units = view.all(Unit, one_of(Unit.agency, template.respondents), stands)
    codes = [unit.code for unit in units]
    people = view.values(Contact.name, one_of(Contact.unit, codes), is_empty(Contact.left_on))
    workers = {hash_of_worker(name, workspace.vault) for name in people}
    return {"worker": workers, "team": {folded(unit.name) for unit in units}}
