"""A week in which people decide what is mostly automatic: its draw, and a public paper of it."""

import shutil
from pathlib import Path

from builders import workspace as ws

from audits import resource_folder
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.draw import draw_sample
from audits.workspace import Workspace


def drawn_for_somebody(home: Path) -> Workspace:
    """Return the parts of a week whose draw waits, and whose paper has a public version."""
    home = ws.loaded(home, contacts=1500)
    folder = home / "templates"
    shutil.copytree(resource_folder("audit_templates"), folder, dirs_exist_ok=True)
    own = folder / f"{ws.KIND}.yaml"
    text = own.read_text("utf-8").replace("approve_draw: automatic", "approve_draw: person")
    own.write_text(text.replace("papers: [mash_week,", "papers: [audit_report,"))
    settings = (home / "audits.toml").read_text("utf-8")
    (home / "audits.toml").write_text(f'templates = "{folder}"\n{settings}', "utf-8")
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    return workspace
