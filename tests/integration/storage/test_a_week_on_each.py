"""A whole week on each database: the same steps, the same numbers."""

from datetime import date, timedelta

from builders import workspace as ws

from audits.settings import init_workspace
from audits.steps.allow import extend_return, waive_return
from audits.steps.chase import chase
from audits.steps.describe import describe_cycle, list_actions, list_findings
from audits.steps.describe_units import list_units
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
        "drawn": 10, "replaced": 0, "issued": 3, "returned": 3, "waived": 0, "waited_for": 0,
        "analysed": 10,
    }  # fmt: skip
    assert list_findings(ws.REF, parts=parts)
    assert list_actions(parts=parts)
    assert trail_faults(parts=parts) == ()


def test_a_week_in_which_returns_are_chased_and_time_is_given(url, tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    settings = home / "audits.toml"
    settings.write_text(f'{settings.read_text()}\ndatabase = "{url}"\n')
    ws.loaded(home, contacts=1500)
    parts = ws.parts_of(home)
    ws.issue(parts)
    ws.send(parts)
    parts.clock.now = ws.FIVE + timedelta(days=1, hours=-8)
    assert chase(parts=parts) == tuple(f"{ws.REF}/{unit}" for unit in ws.UNITS)
    until = date(2017, 3, 17)
    extend_return(ws.REF, "health", until=until, why="Norovirus", parts=parts)
    waive_return(ws.REF, "police", why="No staff", parts=parts)
    ws.send(parts)
    parts.clock.now += timedelta(days=4)
    assert chase(parts=parts) == (f"{ws.REF}/social_care",)
    assert chase(parts=parts) == ()
    stands = {
        row["unit"]: (row["stands"], row["due_on"]) for row in list_units(ws.REF, parts=parts)
    }
    assert stands == {
        "health": ("waited for", "2017-03-17"), "police": ("waived", "2017-03-10"),
        "social_care": ("waited for", "2017-03-10"),
    }  # fmt: skip
    assert trail_faults(parts=parts) == ()
