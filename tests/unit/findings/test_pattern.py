"""Who said what behind a finding."""

from builders.findings import answers_of

from audits.findings import pattern


def test_each_unit_s_answers_are_counted_and_the_missing_ones_named() -> None:
    found = pattern(answers_of(["yes", "no", None, "yes"]))
    (police,) = found.units
    assert (police.unit, dict(police.counts), police.unanswered) == (
        "police", {"yes": 2, "no": 1}, 1,
    )  # fmt: skip
    assert (found.shared, dict(found.differing)) == (0, {})


def test_cases_on_which_units_differ_are_shown_with_what_each_said() -> None:
    both = (*answers_of(["yes", "no", None]), *answers_of(["yes", "yes", "yes"], unit="health"))
    found = pattern(both)
    assert found.shared == 2
    assert found.differing == {"MASH17W10-02": {"police": "no", "health": "yes"}}


def test_units_come_in_the_order_of_their_codes_and_not_of_their_results() -> None:
    answers = (*answers_of(["no"]), *answers_of(["yes"], unit="health"))
    assert [each.unit for each in pattern(answers).units] == ["health", "police"]
