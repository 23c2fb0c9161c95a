"""What is open about a cycle's findings, and all findings in short: few statements each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, func, select

from audits.domain.finding import CALLED_WRONG, FindingKind
from audits.domain.status import ActionStatus, CycleStatus, DisagreementStatus

from .tables_action import ActionFinding, ActionRow
from .tables_board import Unit
from .tables_cycle import Cycle, Dispatch
from .tables_learning import FindingRow
from .tables_moderation import Correction, Disagreement, FactCheck
from .tables_other_sources import SpotCheckRow
from .waiting import pack_not_sent


@dataclass(frozen=True, slots=True)
class OpenChecks:
    """How many grades are disputed or differ still, and how many of the spot checks are left."""

    disputed: int
    differs: int
    unchecked: int
    spot_checks: int


class FindingInShort(NamedTuple):
    """One finding with the audit that made it; ``template`` is the digest of what that asked.

    ``id`` is "" for an audit that has none.
    """

    id: str
    cycle: str
    audit: str
    opened_on: date
    status: CycleStatus
    template: str
    question: str
    theme: str
    kind: FindingKind
    x: int
    n: int


def findings_without_answers(session: Session, refs: Collection[str]) -> list[FindingRow]:
    """Return the findings of cycles, each's in their order, without the answers behind them.

    To look at the answers of one is an error: that would be a statement a finding.
    """
    query = _without_answers().where(col(FindingRow.cycle).in_(refs))
    return list(session.exec(query.order_by(col(FindingRow.cycle), col(FindingRow.number))))


def findings_named(session: Session, ids: Collection[str]) -> dict[str, FindingRow]:
    """Return findings by their ids, without the answers behind them."""
    query = _without_answers().where(col(FindingRow.id).in_(ids))
    return {row.id: row for row in session.exec(query)}


def findings_in_short(
    session: Session, questions: Collection[str], theme: str
) -> list[FindingInShort]:
    """Return findings with the audit that made it, and the audits that have none.

    The newest audit's come first. With a ``theme``, they are those that were put under it by hand
    or answer one of these questions.
    """
    # Read by itself: beside their findings the database would look for each audit's row, whose
    # texts are long, where this is all in an index.
    of_audit: tuple[Any, ...] = (
        Cycle.ref, Cycle.kind, Cycle.opened_on, Cycle.status, Cycle.template_sha256,
    )  # fmt: skip
    audits: Any = select(*of_audit)
    audit = audits.cte("audit").prefix_with("MATERIALIZED").c
    finding = FindingRow
    wanted: tuple[Any, ...] = (
        func.coalesce(finding.id, ""), audit.ref, audit.kind, audit.opened_on, audit.status,
        audit.template_sha256, finding.question, finding.theme, finding.kind, finding.x, finding.n,
    )  # fmt: skip
    is_wanted: Any = col(finding.cycle) == audit.ref
    if theme:
        is_about = or_(col(finding.theme) == theme, col(finding.question).in_(questions))
        is_wanted = and_(is_wanted, is_about)
    query: Any = select(*wanted).select_from(audit.ref.table.outerjoin(finding, is_wanted))
    ordered = query.order_by(audit.opened_on.desc(), audit.ref, finding.number)
    # Thousands of rows of plain columns: the session would look at each for what it keeps.
    return list(map(FindingInShort._make, session.connection().execute(ordered).all()))


def questions_asked(session: Session) -> dict[str, str]:
    """Return what audits asked, whole, by its digest: of those that asked the same, once."""
    one_each = select(func.max(Cycle.ref)).group_by(col(Cycle.template_sha256))
    query: Any = select(Cycle.template_sha256, Cycle.template)
    rows: Any = session.execute(query.where(col(Cycle.ref).in_(one_each))).all()
    return dict(rows)


class FindingOfAction(NamedTuple):
    """A finding that an action is about, with how that stands and what theme it has itself."""

    finding: str
    action: str
    status: ActionStatus
    own_theme: str


def findings_of_actions(session: Session) -> list[FindingOfAction]:
    """Return every finding that an action is about which was not withdrawn."""
    wanted: tuple[Any, ...] = (
        ActionFinding.finding, ActionRow.id, ActionRow.status, ActionRow.theme,
    )  # fmt: skip
    query: Any = select(*wanted).select_from(ActionFinding)
    query = query.join(ActionRow, col(ActionRow.id) == col(ActionFinding.action))
    stands = col(ActionRow.status) != ActionStatus.WITHDRAWN
    return list(map(FindingOfAction._make, session.connection().execute(query.where(stands)).all()))


def actions_by_own_theme(session: Session) -> list[tuple[str, ActionStatus, int]]:
    """Return how many actions of a theme stand how, without those withdrawn or of no theme."""
    by = (col(ActionRow.theme), col(ActionRow.status))
    query: Any = select(*by, func.count()).group_by(*by)
    stands = (col(ActionRow.theme) != "", col(ActionRow.status) != ActionStatus.WITHDRAWN)
    return list(map(tuple, session.execute(query.where(*stands))))


def findings_of_action(session: Session, ref: str) -> list[FindingRow]:
    """Return the findings that an action rests on, without the answers behind them."""
    is_behind = select(ActionFinding.finding).where(col(ActionFinding.action) == ref)
    query = _without_answers().where(col(FindingRow.id).in_(is_behind))
    return list(session.exec(query.order_by(col(FindingRow.cycle), col(FindingRow.number))))


def _without_answers() -> Any:
    columns: Any = FindingRow
    return select(FindingRow).options(defer(columns.answers, raiseload=True))


def open_checks(session: Session, ref: str) -> OpenChecks:
    """Return how many grades and spot checks of a cycle are open."""
    left = _count(SpotCheckRow, ref).where(col(SpotCheckRow.held).is_(None))
    counts = (
        _with_status(ref, DisagreementStatus.DISPUTED),
        _with_status(ref, DisagreementStatus.DIFFERS),
        left,
        _count(SpotCheckRow, ref),
    )
    row: Any = session.execute(select(*(query.scalar_subquery() for query in counts))).one()
    return OpenChecks(*row)


@dataclass(frozen=True, slots=True)
class WordOnFacts:
    """One unit asked to check facts, and a word of it on a finding, None where it said none.

    ``is_there``: the cycle has that finding still.
    """

    check: FactCheck
    word: Correction | None
    is_there: bool
    unit_name: str


def rounds_of_checks(session: Session, ref: str) -> list[WordOnFacts]:
    """Return each request to check facts with each word of its unit, as they were said."""
    is_theirs = and_(
        col(Correction.cycle) == col(FactCheck.cycle), col(Correction.unit) == col(FactCheck.unit)
    )
    finding: Any = col(FindingRow.id)
    query: Any = select(FactCheck, Correction, finding, Unit.name)
    query = query.join(Unit, col(Unit.code) == col(FactCheck.unit))
    query = query.outerjoin(Correction, is_theirs)
    query = query.outerjoin(FindingRow, finding == col(Correction.finding))
    query = query.where(FactCheck.cycle == ref).order_by(FactCheck.id, Correction.id)
    rounds = []
    for check, word, row, name in session.exec(query):
        rounds.append(WordOnFacts(check, word, row is not None, name))
    return rounds


def finding_and_words(
    session: Session, ref: str, finding: str
) -> tuple[FindingRow | None, list[Correction]]:
    """Return a finding of a cycle, if there is such a one, with all that was said of it."""
    is_about = and_(
        col(Correction.cycle) == col(FindingRow.cycle),
        col(Correction.finding) == col(FindingRow.id),
    )
    query: Any = select(FindingRow, Correction).outerjoin(Correction, is_about)
    query = query.where(FindingRow.cycle == ref, FindingRow.id == finding).order_by(Correction.id)
    rows = list(session.exec(query))
    words = [word for _, word in rows if word is not None]
    return next((row for row, _ in rows), None), words


def cycles_and_calls(
    session: Session, statuses: Sequence[CycleStatus]
) -> list[tuple[Cycle, int, int]]:
    """Return the cycles that stand so, each with what is open about it.

    That is how many findings units call wrong, unanswered, and how many packs are not sent.
    """
    later = aliased(Correction)
    is_later = and_(
        col(later.cycle) == col(Correction.cycle), col(later.finding) == col(Correction.finding),
        col(later.unit) == col(Correction.unit), col(later.id) > col(Correction.id),
    )  # fmt: skip
    is_open = and_(
        col(Correction.cycle) == col(Cycle.ref), col(Correction.decision) == CALLED_WRONG,
        ~exists().where(is_later), exists().where(col(FindingRow.id) == col(Correction.finding)),
    )  # fmt: skip
    calls: Any = select(func.count()).select_from(Correction).where(is_open)
    units: Any = select(func.count(func.distinct(col(Dispatch.unit)))).select_from(Dispatch)
    not_sent = units.where(col(Dispatch.cycle) == col(Cycle.ref), pack_not_sent())
    counts = [query.correlate(Cycle).scalar_subquery() for query in (calls, not_sent)]
    query: Any = select(Cycle, *counts)
    query = query.where(col(Cycle.status).in_(statuses)).order_by(col(Cycle.ref))
    return [(cycle, called, unsent) for cycle, called, unsent in session.exec(query)]


def _with_status(ref: str, status: DisagreementStatus) -> Any:
    return _count(Disagreement, ref).where(col(Disagreement.status) == status)


def _count(table: Any, ref: str) -> Any:
    return select(func.count()).select_from(table).where(table.cycle == ref)
