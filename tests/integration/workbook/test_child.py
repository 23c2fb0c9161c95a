"""What opens files, called in this process: what it says is what the one that waits says."""

import json

import pytest
from builders.hostile import GOOD, HOSTILE, SHEET, changed, encrypted, within

from audits.workbook import child
from audits.workbook.opening import shared_reader


ASKED = {"closer": True, "passwords": ["wrong", "secret"]}


def test_both_libraries_read_the_same_cells():
    one, other = child.by_calamine(GOOD, ASKED), child.by_openpyxl(GOOD, ASKED)
    for each, twin in zip(one["sheets"], other["sheets"], strict=True):
        formulas = {tuple(place[1:]) for place in other["formulas"] if place[0] == each["title"]}
        cells = {(r, c): t for r, c, t in each["cells"] if (r, c) not in formulas}
        assert cells == {(r, c): t for r, c, t in twin["cells"]}
    assert sorted(map(tuple, one["formulas"])) == sorted(map(tuple, other["formulas"]))


@pytest.mark.parametrize("how", ["calamine", "openpyxl"])
def test_a_fork_says_what_this_process_would(how):
    asked = {"how": how, **ASKED}
    here = json.loads(json.dumps(child.HOW[how](GOOD, asked)))
    assert json.loads(child.read_apart(GOOD, asked)) == here
    assert shared_reader()(GOOD, **asked) == here


def test_comments_and_errors_are_told_by_either():
    sheet = b'<row r="900"><c r="A900" t="e"><v>#N/A</v></c></row>'
    data = changed({SHEET: within(b"sheetData", sheet)})
    for said in (child.by_calamine(data, ASKED), child.by_openpyxl(data, ASKED)):
        assert [list(place[1:]) for place in said["errors"]] == [[900, 1]]


def test_a_password_is_found_among_several():
    assert child.unlock(encrypted(), ASKED)["data"]
    assert child.unlock(encrypted("other"), ASKED) == {"locked": True, "data": None}


def test_a_fork_that_dies_is_said_to_have():
    corner = HOSTILE["a cell in the last corner"][0]()
    assert json.loads(child.read_apart(corner, {"how": "calamine", **ASKED})) == {"died": "killed"}
    assert json.loads(child.read_apart(b"PK", {"how": "calamine", **ASKED})) == {"died": "failed"}
