"""A whole audit as a story: begun once, and told in copies of one partnership, in two ways."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.story_people import give_cast_accounts
from builders.story_proof import check_others_are_not_there
from builders.story_tellers import ByClicking, ByCommands, Teller
from builders.story_units import Way, a_post_office, units_csv
from builders.web_board import a_board, workspace_at
from playwright.sync_api import Browser

from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.storage.secrets import cycle_key, pack_key, spot_check_key, unit_password
from audits.workspace import Workspace


Story = Callable[[Teller], None]


def begin(home: Path, ref: str, ways: Mapping[str, Way]) -> Path:
    """Make a partnership whose units are reached in these ways, before its first audit."""
    init_workspace(home)
    with a_post_office(home, ways):
        workspace = workspace_at(home)
        import_agencies(units_csv(ways), workspace=workspace)
        give_cast_accounts(home)
        keep_secrets(ref, ways, workspace)
    return home


def keep_secrets(ref: str, units: Iterable[str], workspace: Workspace) -> None:
    """Make what is secret about an audit beforehand, so that every copy draws the same cases."""
    cycle_key(workspace.vault, ref)
    pack_key(workspace.vault)
    spot_check_key(workspace.vault, ref)
    for unit in units:
        unit_password(workspace.vault, ref, unit)


def told_by_commands(story: Story, begun: Path, folder: Path, ways: Mapping[str, Way]) -> Path:
    """Tell a story by commands, and return the workspace in which it was."""
    home = ws.copy_of(begun, folder / "home")
    with a_post_office(home, ways) as offices, pytest.MonkeyPatch.context() as monkeypatch:
        story(ByCommands(home, offices, folder, monkeypatch))
    return home


def told_by_clicking(
    story: Story,
    begun: Path,
    folder: Path,
    ways: Mapping[str, Way],
    browser: Browser,
    *,
    scripts: bool,
) -> Path:
    """Tell a story by clicking, try to see what is others', and return the workspace."""
    home = ws.copy_of(begun, folder / "clicked")
    with a_post_office(home, ways) as offices, a_board(home) as board:
        tell = ByClicking(browser, board, offices, folder, scripts)
        story(tell)
        check_others_are_not_there(tell)
    return home
