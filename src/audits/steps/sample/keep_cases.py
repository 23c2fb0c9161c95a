"""Keep drawn cases under their pseudonyms; who they are goes to the vault."""

import json
from collections.abc import Collection, Mapping

from audits.domain.candidate import Candidate
from audits.sampling import DrawnCase
from audits.storage import AuditedChild, Case, Cycle, Register, UnitOfWork
from audits.templates import template_of
from audits.workspace import Workspace

from .case_days import CaseDays
from .load_register import cases_of
from .owning_units import OwningUnits


class CaseKeeper:
    """Keeps the cases of one cycle; looks them up in its register once."""

    def __init__(
        self, cycle: Cycle, unit_hashes: Collection[str], *, uow: UnitOfWork, workspace: Workspace
    ) -> None:
        self._cycle, self._uow, self._parts = cycle, uow, workspace
        self._template = template_of(cycle.template)
        name, sha256 = self._template.population.name, str(cycle.register_sha256)
        register = uow.first(Register, Register.name == name, Register.sha256 == sha256)
        self._by_hash = cases_of(register, unit_hashes, workspace) if register else {}
        self._days = CaseDays(register, unit_hashes, self._template, workspace)
        self._owners = OwningUnits(self._template, uow)

    def keep(self, case: DrawnCase) -> str:
        """Keep one case and return its reference."""
        candidate = self._by_hash[case.unit_hash]
        ref = self._template.case_ref(self._cycle.ref, self._cycle.opened_on, case.number)
        details = {
            name: candidate.attributes.get(name) or "not recorded"
            for name in self._template.pack.details
        }
        row = Case(
            ref=ref,
            cycle=self._cycle.ref,
            number=case.number,
            unit_hash=case.unit_hash,
            stratum=case.stratum,
            rank=case.rank,
            probability=case.probability,
            targeted=case.targeted,
            why=case.why,
            details=details,
        )
        if self._template.sampling_unit.is_own:
            row.unit = self._owners.of(candidate)
        else:
            row.details = {**details, **self._days.detail(case.unit_hash)}
            self._remember(candidate, ref)
        self._uow.add(row)
        return ref

    def attributes_of(self, unit_hash: str) -> Mapping[str, str]:
        """Return what the register says of a unit that identifies nobody."""
        return self._by_hash[unit_hash].attributes

    def forget(self, case: Case) -> None:
        """Take back that a lost case's children were audited: another audit may draw them."""
        for child in self._by_hash[case.unit_hash].children:
            hashed = self._parts.vault.hash_id(child)
            for row in self._uow.all(
                AuditedChild,
                AuditedChild.child_hash == hashed,
                AuditedChild.cycle == self._cycle.ref,
            ):
                self._uow.remove(row)

    def _remember(self, candidate: Candidate, ref: str) -> None:
        """Keep who a case is, for its key list, and who the family are, to mask their names."""
        people = [dict(person) for person in candidate.identity]
        relatives = [dict(person) for person in candidate.relatives]
        relatives += [{"unit_id": candidate.id, "family_id": candidate.family}]
        self._parts.vault.keep("case", ref, json.dumps(people).encode())
        self._parts.vault.keep("family", ref, json.dumps(relatives).encode())
        for child in candidate.children:
            row = AuditedChild(
                child_hash=self._parts.vault.hash_id(child),
                cycle=self._cycle.ref,
                drawn_on=self._cycle.opened_on,
            )
            self._uow.add_once(row)
