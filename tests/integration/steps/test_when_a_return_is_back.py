"""A return is back when what must be answered is; until then its cycle waits, and says for what."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.edited import CONSENT, change, of_case
from openpyxl import load_workbook

from audits.domain.errors import StatusError
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.queries_sent import list_queries
from audits.queries.return_status import returns_so_far
from audits.queries.units import list_units
from audits.steps.findings.analyse import analyse
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make import make_paper
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_return
from audits.storage import SignOff
from audits.workspace import Parts


NONSENSE = "More or less, I should think"


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def parts(home) -> Parts:
    return ws.parts_of(home)


def answer_all(data: bytes, said: str) -> bytes:
    """Write one thing into every cell with a list, whatever stood there."""
    book, file = load_workbook(BytesIO(data)), BytesIO()
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                for row in (r for each in rule.sqref.ranges for r in each.rows):
                    for place in row:
                        sheet.cell(*place).value = said
    book.save(file)
    return file.getvalue()


def take(unit: str, parts: Parts, home: Path, edit: Callable[[bytes], bytes] = bytes) -> str:
    data = edit((home / "inbox" / f"{unit}.xlsx").read_bytes())
    return str(collect_return(data, f"{unit}.xlsx", parts=parts).outcome)


def all_nonsense(parts: Parts, home: Path) -> None:
    for unit in ws.UNITS:
        take(unit, parts, home, lambda data: answer_all(data, NONSENSE))


def stands(parts: Parts) -> tuple[set[str], dict[str, int]]:
    with parts.open_view() as view:
        so_far = returns_so_far(ws.REF, view)
    return {pack.unit for pack in so_far.back}, dict(so_far.asked)


def test_a_cycle_of_returns_that_answer_nothing_waits_and_says_for_what(home, parts):
    all_nonsense(parts, home)
    assert not analyse(ws.REF, parts=parts)
    assert cycle_status(ws.REF, parts=parts) == "issued"
    back, asked = stands(parts)
    assert (back, set(asked)) == (set(), set(ws.UNITS))
    cycle = describe_cycle(ws.REF, parts=parts)
    assert cycle.counts.returned == 0
    assert len(cycle.waits_for) == 3
    assert all("answers are still asked for" in each for each in cycle.waits_for)
    rows = {row.unit: row for row in list_units(ws.REF, parts=parts)}
    assert {row.stands for row in rows.values()} == {"waited for"}
    assert rows["police"].asked_again == asked["police"] > 50


def test_who_has_come_and_is_asked_again_is_not_told_that_nothing_came(home, parts):
    all_nonsense(parts, home)
    late = ws.parts_of(home, ws.FIVE.replace(month=4))
    assert chase(parts=late) == ()


def test_one_answer_that_is_asked_again_is_waited_for_until_it_is_given(home, parts):
    good = (home / "inbox" / "police.xlsx").read_bytes()
    take("police", parts, home, lambda data: change(data, of_case(2, CONSENT, "maybe")))
    assert stands(parts) == (set(), {"police": 1})
    collect_return(good, "police.xlsx", parts=parts)
    assert stands(parts) == ({"police"}, {})


@pytest.mark.parametrize("said", ["Cannot say: the file is lost", "not known", "No record kept"])
def test_a_unit_that_says_it_cannot_answer_is_back_and_the_answer_counts_as_none(home, parts, said):
    outcome = take("police", parts, home, lambda d: change(d, of_case(2, CONSENT, said)))
    assert outcome == "accepted"
    assert stands(parts) == ({"police"}, {})
    assert list_queries(ws.REF, parts=parts) == []


@pytest.mark.parametrize("said", [None, "to follow", "see Anne", "?"])
def test_what_is_no_answer_and_no_reason_is_asked_again(home, parts, said):
    take("police", parts, home, lambda d: change(d, of_case(2, CONSENT, said)))
    assert stands(parts) == (set(), {"police": 1})


def test_a_person_goes_on_without_only_with_a_reason_and_the_paper_prints_it(home, parts):
    take("police", parts, home)
    take("health", parts, home, lambda data: answer_all(data, NONSENSE))
    with pytest.raises(StatusError) as refused:
        analyse(ws.REF, parts=parts, with_what_there_is=True)
    said = str(refused.value)
    assert "answers are still asked for" in said
    assert "its return has not come" in said
    why = "The inspection begins on Monday."
    assert analyse(ws.REF, parts=parts, with_what_there_is=True, decision=why)
    assert {w.unit for w in describe_cycle(ws.REF, parts=parts).went_on.without} == {
        "health",
        "social_care",
    }
    [paper] = [p for p in make_paper(ws.REF, parts=parts, format="html") if "public" not in str(p)]
    text = Path(paper).read_text("utf-8")
    assert "went on without all of" in text
    assert why in text


def test_sign_off_lists_all_that_is_open_and_keeps_the_reason_with_it(home, parts):
    for unit in ("police", "social_care"):
        take(unit, parts, home)
    take("health", parts, home, lambda d: change(d, of_case(2, CONSENT, "maybe")))
    analyse(ws.REF, parts=parts, with_what_there_is=True, decision="It is time")
    with pytest.raises(StatusError) as refused:
        sign_off(ws.REF, parts=parts)
    listed = str(refused.value).splitlines()[1:-1]
    assert sum("still asked for" in each for each in listed) >= 1
    assert sum("immediate concern" in each for each in listed) == 1
    sign_off(ws.REF, parts=parts, why="The chair has spoken to health")
    with parts.open_view() as view:
        row = view.get(SignOff, ws.REF)
    assert row.left_open == [each.strip() for each in listed]
