"""The conversation in which somebody says which heading and which word is which."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audits.domain.amounts import many

from .files import read_bytes
from .output import say


if TYPE_CHECKING:
    from audits.register import Profile, Proposal, Proposed


NONE = "-"


def ask_headings(proposed: "Proposed", file: str, *, yes: bool) -> dict[str, str]:
    """Return the heading of each of our columns, "" for none: as proposed, or as somebody says.

    Sheets that were left out are named first.
    """
    for sentence in proposed.unread:
        say(sentence)
    say(f"{file}: {many(len(proposed.headings), 'heading')}. Press Enter to take what is proposed,")
    say(f"or type the number of another heading, or {NONE} for none.")
    for number, heading in enumerate(proposed.headings, start=1):
        say(f"{number:>4}  {heading}")
    return {
        proposal.column.name: _heading(proposal, proposed, yes=yes)
        for proposal in proposed.proposals
    }


def ask_words(unknown: Mapping[str, str], ours: Sequence[str], *, yes: bool) -> dict[str, str]:
    """Return what words mean that are not known, each with the nearest of ours or ""."""
    meant = {text: _word(text, nearest, ours, yes=yes) for text, nearest in unknown.items()}
    return {text: word for text, word in meant.items() if word}


def profile_in(path: Path | None) -> "Profile | None":
    """Return the profile in a file, None where none is named."""
    from audits.register import read_profile

    if path is None:
        return None
    return read_profile(read_bytes(path).decode("utf-8", "replace"), path.name)


def _heading(proposal: "Proposal", proposed: "Proposed", *, yes: bool) -> str:
    why = proposal.why
    if proposal.heading:
        why = f"'{proposal.heading}', by {why}"
    if proposal.values:
        why += f", for example {', '.join(proposal.values)}"
    say(f"{proposal.column.name} ({proposal.column.means}): {why}")
    while not yes:
        answer = typer.prompt("  Right?", default="", show_default=False).strip()
        if answer in ("", NONE):
            return "" if answer else proposal.heading or ""
        if answer.isdecimal() and 1 <= int(answer) <= len(proposed.headings):
            return proposed.headings[int(answer) - 1]
        say(f"  Type a number from 1 to {len(proposed.headings)}, or {NONE}, or press Enter.")
    return proposal.heading or ""


def _word(text: str, nearest: str, ours: Sequence[str], *, yes: bool) -> str:
    say(f"'{text}' is not known. It may be: {', '.join(f'{n} {w}' for n, w in enumerate(ours, 1))}")
    while not yes:
        hint = f"  Which? (Enter: {nearest or 'not recorded'})"
        answer = typer.prompt(hint, default="", show_default=False).strip()
        if answer in ("", NONE):
            return "" if answer else nearest
        if answer.isdecimal() and 1 <= int(answer) <= len(ours):
            return ours[int(answer) - 1]
        say(f"  Type a number from 1 to {len(ours)}, or {NONE} for not recorded, or press Enter.")
    return nearest
