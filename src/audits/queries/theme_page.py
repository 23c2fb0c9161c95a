"""One theme as its page shows it: what was found, done and said about it, whatever there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus
from audits.storage import (
    ActionFinding,
    ActionRow,
    Challenge,
    FindingInShort,
    Shared,
    TrainingNeed,
    View,
    any_of,
    one_of,
)
from audits.workspace import Workspace

from .learning import (
    ChallengeLine,
    SharedLine,
    TrainingLine,
    challenge_line,
    shared_line,
    training_line,
)
from .learning_page import LearningFilter, ThemeTally, audit_titles
from .looks_again import LookAgain, looks_again
from .theme_rows import ThemeFindings, theme_findings
from .themes import LearntLine, ThemeAction, learnt_line, theme_action


PAGE = 50  # findings
SHOWN = 50  # actions of a sort; the action plan has them all


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What was learnt about a theme, a page of its findings, and what became of it.

    ``tally`` counts the findings that are wanted, and the actions whichever audit they come from.
    """

    tally: ThemeTally
    findings: tuple[LearntLine, ...]
    pages: int
    years: tuple[int, ...]
    audits: Mapping[str, str]
    looks: tuple[LookAgain, ...]
    changed: tuple[ThemeAction, ...]
    still_to_do: tuple[ThemeAction, ...]
    training: tuple[TrainingLine, ...]
    challenges: tuple[ChallengeLine, ...]
    shared_with: tuple[SharedLine, ...]
    owners: Mapping[str, str]


def theme_page(
    theme: str, wanted: LearningFilter, page: int = 1, *, workspace: Workspace
) -> ThemePage:
    """Return what was learnt about a theme; the first page of its findings is 1.

    Raises:
        NotFoundError: if nothing is known of it, and no audit asks about it.
    """
    with workspace.open_view() as view:
        known = theme_findings(view, theme)
        every = known.findings
        changed, still_to_do = _actions(theme, every, view)
        training = view.all(TrainingNeed, TrainingNeed.theme == theme, order_by=TrainingNeed.id)
        challenges = view.all(Challenge, Challenge.theme == theme, order_by=Challenge.raised_on)
        shared = view.all(Shared, Shared.theme == theme, order_by=Shared.on)
        counted = list(filter(wanted.counts, every))
        listed = counted[(page - 1) * PAGE : page * PAGE]
        findings = _lines(listed, known, view)
        owners = view.owners()
    if not (every or changed or still_to_do or training or challenges or shared):
        _check_is_asked(theme, workspace)
    tally = ThemeTally(
        theme, known.title(theme), changed=len(changed), still_to_do=len(still_to_do)
    )
    tally.add_all(counted)
    titles = audit_titles(known)
    return ThemePage(
        tally=tally,
        findings=findings,
        pages=max(1, -(-len(counted) // PAGE)),
        years=tuple(sorted({row.opened_on.year for row in every}, reverse=True)),
        audits={row.audit: titles[row.audit] for row in every},
        looks=tuple(looks_again(every, known)),
        changed=tuple(changed[:SHOWN]),
        still_to_do=tuple(still_to_do[:SHOWN]),
        training=tuple(map(training_line, training)),
        challenges=tuple(map(challenge_line, challenges)),
        shared_with=tuple(map(shared_line, reversed(shared))),
        owners=owners,
    )


def _check_is_asked(theme: str, workspace: Workspace) -> None:
    for template in workspace.templates.values():
        if theme in map(attrgetter("core"), template.questions):
            return
    raise NotFoundError(f"Nothing is known of the theme '{theme}'.", remedy=Remedy(Verb.SEE_THEMES))


def _lines(
    listed: Sequence[FindingInShort], known: ThemeFindings, view: View
) -> tuple[LearntLine, ...]:
    rows = view.findings_named([finding.id for finding in listed])
    lines = []
    for finding in listed:
        template = known.templates[finding.template]
        year = finding.opened_on.year
        lines.append(learnt_line(rows[finding.id], finding.audit, year, template))
    return tuple(lines)


def _actions(
    theme: str, findings: Sequence[FindingInShort], view: View
) -> tuple[list[ThemeAction], list[ThemeAction]]:
    """Return the actions about a theme: those that are closed, and those still to do."""
    ids = list(map(attrgetter("id"), findings))
    about = view.values(ActionFinding.action, one_of(ActionFinding.finding, ids))
    is_about = any_of(one_of(ActionRow.id, about), ActionRow.theme == theme)
    stands = ActionRow.status != ActionStatus.WITHDRAWN
    actions = list(map(theme_action, view.all(ActionRow, is_about, stands, order_by=ActionRow.due)))
    closed = [action for action in actions if action.status is ActionStatus.CLOSED]
    return closed, [action for action in actions if action.status is not ActionStatus.CLOSED]
