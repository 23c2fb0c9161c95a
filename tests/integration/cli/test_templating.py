"""Templates on the command line: out to Excel and in again, their past, and what cycles forbid."""

import gc
import os
import shutil
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

import pytest
from builders import workspace as ws
from builders.full import no_file_over
from openpyxl import load_workbook

from audits.templates import load_template


SHIPPED = Path(__file__).parents[3] / "audit_templates"
WEEKLY = SHIPPED / "mash_weekly.yaml"


@pytest.fixture
def own(home, on_loaded, tmp_path) -> Path:
    """Return the board's own weekly audit, in a folder that its settings name."""
    folder = tmp_path / "own"
    folder.mkdir()
    settings = home / "audits.toml"
    settings.write_text(f'templates = "{folder}"\n' + settings.read_text())
    return Path(shutil.copy(WEEKLY, folder))


def reword(path: Path, text: str, instead: str) -> None:
    whole = path.read_text()
    assert text in whole
    path.write_text(whole.replace(text, instead, 1))


def test_a_template_goes_to_excel_and_comes_back_without_a_workspace(audits, tmp_path):
    book, file = tmp_path / "cse.xlsx", tmp_path / "cse.yaml"
    assert audits("template", "to-excel", "cse", "--to", str(book)).code == 0
    said = audits("template", "from-excel", str(book), "--to", str(file))
    assert (said.code, "version 2" in said.out) == (0, True)
    assert load_template(file, beside=SHIPPED) == load_template(SHIPPED / "cse.yaml")
    assert audits("template", "check", str(file)).out.strip() == "cse.yaml is well formed."


def test_what_does_not_fit_is_named_by_cell_and_nothing_is_written(audits, tmp_path):
    path, file = tmp_path / "cse.xlsx", tmp_path / "cse.yaml"
    audits("template", "to-excel", "cse", "--to", str(path))
    book = load_workbook(path)
    cell = next(c for row in book["Questions"] for c in row if c.value == "yes_partly_no")
    cell.value = "yes_partly"
    changed = BytesIO()
    book.save(changed)
    path.write_bytes(changed.getvalue())
    said = audits("template", "from-excel", str(path), "--to", str(file))
    assert said.code == 2
    assert said.err.startswith(f"Questions!{cell.coordinate}: there is no scale 'yes_partly'. Did ")
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "instead", "line", "says"),
    [
        ("[ethnicity,", "[shoe_size,", "breakdowns:", "cannot count by 'shoe_size'"),
        ("  details: [", "  details: [ethnicity, ", "  details:", "Ask for it in 'breakdowns'"),
    ],
)
def test_what_cannot_be_counted_is_refused_where_it_stands(
    audits, tmp_path, text, instead, line, says
):
    shutil.copytree(SHIPPED, tmp_path / "own")
    file = tmp_path / "own" / "domestic_abuse.yaml"
    reword(file, text, instead)
    (at,) = (n for n, one in enumerate(file.read_text().split("\n"), 1) if one.startswith(line))
    said = audits("template", "check", str(file))
    assert said.code == 2
    assert f"domestic_abuse.yaml, line {at}: " in said.err
    assert says in said.err


def test_what_cannot_be_counted_is_refused_by_its_cell(audits, tmp_path):
    path, file = tmp_path / "da.xlsx", tmp_path / "da.yaml"
    audits("template", "to-excel", "domestic_abuse", "--to", str(path))
    book = load_workbook(path)
    (cell,) = (
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        if str(cell.value).startswith("ethnicity")
    )  # fmt: skip
    cell.value = str(cell.value).replace("ethnicity", "shoe_size")
    book.save(path)
    said = audits("template", "from-excel", str(path), "--to", str(file))
    assert said.code == 2
    assert f"{cell.coordinate}: The register" in said.err
    assert not file.exists()


def test_a_template_that_is_there_is_not_written_over_unasked(on_loaded, own, tmp_path):
    book = tmp_path / "weekly.xlsx"
    on_loaded("template", "to-excel", "mash_weekly", "--to", str(book))
    said = on_loaded("template", "from-excel", str(book))
    assert said.code == 2
    assert "is there already. To replace it, name it: --to" in said.err
    assert on_loaded("template", "from-excel", str(book), "--to", str(own)).code == 0


def test_to_excel_of_a_kind_that_is_not_there(audits):
    said = audits("template", "to-excel", "csa")
    assert said.code == 2
    assert (
        "There is no audit template 'csa'. There are: case_review, child_sexual_abuse" in said.err
    )


def test_a_changed_scale_under_a_running_cycle_is_refused_with_the_cycle(on_loaded, own):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    assert on_loaded("template", "check", str(own)).code == 0
    reword(own, "scale: yes_partly_no", "scale: yes_no")
    reword(own, "{share_of: [partly, \"no\"]", "{share_of: [\"no\"]")  # fmt: skip
    said = on_loaded("template", "check", str(own))
    assert said.code == 2
    assert f"another scale for referral_complete, but runs as {ws.REF}: raise its" in said.err
    reword(own, "version: 2", "version: 3")
    assert on_loaded("template", "check", str(own)).code == 0


def test_a_changed_template_opens_no_cycle_under_its_old_version(on_loaded, own):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    reword(own, "Was the decision right against", "Was the decision sound against")
    said = on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-16")
    assert said.code == 2
    assert said.err.strip() == (
        f"mash_weekly version 2 was opened as {ws.REF} and has changed since (questions): "
        "raise its version to 3."
    )
    assert [each["ref"] for each in on_loaded("cycle", "list", "--json").json] == [ws.REF]
    assert on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09").code == 0
    reword(own, "version: 2", "version: 3")
    assert on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-16").code == 0


def test_a_kinds_history_says_what_compares(on_loaded, own):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    reword(own, "version: 2", "version: 3")
    reword(
        own,
        "        guidance: Decide before",
        "        comparable: false\n        guidance: Decide",
    )
    reword(own, "Was the decision right against", "Was the decision sound against")
    rows = {
        r["question"]: r for r in on_loaded("template", "history", "mash_weekly", "--json").json
    }
    assert rows["right_threshold"] | {"asks": ""} == {
        "question": "right_threshold", "asks": "", "since": 2, "until": None,
        "comparable_since": 3, "changed_in": [3],
    }  # fmt: skip
    assert rows["consent"]["comparable_since"] == 2
    assert "right_threshold" in on_loaded("template", "history", "mash_weekly").out
    assert on_loaded("template", "history", "none").code == 2


# openpyxl leaves the sheet it could not write open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_one_sentence_with_the_file(audits, tmp_path):
    book = tmp_path / "cse.xlsx"
    with no_file_over(1000):
        said = audits("template", "to-excel", "cse", "--to", str(book))
    assert said.code == 2
    assert f"{gettempdir()} cannot be used: the disk is full or may not be written" in said.err
    assert not list(tmp_path.glob("*cse*"))
    gc.collect()


def test_what_is_no_file_is_not_replaced_by_one(audits, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    said = audits("template", "to-excel", "cse", "--to", str(pipe))
    assert said.code == 2
    assert f"{pipe} is no file" in said.err
    assert pipe.is_fifo()
