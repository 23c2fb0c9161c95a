"""What is still open before the quality group agrees a cycle's findings: each thing a sentence."""

from collections.abc import Iterator, Sequence

from audits.domain.naming import Audience, naming_of
from audits.domain.remedies import Outstanding, Remedy, Verb
from audits.queries.fact_checks import facts_to_check
from audits.storage import Concern, Cycle, View, is_empty
from audits.templates import template_of
from audits.workspace import Workspace

from .return_status import open_in_words, returns_of_cycle


def left_open(cycle: Cycle, *, view: View, workspace: Workspace) -> list[Outstanding]:
    """Say all that is open: concerns, queries, disputes, spot checks and facts to check.

    Who had not returned when a person went on without them is not said again.
    """
    return [
        *_concerns(cycle, view),
        *_returns(cycle, view),
        *_checks(cycle, view),
        *facts_to_check(cycle, view=view, workspace=workspace),
    ]


def _concerns(cycle: Cycle, view: View) -> Iterator[Outstanding]:
    for row in view.all(
        Concern, Concern.cycle == cycle.ref, is_empty(Concern.acknowledged_at), order_by=Concern.id
    ):
        yield Outstanding(
            f"Nobody has taken up the immediate concern about {row.case_ref}.",
            (Remedy(Verb.ACKNOWLEDGE_CONCERN, str(row.id)),),
        )


def _returns(cycle: Cycle, view: View) -> Iterator[Outstanding]:
    returns = returns_of_cycle(cycle.ref, view)
    known = set()
    for missing in cycle.went_on.get("without", []):
        if not missing["asked"]:
            known.add(missing["unit"])
    naming = naming_of(template_of(cycle.template), Audience.READERS)
    for pack in returns.status.waiting:
        asked = returns.status.asked.get(pack.unit, 0)
        if asked or pack.unit not in known:
            name = naming.one(returns.names[pack.unit])
            yield Outstanding(f"{name[:1].upper()}{name[1:]}: {open_in_words(asked)}.")


def _checks(cycle: Cycle, view: View) -> Iterator[Outstanding]:
    """Yield grades that are disputed or differ, and spot checks that nobody has looked at."""
    open_checks = view.open_checks(cycle.ref)
    if open_checks.disputed:
        yield Outstanding(f"Disputed grades: {open_checks.disputed}.")
    if open_checks.differs:
        yield Outstanding(f"Grades on which graders still differ: {open_checks.differs}.")
    if open_checks.unchecked:
        left = f"{open_checks.unchecked} of {open_checks.spot_checks}"
        yield Outstanding(f"Spot checks not looked at: {left}.")


def in_lines(sentences: Sequence[str]) -> str:
    """Return sentences as a list below a sentence."""
    return "\n".join(f"  {sentence}" for sentence in sentences)
