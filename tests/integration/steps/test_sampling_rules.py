"""What a person decides about a sample, what is added to it, and what it is never moved by."""

import csv
import hashlib
import hmac
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import workspace as ws

from audits.demo import make_contacts
from audits.domain.errors import SampleError, StatusError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.flagged_cases import may_issue
from audits.register import Source
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.extend import extend_sample
from audits.steps.sample.flags import Flagger, hash_of_worker
from audits.steps.sample.freeze_frame import freeze_frame
from audits.steps.sample.load_register import load_register
from audits.steps.sample.replace_case import replace_case
from audits.steps.sample.rule_on_unit import EXCLUDE, INCLUDE, rule_on_unit
from audits.steps.sample.verify import verify_sample, write_certificate
from audits.storage import AuditedChild, Case, Contact, Cycle, IssuedPack, Unit
from audits.workspace import Workspace


@pytest.fixture
def workspace(loaded, tmp_path) -> Workspace:
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "home"))
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    return workspace


def with_plan(workspace: Workspace, **changes: object) -> Workspace:
    """Return parts whose weekly audit has another plan; open its cycle with them."""
    weekly = workspace.template(ws.KIND)
    sample = replace(weekly.sample, **changes)
    changed = {"sample": sample, "version": weekly.version + 1}
    return replace(workspace, templates={ws.KIND: weekly.model_copy(update=changed)})


def flagged(loaded: Path, tmp_path: Path) -> Workspace:
    """Return a workspace whose every contact is of a team that audits it, and a drawn cycle."""
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "home"))
    workspace = with_plan(workspace, independent_of=("team",))
    with workspace.open_uow() as uow:
        teams = ("MASH Assessment", "Integrated Front Door", "MASH Screening")
        for unit, team in zip(ws.UNITS, teams, strict=True):
            row = uow.get(Unit, unit)
            row.name = team
            uow.add(row)
        uow.note("unit renamed", "police")
        uow.commit()
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    return workspace


def test_a_flagged_case_stops_a_draw_that_would_approve_itself(loaded, tmp_path):
    workspace = flagged(loaded, tmp_path)
    flags = draw_sample(ws.REF, workspace=workspace)["flags"]
    assert set(flags) == {f"MASH17W10-{n:02d}" for n in range(1, 11)}
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.DRAWN
    assert not may_issue(ws.REF, workspace=workspace)
    with pytest.raises(StatusError, match=r"must look at MASH17W10-01 \(team\)") as error:
        approve_draw(ws.REF, workspace=workspace)
    assert error.value.remedy == (
        Remedy(Verb.APPROVE_DRAW, ws.REF), Remedy(Verb.REPLACE_CASE, ws.REF)
    )  # fmt: skip
    approve_draw(ws.REF, workspace=workspace, decision="Audited by the other district")
    assert may_issue(ws.REF, workspace=workspace)
    said = write_certificate(ws.REF, workspace=workspace).read_text()
    assert "MASH17W10-01 is flagged (team): Audited by the other district" in said
    assert verify_sample(ws.REF, workspace=workspace)[1] == ()


def test_a_flagged_case_that_comes_in_later_stops_the_packs(loaded, tmp_path):
    workspace = flagged(loaded, tmp_path)
    approve_draw(ws.REF, workspace=workspace, decision="Audited by the other district")
    [new] = extend_sample(ws.REF, 1, why="One more", workspace=workspace)
    assert not may_issue(ws.REF, workspace=workspace)
    with pytest.raises(StatusError, match=rf"must look at {new} \(team\)"):
        issue_packs(ws.REF, workspace=workspace)
    approve_draw(ws.REF, workspace=workspace, decision="This one too")
    assert issue_packs(ws.REF, workspace=workspace)


def test_a_lost_case_no_longer_waits_for_anyone(loaded, tmp_path):
    workspace = flagged(loaded, tmp_path)
    new = replace_case(ws.REF, "MASH17W10-01", why="their own case", workspace=workspace)
    with pytest.raises(StatusError, match=new) as refused:
        approve_draw(ws.REF, workspace=workspace)
    assert "MASH17W10-01 (" not in str(refused.value)


class Register:
    """What is asked of a case keeper here: a unit's attributes."""

    def __init__(self, **attributes: str) -> None:
        self._attributes = attributes

    def attributes_of(self, _unit: str) -> dict[str, str]:
        return self._attributes


def test_a_worker_who_would_audit_the_own_case_is_known_by_a_keyed_hash(workspace):
    workspace = with_plan(workspace, independent_of=("worker",), flag_live_proceedings=True)
    day = ws.THURSDAY + timedelta(days=7)
    ref = open_cycle(ws.KIND, day, workspace=workspace)
    with workspace.open_view() as view:
        auditor = view.all(Contact, Contact.unit == "police")[0].name
        flagger = Flagger(view.get(Cycle, ref), view=view, workspace=workspace)
    surname_first = ", ".join(reversed(auditor.upper().rsplit(" ", 1)))
    hashed = hash_of_worker(surname_first, workspace.vault)
    assert hashed != hashlib.sha256(f"worker {auditor.casefold()}".encode()).hexdigest()
    theirs = Register(worker_hash=hashed, live_proceedings="yes")
    assert flagger.flag({"A-01": "u"}, theirs) == {
        "A-01": {"flags": ["live_proceedings", "worker"], "why": ""}
    }
    others = Register(worker_hash=hash_of_worker("Somebody Else", workspace.vault))
    assert flagger.flag({"A-01": "u"}, others) == {}
    assert hash_of_worker(" ", workspace.vault) == ""


def test_an_extended_sample_keeps_its_first_part_and_its_chances_are_the_larger_ones(workspace):
    before = draw_sample(ws.REF, workspace=workspace)
    new = extend_sample(ws.REF, 5, why="The group asked for fifteen", workspace=workspace)
    assert new == [f"MASH17W10-{n}" for n in range(11, 16)]
    facts, wrong = verify_sample(ws.REF, workspace=workspace)
    assert wrong == ()
    assert facts["cases"] == before["cases"]
    with workspace.open_uow() as uow:
        cases = uow.all(Case, Case.cycle == ws.REF)
    eligible = {name: each["eligible"] for name, each in facts["strata"].items()}
    drawn = {name: sum(c.stratum == name for c in cases) for name in eligible}
    assert {(c.stratum, c.probability) for c in cases} == {
        (name, drawn[name] / eligible[name]) for name in eligible if drawn[name]
    }
    said = write_certificate(ws.REF, workspace=workspace).read_text()
    assert "Extended by 5 (The group asked for fifteen)" in said
    issue_packs(ws.REF, workspace=workspace)
    with workspace.open_uow() as uow:
        assert {pack.cases for pack in uow.all(IssuedPack, IssuedPack.cycle == ws.REF)} == {15}
    with pytest.raises(StatusError, match="before the packs are issued"):
        extend_sample(ws.REF, 1, why="x", workspace=workspace)


def test_a_sample_is_extended_by_something_for_a_reason_and_not_before_it_is_drawn(workspace):
    with pytest.raises(StatusError, match="is planned"):
        extend_sample(ws.REF, 1, why="x", workspace=workspace)
    draw_sample(ws.REF, workspace=workspace)
    for more, why in ((0, "x"), (1, " ")):
        with pytest.raises(StatusError, match="by how many"):
            extend_sample(ws.REF, more, why=why, workspace=workspace)
    extend_sample(ws.REF, 10_000, why="Everybody", workspace=workspace)
    with pytest.raises(SampleError, match="No reserve is left"):
        extend_sample(ws.REF, 1, why="x", workspace=workspace)


def rows() -> list[dict[str, str]]:
    """Return the rows of the made-up register, below its title and an empty line."""
    text = make_contacts(until=ws.THURSDAY, contacts=3000).decode("cp1252")
    return list(csv.DictReader(io.StringIO(text.split("\n", 2)[2])))


def ids_of(column: str) -> list[str]:
    return sorted({row[column].strip() for row in rows() if (row[column] or "").strip()})


def test_a_ruling_counts_when_the_frame_is_frozen_and_not_after(workspace, loaded, tmp_path):
    ids = ids_of("Contact ID")
    other = ws.workspace_of(ws.copy_of(loaded, tmp_path / "other"))
    open_cycle(ws.KIND, ws.THURSDAY, workspace=other)
    drawn = draw_sample(ws.REF, workspace=other)["cases"][0]["unit_hash"]
    [first] = [each for each in ids if workspace.vault.hash_id(each) == drawn]
    rule_on_unit(ws.REF, first, ruling=EXCLUDE, why="Before the coroner", workspace=workspace)
    facts = draw_sample(ws.REF, workspace=workspace)
    assert facts["excluded"]["by_a_person"] == 1
    assert drawn not in {case["unit_hash"] for case in facts["cases"]}
    assert facts["rulings"] == [
        {"unit_hash": drawn, "ruling": "exclude", "why": "Before the coroner"}
    ]
    assert (
        "exclude, because: Before the coroner"
        in write_certificate(ws.REF, workspace=workspace).read_text()
    )
    with pytest.raises(StatusError, match="its frame is frozen"):
        rule_on_unit(ws.REF, first, ruling=INCLUDE, why="x", workspace=workspace)


def test_a_ruling_needs_a_reason(workspace):
    with pytest.raises(StatusError, match="Say why"):
        rule_on_unit(ws.REF, "1", ruling=INCLUDE, why=" ", workspace=workspace)


def of_everything(workspace: Workspace) -> Workspace:
    """Return parts whose weekly audit draws from the whole register."""
    weekly = workspace.template(ws.KIND)
    wide = replace(weekly.population, window="everything")
    changed = {"population": wide, "version": weekly.version + 1}
    return replace(workspace, templates={ws.KIND: weekly.model_copy(update=changed)})


def test_a_restricted_record_can_be_included_for_a_reason(workspace):
    workspace = of_everything(workspace)
    plain, ruled = (
        open_cycle(ws.KIND, ws.THURSDAY + timedelta(weeks=n), workspace=workspace) for n in (1, 2)
    )
    for row in rows():
        if (row["Restricted (Y/N)"] or "").strip().casefold().startswith("y"):
            why = "The head of service agreed"
            rule_on_unit(ruled, row["Contact ID"], ruling=INCLUDE, why=why, workspace=workspace)
    counts = []
    for ref in (plain, ruled):
        freeze_frame(ref, workspace=workspace)
        counts.append(describe_cycle(ref, workspace=workspace).frame)
    assert counts[0].excluded["restricted"] > 0
    assert "restricted" not in counts[1].excluded
    assert counts[1].eligible - counts[0].eligible == counts[0].excluded["restricted"]


def test_the_flow_begins_with_the_register_and_adds_up(workspace):
    assert describe_cycle(ws.REF, workspace=workspace).flow == ()
    freeze_frame(ws.REF, workspace=workspace)
    framed = {s.what: s.number for s in describe_cycle(ws.REF, workspace=workspace).flow}
    draw_sample(ws.REF, workspace=workspace)
    drawn = {s.what: s.number for s in describe_cycle(ws.REF, workspace=workspace).flow}
    assert framed.items() <= drawn.items()
    contacts = len(ids_of("Contact ID"))
    assert abs(drawn["in the register"] - contacts) <= 5  # some rows are made to be rejected
    out = sum(n for what, n in drawn.items() if what.startswith("out of scope"))
    left = sum(n for what, n in drawn.items() if what.startswith("left out"))
    assert drawn["in the register"] == out + drawn["in the window and scope"]
    assert drawn["in the window and scope"] == left + drawn["eligible"]
    said = write_certificate(ws.REF, workspace=workspace).read_text()
    assert f"{drawn['eligible']:>12,}  eligible" in said


def test_a_newer_register_moves_nothing_in_a_frozen_frame(workspace, loaded, tmp_path):
    other = ws.workspace_of(ws.copy_of(loaded, tmp_path / "other"))
    open_cycle(ws.KIND, ws.THURSDAY, workspace=other)
    freeze_frame(ws.REF, workspace=workspace)
    newer = make_contacts(until=ws.THURSDAY, contacts=3300)
    load_register([Source("contacts.csv", newer)], name="mash_contacts", workspace=workspace)
    late, plain = (draw_sample(ws.REF, workspace=each) for each in (workspace, other))
    assert late["frame_sha256"] == plain["frame_sha256"]
    assert len(late["cases"]) == 10


def test_a_child_is_left_out_the_next_time_also_when_its_case_is_destroyed(workspace):
    draw_sample(ws.REF, workspace=workspace)
    with workspace.open_uow() as uow:
        audited = {row.child_hash for row in uow.all(AuditedChild)}
        cases = [case.ref for case in uow.all(Case, Case.cycle == ws.REF)]
    for ref in cases:
        for kind in ("case", "family"):
            workspace.vault.forget(kind, ref)
    workspace = of_everything(workspace)
    later = open_cycle(ws.KIND, ws.THURSDAY + timedelta(days=7), workspace=workspace)
    facts = draw_sample(later, workspace=workspace)
    frame = workspace.stores.frames.read(facts["frame_sha256"]).decode()
    lines = list(csv.DictReader(io.StringIO(frame)))
    theirs = [row for row in lines if audited & set(row["children"].split())]
    assert {row["excluded"] for row in theirs} == {"audited_recently"}
    assert len(theirs) == facts["excluded"]["audited_recently"] >= len(cases)


def guesses(source_id: str, salts: list[str]) -> set[str]:
    """Return what anyone might compute from an id without the board's secret."""
    found = set()
    for salt in salts:
        for text in (salt + source_id, source_id + salt, f"{salt}:{source_id}"):
            found |= {hashlib.new(n, text.encode()).hexdigest() for n in ("sha256", "sha1", "md5")}
        found.add(hmac.new(salt.encode(), source_id.encode(), "sha256").hexdigest())
    return found


def test_hashing_every_id_there_could_be_finds_nobody(workspace):
    facts = draw_sample(ws.REF, workspace=workspace)
    folder = write_certificate(ws.REF, workspace=workspace).parent
    files = [path.read_text() for path in folder.iterdir() if path.suffix in {".json", ".csv"}]
    published = set(re.findall(r"[0-9a-f]{32,}", " ".join(files)))
    salts = [
        "",
        ws.REF,
        facts["key"],
        facts["commitment"],
        facts["frame_sha256"],
        "board",
        "audits",
    ]
    # Every id of the register, as one who goes through all seven digits comes to them in the end,
    # with every guess; and a stretch of all seven-digit numbers in which the children's ids lie.
    for source_id in (*ids_of("Contact ID"), *ids_of("Person ID")):
        assert not published & guesses(source_id, salts)
    for number in range(6_950_000, 7_050_000):
        text = f"{number}".encode()
        assert hashlib.sha256(text).hexdigest() not in published
        assert hmac.digest(facts["key"].encode(), text, "sha256").hex() not in published
    known = ids_of("Contact ID")[0]
    assert hashlib.sha256(known.encode()).hexdigest() in guesses(known, salts)  # it would be found
    assert json.dumps(facts).find(f'"{known}"') == -1
