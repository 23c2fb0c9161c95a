"""More time, a waived return, and who is not back, as a person types and reads it."""

from builders import workspace as ws


WHY = "Half the team has norovirus"


def test_a_bank_holiday_gives_until_the_next_working_day_and_says_so(on_issued):
    said = on_issued("return", "extend", ws.REF, "police", "--until", "2030-12-25", "--why", WHY)
    assert said.code == 0
    assert said.out.splitlines() == [
        "Nobody works on Wednesday 25 December 2030, so it is the next working day.",
        "police has until 5pm on Friday 27 December 2030. Next: audits dispatch send",
    ]


def test_the_list_says_who_is_not_back_and_until_when(on_issued):
    on_issued("return", "extend", ws.REF, "police", "--until", "2030-12-27", "--why", WHY)
    on_issued(
        "return", "waive", ws.REF, "health", "--why", "A new team from May", "--reason", "no_part"
    )
    lines = on_issued("return", "list", ws.REF).out.splitlines()
    assert lines == [
        "Nothing has come back yet.",
        "Not back: social_care, was due Friday 10 March 2017 (overdue)",
        "Not back: police, is due Friday 27 December 2030 (more time, at first due Friday 10 March "
        f"2017: {WHY})",
        "Not expected: health (waived, has no part in what is audited: A new team from May)",
    ]
    units = on_issued("return", "list", ws.REF, "--units", "--json").json
    assert {row["unit"]: (row["stands"], row["due_on"]) for row in units} == {
        "social_care": ("waited for", "2017-03-10"),
        "police": ("waited for", "2030-12-27"),
        "health": ("waived", "2017-03-10"),
    }
    [given] = next(row for row in units if row["unit"] == "police")["allowed"]
    assert (given["by"], given["why"]) == ("a business unit", WHY)
    table = on_issued("return", "list", ws.REF, "--units").out
    assert "waited for" in table
    assert on_issued("return", "list", ws.REF, "--json").json == []
    counts = on_issued("cycle", "show", ws.REF, "--json").json["counts"]
    assert (counts["issued"], counts["waived"], counts["waited_for"]) == (3, 1, 2)


def test_units_are_listed_of_one_audit(on_issued):
    said = on_issued("return", "list", "--units")
    assert (said.code, said.err) == (
        2, "Name the cycle whose units to list: audits return list REF --units\n"
    )  # fmt: skip


def test_nonsense_is_refused_in_one_sentence(on_issued):
    for words, says in {
        ("extend", ws.REF, "polce", "--until", "2030-12-27"): "asked no unit 'polce'",
        ("extend", ws.REF, "police", "--until", "2017-03-17"): "is not after today",
        ("waive", "MASH-2016-W01", "police"): "There is no cycle 'MASH-2016-W01'",
    }.items():
        said = on_issued("return", *words, "--why", WHY)
        assert said.code == 2
        assert says in said.err
        assert said.is_one_sentence, said.err
    assert on_issued("return", "waive", ws.REF, "police", "--why", "").code == 2


def test_a_waiver_that_leaves_nothing_to_wait_for_has_the_audit_analysed(on_answered, home):
    (home / "inbox" / "health.xlsx").unlink()
    on_answered("return", "collect")
    said = on_answered("return", "waive", ws.REF, "health", "--why", WHY)
    assert said.out.splitlines() == [
        "Nothing is expected from health any more. Next: audits dispatch send",
        f"{ws.REF} is complete and analysed. Next: audits finding list {ws.REF}",
    ]
    shown = on_answered("finding", "show", ws.REF, f"{ws.REF}-F1").out
    assert "Every other unit has returned." in shown
    assert "Not expected, the return is waived: health." in shown


def test_a_waived_return_that_comes_is_taken_and_the_line_says_so(on_answered, home):
    for unit in ("health", "social_care"):
        (home / "inbox" / f"{unit}.xlsx").unlink()
    on_answered("return", "waive", ws.REF, "police", "--why", WHY)
    said = on_answered("return", "collect").out
    assert "No return was expected from it any more; it is taken." in said


def test_chase_names_each_return_once(on_issued):
    said = on_issued("chase", "--json").json
    assert said == [{"cycle": ws.REF, "unit": unit} for unit in ws.UNITS]
    assert on_issued("chase", "--json").json == []
