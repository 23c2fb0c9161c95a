"""Files kept as evidence: byte for byte, sealed, without their names, out only with a reason."""

from hashlib import sha256

import pytest
from builders import hostile, workspace as ws
from builders.actions import a_board, a_closing, an_open_action, seen_in
from builders.power import Fuse, PowerCutError, fused, moments
from sqlalchemy.exc import IntegrityError

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action
from audits.queries.evidence import EvidenceLine
from audits.queries.trail import list_trail, trail_faults
from audits.steps.action_packs.write import export_agenda, export_list
from audits.steps.actions.change import Change, update_action
from audits.steps.actions.keep_evidence import EvidenceFile, open_evidence
from audits.steps.papers.make import make_board_paper
from audits.storage import ActionEvidence


PDF = b"%PDF-1.7 every referrer was told"
LOG = EvidenceFile(PDF, "pdf", "Nine of ten referrers were told")
SHEET = EvidenceFile(hostile.GOOD, "xlsx", "The log of May, without names")


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def give(workspace, ref, *files, **how):
    """Give files as evidence; with a status they also move the action."""
    how = {"text": "Evidence gathered", **how}
    update_action(ref, workspace=workspace, text="", change=Change(files=files, **how))


def files_of(workspace, ref):
    return describe_action(ref, workspace=workspace).evidence_files


def test_files_are_kept_byte_for_byte_with_who_when_and_what_each_shows(workspace, tmp_path):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG, SHEET, by="Head of MASH")
    first, second = files_of(workspace, ref)
    assert first == EvidenceLine(
        number=1, file=f"{ref}-evidence-1.pdf", shows="Nine of ten referrers were told",
        by="Head of MASH", at=ws.FIVE, size=len(PDF), sha256=sha256(PDF).hexdigest(),
    )  # fmt: skip
    assert (second.number, second.file) == (2, f"{ref}-evidence-2.xlsx")
    name, data = open_evidence(ref, 2, why="QEG asked", workspace=workspace)
    assert (name, data) == (f"{ref}-evidence-2.xlsx", hostile.GOOD)
    lying = sorted((tmp_path / "home" / "evidence").iterdir())
    assert {path.name for path in lying} == {first.sha256, second.sha256}
    assert all(PDF not in path.read_bytes() and path.read_bytes()[:2] != b"PK" for path in lying)
    opened = [e for e in list_trail(workspace=workspace) if e.verb == "evidence opened"]
    assert [(e.about, e.why) for e in opened] == [(ref, "QEG asked")]
    assert trail_faults(workspace=workspace) == ()


def test_an_action_is_complete_on_a_file_alone_and_says_so_wherever_it_is_shown(
    workspace, tmp_path
):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG, status=ActionStatus.COMPLETE, by="Head of MASH")
    shown = "Evidence 1: Nine of ten referrers were told"
    assert describe_action(ref, workspace=workspace).evidence == shown
    _, agenda = export_agenda(workspace.today(), workspace=workspace)
    assert f"Head of MASH shows: {shown}" in seen_in(agenda)[3]
    a_closing(workspace, ref, "Referrers say so")
    rows = seen_in(export_list(workspace=workspace))
    record = dict(zip(rows[0], rows[1], strict=True))
    assert (record["Completed by"], record["Evidence"]) == ("Head of MASH", shown)
    assert (record["Closed by"], record["Impact"]) == ("QEG", "Referrers say so")
    digest = sha256(PDF).hexdigest()
    assert record["Evidence files"] == f"{ref}-evidence-1.pdf (SHA-256 {digest})"
    page = make_board_paper("actions", workspace=workspace, format="html").read_text(
        encoding="utf-8"
    )
    assert f"9 March 2017, Head of MASH: {shown}" in page
    assert "9 March 2017, QEG: Referrers say so" in page


def test_more_evidence_is_added_while_an_action_waits_for_qeg(workspace):
    ref = an_open_action(workspace)
    change = Change("Done", status=ActionStatus.COMPLETE, evidence="Minutes of 2 March")
    update_action(ref, workspace=workspace, text="", change=change)
    give(workspace, ref, LOG)
    facts = describe_action(ref, workspace=workspace)
    assert facts.evidence == "Minutes of 2 March; Evidence 1: Nine of ten referrers were told"


def test_evidence_that_is_blank_is_none(workspace):
    ref = an_open_action(workspace)
    change = Change("See the log", status=ActionStatus.COMPLETE, evidence="  ")
    update_action(ref, workspace=workspace, text="", change=change)
    assert describe_action(ref, workspace=workspace).evidence == "See the log"


def test_reopened_an_action_keeps_its_files_and_needs_evidence_again(workspace):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG, status=ActionStatus.COMPLETE)
    update_action(ref, workspace=workspace, text="Only one team", status=ActionStatus.OPEN)
    facts = describe_action(ref, workspace=workspace)
    assert (facts.evidence, len(facts.evidence_files)) == ("", 1)
    assert facts.history[0].reason == "Evidence 1: Nine of ten referrers were told"


REFUSED = {
    "Say in a sentence what the evidence file shows": EvidenceFile(PDF, "pdf", " "),
    "The evidence file holds macros": EvidenceFile(
        hostile.changed({"xl/vbaProject.bin": b"x"}), "xlsx", "A log"
    ),
    "is there already: it is evidence 1 of A1": EvidenceFile(PDF, "pdf", "Again"),
}


@pytest.mark.parametrize("says", REFUSED)
def test_what_cannot_be_kept_leaves_the_action_as_it_was(workspace, says):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG)
    before = describe_action(ref, workspace=workspace)
    with pytest.raises(UserError, match=says):
        give(workspace, ref, REFUSED[says], status=ActionStatus.COMPLETE)
    assert describe_action(ref, workspace=workspace) == before


def test_which_of_several_files_is_wrong_is_said(workspace):
    ref = an_open_action(workspace)
    with pytest.raises(UserError, match=r"^Evidence file 2 ends in \.pdf"):
        give(workspace, ref, LOG, EvidenceFile(b"MZ", "pdf", "x"))
    assert files_of(workspace, ref) == ()


def test_a_closed_action_takes_no_more_evidence(workspace):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG, status=ActionStatus.COMPLETE)
    a_closing(workspace, ref)
    with pytest.raises(StatusError, match="is closed, so nothing was written about it"):
        give(workspace, ref, SHEET)


def test_evidence_comes_out_only_with_a_reason_and_under_its_number(workspace):
    ref = an_open_action(workspace)
    give(workspace, ref, LOG)
    with pytest.raises(StatusError, match=f"Say why evidence 1 of {ref} is opened"):
        open_evidence(ref, 1, why=" ", workspace=workspace)
    with pytest.raises(NotFoundError, match=f"{ref} has no evidence 2. There are: 1."):
        open_evidence(ref, 2, why="x", workspace=workspace)
    with pytest.raises(NotFoundError, match="There is no action 'A9'"):
        open_evidence("A9", 1, why="x", workspace=workspace)


def test_the_database_itself_refuses_evidence_that_shows_nothing(workspace):
    ref = an_open_action(workspace)
    row = ActionEvidence(
        action=ref, number=1, sha256="a", extension="pdf", size=1, shows="", at=workspace.clock(),
        by="x",
    )  # fmt: skip
    with (
        workspace.open_uow() as uow,
        pytest.raises(IntegrityError, match="ck_action_evidence_said"),
    ):
        uow.add(row)


def test_a_power_cut_at_any_moment_leaves_no_row_without_its_file(tmp_path):
    start = tmp_path / "start"
    ref = an_open_action(a_board(start))

    def what(workspace):
        if not files_of(workspace, ref):
            give(workspace, ref, LOG, status=ActionStatus.COMPLETE)

    whole = ws.copy_of(start, tmp_path / "whole")
    passed = moments(ws.workspace_of(whole), what)
    for blows_at in range(1, len(passed) + 1):
        home = ws.copy_of(start, tmp_path / f"cut-{blows_at}")
        with pytest.raises(PowerCutError):
            what(fused(ws.workspace_of(home), Fuse(blows_at)))
        what(ws.workspace_of(home))
        again = ws.workspace_of(home)
        assert files_of(again, ref) == files_of(ws.workspace_of(whole), ref)
        assert open_evidence(ref, 1, why="test", workspace=again)[1] == PDF
