"""A register is compared with the one before it."""

from builders import workspace as ws

from audits.register import Source
from audits.settings import init_workspace
from audits.steps.sample.load_register import load_register
from audits.workspace import Workspace


def load(workspace: Workspace, *ids: str) -> list[str]:
    rows = "".join(f"{id_},01/03/2017,NFA\n" for id_ in ids)
    data = f"Contact ID,Date of contact,Outcome\n{rows}".encode()
    loaded = load_register([Source("c.csv", data)], name="mash_contacts", workspace=workspace)
    return [w.message for w in loaded.report.warnings if w.code == "zeros_lost"]


def test_ids_that_lost_their_zeros_since_the_last_register_are_said(tmp_path):
    init_workspace(tmp_path / "home")
    workspace = ws.workspace_of(tmp_path / "home")
    assert load(workspace, "0041", "0042", "77") == []
    [said] = load(workspace, "41", "42", "77", "78")
    assert said.startswith("2 ids are of the last register, without the zeros in front")
    assert load(workspace, "0041", "99") == []


def test_ids_that_are_only_new_are_not(tmp_path):
    init_workspace(tmp_path / "home")
    workspace = ws.workspace_of(tmp_path / "home")
    load(workspace, "0041", "41")
    assert load(workspace, "41", "42") == []
