"""Freeze what a cycle found, and freeze it again while nobody has agreed to it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from audits.actions import proposed_actions
from audits.domain.action import Action, Origin
from audits.domain.frequency import in_borne_words, plainest
from audits.domain.gates import SIGN_OFF
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.case_answers import findings_now
from audits.queries.estimates import estimate_kept
from audits.queries.finding_rows import finding_row
from audits.queries.promised_actions import promised_actions
from audits.steps.cycle.gates import open_gate
from audits.storage import (
    ActionFinding,
    ActionRow,
    ActionUpdate,
    Correction,
    Cycle,
    FindingRow,
    UnitOfWork,
    View,
    one_of,
)
from audits.templates import template_of
from audits.workspace import Workspace

from .breakdowns import keep_breakdowns
from .factors import factors_kept, give_back_factors


def freeze_findings(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Freeze what a cycle found and propose its actions, in this transaction; it is analysed."""
    findings = _add_findings(cycle, uow)
    keep_breakdowns(cycle, uow=uow, workspace=workspace)
    actions = _add_actions(cycle, iter(()), set(), uow=uow, workspace=workspace)
    if cycle.status is CycleStatus.ISSUED:
        uow.move_cycle(cycle, CycleStatus.MODERATING)
    uow.move_cycle(cycle, CycleStatus.ANALYSED)
    uow.note("findings frozen", cycle.ref, findings=findings, actions=actions)
    open_gate(SIGN_OFF, cycle, uow=uow, workspace=workspace)


def refreeze_findings(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Replace an analysed cycle's findings: answers changed before the quality group agreed.

    Proposed actions keep their numbers as far as there are as many; one that somebody has
    written about stays as it is.
    """
    wording = _wording(cycle, uow)
    factors = factors_kept(cycle.ref, uow)
    links = _take_out_findings(cycle, uow)
    freed, titles = _take_out_proposed(cycle, uow)
    _add_findings(cycle, uow, wording)
    give_back_factors(factors, cycle.ref, uow)
    _link_again(links, freed, cycle, uow)
    numbers = (int(ref[1:]) for ref in freed)
    _add_actions(cycle, numbers, titles, uow=uow, workspace=workspace)
    uow.note("findings frozen again", cycle.ref)


def _take_out_findings(cycle: Cycle, uow: UnitOfWork) -> list[tuple[str, str]]:
    """Remove a cycle's findings, and return which action was about which."""
    refs = uow.values(FindingRow.id, FindingRow.cycle == cycle.ref)
    links = []
    for link in uow.all(ActionFinding, one_of(ActionFinding.finding, refs)):
        links.append((link.action, link.finding))
        uow.remove(link)
    for finding in uow.all(FindingRow, FindingRow.cycle == cycle.ref):
        uow.remove(finding)
    return links


def _take_out_proposed(cycle: Cycle, uow: UnitOfWork) -> tuple[list[str], set[str]]:
    """Remove the proposed actions that nobody has written about.

    Returns:
        Their ids, in order, and the titles of those that stay.
    """
    freed, titles = [], set()
    for action in uow.all(
        ActionRow,
        ActionRow.cycle == cycle.ref,
        ActionRow.status == ActionStatus.PROPOSED,
        order_by=ActionRow.id,
    ):
        if uow.count(ActionUpdate, ActionUpdate.action == action.id):
            titles.add(action.title)
        else:
            freed.append(action.id)
            uow.remove(action)
    return freed, titles


def _add_findings(
    cycle: Cycle, uow: UnitOfWork, wording: Mapping[tuple[str, str], str] | None = None
) -> int:
    findings = findings_now(cycle, uow)
    for number, finding in enumerate(findings, start=1):
        row = finding_row(finding, cycle.ref, number)
        words = (wording or {}).get((row.kind, plainest(row.text)), row.text)
        row.text = in_borne_words(words, estimate_kept(row).ends[0])
        uow.add(row)
    return len(findings)


def _wording(cycle: Cycle, view: View) -> dict[tuple[str, str], str]:
    """Return which words agencies had put in place of a finding's, by its kind and its own words.

    Words are kept, but for how often where the numbers no longer bear it; numbers are always made
    from the answers.
    """
    kinds = {row.id: row.kind for row in view.all(FindingRow, FindingRow.cycle == cycle.ref)}
    wording: dict[tuple[str, str], str] = {}
    for correction in view.all(Correction, Correction.cycle == cycle.ref, order_by=Correction.id):
        before, after = correction.text_before, correction.text_after
        if after == before or correction.finding not in kinds:
            continue
        own = (str(kinds[correction.finding]), plainest(before))
        wording[_corrected_before(before, wording) or own] = after
    return wording


def _corrected_before(text: str, wording: Mapping[tuple[str, str], str]) -> tuple[str, str] | None:
    """Return whose words a text took the place of, if it did."""
    for own, words in wording.items():
        if words == text:
            return own
    return None


def _add_actions(
    cycle: Cycle, numbers: Iterator[int], titles: set[str], *, uow: UnitOfWork, workspace: Workspace
) -> int:
    """Propose what findings suggest, but for ``titles``, and what units promise themselves.

    The numbers of ``numbers`` go first.
    """

    def next_number() -> int:
        return next(numbers, 0) or uow.next_number("action")

    actions = proposed_actions(
        findings_now(cycle, uow),
        template_of(cycle.template).findings,
        today=workspace.today(),
        calendar=workspace.calendar,
        cycle=cycle.ref,
        next_number=next_number,
    )
    wanted = [action for action in actions if action.title not in titles]
    for action in wanted:
        uow.add(_action_row(action))
        for finding in action.findings:
            uow.add(ActionFinding(action=action.id, finding=finding))
    promised = tuple(
        promised_actions(cycle, next_number=next_number, view=uow, workspace=workspace)
    )
    uow.add_all(promised)
    return len(wanted) + len(promised)


def _link_again(
    links: Sequence[tuple[str, str]], freed: Collection[str], cycle: Cycle, uow: UnitOfWork
) -> None:
    """Link actions that stay to findings that came out again."""
    standing = set(uow.values(FindingRow.id, FindingRow.cycle == cycle.ref))
    for action, finding in links:
        if action not in freed and finding in standing:
            uow.add(ActionFinding(action=action, finding=finding))


def _action_row(action: Action) -> ActionRow:
    return ActionRow(
        id=action.id,
        title=action.title,
        source=action.source,
        origin=Origin.AUDIT,
        cycle=action.cycle,
        owner=action.owner,
        due=action.due,
        original_due=action.original_due or action.due,
        status=action.status,
        opened_on=action.opened_on,
        measure=action.measure,
    )
