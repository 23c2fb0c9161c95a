"""Agencies check draft findings before QEG signs; what changed and why is kept."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
from builders.cli import runner

from audits.domain.errors import ModerationError, NotFoundError, StatusError
from audits.domain.finding import ACCEPTED, REJECTED, REWORDED
from audits.queries.corrections import list_corrections
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.freeze import refreeze_findings
from audits.steps.findings.sign_off import sign_off
from audits.steps.findings.word import correct_finding, reword_finding
from audits.storage import Cycle, Dispatch, SignOff
from audits.workspace import Workspace


LATER = ws.FIVE + timedelta(days=30)


@pytest.fixture(scope="session")
def drafted(tmp_path_factory, moderating) -> Path:
    home = ws.copy_of(moderating, tmp_path_factory.mktemp("drafted") / "home")
    mod.agree_grades(home, ws.workspace_of(home))
    return home


@pytest.fixture
def home(drafted, tmp_path) -> Path:
    return ws.copy_of(drafted, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def first(workspace: Workspace) -> str:
    return list_findings(ws.REF, workspace=workspace)[0].id


def numbers(workspace: Workspace) -> list[tuple[int, ...]]:
    found = list_findings(ws.REF, workspace=workspace)
    return [(f.x, f.n, f.frame, f.low, f.high) for f in found]


def accept_all(workspace: Workspace) -> None:
    for unit, findings in circulate_findings(ws.REF, workspace=workspace).items():
        for finding in findings:
            correct_finding(ws.REF, finding, by=unit, decision=ACCEPTED, workspace=workspace)


def test_each_unit_is_sent_the_findings_that_rest_on_its_answers_once(home, workspace):
    sent = circulate_findings(ws.REF, workspace=workspace)
    circulate_findings(ws.REF, workspace=workspace)
    cited = {f.id: {a.unit for a in f.answers if a.value}
             for f in list_findings(ws.REF, workspace=workspace)}  # fmt: skip
    assert sent == {
        unit: tuple(f for f, units in cited.items() if unit in units) for unit in ws.UNITS
    }
    keys = [
        d.key for d in list_dispatches(ws.REF, workspace=workspace) if d.purpose == "draft-findings"
    ]
    assert sorted(keys) == sorted(f"{ws.REF}/{unit}/draft-findings/round-1" for unit in ws.UNITS)
    with workspace.open_uow() as uow:
        letter = uow.get(Dispatch, f"{ws.REF}/health/draft-findings/round-1")
    # Five working days after Thursday 9 March 2017.
    assert "by 5pm on Thursday 16 March 2017" in letter.subject
    texts = {f.id: f.text for f in list_findings(ws.REF, workspace=workspace)}
    assert all(f"{ref}. {texts[ref]}" in letter.body for ref in sent["health"])


def test_only_words_change_by_hand_and_the_log_says_who_wanted_it_and_why(workspace):
    circulate_findings(ws.REF, workspace=workspace)
    ref, before = first(workspace), numbers(workspace)
    was = list_findings(ws.REF, workspace=workspace)[0].text
    correct_finding(
        ws.REF, ref, by="health", decision=REWORDED, text="Referrers were told late.",
        why="They were told, but late", workspace=workspace,
    )  # fmt: skip
    assert list_findings(ws.REF, workspace=workspace)[0].text == "Referrers were told late."
    assert numbers(workspace) == before
    [row] = list_corrections(ws.REF, workspace=workspace)
    assert (row.unit, row.decision, row.why) == (
        "health", "reworded", "They were told, but late",
    )  # fmt: skip
    assert (row.text_before, row.text_after) == (was, "Referrers were told late.")


def test_words_that_were_agreed_outlive_findings_made_again(workspace):
    circulate_findings(ws.REF, workspace=workspace)
    for text in ("Once.", "Twice."):
        correct_finding(
            ws.REF,
            first(workspace),
            by="police",
            decision=REWORDED,
            text=text,
            why="so",
            workspace=workspace,
        )
    with workspace.open_uow() as uow:
        refreeze_findings(uow.get(Cycle, ws.REF), uow=uow, workspace=workspace)
        uow.commit()
    assert list_findings(ws.REF, workspace=workspace)[0].text == "Twice."


def test_a_finding_that_changed_is_sent_again_in_another_round(workspace):
    circulate_findings(ws.REF, workspace=workspace)
    correct_finding(
        ws.REF,
        first(workspace),
        by="police",
        decision=REWORDED,
        text="New.",
        why="so",
        workspace=workspace,
    )
    circulate_findings(ws.REF, workspace=workspace)
    keys = {d.key for d in list_dispatches(ws.REF, workspace=workspace)}
    assert f"{ws.REF}/police/draft-findings/round-2" in keys


@pytest.mark.parametrize("decision", [REWORDED, REJECTED])
def test_a_change_or_a_refusal_needs_its_reason(workspace, decision):
    circulate_findings(ws.REF, workspace=workspace)
    with pytest.raises(ModerationError, match="say why"):
        correct_finding(
            ws.REF, first(workspace), by="health", decision=decision, text="x", workspace=workspace
        )
    assert list_corrections(ws.REF, workspace=workspace) == []


def test_qeg_words_a_finding_itself_and_its_numbers_stay(workspace):
    ref, before = first(workspace), numbers(workspace)
    reword_finding(
        ref=ws.REF, finding=ref, text=" Referrers wait. ", why="Plainer", workspace=workspace
    )
    assert list_findings(ws.REF, workspace=workspace)[0].text == "Referrers wait."
    assert numbers(workspace) == before
    [row] = list_corrections(ws.REF, workspace=workspace)
    assert (row.unit, row.text_after, row.why) == ("QEG", "Referrers wait.", "Plainer")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Seventy-three % waited, 73 in 100.", "100, 73"),
        ("Half of the referrers waited.", "half"),
        ("One in five waited.", "one"),
        ("   ", "say its new words"),
    ],
)
def test_new_words_bring_no_number_of_their_own(workspace, text, said):
    with pytest.raises(ModerationError, match=said):
        reword_finding(ws.REF, first(workspace), text=text, why="Plainer", workspace=workspace)
    assert list_corrections(ws.REF, workspace=workspace) == []


def test_a_finding_or_a_unit_that_there_is_not_is_refused(workspace):
    with pytest.raises(NotFoundError, match="was not asked"):
        correct_finding(
            ws.REF, first(workspace), by="health", decision=ACCEPTED, workspace=workspace
        )
    circulate_findings(ws.REF, workspace=workspace)
    with pytest.raises(NotFoundError, match="has no finding 'F99'"):
        correct_finding(ws.REF, "F99", by="health", decision=ACCEPTED, workspace=workspace)
    with pytest.raises(NotFoundError, match="'probation' was not asked"):
        correct_finding(
            ws.REF, first(workspace), by="probation", decision=ACCEPTED, workspace=workspace
        )


def test_qeg_does_not_sign_before_the_facts_were_sent_or_checked(workspace):
    with pytest.raises(StatusError, match="have not been sent to the agencies"):
        sign_off(ws.REF, workspace=workspace)
    circulate_findings(ws.REF, workspace=workspace)
    units = "Health in the Fenmere MASH, Police in the Fenmere MASH, Social care in the MASH"
    with pytest.raises(StatusError, match=f"{units} may check the facts"):
        sign_off(ws.REF, workspace=workspace)
    assert describe_cycle(ws.REF, workspace=workspace).status == "analysed"


def test_qeg_signs_once_everybody_has_spoken(workspace):
    accept_all(workspace)
    ws.take_up_concerns(workspace)
    sign_off(ws.REF, workspace=workspace)
    assert describe_cycle(ws.REF, workspace=workspace).status == "agreed"


def test_silence_until_the_deadline_stands_for_agreement(home, workspace):
    circulate_findings(ws.REF, workspace=workspace)
    later = ws.workspace_of(home, LATER)
    ws.take_up_concerns(later)
    sign_off(ws.REF, workspace=later)
    assert describe_cycle(ws.REF, workspace=later).status == "agreed"


def test_a_sign_off_keeps_its_meeting_its_day_its_minute_and_why_it_did_not_wait(workspace):
    sign_off(
        ws.REF,
        workspace=workspace,
        meeting="QEG",
        on=date(2017, 3, 9),
        minute="7.2",
        why="Agreed by phone",
    )
    with workspace.open_uow() as uow:
        row = uow.get(SignOff, ws.REF)
    assert (row.meeting, row.held_on, row.minute, row.why) == (
        "QEG", date(2017, 3, 9), "7.2", "Agreed by phone",
    )  # fmt: skip
    with pytest.raises(StatusError, match="is agreed"):
        circulate_findings(ws.REF, workspace=workspace)


def test_a_cycle_whose_template_sets_no_time_is_signed_as_before(asked, tmp_path):
    home = ws.copy_of(asked, tmp_path / "plain")
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    with pytest.raises(ModerationError, match="sets no time to check the facts"):
        circulate_findings(ws.REF, workspace=workspace)
    sign_off(ws.REF, workspace=workspace, minute="QEG 14 March", why="The concern is in hand")
    assert describe_cycle(ws.REF, workspace=workspace).status == "agreed"


def test_the_command_line_does_the_same(home, workspace, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    sent = audits("finding", "circulate", ws.REF, "--json").json
    ref = sent[0]["findings"].split(", ")[0]
    assert audits("finding", "correct", ws.REF, ref, "--by", "police", "--accept").code == 0
    words = ("--text", "Police tell referrers late.", "--why", "Plainer")
    assert "reworded" in audits("finding", "reword", ws.REF, ref, *words).out
    both = audits("finding", "correct", ws.REF, ref, "--by", "police", "--accept", "--reject")
    assert both.err == "Say exactly one of --text, --accept and --reject.\n"
    assert [row["decision"] for row in audits("finding", "log", ws.REF, "--json").json] == [
        "accepted",
        "reworded",
    ]
    signed = ("cycle", "sign-off", ws.REF, "--meeting", "QEG", "--on", "2017-03-14")
    assert audits(*signed, "--minute", "7.2", "--why", "All were in the room").code == 0
