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
from audits.workspace import Parts


@pytest.fixture
def parts(loaded, tmp_path) -> Parts:
    parts = ws.parts_of(ws.copy_of(loaded, tmp_path / "home"))
    open_cycle(ws.KIND, ws.THURSDAY, parts=parts)
    draw_sample(ws.REF, parts=parts)
    return parts


def case(number: int) -> str:
    return f"MASH17W10-{number:02d}"


def stratum_with_a_reserve(parts: Parts) -> tuple[str, list[str]]:
    facts = draw_sample(ws.REF, parts=parts)
    for each in facts["cases"]:
        waiting = [r["unit_hash"] for r in facts["reserves"] if r["stratum"] == each["stratum"]]
        if len(waiting) > 1:
            return each["case"], waiting
    raise AssertionError("no stratum has two reserves")


def test_the_next_reserve_takes_the_place_and_the_draw_still_verifies(parts):
    lost, waiting = stratum_with_a_reserve(parts)
    first = replace_case(ws.REF, lost, why="another authority", parts=parts)
    second = replace_case(ws.REF, first, why="restricted since", parts=parts)
    facts, wrong = verify_sample(ws.REF, parts=parts)
    assert wrong == ()
    assert [r["unit_hash"] for r in facts["reserves_used"]] == waiting[:2]
    assert (first, second) == (case(11), case(12))
    counts = describe_cycle(ws.REF, parts=parts).counts
    assert (counts.drawn, counts.replaced) == (10, 2)
    said = write_certificate(ws.REF, parts=parts).read_text()
    assert f"{lost} gave its place to {first}, the next reserve: another authority" in said


def test_packs_hold_the_case_that_took_the_place(parts):
    lost, _ = stratum_with_a_reserve(parts)
    new = replace_case(ws.REF, lost, why="another authority", parts=parts)
    issue_packs(ws.REF, parts=parts)
    with parts.open_uow() as uow:
        content = str(uow.first(IssuedPack, IssuedPack.cycle == ws.REF).content["cases"])
    assert new in content
    assert lost not in content


def test_another_reserve_in_the_certificate_does_not_verify(parts):
    lost, waiting = stratum_with_a_reserve(parts)
    replace_case(ws.REF, lost, why="another authority", parts=parts)
    with parts.open_uow() as uow:
        row = uow.get(Draw, ws.REF)
        [step] = row.certificate["reserves_used"]
        row.certificate = {
            **row.certificate, "reserves_used": [{**step, "unit_hash": waiting[1]}],
        }  # fmt: skip
        uow.add(row)
        uow.note("spoilt", ws.REF)
        uow.commit()
    _, wrong = verify_sample(ws.REF, parts=parts)
    assert wrong == (f"Case {lost} was not replaced by the next reserve of its stratum.",)


def test_what_cannot_be_replaced_is_refused_and_nothing_changes(parts):
    lost, _ = stratum_with_a_reserve(parts)
    with pytest.raises(StatusError, match="Say why"):
        replace_case(ws.REF, lost, why=" ", parts=parts)
    with pytest.raises(NotFoundError):
        replace_case(ws.REF, "MASH17W10-99", why="x", parts=parts)
    replace_case(ws.REF, lost, why="another authority", parts=parts)
    with pytest.raises(SampleError, match="was replaced by MASH17W10-11 already"):
        replace_case(ws.REF, lost, why="again", parts=parts)
    issue_packs(ws.REF, parts=parts)
    with pytest.raises(StatusError, match="before the packs are issued"):
        replace_case(ws.REF, case(11), why="x", parts=parts)
    assert describe_cycle(ws.REF, parts=parts).counts.replaced == 1


def test_a_stratum_without_reserves_says_so(parts):
    facts = draw_sample(ws.REF, parts=parts)
    stratum = facts["cases"][0]["stratum"]
    now = facts["cases"][0]["case"]
    for _ in [r for r in facts["reserves"] if r["stratum"] == stratum]:
        now = replace_case(ws.REF, now, why="x", parts=parts)
    with pytest.raises(SampleError, match="No reserve is left in"):
        replace_case(ws.REF, now, why="x", parts=parts)


def test_the_certificate_is_written_for_people_and_machines_with_its_frame(parts):
    path = write_certificate(ws.REF, parts=parts)
    facts = json.loads(path.with_suffix(".json").read_text())
    frame = path.with_name(f"{ws.REF}-frame.csv").read_bytes()
    assert hashlib.sha256(frame).hexdigest() == facts["frame_sha256"]
    pages = " ".join(page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages)
    for case in facts["cases"]:
        assert case["case"] in pages
    assert facts["commitment"][:12] in pages.replace("\n", "")


def test_a_key_is_shown_nowhere_before_the_draw_is_approved(loaded, tmp_path):
    parts = ws.parts_of(ws.copy_of(loaded, tmp_path / "home"))
    weekly = parts.template(ws.KIND)
    gates = {**weekly.gates, "approve_draw": "person"}
    parts = replace(parts, templates={ws.KIND: weekly.model_copy(update={"gates": gates})})
    open_cycle(ws.KIND, ws.THURSDAY, parts=parts)
    draw_sample(ws.REF, parts=parts)
    folder = write_certificate(ws.REF, parts=parts).parent
    key = cycle_key(parts.vault, ws.REF)
    assert not [path for path in folder.iterdir() if key.encode() in path.read_bytes()]
    approve_draw(ws.REF, parts=parts)
    assert key in write_certificate(ws.REF, parts=parts).read_text()
    assert verify_sample(ws.REF, parts=parts)[1] == ()
