"""What is written out explains itself, names no child, and rebuilds what a year's papers print."""

import csv
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.searching import places_of
from builders.stages import Stages

from audits.domain.errors import WorkspaceError
from audits.steps.findings.sign_off import publish
from audits.steps.handing_over.export import described, export_everything
from audits.steps.papers.make import make_board_paper, make_paper
from audits.storage import Case
from audits.storage.open_tables import COLUMNS_LEFT_OUT, LEFT_OUT, open_columns


SCRIPT = Path(__file__).parents[2] / "builders" / "from_export.py"
MADE = datetime(2017, 4, 9, 9, tzinfo=UTC)
YEAR = "2016/17"
HEADING = re.compile(r"^## (\w+)\.csv$", re.MULTILINE)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Return a workspace at the end of its year, its papers made."""
    stages = Stages(tmp_path_factory.mktemp("stages"))
    home = ws.copy_of(stages.at("agreed"), tmp_path_factory.mktemp("year") / "home")
    publish(ws.REF, workspace=ws.workspace_of(home))
    workspace = ws.workspace_of(home, MADE)
    make_paper(ws.REF, workspace=workspace, format="html")
    for name, year in (("annual", YEAR), ("board", YEAR), ("actions", "")):
        make_board_paper(name, workspace=workspace, format="html", year=year)
    return home


@pytest.fixture(scope="module")
def export(home, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "all"
    export_everything(folder, workspace=ws.workspace_of(home, MADE))
    return folder


def recomputed(export: Path) -> dict[str, dict[str, object]]:
    """Work out the numbers of every paper with Python alone: no library, none of the program."""
    papers = sorted(
        str(path.relative_to(export / "papers"))
        for path in (export / "papers").rglob("*-professional.html")
    )
    assert len(papers) == 4
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(export), f"{MADE:%Y-%m-%d}", *papers],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    read: dict[str, dict[str, object]] = json.loads(ended.stdout)
    return read


def test_every_printed_number_of_the_year_is_rebuilt_without_the_program(export):
    for paper, lines in recomputed(export).items():
        assert lines["lines"] > 5, paper
        assert lines["not given"] == [], paper


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [("finding", "x", "2"), ("action", "due", "2017-04-01"), ("cycle", "eligible", "70"),
     ("answer", "value", "no"), ("finding_range", "low_in_100", "50")],
)  # fmt: skip
def test_with_one_number_changed_the_papers_are_not_rebuilt(export, tmp_path, table, column, other):
    copy = ws.copy_of(export, tmp_path / "copy")
    path = copy / "tables" / f"{table}.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row[column] = other
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, rows[0])
        lines.writeheader()
        lines.writerows(rows)
    assert any(lines["not given"] for lines in recomputed(copy).values())


def test_each_table_and_column_is_explained(export):
    readme = (export / "README.md").read_text("utf-8")
    written = {path.stem: path for path in (export / "tables").glob("*.csv")}
    assert sorted(HEADING.findall(readme)) == sorted(written)
    for name, path in written.items():
        part = readme.partition(f"## {name}.csv\n")[2].partition("\n## ")[0]
        with path.open(newline="") as file:
            columns = next(csv.reader(file))
        assert re.findall(r"^\| `(\w+)` \| \S", part, re.MULTILINE) == columns


def test_nothing_is_described_that_is_not_written_or_left_out_without_being_there():
    words, columns = described(), open_columns()
    assert set(words) - {"common", "finding_range"} == set(columns)
    for table, texts in words.items():
        if table in columns:
            assert set(texts) - {"says"} <= set(columns[table]), table
    assert not LEFT_OUT & set(columns)
    assert all(name.partition(".")[0] in columns for name in COLUMNS_LEFT_OUT)


def test_no_child_is_named(home, export):
    workspace = ws.workspace_of(home)
    with workspace.open_view() as view:
        refs = view.values(Case.ref, Case.cycle == ws.REF, order_by=Case.number)
    contacts = (export / "tables" / "contact.csv").read_text("utf-8")
    words = set()
    for ref in refs:
        for child in json.loads(workspace.vault.look("case", ref, "a test") or b"[]"):
            words |= {child["child_id"], child["nhs_number"], child["born"]} - {""}
            if child["surname"] not in contacts:
                words.add(child["surname"])
    assert len(words) > 20
    # The search knows them where they are kept.
    assert set(places_of(words, home, workspace, [])) == words
    (export / "vault.key").write_text((home / "vault.key").read_text())
    found = places_of(words, export, workspace, [])
    (export / "vault.key").unlink()
    assert {word: names - {"vault"} for word, names in found.items() if names != {"vault"}} == {}


def test_it_is_written_where_nothing_is(home, tmp_path):
    workspace = ws.workspace_of(home)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a file").touch()
    for folder in (tmp_path / "there", tmp_path / "there" / "a file", home / "export"):
        with pytest.raises(WorkspaceError, match=r"^[^.]+\. .+"):
            export_everything(folder, workspace=workspace)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]
