"""A week by hand, command by command, with the JSON that scripts read."""

from pathlib import Path

from builders import workspace as ws
from builders.cli import Run

from audits.demo import make_agencies, make_contacts


KEYS_OF_CYCLE = {"ref", "kind", "status", "opened_on", "frame", "counts", "gates"}
KEYS_OF_DRAW = {
    "ref", "commitment", "key", "frame_sha256", "population", "eligible", "excluded", "cases",
    "reserves", "verified",
}  # fmt: skip
KEYS_OF_CASE = {"case", "unit_hash", "stratum", "rank", "probability", "targeted"}


def test_a_register_is_loaded_and_its_mapping_saved(audits, home, tmp_path):
    contacts, profile = tmp_path / "contacts.csv", tmp_path / "profile.yaml"
    contacts.write_bytes(make_contacts(until=ws.THURSDAY, contacts=300))
    agencies = tmp_path / "agencies.csv"
    agencies.write_bytes(make_agencies())
    assert audits("init").code == 0
    assert audits("agency", "import", str(agencies)).code == 0
    load = ("register", "load", str(contacts), "--as", "mash_contacts")
    tried = audits(*load, "--dry-run", "--json").json
    assert audits("register", "list", "--json").json == []
    first = audits(*load, "--json", "--write-profile", str(profile)).json
    again = audits(*load, "--json", "--profile", str(profile)).json
    assert tried == first == again
    assert {"name", "sha256", "rows_in", "units", "rejected", "warnings", "unmatched"} <= set(first)
    assert len(audits("register", "list", "--json").json) == 1


def test_a_cycle_goes_from_its_opening_to_its_packs(on_loaded, home):
    opened = on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09", "--json").json
    assert set(opened) >= KEYS_OF_CYCLE
    assert (opened["ref"], opened["status"]) == (ws.REF, "planned")
    assert on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-10", "--json").json == opened
    drawn = on_loaded("sample", "draw", ws.REF, "--json").json
    assert set(drawn) >= KEYS_OF_DRAW
    assert len(drawn["cases"]) == 10
    assert all(set(case) >= KEYS_OF_CASE for case in drawn["cases"])
    assert on_loaded("sample", "draw", ws.REF, "--json").json == drawn
    assert on_loaded("sample", "verify", ws.REF, "--json").json["verified"] is True
    packs = on_loaded("pack", "issue", ws.REF, "--json").json
    assert {pack["unit"] for pack in packs} == set(ws.UNITS)
    assert set(packs[0]) == {"unit", "edition", "file", "cases", "questions", "sha256"}
    why = ("--why", "rung back on the unit's own number")
    password = on_loaded("pack", "password", ws.REF, "police", *why).out.strip()
    assert len(password) == 19
    sent = on_loaded("dispatch", "send", "--json").json
    assert {row["status"] for row in sent} == {"sent"}
    assert on_loaded("dispatch", "send", "--json").json == []
    for pack in packs:
        assert (home / "outbox" / pack["unit"] / pack["file"]).is_file()


def test_returns_become_findings_actions_and_papers(on_answered, home):
    collected = on_answered("return", "collect", "--json").json
    assert sorted(each["unit"] for each in collected) == sorted(ws.UNITS)
    keys = {"file", "sha256", "outcome", "cycle", "unit", "answers", "problems"}
    assert all(set(each) >= keys for each in collected)
    complete(on_answered, home)
    found = on_answered("finding", "list", ws.REF, "--json").json
    assert found
    keys = {"id", "theme", "kind", "text", "x", "n", "frame", "low", "high", "answers"}
    assert all(set(each) >= keys for each in found)
    answers = on_answered("return", "answers", ws.REF, "--json").json
    keys = {"unit", "case", "question", "answer", "original", "note", "return", "sheet", "cell"}
    assert set(answers[0]) == keys
    refused = on_answered("cycle", "sign-off", ws.REF, "--minute", "QEG 3")
    assert refused.code == 2
    assert "audits concern acknowledge 1" in refused.err
    taken = ("--by", "Head of safeguarding", "--done", "Visited")
    assert on_answered("concern", "acknowledge", "1", *taken).code == 0
    assert on_answered("cycle", "sign-off", ws.REF, "--minute", "QEG 3").code == 0
    actions = on_answered("action", "list", "--json").json
    keys = {"id", "title", "source", "cycle", "owner", "due", "rag", "status", "overdue_days"}
    assert all(set(each) >= keys for each in actions)
    assert {each["status"] for each in actions} == {"open"}
    for form in ("html", "docx", "pdf"):
        made = on_answered("paper", "make", ws.REF, "--format", form)
        assert made.code == 0
        assert list((home / "papers" / ws.REF).glob(f"*.{form}"))
    assert on_answered("trail", "verify").out.splitlines()[0] == "The trail is whole."
    assert on_answered("cycle", "publish", ws.REF).code == 0
    assert on_answered("cycle", "show", ws.REF, "--json").json["status"] == "published"


def complete(audits: Run, home: Path) -> None:
    """Have what is asked again answered."""
    assert audits("cycle", "show", ws.REF, "--json").json["waits_for"]
    audits("dispatch", "send")
    ws.answer_queries(home)
    assert f"{ws.REF} is complete" in audits("return", "collect").out


def test_an_action_is_followed_to_its_closing(on_answered, home):
    on_answered("return", "collect")
    complete(on_answered, home)
    on_answered("cycle", "sign-off", ws.REF, "--why", "The concern is in hand")
    first = on_answered("action", "list", "--json").json[0]["id"]
    assert on_answered("action", "update", first, "--text", "Half way", "--done", "50").code == 0
    done = on_answered("action", "update", first, "--text", "See MASH log", "--status", "complete")
    assert done.code == 0
    close = ("action", "update", first, "--text", "8 of 10", "--status", "closed")
    closed = on_answered(*close, "--meeting", "2017-03-14")
    assert closed.code == 0
    stands = {
        a["id"]: (a["status"], a["rag"]) for a in on_answered("action", "list", "--json").json
    }
    assert stands[first] == ("closed", "black")


def test_everything_has_a_table_for_people(on_answered, home):
    on_answered("return", "collect")
    complete(on_answered, home)
    for words in (
        ("template", "list"), ("template", "show", "mash_weekly"), ("template", "check"),
        ("agency", "list"), ("register", "list"), ("cycle", "list"), ("cycle", "show", ws.REF),
        ("dispatch", "list"), ("dispatch", "list", ws.REF), ("return", "list", ws.REF),
        ("return", "answers", ws.REF), ("finding", "list", ws.REF), ("action", "list"),
        ("trail", "export"), ("chase",),
    ):  # fmt: skip
        said = on_answered(*words)
        assert (said.code, said.err) == (0, ""), words
        assert said.out.strip(), words


def test_a_sample_is_ruled_on_extended_and_shown_with_its_counts(on_loaded):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    for verb in ("include", "exclude"):
        assert on_loaded("sample", verb, ws.REF, "410000", "--why", "Legal says so").code == 0
    said = on_loaded("sample", "draw", ws.REF).out
    assert "in the register" in said
    assert "  drawn at random" in said
    more = on_loaded("sample", "extend", ws.REF, "--by", "2", "--why", "Twelve are wanted")
    assert more.out.startswith("2 more: MASH17W10-11, MASH17W10-12.")
    assert on_loaded("sample", "verify", ws.REF).code == 0
    late = on_loaded("sample", "exclude", ws.REF, "410000", "--why", "Legal says so")
    assert (late.code, "its frame is frozen" in late.err) == (2, True)
    flow = on_loaded("cycle", "show", ws.REF, "--json").json["flow"]
    assert {"what": "added from the reserves", "number": 2} in flow
