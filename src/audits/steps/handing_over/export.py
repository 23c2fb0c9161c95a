"""Write everything out in open formats, so that nothing is lost with this program.

No child is named: pseudonyms stand for cases, and what may name somebody (the vault, registers,
returns as they came, evidence) is left out. The README that is written says what each column is.
"""

import csv
import json
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from audits import resource_folder
from audits.domain.days import moment_in_words
from audits.domain.errors import NotFoundError, WorkspaceError
from audits.domain.formulas import guarded
from audits.domain.writing import writing
from audits.queries.estimates import estimate_kept
from audits.statistics import in_every_100
from audits.storage import Cycle, Draw, FindingRow, View, open_columns
from audits.workspace import Workspace


DESCRIBED = resource_folder("reports") / "export" / "tables.toml"
EXPORTED = "everything exported"
PART = ".exporting"
RANGES = "finding_range"
Described = Mapping[str, Mapping[str, str]]


def export_everything(folder: Path, *, workspace: Workspace) -> int:
    """Write everything into a folder that is empty or not there, and return how many tables.

    It stands there whole or not at all, and is of one moment.

    Raises:
        WorkspaceError: if something is there already, the folder is the workspace's own, or the
            disk will not take it.
    """
    home = workspace.stores.home
    if folder.resolve().is_relative_to(home.resolve()):
        raise WorkspaceError(f"{folder} lies in the workspace. Name a folder elsewhere.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(f"{folder} is not empty. Name an empty folder, or one not there yet.")
    part = folder.with_name(f".{folder.name}{PART}")
    with writing(folder):
        shutil.rmtree(part, ignore_errors=True)  # of an export that was cut off
        part.mkdir(mode=0o700, parents=True)
        try:
            tables = _write(part, workspace)
            part.replace(folder)
        except BaseException:  # whatever stops it, even a signal: no part of one is left
            with suppress(OSError):
                shutil.rmtree(part)
            raise
    with workspace.open_uow() as uow:
        uow.note(EXPORTED, workspace.partnership.name, tables=tables)
        uow.commit()
    return tables


def described() -> Described:
    """Return what each table and column is, in words; ``common`` are those of many tables."""
    text: Described = tomllib.loads(DESCRIBED.read_text(encoding="utf-8"))
    return text


def _write(folder: Path, workspace: Workspace) -> int:
    tables = {**open_columns(), RANGES: ("finding", "low_in_100", "high_in_100")}
    (folder / "tables").mkdir()
    with workspace.open_view() as view:
        for name, columns in open_columns().items():
            _write_rows(folder / "tables" / f"{name}.csv", columns, view.open_rows(name))
        _write_rows(folder / "tables" / f"{RANGES}.csv", tables[RANGES], _ranges(view))
        for cycle in view.all(Cycle, order_by=Cycle.ref):
            _write_cycle(folder / "cycles" / cycle.ref, cycle, view, workspace)
    if workspace.stores.papers.is_dir():
        shutil.copytree(workspace.stores.papers, folder / "papers")
    readme = "\n".join(_readme(tables, workspace))
    (folder / "README.md").write_text(f"{readme}\n", encoding="utf-8")
    return len(tables)


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(columns)
        for row in rows:
            lines.writerow(map(_plain, row))


def _ranges(view: View) -> Iterator[Sequence[object]]:
    """Yield the range of each finding that papers print as a share: it is worked out, not kept."""
    for row in view.all(FindingRow, order_by=FindingRow.id):
        if not row.frame or not row.n:
            continue
        estimate = estimate_kept(row)
        if not estimate.is_of_all:
            yield row.id, *in_every_100(estimate)


def _plain(value: object) -> object:
    """Return a value as CSV has it: days and moments as ISO 8601, lists and records as JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return guarded(value)
    return value


def _write_cycle(folder: Path, cycle: Cycle, view: View, workspace: Workspace) -> None:
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text(cycle.template, encoding="utf-8")
    (folder / "partnership.json").write_text(cycle.partnership, encoding="utf-8")
    draw = view.find(Draw, cycle.ref)
    if draw is not None:
        certificate = json.dumps(draw.certificate, ensure_ascii=False, indent=1)
        (folder / "certificate.json").write_text(certificate, encoding="utf-8")
    if cycle.frame_sha256:
        with suppress(NotFoundError):  # `audits verify` says that it is gone
            frame = workspace.stores.frames.read(cycle.frame_sha256)
            (folder / "frame.csv").write_bytes(frame)


def _readme(tables: Mapping[str, Sequence[str]], workspace: Workspace) -> Iterator[str]:
    yield f"# Everything that {workspace.partnership.name} keeps"
    yield ""
    yield f"Written on {moment_in_words(workspace.clock())}. Nothing here needs the program."
    yield ""
    yield "- `tables/`: a CSV file a table: UTF-8, commas, a line of headings. An empty cell holds"
    yield "  nothing. Days and moments are ISO 8601, moments in UTC. Lists and records are JSON. A"
    yield "  text that a spreadsheet would run as a formula stands behind an apostrophe."
    yield "- `cycles/`: a folder an audit: what it asked, who asked, the frame, the draw."
    yield "- `papers/`: every paper as it was made."
    yield ""
    yield "No child is named. Left out is what may name somebody: who the cases are, registers,"
    yield "returns as they came, evidence, key lists and workbooks; also keyed hashes of children"
    yield "audited before, passwords and sessions."
    words = described()
    for name, columns in tables.items():
        yield ""
        yield f"## {name}.csv"
        yield ""
        yield words[name]["says"]
        yield ""
        yield "| column | what it says |"
        yield "|---|---|"
        for column in columns:
            yield f"| `{column}` | {words[name].get(column) or words['common'][column]} |"
