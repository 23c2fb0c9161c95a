"""Which texts of law a template cites."""

from .law import Law, LegalText, names_entry
from .own_units import Refuse
from .refusals import nearest


def cited_law(legal_basis: str, law: Law, refuse: Refuse) -> tuple[LegalText, ...]:
    """Return the texts of the entry that a legal basis names; none of words of its own."""
    if not names_entry(legal_basis):
        return ()
    if legal_basis not in law:
        refuse(
            ("legal_basis",),
            f"there is no entry '{legal_basis}' in shared/law.yaml. {nearest(legal_basis, law)}",
        )
    return law.get(legal_basis, ())
