"""What people do to each form in LibreOffice: no answer wrong, and none lost without a word."""

import shutil
import subprocess
from pathlib import Path

import pytest
from builders.matrix import FORMS, Books, check

from audits.domain.pack import ABOUT_ACTIONS


EDITS = Path(__file__).parents[2] / "builders" / "office_matrix.py"
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's, which LibreOffice's own module is made for
# What an edit itself gives as answers.
TYPED = {
    "filled_down_with_ditto": ('"',),
    "a_row_doubled_with_another_answer": ("something else",),
}  # fmt: skip
# After these answers are gone, moved out of their cells, or said in two ways; after no others.
LOSES = {
    "a_cell_put_in_above_an_answer", "a_reference_dragged_down",
    "a_row_doubled_with_another_answer",
    "an_older_copy_of_the_answers_to_the_right", "answers_as_formulas", "answers_emptied",
    "answers_in_comments", "answers_in_the_column_of_notes", "answers_right_of_the_table",
    "answers_struck_out", "as_fods", "filled_down_with_ditto", "rows_deleted",
    "the_references_deleted", "the_heading_translated",
}  # fmt: skip


def edit_all(ours: Path, theirs: Path, folder: Path) -> None:
    """Have LibreOffice make every edit; begin again where it crashes itself, now and then it does.

    Its bridge is then gone in the middle of a call. Any other failure is ours and is not tried
    again.
    """
    command = [SYSTEM_PYTHON, EDITS, ours, theirs, folder]
    for _ in range(4):
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=1800)
        if done.returncode == 0:
            return
        assert "DisposedException" in done.stderr, done.stderr
    raise AssertionError(done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("form", [each for each in FORMS if each not in ABOUT_ACTIONS])
def test_no_edit_puts_an_answer_in_a_wrong_place(form, tmp_path, subtests):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    books = Books(form)
    ours, theirs, folder = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx", tmp_path / "edited"
    ours.write_bytes(books.our_file)
    theirs.write_bytes(books.their_file)
    folder.mkdir()
    edit_all(ours, theirs, folder)
    files = sorted(folder.iterdir())
    assert len(files) >= 60
    for file in files:
        with subtests.test(file.name):
            name = file.stem
            readings = books.read(file.read_bytes())
            typed = TYPED.get(name, ())
            check(name, readings, books, keeps=name not in LOSES, typed=typed)
