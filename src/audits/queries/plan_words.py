"""Propose which heading of somebody's plan is which, and which words need a meaning."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from audits.actions import (
    CLAIM_WORDS,
    PLAN_COLUMNS,
    PlanColumn,
    PlanContext,
    claim_of,
    owners_in,
    plan_names,
)
from audits.domain.errors import UserError
from audits.opening import headings_in
from audits.register import Column, Proposal, Proposed, propose_columns
from audits.workspace import Workspace


Words = Mapping[str, tuple[str, ...]]
SHOWN = ("number", "owner", "with", "due", "published", "status", "rag")  # no free text


def propose_plan(data: bytes, name: str, *, workspace: Workspace) -> Proposed:
    """Return which headings of a plan may be which columns of ours.

    Raises:
        SheetError: if the file cannot be read, or no row of it looks like headings.
    """
    known = [heading for column in PLAN_COLUMNS for heading in column.headings]
    headings = headings_in(data, known, what=name)
    meanings = plan_words(workspace=workspace)
    columns = [_column(column, meanings.get(column.name, ())) for column in PLAN_COLUMNS]
    proposed = propose_columns(headings.below, columns)
    proposals = tuple(map(_without_free_text, proposed.proposals))
    return replace(proposed, proposals=proposals, unread=headings.unread)


def plan_words(*, workspace: Workspace) -> Words:
    """Return what words of a plan may mean, by column: our agencies, how an action stands."""
    with workspace.open_view() as view:
        agencies = view.owners()
    return {"owner": tuple(sorted(agencies)), "status": tuple(map(str, CLAIM_WORDS))}


def unknown_plan_words(
    proposed: Proposed, headings: Mapping[str, str], *, workspace: Workspace
) -> dict[str, tuple[str, ...]]:
    """Return the words of a plan that nobody knows here, by column; ``headings`` are as chosen."""
    with workspace.open_view() as view:
        names = plan_names(view.owners())
    texts = {name: proposed.below.get(heading, ()) for name, heading in headings.items() if heading}
    owners = (*texts.get("owner", ()), *texts.get("with", ()))
    return {
        "owner": tuple(dict.fromkeys(_nobody(owners, names, workspace.partnership.own_names))),
        "status": tuple(dict.fromkeys(t for t in texts.get("status", ()) if not claim_of(t))),
    }


def _nobody(
    cells: Iterable[str], names: Mapping[str, str], own_names: Collection[str]
) -> Iterator[str]:
    for text in cells:
        yield from owners_in(text, names, own_names).unknown


def _column(column: PlanColumn, meanings: tuple[str, ...]) -> Column:
    values: Words = dict.fromkeys(meanings, ())
    if column.name == "status":
        values = {str(claim): words for claim, words in CLAIM_WORDS.items()}
    return Column(column.name, column.headings, column.means, values=values)


def _without_free_text(proposal: Proposal) -> Proposal:
    """Return a proposal without examples of what may name somebody."""
    if proposal.column.name in SHOWN:
        return proposal
    return replace(proposal, values=())


def check_words(by: PlanContext) -> None:
    """Refuse a profile whose words mean an agency or a status that there is not.

    Raises:
        UserError: naming the word and what it may mean.
    """
    there = {"owner": tuple(by.agencies), "status": tuple(map(str, CLAIM_WORDS))}
    for column, words in by.words.items():
        for text, meant in words.items():
            if meant not in there.get(column, ()):
                may = ", ".join(sorted(there.get(column, ()))) or "nothing"
                raise UserError(
                    f"The profile says that '{text}' in the column '{column}' means '{meant}'. "
                    f"It may mean: {may}."
                )
