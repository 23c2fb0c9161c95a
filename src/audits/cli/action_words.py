"""One action in lines, as a person reads it: how it stands, on what, and all that was said."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audits.domain.amounts import many

from .words import day_of, in_words


if TYPE_CHECKING:
    from audits.queries.actions import ActionDetail, UpdateLine
    from audits.queries.evidence import EvidenceLine

UNSAID = "other"  # the source of an action that names none


def lines_of(action: "ActionDetail") -> Iterator[str]:
    """Yield an action's lines; what follows the first belongs to it and stands further in."""
    yield f"{action.id}: {action.title}"
    yield from (f"  {line}" for line in _about(action))
    yield from (f"  {line}" for line in _gates(action))
    for file in action.evidence_files:
        yield from _evidence(file)
    yield from (f"  {line}" for line in _impact(action))
    standing = {action.evidence, action.impact, action.closed_why}
    for update in action.history:
        yield f"  {day_of(update.at)}  {_update(update, standing)}"


def reaudit_of(action: "ActionDetail") -> str:
    """Return how to see whether an action worked, "" where nothing can be asked or it was."""
    is_measured = action.measured is not None and action.measured.after is not None
    if not action.reaudit_kind or action.reaudit_cycle or is_measured:
        return ""
    opening = f"audits cycle open {action.reaudit_kind} --on {action.reaudit_on}"
    return f"To see whether it worked, ask again: {opening}"


def _about(action: "ActionDetail") -> Iterator[str]:
    owner = action.owner or "nobody yet"
    yield f"{action.status}, {action.rag}; {owner} is accountable; {_due(action)}"
    if action.typed_why:
        yield f"said to stand {action.typed_rag}: {action.typed_why}"
    if action.lead:
        lead = action.lead
        if action.deputy:
            lead += f" (deputy: {action.deputy})"
        yield f"answered for by: {lead}"
    if action.contributors:
        yield f"contributing: {', '.join(action.contributors)}"
    if action.source != UNSAID:
        yield f"from: {', '.join(filter(None, (action.source, action.recommendation)))}"
    if promised := action.promised_in:
        where = f"{promised.sheet} {promised.cell}"
        yield f"promised by {promised.unit} about {promised.case}, {where}: {promised.asks}"
    yield from _why(action)


def _why(action: "ActionDetail") -> Iterator[str]:
    yield from (f"about {finding}" for finding in action.findings)
    if action.factors:
        yield f"to put right: {', '.join(action.factors)}"
    if action.measure:
        yield f"how we will know it worked: {action.measure}"


def _due(action: "ActionDetail") -> str:
    due = f"due {in_words(action.due)}" if action.due else "no date"
    if action.times_moved:
        due += f", first due {in_words(action.original_due)}"
    return due


def _gates(action: "ActionDetail") -> Iterator[str]:
    if action.completed_at:
        when = day_of(action.completed_at)
        yield f"complete on {when}, says {action.completed_by}: {action.evidence}"
    if action.closed_at:
        words = f"closed on {day_of(action.closed_at)} by {action.closed_by}"
        if action.meeting:
            minute = f", {action.minute}" if action.minute else ""
            words += f" (meeting of {in_words(action.meeting)}{minute})"
        words += f": {action.impact}"
        if action.closed_why and action.closed_why not in action.impact:
            words += f" ({action.closed_why})"
        yield words


def _evidence(file: "EvidenceLine") -> tuple[str, str]:
    given = f"{file.by} on {day_of(file.at)}: {file.shows}"
    return (
        f"  evidence {file.number} ({file.file}, {many(file.size, 'byte')}), {given}",
        f"    SHA-256 {file.sha256}",
    )


def _impact(action: "ActionDetail") -> Iterator[str]:
    words = action.impact_in_words
    if words and words not in action.impact:
        yield words
    yield from action.doubts
    if again := reaudit_of(action):
        yield again


def _update(update: "UpdateLine", standing: set[str]) -> str:
    """Return one thing that was said; a reason only where it stands nowhere else."""
    parts = []
    if update.percent_done is not None:
        parts.append(f"{update.percent_done} per cent done")
    if update.due_after:
        was = f"{in_words(update.due_before)}, then " if update.due_before else ""
        parts.append(f"due {was}{in_words(update.due_after)}")
    if update.status_after:
        parts.append(f"{update.status_before}, then {update.status_after}")
    if update.reason and update.reason not in {*standing, update.text}:
        parts.append(update.reason)
    more = "".join(f" ({part})" for part in parts)
    return f"{update.by}: {update.text}{more}"
