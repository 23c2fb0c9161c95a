"""Two audits of one week that wait for the same units, and a board with all its offices."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from builders import workspace as ws

from audits import resource_folder
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.draw import draw_sample
from audits.storage import Dispatch, one_of
from audits.workspace import Workspace


AGAIN, OTHER = "mash_again", "AGAIN-2017-W10"
LADDER = "escalate: [{after: 3, to: deputy}, {after: 5, to: qeg_member}, {after: 10, to: chair}]"
# The police have two units with one lead between them; health has no QEG member, nor care a deputy.
BOARD = """\
agency,agency_name,unit,unit_name,contact,email,role,deputy,qeg
police,Police,police,Police North,A Lead,lead@police.example.org,lead,no,
police,Police,police,Police North,A Deputy,deputy@police.example.org,lead,yes,
police,Police,police_south,Police South,A Lead,lead@police.example.org,lead,no,
police,Police,police_south,Police South,B Deputy,south@police.example.org,lead,yes,
health,Health,health,Health,B Lead,lead@health.example.org,lead,no,
health,Health,health,Health,B Deputy,deputy@health.example.org,lead,yes,
social_care,Social Care,social_care,Social Care,C Lead,lead@care.example.org,lead,no,
board,The Board,business_unit,Business unit,D Manager,unit@board.example.org,manager,no,
board,The Board,business_unit,Business unit,E Chair,chair@board.example.org,chair,no,chair
board,The Board,business_unit,Business unit,F Supt,supt@police.example.org,QEG,no,police
board,The Board,business_unit,Business unit,G Head,head@care.example.org,QEG,no,social_care
"""


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """Return a moment of March 2017, before the clocks go forward, or of another month."""
    return datetime(2017, month, day, hour, tzinfo=UTC)


def two_audits(home: Path, ladder: str = LADDER) -> Path:
    """Give a loaded workspace two weekly audits with one ladder, both issued on 9 March 2017."""
    folder = home / "templates"
    folder.mkdir(exist_ok=True)
    text = (resource_folder("audit_templates") / f"{ws.KIND}.yaml").read_text(encoding="utf-8")
    lines = [
        line if not line.startswith("timeline:")
        else f"timeline: {{return_within: 1 working day, remind: [-1, 0, 2], {ladder}}}"
        for line in text.splitlines()
    ]  # fmt: skip
    text = "\n".join(lines)
    (folder / f"{ws.KIND}.yaml").write_text(text, encoding="utf-8")
    again = text.replace("kind: mash_weekly", f"kind: {AGAIN}").replace(
        "prefix: MASH", "prefix: AGAIN"
    )
    again = again.replace("title: MASH weekly dip sample", "title: A second look")
    again = again.replace("{audited_within: 12 months}, ", "")
    (folder / f"{AGAIN}.yaml").write_text(again, encoding="utf-8")
    settings = (home / "audits.toml").read_text(encoding="utf-8")
    (home / "audits.toml").write_text(f'templates = "{folder}"\n{settings}', encoding="utf-8")
    workspace = ws.workspace_of(home)
    import_agencies(BOARD.encode(), workspace=workspace)
    for kind in (ws.KIND, AGAIN):
        ref = open_cycle(kind, ws.THURSDAY, workspace=workspace)
        draw_sample(ref, workspace=workspace)
        issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    return home


def letters(workspace: Workspace, *purposes: str) -> dict[tuple[str, ...], Dispatch]:
    """Return the letters that chase returns, by whom they are for."""
    wanted = list(purposes or ("reminder", "escalation"))
    with workspace.open_uow() as uow:
        rows = uow.all(Dispatch, one_of(Dispatch.purpose, wanted), order_by=Dispatch.due_at)
    return {tuple(row.recipients): row for row in rows}


def without(csv: str, email: str, instead: Mapping[str, str] | None = None) -> bytes:
    """Return the list of agencies without one person, or with words replaced."""
    lines = [line for line in csv.splitlines() if email not in line]
    text = "\n".join(lines)
    for word, other in (instead or {}).items():
        text = text.replace(word, other)
    return text.encode()
