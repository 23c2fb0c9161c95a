"""How many of the claims that were looked at held."""

from audits.statistics import hypergeometric_interval, in_words
from audits.storage import SpotCheckRow, View


def spot_check_in_words(ref: str, view: View) -> str:
    """Say how many of the claims looked at held, and of how many claims; "" if none was drawn."""
    rows = view.all(SpotCheckRow, SpotCheckRow.cycle == ref)
    if not rows:
        return ""
    checked = [row for row in rows if row.held is not None]
    held, claims = sum(bool(row.held) for row in checked), rows[0].claims
    left = f"; {len(rows) - len(checked)} still to be looked at" if len(checked) < len(rows) else ""
    if not checked:
        return f"{len(rows)} of {claims} claims drawn{left}"
    interval = hypergeometric_interval(held, len(checked), claims)
    return f"Claims that held: {in_words(interval, of='claims')}{left}"
