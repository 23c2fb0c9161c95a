"""Organisations that speak for themselves: their list, their units, and packs filled in by eye."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from builders import moderation as mod, workspace as ws
from openpyxl import load_workbook

from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.progress.analyse import analyse
from audits.steps.returns.collect import collect_return
from audits.steps.sample.load_register import load_register
from audits.workspace import Workspace


JANUARY = datetime(2016, 1, 11, 9, tzinfo=UTC)
NEXT_JANUARY = datetime(2017, 1, 9, 9, tzinfo=UTC)
# The 26 returns of one board's self-assessment; the five districts are one seat and five units.
MEMBERS = (
    "adult_social_care", "probation_crc", "cafcass", "childrens_social_care", "ccg",
    "community_health", "mental_health", "acute_east", "acute_west", "nhs_england",
    "national_probation", "police", "youth_offending", "fire", "public_health", "housing",
    "voluntary_sector", "early_help", "primary_school", "secondary_school", "college",
    "district_north", "district_south", "district_east", "district_west", "city",
)  # fmt: skip
Say = Callable[[dict[str, str], str], object]  # a row's texts and a heading -> what is typed


def with_organisations(
    home: Path, members: Sequence[str] = MEMBERS, *, practices: int = 0, now: datetime = JANUARY
) -> Workspace:
    """Make a workspace whose list of agencies and whose register hold these organisations."""
    init_workspace(home)
    workspace = ws.workspace_of(home, now)
    surgeries = [f"d81{n:03d}" for n in range(1, practices + 1)]
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    units = [(m if "district" not in m else "districts", m, _called(m)) for m in members]
    units += [("gp", code, f"Surgery {code}") for code in surgeries]
    units += [("board", "business_unit", "Business unit")]
    lines += [
        f"{agency},{agency},{unit},{name},A Person,{unit}@example.org,Lead,no"
        for agency, unit, name in units
    ]
    import_agencies("\n".join(lines).encode(), workspace=workspace)
    rows = ["organisation code,organisation name,type,area"]
    rows += [f"{m},{_called(m)},board member agency,county" for m in members]
    rows += [f"{code},Surgery {code},gp practice,fens" for code in surgeries]
    register = Source("organisations.csv", "\n".join(rows).encode())
    load_register([register], name="organisations", workspace=workspace)
    return workspace


def fill(pack: bytes, say: Say) -> bytes:
    """Return a pack with what ``say`` types into each open cell, found by its heading and row."""
    book, file = load_workbook(BytesIO(pack)), BytesIO()
    for sheet in book.worksheets:
        if "Row reference" not in str(sheet["A3"].value):
            continue
        over = [str(cell.value or "").split("\n")[0] for cell in sheet[3]]
        headings = [re.sub(r"^\d+\. ", "", words) for words in over]  # a question has a number
        for row in sheet.iter_rows(min_row=4):
            texts = {h: str(c.value or "") for h, c in zip(headings, row, strict=True)}
            for heading, cell in zip(headings, row, strict=True):
                typed = None if cell.protection.locked else say(texts, heading)
                if typed is not None:
                    cell.value = typed
    book.save(file)
    return file.getvalue()


def packs_of(home: Path, ref: str, edition: int = 1) -> dict[str, bytes]:
    """Return the packs of a cycle that lie in the outbox, by unit."""
    found = sorted((home / "outbox").glob(f"*/{ref}-*-pack-{edition}.xlsx"))
    return {path.parent.name: path.read_bytes() for path in found}


def in_a_standard_way(score: str = "3 - Met") -> Say:
    """Say the same score everywhere, with its evidence, and a plan where it is below the best."""
    is_best = score in ("3 - Met", "Green", "Done")

    def say(texts: dict[str, str], heading: str) -> object:
        asks = texts.get("Question", "")
        if "Role of the person" in asks or "Role of the senior" in asks:
            return "Head of safeguarding" if heading == "Your answer" else None
        if "In your own words" in texts.get("Part", ""):
            return "More staff ask for advice early." if heading == "Your answer" else None
        typed = {
            "Your answer": score,
            "Evidence: where it is kept": "Policy of June 2015, page 3",
            "What will be done to improve it": None if is_best else "Brief every team",
            "By when": None if is_best else date(2016, 9, 30),
        }
        return typed.get(heading)

    return say


def certified_by(name: str | None, score: str = "3 - Met") -> Say:
    """Say the same score everywhere, and who certified it; not on which day."""
    plain = in_a_standard_way(score)

    def say(texts: dict[str, str], heading: str) -> object:
        asks = texts.get("Question", "")
        if "Certified by" in asks:
            return name if heading == "Your answer" else None
        if "Certified on" in asks:
            return None
        return plain(texts, heading)

    return say


def answered(home: Path, ref: str, scores: dict[str, str], *, workspace: Workspace) -> None:
    """Fill in and return the packs of these units, each with one score everywhere."""
    for unit, pack in packs_of(home, ref).items():
        if unit in scores:
            said = fill(pack, in_a_standard_way(scores[unit]))
            collect_return(said, f"{unit}.xlsx", workspace=workspace)


def to_findings(ref: str, *, workspace: Workspace) -> None:
    """Take a cycle from its returns to its findings, through moderation where it is asked for."""
    analyse(ref, workspace=workspace, with_what_there_is=True, decision="go on")
    if cycle_status(ref, workspace=workspace) is CycleStatus.MODERATING:
        with TemporaryDirectory() as folder:
            mod.agree_grades(Path(folder), workspace, ref)


def to_published(ref: str, *, workspace: Workspace) -> None:
    """Take a cycle from its returns to its release."""
    to_findings(ref, workspace=workspace)
    mod.agree_facts(ref, workspace)
    why = "What is still asked for is followed up."
    sign_off(ref, workspace=workspace, minute="QEG 12 April 2016, item 4", why=why)
    publish(ref, workspace=workspace)


def _called(code: str) -> str:
    return code.replace("_", " ").title()
