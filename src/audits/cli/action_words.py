"""One action in lines, as a person reads it: how it stands, on what, and all that was said."""

from collections.abc import Iterator
from typing import Any

from audits.domain.amounts import many


Record = dict[str, Any]
UNSAID = "other"  # the source of an action that names none


def lines_of(facts: Record) -> Iterator[str]:
    """Yield an action's lines; what follows the first belongs to it and stands further in."""
    yield f"{facts['id']}: {facts['title']}"
    yield from (f"  {line}" for line in _about(facts))
    yield from (f"  {line}" for line in _gates(facts))
    yield from (line for each in facts["evidence_files"] for line in _evidence(each))
    yield from (f"  {line}" for line in _impact(facts))
    standing = {facts["evidence"], facts["impact"], facts["closed_why"]}
    yield from (f"  {each['at'][:10]}  {_said(each, standing)}" for each in facts["history"])


def reaudit_of(facts: Record) -> str:
    """Return how to see whether an action worked, "" where nothing can be asked or it was."""
    measured = (facts["measured"] or {}).get("after")
    if not facts["reaudit_kind"] or facts["reaudit_cycle"] or measured:
        return ""
    opening = f"audits cycle open {facts['reaudit_kind']} --on {facts['reaudit_on']}"
    return f"To see whether it worked, ask again: {opening}"


def _about(facts: Record) -> Iterator[str]:
    moved = f", first due {facts['original_due']}" if facts["times_moved"] else ""
    yield (
        f"{facts['status']}, {facts['rag']}; {facts['owner'] or 'nobody yet'} is accountable; "
        f"{'due ' + facts['due'] if facts['due'] else 'no date'}{moved}"
    )
    if facts["typed_why"]:
        yield f"said to stand {facts['typed_rag']}: {facts['typed_why']}"
    if facts["lead"]:
        deputy = f" (deputy: {facts['deputy']})" if facts["deputy"] else ""
        yield f"answered for by: {facts['lead']}{deputy}"
    if facts["contributors"]:
        yield f"contributing: {', '.join(facts['contributors'])}"
    if facts["source"] != UNSAID:
        yield f"from: {', '.join(filter(None, (facts['source'], facts['recommendation'])))}"
    if promised := facts["promised_in"]:
        about = f"{promised['unit']} about {promised['case']}, {promised['sheet']} "
        yield f"promised by {about}{promised['cell']}: {promised['asks']}"
    yield from (f"about {each}" for each in facts["findings"])
    if facts["measure"]:
        yield f"one will see that it worked by: {facts['measure']}"


def _gates(facts: Record) -> Iterator[str]:
    if facts["completed_at"]:
        when = facts["completed_at"][:10]
        yield f"complete on {when}, says {facts['completed_by']}: {facts['evidence']}"
    if facts["closed_at"]:
        new = facts["closed_why"] not in facts["impact"]
        why = f" ({facts['closed_why']})" if facts["closed_why"] and new else ""
        minute = f", {facts['minute']}" if facts["minute"] else ""
        at = f" (meeting of {facts['meeting']}{minute})" if facts["meeting"] else ""
        yield f"closed on {facts['closed_at'][:10]} by {facts['closed_by']}{at}: " + (
            f"{facts['impact']}{why}"
        )


def _evidence(file: Record) -> tuple[str, str]:
    said = f"{file['by']} on {file['at'][:10]}: {file['shows']}"
    return (
        f"  evidence {file['number']} ({file['file']}, {many(file['size'], 'byte')}), {said}",
        f"    SHA-256 {file['sha256']}",
    )


def _impact(facts: Record) -> Iterator[str]:
    words = facts["impact_in_words"]
    if words and words not in facts["impact"]:
        yield words
    yield from facts["doubts"]
    if again := reaudit_of(facts):
        yield again


def _said(each: Record, standing: set[str]) -> str:
    """Return one thing that was said; a reason only where it stands nowhere else."""
    was = f"{each['due_before']}, then " if each["due_before"] else ""
    more = (
        f"{each['percent_done']} per cent done" if each["percent_done"] is not None else "",
        f"due {was}{each['due_after']}" if each["due_after"] else "",
        f"{each['status_before']}, then {each['status_after']}" if each["status_after"] else "",
        each["reason"] if each["reason"] not in {*standing, each["text"]} else "",
    )
    return f"{each['by']}: {each['text']}" + "".join(f" ({part})" for part in more if part)
