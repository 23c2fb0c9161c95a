"""Runs a partnership's multi-agency safeguarding audits, from draw to proof of improvement."""

from pathlib import Path


# In a checkout `flows`, `reports` and `audit_templates` lie at the top; in an installed wheel they
# lie beside this file. Either way `audits.flows` imports and `resource_folder` finds the rest.
_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parent.parent
_IN_CHECKOUT = (_CHECKOUT / "flows" / "__init__.py").is_file()
if _IN_CHECKOUT:
    __path__.insert(0, str(_CHECKOUT))


def resource_folder(name: str) -> Path:
    """Return the folder of a packaged resource: ``reports`` or ``audit_templates``."""
    return (_CHECKOUT if _IN_CHECKOUT else _HERE) / name
