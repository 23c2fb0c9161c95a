"""What the list of cycles says of each: where it stands, in the words of the website's pages."""

from typing import TYPE_CHECKING

from audits.domain.cycle_words import CYCLE_WORDS, cycle_in_words


if TYPE_CHECKING:
    from audits.queries.cycle_titles import CycleTitle
    from audits.queries.cycles import CycleSummary


def cycle_stands(row: "CycleTitle") -> str:
    """Return where a cycle stands, as people read it."""
    return cycle_in_words(row.status, row.packs_not_sent)


def ways_to_type(row: "CycleTitle | CycleSummary") -> tuple[str, str]:
    """Return where a cycle stands in both ways that --status takes: of --json, and in words."""
    return row.status, CYCLE_WORDS[row.status]
