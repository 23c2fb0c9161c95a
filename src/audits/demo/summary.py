"""What happened and where each file lies, in a business unit's words."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from audits.domain.amounts import many, were
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.queries.actions import list_actions
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.queries_sent import list_queries
from audits.queries.registers import list_registers
from audits.queries.returns import ReturnLine, describe_return, list_returns
from audits.workspace import Workspace


def summary(ref: str, home: Path, *, workspace: Workspace) -> str:
    """Return the closing summary of a cycle."""
    return "\n".join(
        [
            "",
            *_register(workspace),
            *_cycle(ref, workspace),
            *_returns(ref, workspace),
            *_findings(ref, workspace),
            *_actions(ref, workspace),
            *_files(ref, home),
        ]
    )


def _register(workspace: Workspace) -> Iterator[str]:
    loaded = list_registers(workspace=workspace)[-1]
    yield (
        f"Register   {many(loaded.rows_in, 'row')} of a year became "
        f"{many(loaded.units, 'contact')}; "
        f"{many(loaded.rejected, 'row')} could not be used."
    )


def _cycle(ref: str, workspace: Workspace) -> Iterator[str]:
    facts = describe_cycle(ref, workspace=workspace)
    frame, counts = facts.frame, facts.counts
    out = sum(frame.excluded.values())
    sent = list_dispatches(ref, workspace=workspace)
    kinds = Counter(row.purpose for row in sent if row.status == DispatchStatus.SENT)
    yield (
        f"Draw       {ref}: {counts.drawn} of "
        f"{many(frame.eligible or 0, 'eligible contact')} ({frame.population or 0:,} closed since "
        f"the last draw, {out} left out for a reason)."
    )
    yield (
        f"Sent       {many(kinds[Purpose.PACK], 'pack')}, "
        f"{many(kinds[Purpose.KEY_LIST], 'key list')}, "
        f"{many(kinds[Purpose.REMINDER], 'reminder')}, {many(kinds[Purpose.RECEIPT], 'receipt')}, "
        f"{many(kinds[Purpose.QUERY], 'pack that asks again', 'packs that ask again')}, "
        f"{many(kinds[Purpose.CONCERN], 'immediate concern')}."
    )


def _returns(ref: str, workspace: Workspace) -> Iterator[str]:
    yield f"Returned   {describe_cycle(ref, workspace=workspace).counts.returned} of 3 packs:"
    for row in list_returns(ref, workspace=workspace):
        late = ", late" if row.late and row.outcome != "late" else ""
        yield f"             {row.unit:<12} {row.outcome}{late}; {_problems(row)}"
        for concern in describe_return(row.id, workspace=workspace).concerns:
            yield f"             {'':<12} IMMEDIATE CONCERN about {concern.case}, passed on"
    asked = list_queries(ref, workspace=workspace)
    if asked:
        over = sum(query.settled_at is not None for query in asked)
        again = f"{many(len(asked), 'answer')} {were(len(asked))} asked for again"
        yield f"             {again}, and {over} of them came."


def _problems(row: ReturnLine) -> str:
    codes = [problem.code for problem in row.problems]
    if not codes:
        return "nothing to ask"
    return ", ".join(
        f"{codes.count(code)} \u00d7 {code.replace('_', ' ')}" for code in dict.fromkeys(codes)
    )


def _findings(ref: str, workspace: Workspace) -> Iterator[str]:
    findings = list_findings(ref, workspace=workspace)
    yield f"Found      {many(len(findings), 'finding')}:"
    for finding in findings:
        sign = "+" if finding.kind is FindingKind.STRENGTH else "!"
        yield f"           {sign} {finding.text}"
        yield f"             {finding.says}."


def _actions(ref: str, workspace: Workspace) -> Iterator[str]:
    actions = [action for action in list_actions(workspace=workspace) if action.cycle == ref]
    yield f"Actions    {len(actions)} open:"
    for action in actions:
        by = day_in_words(action.due) if action.due else "no day"
        head = f"{action.id} {action.owner}, by {by}, {action.rag}"
        yield f"           {head}: {action.title}"


def _files(ref: str, home: Path) -> Iterator[str]:
    yield "Look at"
    for says, path in (
        ("the register as exported", home / "contacts.csv"),
        ("packs and key lists as sent", home / "outbox"),
        ("the certificate of the draw", home / "papers" / ref / f"{ref}-certificate.txt"),
        ("the week's paper (HTML, Word, PDF)", home / "papers" / ref),
    ):
        yield f"           {says:<36}{path}"
    yield f"To go on by hand: AUDITS_HOME={home} audits action list"
