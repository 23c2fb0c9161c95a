"""A lost case gives its place to the next reserve, with a reason, and to no other."""

import hashlib
import json
from dataclasses import replace

import pytest
from builders import workspace as ws
from pypdf import PdfReader

from audits.domain.errors import NotFoundError, SampleError, StatusError
from audits.queries.cycles import describe_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.replace_case import replace_case
from audits.steps.sample.verify import verify_sample, write_certificate
from audits.storage import Draw, IssuedPack
from audits.storage.secrets import cycle_key
from audits.workspace import Workspace


@pytest.fixture
def workspace(loaded, tmp_path) -> Workspace:
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "home"))
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    return workspace


def case(number: int) -> str:
    return f"MASH17W10-{number:02d}"


def stratum_with_a_reserve(workspace: Workspace) -> tuple[str, list[str]]:
    facts = draw_sample(ws.REF, workspace=workspace)
    for each in facts["cases"]:
        waiting = [r["unit_hash"] for r in facts["reserves"] if r["stratum"] == each["stratum"]]
        if len(waiting) > 1:
            return each["case"], waiting
    raise AssertionError("no stratum has two reserves")


def test_the_next_reserve_takes_the_place_and_the_draw_still_verifies(workspace):
    lost, waiting = stratum_with_a_reserve(workspace)
    first = replace_case(ws.REF, lost, why="another authority", workspace=workspace)
    second = replace_case(ws.REF, first, why="restricted since", workspace=workspace)
    facts, wrong = verify_sample(ws.REF, workspace=workspace)
    assert wrong == ()
    assert [r["unit_hash"] for r in facts["reserves_used"]] == waiting[:2]
    assert (first, second) == (case(11), case(12))
    counts = describe_cycle(ws.REF, workspace=workspace).counts
    assert (counts.drawn, counts.replaced) == (10, 2)
    said = write_certificate(ws.REF, workspace=workspace).read_text()
    assert f"{lost} gave its place to {first}, the next reserve: another authority" in said


def test_packs_hold_the_case_that_took_the_place(workspace):
    lost, _ = stratum_with_a_reserve(workspace)
    new = replace_case(ws.REF, lost, why="another authority", workspace=workspace)
    issue_packs(ws.REF, workspace=workspace)
    with workspace.open_uow() as uow:
        content = str(uow.first(IssuedPack, IssuedPack.cycle == ws.REF).content["cases"])
    assert new in content
    assert lost not in content


def test_another_reserve_in_the_certificate_does_not_verify(workspace):
    lost, waiting = stratum_with_a_reserve(workspace)
    replace_case(ws.REF, lost, why="another authority", workspace=workspace)
    with workspace.open_uow() as uow:
        row = uow.get(Draw, ws.REF)
        [step] = row.certificate["reserves_used"]
        row.certificate = {
            **row.certificate, "reserves_used": [{**step, "unit_hash": waiting[1]}],
        }  # fmt: skip
        uow.add(row)
        uow.note("spoilt", ws.REF)
        uow.commit()
    _, wrong = verify_sample(ws.REF, workspace=workspace)
    assert wrong == (f"Case {lost} was not replaced by the next reserve of its stratum.",)


def test_what_cannot_be_replaced_is_refused_and_nothing_changes(workspace):
    lost, _ = stratum_with_a_reserve(workspace)
    with pytest.raises(StatusError, match="Say why"):
        replace_case(ws.REF, lost, why=" ", workspace=workspace)
    with pytest.raises(NotFoundError):
        replace_case(ws.REF, "MASH17W10-99", why="x", workspace=workspace)
    replace_case(ws.REF, lost, why="another authority", workspace=workspace)
    with pytest.raises(SampleError, match="was replaced by MASH17W10-11 already"):
        replace_case(ws.REF, lost, why="again", workspace=workspace)
    issue_packs(ws.REF, workspace=workspace)
    with pytest.raises(StatusError, match="before the packs are issued"):
        replace_case(ws.REF, case(11), why="x", workspace=workspace)
    assert describe_cycle(ws.REF, workspace=workspace).counts.replaced == 1


def test_a_stratum_without_reserves_says_so(workspace):
    facts = draw_sample(ws.REF, workspace=workspace)
    stratum = facts["cases"][0]["stratum"]
    now = facts["cases"][0]["case"]
    for _ in [r for r in facts["reserves"] if r["stratum"] == stratum]:
        now = replace_case(ws.REF, now, why="x", workspace=workspace)
    with pytest.raises(SampleError, match="No reserve is left in"):
        replace_case(ws.REF, now, why="x", workspace=workspace)


def test_the_certificate_is_written_for_people_and_machines_with_its_frame(workspace):
    path = write_certificate(ws.REF, workspace=workspace)
    facts = json.loads(path.with_suffix(".json").read_text())
    frame = path.with_name(f"{ws.REF}-frame.csv").read_bytes()
    assert hashlib.sha256(frame).hexdigest() == facts["frame_sha256"]
    pages = " ".join(page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages)
    for case in facts["cases"]:
        assert case["case"] in pages
    assert facts["commitment"][:12] in pages.replace("\n", "")


def test_a_key_is_shown_nowhere_before_the_draw_is_approved(loaded, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "home"))
    weekly = workspace.template(ws.KIND)
    gates = {**weekly.gates, "approve_draw": "person"}
    workspace = replace(workspace, templates={ws.KIND: weekly.model_copy(update={"gates": gates})})
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    folder = write_certificate(ws.REF, workspace=workspace).parent
    key = cycle_key(workspace.vault, ws.REF)
    assert not [path for path in folder.iterdir() if key.encode() in path.read_bytes()]
    approve_draw(ws.REF, workspace=workspace)
    assert key in write_certificate(ws.REF, workspace=workspace).read_text()
    assert verify_sample(ws.REF, workspace=workspace)[1] == ()
