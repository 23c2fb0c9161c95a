"""What is still open before the quality group agrees a cycle's findings: each thing a sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.domain.naming import Audience, naming_of
from audits.domain.remedies import Outstanding, Remedy, Verb
from audits.domain.status import DisagreementStatus
from audits.queries.fact_checks import facts_to_check
from audits.storage import Concern, Cycle, Disagreement, SpotCheckRow, Unit, View, is_empty
from audits.templates import template_of
from audits.workspace import Workspace

from .return_status import open_in_words, return_status


def left_open(cycle: Cycle, *, view: View, workspace: Workspace) -> list[Outstanding]:
    """Say all that is open: concerns, queries, disputes, spot checks and facts to check.

    Who had not returned when a person went on without them is not said again.
    """
    return [
        *_concerns(cycle, view),
        *map(Outstanding, _returns(cycle, view)),
        *map(Outstanding, _disputes(cycle, view)),
        *map(Outstanding, _spot_checks(cycle, view)),
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


def _returns(cycle: Cycle, view: View) -> Iterator[str]:
    so_far = return_status(cycle.ref, view)
    known = set()
    for missing in cycle.went_on.get("without", []):
        if not missing["asked"]:
            known.add(missing["unit"])
    naming = naming_of(template_of(cycle.template), Audience.READERS)
    for pack in so_far.waiting:
        asked = so_far.asked.get(pack.unit, 0)
        if asked or pack.unit not in known:
            name = naming.one(view.get(Unit, pack.unit).name)
            yield f"{name[:1].upper()}{name[1:]}: {open_in_words(asked)}."


def _disputes(cycle: Cycle, view: View) -> Iterator[str]:
    rows = view.all(Disagreement, Disagreement.cycle == cycle.ref)
    counts = Counter(row.status for row in rows)
    if counts[DisagreementStatus.DISPUTED]:
        yield f"Disputed grades: {counts[DisagreementStatus.DISPUTED]}."
    if counts[DisagreementStatus.DIFFERS]:
        yield f"Grades on which graders still differ: {counts[DisagreementStatus.DIFFERS]}."


def _spot_checks(cycle: Cycle, view: View) -> Iterator[str]:
    rows = view.all(SpotCheckRow, SpotCheckRow.cycle == cycle.ref)
    left = [row for row in rows if row.held is None]
    if left:
        yield f"Spot checks not looked at: {len(left)} of {len(rows)}."


def in_lines(sentences: Sequence[str]) -> str:
    """Return sentences as a list below a sentence."""
    return "\n".join(f"  {sentence}" for sentence in sentences)
