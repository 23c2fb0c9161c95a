"""What audits found last: few findings of many, where the others are not looked at."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from audits.domain.status import CycleStatus

from .findings_query import FindingInShort
from .tables_action import ActionFinding
from .tables_cycle import Cycle
from .tables_learning import FindingRow


def last_findings(session: Session, statuses: Collection[CycleStatus]) -> list[FindingInShort]:
    """Return what the newest audit of each kind found, and of all else what was found last.

    Beside them stand the findings that actions are about. They are in order and shape as
    ``findings_in_short``, in three statements, of audits that stand so.
    """
    of_audit: tuple[Any, ...] = (
        Cycle.ref, Cycle.kind, Cycle.opened_on, Cycle.status, Cycle.template_sha256,
    )  # fmt: skip
    stands = col(Cycle.status).in_(statuses)
    newest_first: Any = select(*of_audit).where(stands)
    newest_first = newest_first.order_by(col(Cycle.opened_on).desc(), col(Cycle.ref))
    audits = session.connection().execute(newest_first).all()
    newest = {kind: ref for ref, kind, *_ in reversed(audits)}
    days = _last_days(session, stands, newest.values())
    wanted = {ref for ref, kind, opened_on, *_ in audits if (kind, opened_on) in days}
    wanted.update(newest.values())
    findings = _findings_of(session, wanted)
    listed = []
    for ref, *about in audits:
        for id, _, *content in findings.get(ref, ()):
            listed.append(FindingInShort._make((id, ref, *about, *content)))
        if ref in wanted and ref not in findings:
            listed.append(FindingInShort._make(("", ref, *about, "", "", None, 0, 0)))
    return listed


def _last_days(session: Session, stands: Any, newest: Collection[str]) -> set[tuple[str, Any]]:
    """Return each kind of audit with each day on which it found something for the last time.

    What counts as the same is a question, or the name of a theme, of one version of a template,
    and which way the finding points.
    """
    # Audits are read by themselves, from an index, as a row of one is long; and questions come
    # first among what is the same, as they tell most apart.
    of_audit: tuple[Any, ...] = Cycle.ref, Cycle.kind, Cycle.opened_on, Cycle.template_sha256
    audit: Any = select(*of_audit).where(stands, col(Cycle.ref).not_in(newest))
    of = audit.cte("audit").prefix_with("MATERIALIZED").c
    same = (FindingRow.question, of.template_sha256, FindingRow.theme, FindingRow.kind, of.kind)
    last: Any = select(of.kind, func.max(of.opened_on)).join(
        FindingRow, col(FindingRow.cycle) == of.ref
    )
    return set(map(tuple, session.connection().execute(last.group_by(*same)).all()))


def _findings_of(session: Session, refs: Collection[str]) -> dict[str, list[Sequence[Any]]]:
    """Return the findings of some audits, and all that actions are about, by their audit."""
    wanted: tuple[Any, ...] = (
        FindingRow.id, FindingRow.cycle, FindingRow.question, FindingRow.theme, FindingRow.kind,
        FindingRow.x, FindingRow.n,
    )  # fmt: skip
    is_behind = col(FindingRow.id).in_(select(ActionFinding.finding))
    query: Any = select(*wanted).where(or_(col(FindingRow.cycle).in_(refs), is_behind))
    by_audit = defaultdict[str, list[Sequence[Any]]](list)
    for row in session.connection().execute(query.order_by(col(FindingRow.number))).all():
        by_audit[row.cycle].append(row)
    return dict(by_audit)
