"""Whoever changes what is kept without the vault's key is found out, and honest work is not."""

import gc
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from builders import workspace as ws

from audits.queries.trail import NOT_KEYED, check_trail, list_trail
from audits.queries.verification.answers import answer_faults
from audits.queries.verification.workspace import verify_workspace
from audits.steps.actions.change import add_action, update_action
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import sign_off
from audits.steps.packs.show_password import show_password
from audits.steps.papers.make import make_paper
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.extend import extend_sample
from audits.steps.sample.replace_case import replace_case
from audits.steps.sample.verify import write_certificate
from audits.storage import AnswerRow


@pytest.fixture(scope="module")
def finished(tmp_path_factory, answered) -> Path:
    """Return a workspace with returns, superseded answers, findings, moved actions and papers."""
    home = ws.copy_of(answered, tmp_path_factory.mktemp("finished") / "home")
    workspace = ws.workspace_of(home)
    ws.collect_until_complete(home, workspace)
    write_certificate(ws.REF, workspace=workspace)
    sign_off(ws.REF, workspace=workspace, minute="QEG 3", why="a test")
    make_paper(ws.REF, workspace=workspace, format="html")
    action = add_action("See the child", workspace=workspace, owner="police", due=ws.THURSDAY)
    update_action(action, workspace=workspace, text="Half of it is done", percent_done=50)
    show_password(ws.REF, "police", why="rung by the unit", workspace=workspace)
    return home


@pytest.fixture
def home(tmp_path, finished) -> Path:
    return ws.copy_of(finished, tmp_path / "home")


def faults(home: Path, against: str = "") -> str:
    _, checks = verify_workspace(workspace=ws.workspace_of(home), against=against)
    return "\n".join(fault for check in checks for fault in check.faults)


def sql(home: Path, *statements: str, file: str = "audits.db") -> None:
    """Change a database as somebody would who can write the files and has no key."""
    with closing(sqlite3.connect(home / file)) as database, database:
        for statement in statements:
            assert database.execute(statement).rowcount != 0


def work_on(home: Path) -> None:
    """Let the program go on, which must not bless what was done to the trail."""
    add_action("Go on", workspace=ws.workspace_of(home), owner="police", due=ws.THURSDAY)


def test_what_was_superseded_moved_and_made_again_by_right_verifies(home):
    assert faults(home) == ""
    work_on(home)
    make_paper(ws.REF, workspace=ws.workspace_of(home), format="html")
    assert faults(home) == ""


def test_reserves_that_were_used_by_right_verify_and_may_not_be_swapped(loaded, tmp_path):
    home = ws.copy_of(loaded, tmp_path / "home")
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    lost = draw_sample(ws.REF, workspace=workspace)["cases"][-1]["case"]
    taker = replace_case(ws.REF, lost, why="another authority", workspace=workspace)
    added = extend_sample(ws.REF, 2, why="the group asked", workspace=workspace)
    assert faults(home) == ""
    sql(home, "UPDATE audit_case SET stratum = 'other' WHERE number > 10")
    assert f"{taker} is another than the certificate says" in faults(home)
    assert f"{added[0]} is another than the certificate says" in faults(home)


def rechained(home: Path) -> None:
    """Alter an entry and compute every digest after it anew, as was once enough."""
    with closing(sqlite3.connect(home / "audits.db")) as database, database:
        database.row_factory = sqlite3.Row
        database.execute("UPDATE trail SET actor = 'nobody' WHERE seq = 5")
        previous = ""
        for row in database.execute("SELECT * FROM trail ORDER BY seq").fetchall():
            said = {
                "seq": row["seq"], "at": row["at"].replace(" ", "T") + "+00:00",
                "actor": row["actor"], "verb": row["verb"], "about": row["about"],
                "why": row["why"], "facts": json.loads(row["facts"]), "previous": previous,
                "rows": json.loads(row["rows"]),
            }  # fmt: skip
            text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256(text.encode()).hexdigest()
            database.execute(
                "UPDATE trail SET previous = ?, digest = ? WHERE seq = ?",
                (previous, digest, row["seq"]),
            )
            previous = digest


ON_THE_TRAIL: dict[str, tuple[Callable[[Path], None], str]] = {
    "the last ten": (
        lambda home: sql(home, "DELETE FROM trail WHERE seq > (SELECT max(seq) FROM trail) - 10"),
        "are missing from the end",
    ),
    "the last": (
        lambda home: sql(home, "DELETE FROM trail WHERE seq = (SELECT max(seq) FROM trail)"),
        "are missing from the end",
    ),
    "all": (lambda home: sql(home, "DELETE FROM trail"), "Entries 1 to "),
    "one": (lambda home: sql(home, "DELETE FROM trail WHERE seq = 7"), "Entries 7 to 7"),
    "an actor": (
        lambda home: sql(home, "UPDATE trail SET actor = 'x' WHERE seq = 7"), "Entry 7 was altered",
    ),
    "computed anew": (rechained, "Entry 5 was altered, or was not made by this program"),
    "the seal": (
        lambda home: sql(home, "DELETE FROM sealed WHERE name = 'trail'", file="vault.db"),
        "The seal of the trail is gone",
    ),
}  # fmt: skip


GOING_ON = {
    "the last ten": "is not the one that was sealed",
    "the last": "is not the one that was sealed",
    "all": "are missing from the end",
}


@pytest.mark.parametrize("goes_on", [False, True], ids=["at once", "after more work"])
@pytest.mark.parametrize("how", ON_THE_TRAIL)
def test_a_trail_that_was_touched_says_so_for_good(home, how, goes_on):
    attack, says = ON_THE_TRAIL[how]
    attack(home)
    if goes_on:
        for _ in range(11 if how == "the last ten" else 1):
            work_on(home)
        says = GOING_ON.get(how, says)
    assert says in "\n".join(check_trail(workspace=ws.workspace_of(home)).faults)


ON_ROWS = {
    "an answer": (
        "UPDATE answer SET value = 'yes', original = 'Yes' WHERE id ="
        " (SELECT min(id) FROM answer WHERE value = 'no' AND current)", "was altered",
    ),
    "which answer counts": (
        "UPDATE answer SET current = NOT current WHERE id = (SELECT max(id) FROM answer)", "Answer",
    ),
    "an answer's note": ("UPDATE answer SET note = 'all is well' WHERE id = 3", "Answer 3"),
    "an answer taken out": ("DELETE FROM answer WHERE id = 9", "Answer 9 was taken out"),
    "a finding": ("UPDATE finding SET x = 0, low = 0 WHERE number = 1", "other numbers"),
    "a finding's words": ("UPDATE finding SET text = 'Good.' WHERE number = 1", "was altered"),
    "an action's date": ("UPDATE action SET due = original_due, times_moved = 0, percent_done = 100"
                         " WHERE percent_done = 50", "was altered"),
    "an action taken out": ("DELETE FROM action_update", "was taken out"),
    "a case": ("UPDATE audit_case SET unit_hash = 'ff' WHERE number = 1", "is not in the frame"),
    "the certificate": (
        "UPDATE draw SET certificate = replace(certificate, '\"population\": ',"
        " '\"population\": 1')", "The population",
    ),
    "the frozen frame": ("UPDATE cycle SET frame_sha256 = 'ff'", "the frame cannot be read"),
    "a return": ("UPDATE return_file SET unit = 'health' WHERE unit = 'police'", "Return R-"),
    "a concern": ("UPDATE concern SET acknowledged_by = 'x', acknowledged_at = '2017-03-09'"
                  , "was altered"),
}  # fmt: skip


@pytest.mark.parametrize("how", ON_ROWS)
def test_a_row_that_was_changed_past_the_program_is_named(home, how):
    statement, says = ON_ROWS[how]
    sql(home, statement)
    found = faults(home)
    assert says in found
    assert "past this program" in found
    work_on(home)
    assert "past this program" in faults(home)


def test_an_answer_altered_with_the_trail_still_differs_from_its_return(home):
    """Even the digests of rows, were they forged, would leave the sealed return to speak."""
    sql(home, "UPDATE answer SET value = 'no' WHERE id = (SELECT min(id) FROM answer"
              " WHERE value = 'yes' AND current)")  # fmt: skip
    assert "is not what the return says" in faults(home)


def test_answers_are_held_one_return_at_a_time(home):
    sql(home, "UPDATE answer SET value = 'no' WHERE value = 'yes'")
    with closing(sqlite3.connect(home / "audits.db")) as database:
        counts = database.execute("SELECT count(*) FROM answer GROUP BY return_id").fetchall()
    held = []
    gc.freeze()  # what other tests hold is never looked at again
    # Each return gives more than 25 faults.
    for _ in islice(answer_faults(ws.workspace_of(home)), 0, None, 25):
        gc.collect()
        held.append(sum(isinstance(item, AnswerRow) for item in gc.get_objects()))
    assert len(counts) > 2
    assert 0 < max(held) <= max(counts)[0]


def test_a_finding_altered_differs_from_what_the_answers_give(home):
    sql(home, "DELETE FROM finding WHERE number = 1")
    assert "is what the answers show, and is not there" in faults(home)


def spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


ON_FILES = {
    "a return": ("returns/*", "cannot be unsealed"),
    "a register": ("registers/*", "cannot be unsealed"),
    "a frame": ("frames/*.csv", "was altered"),
    "a pack": ("packs/*.xlsx", "was altered"),
    "a paper": (f"papers/{ws.REF}/*professional.html", "is not as it was made"),
    "a certificate": (f"papers/{ws.REF}/*-certificate.pdf", "is not as it was made"),
    "the frame handed out": (f"papers/{ws.REF}/*-frame.csv", "is not as it was made"),
}


@pytest.mark.parametrize("how", ON_FILES)
def test_a_file_that_was_changed_is_named(home, how):
    pattern, says = ON_FILES[how]
    path = sorted(home.glob(pattern))[0]
    spoilt(path)
    assert says in faults(home)
    assert path.name.split(".")[0] in faults(home)


@pytest.mark.parametrize("folder", ["returns", "packs", "frames", "registers"])
def test_a_file_that_is_gone_is_named(home, folder):
    path = sorted((home / folder).iterdir())[0]
    path.unlink()
    assert f"{folder}/{path.name.split('.')[0]} is not there" in faults(home)


def test_a_certificate_that_was_handed_out_is_drawn_again(home):
    path = home / "papers" / ws.REF / f"{ws.REF}-certificate.json"
    certificate = json.loads(path.read_text())
    certificate["eligible"] += 1
    path.write_text(json.dumps(certificate))
    assert "The number eligible is not what the frame file holds" in faults(home)


def test_a_look_taken_out_of_the_log_is_missed(home):
    sql(home, "DELETE FROM look WHERE kind = 'password'", file="vault.db")
    assert "are missing" in faults(home)


def test_an_older_copy_of_the_vault_is_contradicted_by_the_trail(home, tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(home / "vault.db", old)
    show_password(ws.REF, "health", why="nobody must know", workspace=ws.workspace_of(home))
    work_on(home)
    shutil.copy(old, home / "vault.db")
    assert "is not the one that the trail speaks of" in faults(home)


def test_an_older_copy_of_everything_is_found_by_a_digest_kept_elsewhere(home, tmp_path):
    old = ws.copy_of(home, tmp_path / "old")
    work_on(home)
    digest = check_trail(workspace=ws.workspace_of(home)).digest
    assert faults(home, against=digest) == ""
    assert faults(old) == ""
    assert f"No entry has the digest {digest}" in faults(old, against=digest)


def test_an_earlier_digest_stays_in_a_trail_that_went_on(home):
    digest = check_trail(workspace=ws.workspace_of(home)).digest
    work_on(home)
    assert faults(home, against=digest.upper()) == ""


def as_an_earlier_version_left_it(home: Path) -> None:
    """Take the keys out of a workspace: no seals, no row digests, a chain anybody can compute."""
    sql(home, "DELETE FROM sealed WHERE kind = 'seal'", "UPDATE look SET digest = ''",
        file="vault.db")  # fmt: skip
    with closing(sqlite3.connect(home / "audits.db")) as database, database:
        database.row_factory = sqlite3.Row
        previous = ""
        for row in database.execute("SELECT * FROM trail ORDER BY seq").fetchall():
            said = {
                "seq": row["seq"], "at": row["at"].replace(" ", "T") + "+00:00",
                "actor": row["actor"], "verb": row["verb"], "about": row["about"],
                "why": row["why"], "facts": json.loads(row["facts"]), "previous": previous,
            }  # fmt: skip
            text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256(text.encode()).hexdigest()
            database.execute(
                "UPDATE trail SET previous = ?, digest = ?, rows = '{}', keyed = 0 WHERE seq = ?",
                (previous, digest, row["seq"]),
            )
            previous = digest


def test_a_trail_of_an_earlier_version_goes_on_keyed_and_says_since_when(home):
    as_an_earlier_version_left_it(home)
    workspace = ws.workspace_of(home)
    assert check_trail(workspace=workspace).faults == (NOT_KEYED,)
    before = len(list_trail(workspace=workspace))
    work_on(home)
    report = check_trail(workspace=workspace)
    assert (report.faults, report.keyed_since) == ((), before + 1)
    begun = list_trail(workspace=workspace)[before]
    assert (begun.verb, begun.facts["entries"]) == ("trail keyed", before)
    assert faults(home) == ""
    sql(home, "UPDATE trail SET actor = 'x' WHERE seq = 3")
    assert "Entry 3 was altered" in faults(home)
    sql(home, "UPDATE answer SET note = 'x' WHERE id = 3")
    assert "Answer 3 was altered" in faults(home)


def test_a_seal_left_behind_is_taken_on_and_only_over_what_has_a_key(home, tmp_path):
    old = tmp_path / "old.db"
    shutil.copy(home / "vault.db", old)
    work_on(home)
    shutil.copy(old, home / "vault.db")  # as if the process had died before it sealed
    workspace = ws.workspace_of(home)
    assert check_trail(workspace=workspace).faults == ()
    work_on(home)
    seal = workspace.vault.trail_seal()
    assert seal is not None
    assert seal.last == check_trail(workspace=workspace).entries
    assert faults(home) == ""


def test_an_entry_without_the_key_is_not_taken_for_one_left_unsealed(home):
    sql(home, "INSERT INTO trail (seq, previous, at, actor, verb, about, why, facts, rows, keyed,"
              " digest) SELECT seq + 1, digest, at, actor, verb, about, why, facts, rows, keyed,"
              " digest FROM trail ORDER BY seq DESC LIMIT 1")  # fmt: skip
    assert "was not made by this program" in faults(home)
    before = ws.workspace_of(home).vault.trail_seal()
    work_on(home)
    assert ws.workspace_of(home).vault.trail_seal() == before
