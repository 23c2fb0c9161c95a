"""The list of actions as its page shows it, and whose actions somebody may see at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from audits.domain.action import Standing
from audits.domain.errors import NotFoundError
from audits.domain.partnership import MeetingRole
from audits.domain.remedies import Remedy, Verb
from audits.storage import Meeting
from audits.workspace import Workspace

from .action_list import ActionFilter, actions_wanted, reviewed
from .actions import ActionLine, action_line


PAGE = 100  # actions


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """One page of the actions that are wanted; ``number`` says how many they are in all.

    ``owners`` and ``themes`` are those of the actions that may be seen, to choose from; ``names``
    call agencies and units by their names.
    """

    actions: tuple[ActionLine, ...]
    number: int
    standings: Mapping[Standing, int]
    names: Mapping[str, str]
    owners: tuple[str, ...]
    themes: tuple[str, ...]
    meetings: tuple[date, ...]

    @property
    def pages(self) -> int:
        """Return on how many pages they stand."""
        return max(1, -(-self.number // PAGE))


def actions_page(wanted: ActionFilter, page: int, *, workspace: Workspace) -> ActionsPage:
    """Return one page of the actions that are wanted; the first is 1."""
    limited = replace(wanted, limit=PAGE, offset=(page - 1) * PAGE)
    body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP).code
    with workspace.open_view() as view:
        asked = actions_wanted(limited, workspace=workspace)
        number, standings = view.count_actions(asked)
        pairs = view.owners_and_themes(asked)
        names = view.owners()
        meetings = view.values(Meeting.day, Meeting.body == body, order_by=Meeting.day)
        listed = reviewed(limited, view=view, workspace=workspace)
    owners = sorted({owner for owner, _ in pairs if owner}, key=lambda code: names.get(code, code))
    themes = sorted({theme for _, theme in pairs if theme})
    return ActionsPage(
        tuple(map(action_line, listed)), number, standings, names, tuple(owners), tuple(themes),
        tuple(reversed(meetings)),
    )  # fmt: skip


def check_may_see(ref: str, agencies: tuple[str, ...] | None, *, workspace: Workspace) -> None:
    """Refuse an action that is none of these agencies' as one that is not there.

    Raises:
        NotFoundError: if there is no such action that they may see.
    """
    wanted = actions_wanted(ActionFilter(ref=ref, agencies=agencies), workspace=workspace)
    with workspace.open_view() as view:
        number, _ = view.count_actions(wanted)
    if not number:
        raise NotFoundError(f"There is no action '{ref}'.", remedy=Remedy(Verb.SEE_ACTIONS))


def is_owned_by(ref: str, agencies: tuple[str, ...] | None, *, workspace: Workspace) -> bool:
    """Tell whether an action is one of these agencies' own; None stands for all of them."""
    wanted = ActionFilter(ref=ref, agencies=agencies, owned=True)
    with workspace.open_view() as view:
        number, _ = view.count_actions(actions_wanted(wanted, workspace=workspace))
    return number > 0


def names_of_owners(*, workspace: Workspace) -> dict[str, str]:
    """Return the codes of agencies and units with their names."""
    with workspace.open_view() as view:
        return view.owners()
