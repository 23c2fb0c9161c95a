"""A domestic abuse audit of eight children and four agencies, its returns in."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from builders import workspace as ws

from audits import resource_folder
from audits.demo import fill_clean, make_truth
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage.secrets import cycle_key, pack_key


KIND, REF = "domestic_abuse", "DA-2017"
AGENCIES = ("social_care", "police", "health", "education")


def agency_list() -> bytes:
    """Return four agencies of one unit each, and the business unit."""
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    for code in (*AGENCIES, "board"):
        unit = "business_unit" if code == "board" else code
        name, email = code.replace("_", " ").capitalize(), f"lead@{code.replace('_', '-')}.example"
        lines.append(f"{code},{name},{unit},{name},A lead,{email},Lead,no")
    return "\n".join(lines).encode()


def assessments() -> bytes:
    """Return a register of children in whose assessments domestic abuse is a factor."""
    lines = ["Child Unique ID,Assessment start date,Factors,Date of birth,Family ID"]
    for n in range(60):
        day, born = ws.THURSDAY - timedelta(days=5 * n), date(2000 + n % 16, 3, 1)
        lines.append(f"C{n:04},{day:%d/%m/%Y},3A 3B,{born:%d/%m/%Y},F{n:04}")
    return "\n".join(lines).encode()


def moderating(home: Path) -> Path:
    """Make a workspace whose domestic abuse audit waits for its moderation."""
    init_workspace(home)
    _ask_four(home)
    workspace = ws.workspace_of(home)
    import_agencies(agency_list(), workspace=workspace)
    load_register([Source("a.csv", assessments())], name="assessments", workspace=workspace)
    cycle_key(workspace.vault, REF)
    pack_key(workspace.vault)
    open_cycle(KIND, ws.THURSDAY, workspace=workspace)
    cases = [case["case"] for case in draw_sample(REF, workspace=workspace)["cases"]]
    approve_draw(REF, workspace=workspace, decision="as drawn")
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    truth = make_truth(cases, workspace.template(KIND).questions)
    for pack in sorted((home / "outbox").glob(f"*/{REF}-*-pack-1.xlsx")):
        (home / "inbox" / pack.name).write_bytes(fill_clean(pack.read_bytes(), truth))
    ws.collect(workspace)
    return home


def _ask_four(home: Path) -> None:
    """Leave probation out of those who are asked."""
    folder = home / "templates"
    shutil.copytree(resource_folder("audit_templates"), folder, dirs_exist_ok=True)
    path = folder / f"{KIND}.yaml"
    path.write_text(path.read_text("utf-8").replace(", probation]", "]"), "utf-8")
    settings = (home / "audits.toml").read_text("utf-8")
    (home / "audits.toml").write_text(f'templates = "{folder}"\n{settings}', "utf-8")
