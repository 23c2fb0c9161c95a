"""Returns collected by the dozen, and the worst of the hostile files."""

import tempfile
from pathlib import Path
from time import perf_counter

from bench_workbook import bare_read, fresh_read
from builders import workspace as ws
from builders.hostile import GOOD, HOSTILE, PACK
from builders.measuring import median_of
from builders.packs import read

from audits.demo import fill_clean, make_contacts, make_truth
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.returns.collect import collect_files
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register


UNITS_AN_AGENCY = 10


def rows():
    """Return the rows of collecting and of hostile files."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, returned = returns_of_many(Path(folder) / "home")
        started = perf_counter()
        named = [(f"{number}.xlsx", data) for number, data in enumerate(returned)]
        for _ in collect_files(named, workspace=workspace):
            pass
        collecting = perf_counter() - started
    reading = median_of(lambda: [bare_read(data) for data in returned], 3)
    read(GOOD, PACK)
    worst = max(took(make()) for make, _ in HOSTILE.values())
    return [
        (
            f"keep, read, check and store {len(returned)} returns, one after another", collecting,
            "calamine reading the same files", reading, None,
        ),
        (
            f"the worst of {len(HOSTILE)} broken and hostile files", worst,
            "calamine reading a good one, alone", median_of(lambda: fresh_read(GOOD), 5), None,
        ),
    ]  # fmt: skip


def took(data: bytes) -> float:
    """Return how long a file takes to be read or refused."""
    started = perf_counter()
    read(data, PACK)
    return perf_counter() - started


def returns_of_many(home: Path):
    """Return a workspace with packs out to many units, and what each of them returns."""
    init_workspace(home)
    workspace = ws.workspace_of(home)
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    lines += [
        f"{agency},{agency},{agency}_{n},{agency} {n},Lead,{agency}{n}@board.example.org,lead,no"
        for agency in ws.UNITS
        for n in range(UNITS_AN_AGENCY)
    ]
    lines.append("board,Board,business_unit,Business unit,Lead,b@board.example.org,lead,no")
    import_agencies("\n".join(lines).encode(), workspace=workspace)
    export = make_contacts(until=ws.THURSDAY, contacts=1500)
    load_register([Source("contacts.csv", export)], name="mash_contacts", workspace=workspace)
    ws.issue(workspace)
    ws.send(workspace)
    cases = [case["case"] for case in draw_sample(ws.REF, workspace=workspace)["cases"]]
    truth = make_truth(cases, workspace.template(ws.KIND).questions)
    packs = sorted((home / "outbox").glob("*/*-pack-1.xlsx"))
    return workspace, [fill_clean(pack.read_bytes(), truth) for pack in packs]
