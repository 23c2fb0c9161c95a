"""A whole week on each database: the same steps, the same numbers."""

from builders import workspace as ws

from audits.settings import init_workspace
from audits.steps.describe import describe_cycle, list_actions, list_findings
from audits.steps.trail import trail_faults


def test_a_week_from_register_to_actions(url, tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    settings = home / "audits.toml"
    settings.write_text(f'{settings.read_text()}\ndatabase = "{url}"\n')
    ws.loaded(home, contacts=1500)
    parts = ws.parts_of(home)
    ws.issue(parts)
    ws.issue(parts)
    ws.send(parts)
    ws.send(parts)
    ws.answer(home)
    ws.collect_until_complete(home, parts)
    ws.collect(parts)
    facts = describe_cycle(ws.REF, parts=parts)
    assert facts["status"] == "analysed"
    assert facts["counts"] == {
        "drawn": 10, "replaced": 0, "issued": 3, "returned": 3, "analysed": 10,
    }  # fmt: skip
    assert list_findings(ws.REF, parts=parts)
    assert list_actions(parts=parts)
    assert trail_faults(parts=parts) == ()
