"""The tables and the migrations say the same, upwards and downwards, on both databases."""

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from audits.domain.errors import WorkspaceError
from audits.storage import check_shape, downgrade, open_database, upgrade


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(url):
    engine = create_engine(url)
    upgrade(engine)
    made = tables(engine)
    assert {"cycle", "audit_case", "dispatch", "return_file", "answer", "trail"} <= made
    downgrade(engine)
    assert tables(engine) == set()
    upgrade(engine)
    assert tables(engine) == made
    engine.dispose()


def test_what_is_there_outlives_a_change_of_shape(url):
    engine = create_engine(url)
    upgrade(engine, "0001")
    rows = {
        "agency": {"code": "police", "name": "Police"},
        "unit": {"code": "police", "agency": "police", "name": "Police", "channel": "folder"},
        "return_file": {
            "id": "R-1", "sha256": "a", "received_at": "2017-03-10 09:00:00", "size": 1,
            "route": "folder", "late": False, "unit": "police",
        },
        "return_problem": {
            "id": 1, "return_id": "R-1", "code": "missing", "message": "There is no answer.",
            "sheet": "", "cell": "", "case_ref": "", "question": "", "is_query": True,
        },
    }  # fmt: skip
    with engine.begin() as connection:
        for table, row in rows.items():
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)  # noqa: S608 -- names from above
    upgrade(engine)
    with engine.connect() as connection:
        raised = connection.execute(text("SELECT raised_at FROM return_problem")).scalar_one()
        assert str(raised).startswith("2017-03-10 09:00:00")
    downgrade(engine, "0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT message FROM return_problem")).scalar_one()
    engine.dispose()


def test_actions_that_were_complete_or_closed_outlive_the_two_gates(url):
    engine = create_engine(url)
    upgrade(engine, "0008")
    day, at = "2017-03-10", "2017-03-10 09:00:00"
    common = "source, owner, due, original_due, times_moved, opened_on, measure, "
    common += "percent_done, updated_at"
    values = f"'audit', 'police', '{day}', '{day}', 0, '{day}', '', 100, '{at}'"
    rows = (
        ("A1", "open", "[]", "", ""), ("A2", "complete", "[]", "Log", ""),
        ("A3", "closed", '["F-gone"]', "Log", "8 of 10"), ("A4", "closed", "[]", "", ""),
    )  # fmt: skip
    with engine.begin() as connection:
        for ref, status, findings, evidence, impact in rows:
            connection.execute(
                text(
                    "INSERT INTO action (id, title, status, findings, evidence, impact, "  # noqa: S608 -- from above
                    f"{common}) "
                    f"VALUES ('{ref}', 'x', '{status}', '{findings}', '{evidence}', '{impact}', "
                    f"{values})"
                )
            )
        connection.execute(
            text(
                "INSERT INTO action (id, title, source, owner, times_moved, status, opened_on, "  # noqa: S608 -- from above
                "measure, findings, percent_done, evidence, impact, contributors, recommendation) "
                f"VALUES ('A5', 'x', 'audit', 'police', 0, 'complete', '{day}', '', '[]', 100, "
                """'A report', '', '["police", "health"]', 'SEND 1')"""
            )
        )
    upgrade(engine)
    wanted = "SELECT id, origin, evidence, completed_by, impact, closed_by FROM action ORDER BY id"
    unsaid = "not recorded at the time"
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(wanted))] == [
            ("A1", "audit", "", "", "", ""),
            ("A2", "audit", "Log", unsaid, "", ""),
            ("A3", "audit", "Log", unsaid, "8 of 10", unsaid),
            ("A4", "audit", unsaid, unsaid, unsaid, unsaid),
            ("A5", "audit", "A report", unsaid, "", ""),
        ]
        began = "SELECT completed_at, due, recommendation FROM action WHERE id = 'A5'"
        at_first, due, number = connection.execute(text(began)).one()
        assert (str(at_first)[:10], due, number) == (day, None, "SEND 1")
        beside = connection.execute(text("SELECT action, agency FROM action_agency")).all()
        assert [tuple(row) for row in beside] == [("A5", "health")]
    downgrade(engine, "0008")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM action")).scalar_one() == 5
        again = connection.execute(text("SELECT contributors FROM action WHERE id = 'A5'"))
        assert "health" in str(again.scalar_one())
    engine.dispose()


def test_letters_made_before_rungs_were_kept_are_not_made_again(url):
    engine = create_engine(url)
    upgrade(engine, "0009")
    unit = "'police', 'police', 'Police', 'folder', '', false"
    at, deadline = "2017-03-14 09:00:00", "2017-03-10 17:00:00"
    letters = {
        "W10/police/reminder/2": ("police", "reminder"),
        "W10/police/reminder/2-mail": ("police", "reminder"),  # by a second route
        "W10/police/reminder/queries-2": ("police", "reminder"),
        "W10/board/escalation/police-0": ("board", "escalation"),
        "W10/police/pack/1": ("police", "pack"),
    }
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO agency (code, name) VALUES ('police', 'Police')"))
        columns = "code, agency, name, channel, key_channel, protected"
        for row in (unit, unit.replace("'police', 'police'", "'board', 'police'")):
            connection.execute(text(f"INSERT INTO unit ({columns}) VALUES ({row})"))  # noqa: S608 -- from above
        columns = "ref, kind, version, title, template, template_sha256, status, opened_on, "
        columns += "excluded, out_of_scope, rulings, cancelled_why, due_at"
        values = "'W10', 'w', 1, 'W', '', '', 'issued', '2017-03-09', '{}', '{}', '{}', '', "
        connection.execute(text(f"INSERT INTO cycle ({columns}) VALUES ({values} '{deadline}')"))  # noqa: S608 -- from above
        columns = "key, cycle, unit, purpose, channel, status, due_at, attempts, receipt, subject, "
        columns += "body, recipients, attachments, reason"
        for key, (to, purpose) in letters.items():
            values = f"'{key}', 'W10', '{to}', '{purpose}', 'folder', 'due', '{at}', 0, '', '', "
            connection.execute(
                text(f"INSERT INTO dispatch ({columns}) VALUES ({values} '', '[]', '[]', '')")  # noqa: S608 -- from above
            )
    upgrade(engine)
    with engine.connect() as connection:
        rungs = connection.execute(
            text("SELECT cycle, unit, step, due, reached_on FROM return_rung ORDER BY step")
        ).all()
        about = connection.execute(text("SELECT dispatch, unit FROM letter_about")).all()
    assert [(*row[:3], str(row[3]), str(row[4])) for row in rungs] == [
        ("W10", "police", "escalation-0", "2017-03-10", "2017-03-14"),
        ("W10", "police", "reminder-2", "2017-03-10", "2017-03-14"),
    ]
    assert {tuple(row) for row in about} == {
        (key, "police") for key in letters if "queries" not in key and "pack" not in key
    }
    downgrade(engine, "0009")
    engine.dispose()


def test_tables_and_migrations_agree(engine):
    check_shape(engine)


def test_opening_twice_changes_nothing(engine, ready_url):
    before = tables(engine)
    again = open_database(ready_url)
    assert tables(again) == before
    again.dispose()


def test_a_database_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be opened or written to"):
        open_database(f"sqlite:///{tmp_path / 'none' / 'audits.db'}")
