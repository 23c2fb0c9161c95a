"""Print docs/permissions.md from the table of who may do what: ``make docs``."""

from audits.domain.permissions import Role, may
from audits.domain.remedies import Verb


HEAD = """# Who may do what

Printed by `make docs` from `src/audits/domain/permissions.py`, where the table is the whole rule.
The command line acts as an administrator. Who acts for an agency (its lead with an account, a
contact by a personal link) sees and does everything for the agency's own units alone. Readers are
the chair and lay members. A test compares this page with the code.
"""


def page() -> str:
    """Return the whole page."""
    names = [role.replace("_", " ") for role in Role]
    names = ["quality group" if name == "qeg" else name for name in names]
    head = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    return "\n".join([HEAD, *head, *map(_row, Verb)]) + "\n"


def _row(verb: Verb) -> str:
    cells = ["yes" if may(role, verb) else "" for role in Role]
    return f"| {verb} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(page(), end="")
