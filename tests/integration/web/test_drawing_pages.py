"""The draw's page: a case left out, chosen by name, drawn as well; and the draw proved again."""

import csv
import io

import pytest
from builders import workspace as ws
from builders.stages import Stages
from builders.web_pages import came_to, send, signed_in

from audits.demo import make_contacts
from audits.domain.permissions import Role
from audits.queries.draw import describe_draw
from audits.queries.trail import list_trail
from audits.steps.sample.draw import draw_sample
from audits.web import make_app


DRAW = f"/audits/{ws.REF}/draw"


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    return Stages(tmp_path_factory.mktemp("draws"))


@pytest.fixture
def begun(stages, tmp_path):
    """Return a board's parts and an officer's browser, by the stage of its audit."""

    def begin(stage):
        workspace = ws.workspace_of(ws.copy_of(stages.at(stage), tmp_path / "home"))
        return workspace, signed_in(make_app(workspace), Role.BUSINESS_UNIT)

    return begin


def id_of_the_first_drawn(stages, tmp_path):
    """Return the register's own id of the case that is drawn first where nobody interferes."""
    other = ws.workspace_of(ws.copy_of(stages.at("opened"), tmp_path / "other"))
    drawn = draw_sample(ws.REF, workspace=other)["cases"][0]["unit_hash"]
    text = make_contacts(until=ws.THURSDAY, contacts=3000).decode("cp1252")
    rows = csv.DictReader(io.StringIO(text.split("\n", 2)[2]))
    ids = {(row["Contact ID"] or "").strip() for row in rows}
    [first] = [one for one in ids if other.vault.hash_id(one) == drawn]
    return first, drawn


def test_a_case_is_left_out_for_a_reason_and_its_id_stands_nowhere(stages, begun, tmp_path):
    first, drawn = id_of_the_first_drawn(stages, tmp_path)
    workspace, officer = begun("opened")
    fields = {"ruling": "exclude", "source_id": first, "rule_why": "It is before the coroner"}
    for missing in ("source_id", "rule_why"):
        wrong = send(officer, f"{DRAW}/rule", {**fields, missing: " "}, shown_at=DRAW)
        assert wrong.status_code == 422
    done = send(officer, f"{DRAW}/rule", fields, shown_at=DRAW)
    assert done.status_code == 303
    page = came_to(officer, done).text
    assert "One case is left out, because a person said so: It is before the coroner" in page
    assert first not in page + done.headers["location"]
    assert first not in str([line.facts for line in list_trail(workspace=workspace)])
    certificate = draw_sample(ws.REF, workspace=workspace)
    assert drawn not in {case["unit_hash"] for case in certificate["cases"]}
    assert certificate["excluded"]["by_a_person"] == 1
    late = send(officer, f"{DRAW}/rule", fields, shown_at=DRAW)
    assert late.status_code in (409, 422)


def test_a_case_is_chosen_by_name_and_the_others_are_drawn(stages, begun, tmp_path):
    first, _ = id_of_the_first_drawn(stages, tmp_path)
    workspace, officer = begun("opened")
    unknown = send(officer, f"{DRAW}/choose", {"chosen_id": "1", "chosen_why": "x"}, shown_at=DRAW)
    assert unknown.status_code in (409, 422)
    fields = {"chosen_id": first, "chosen_why": "The police asked for it"}
    assert send(officer, f"{DRAW}/choose", fields, shown_at=DRAW).status_code == 303
    drawn = describe_draw(ws.REF, workspace=workspace)
    [chosen] = [case for case in drawn.cases if case.targeted]
    assert chosen.why == "The police asked for it"
    assert len(drawn.cases) > 1
    assert "Chosen by name: The police asked for it" in officer.get(DRAW).text


def test_more_cases_are_drawn_before_packs_are_written(begun):
    workspace, officer = begun("drawn for a person")
    before = len(describe_draw(ws.REF, workspace=workspace).cases)
    for typed in ("", "none", "0"):
        fields = {"more": typed, "more_why": "QEG asked for more"}
        assert send(officer, f"{DRAW}/extend", fields, shown_at=DRAW).status_code == 422
    fields = {"more": "2", "more_why": "QEG asked for more"}
    done = came_to(officer, send(officer, f"{DRAW}/extend", fields, shown_at=DRAW))
    after = describe_draw(ws.REF, workspace=workspace).cases
    assert len(after) == before + 2
    assert "Drawn as well: 2 cases. The certificate says so." in done.text
    assert all(case.ref in done.text for case in after[-2:])


def test_a_draw_is_proved_again_on_its_page(begun):
    workspace, officer = begun("drawn")
    done = came_to(officer, send(officer, f"{DRAW}/verify", shown_at=DRAW))
    assert "The same cases were drawn again from the certificate: the draw is right." in done.text
    frame = workspace.stores.home / "frames"
    [file] = [path for path in frame.rglob("*") if path.is_file()]
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\n\n", 1))
    refused = send(officer, f"{DRAW}/verify", shown_at=DRAW)
    assert refused.status_code >= 409
