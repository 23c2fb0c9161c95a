"""Who belongs to the board: 26 organisations, seven of them asked about children; and practices."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO


HEADINGS = ("agency", "agency_name", "unit", "unit_name", "contact", "email", "role", "deputy")
MEMBERS = (
    "police", "health", "social_care", "education", "probation", "youth_offending", "early_help",
    "ccg", "adult_social_care", "probation_crc", "cafcass", "mental_health", "acute_east",
    "acute_west", "nhs_england", "fire", "public_health", "housing", "voluntary_sector",
    "primary_school", "college", "district_north", "district_south", "district_east",
    "district_west", "city",
)  # fmt: skip
ALWAYS = 8  # of them are asked about children, or run an audit
PRACTICE = "gp practice"
MEMBER = "board member agency"


def members(many: int) -> tuple[str, ...]:
    """Return so many organisations, but always those that other audits cannot do without."""
    return MEMBERS[: max(many, ALWAYS)]


def practices(many: int) -> tuple[str, ...]:
    """Return the codes of so many practices."""
    return tuple(f"d81{number:03d}" for number in range(1, many + 1))


def agencies_csv(organisations: Sequence[str], surgeries: Sequence[str]) -> bytes:
    """Return the list of agencies, units and contacts, as `audits agency import` reads it."""
    units = [(_agency(unit), unit, called(unit)) for unit in organisations]
    units += [("gp", unit, called(unit)) for unit in surgeries]
    units += [("board", "business_unit", "Business unit")]
    return _csv(
        HEADINGS,
        (
            (agency, called(agency), unit, name, "A Person", f"{unit}@example.org", "Lead", "no")
            for agency, unit, name in units
        ),
    )


def organisations_csv(organisations: Sequence[str], surgeries: Sequence[str]) -> bytes:
    """Return the register of those that assess themselves."""
    rows = [(unit, called(unit), MEMBER, "county") for unit in organisations]
    rows += [(unit, called(unit), PRACTICE, "fens") for unit in surgeries]
    return _csv(("organisation code", "organisation name", "type", "area"), rows)


def called(unit: str) -> str:
    """Return a made-up name."""
    name = unit.replace("_", " ").title()
    if unit.startswith("d81"):
        return f"Surgery {unit}"
    return f"Fenmere {name} (made up)"


def _agency(unit: str) -> str:
    if unit.startswith("district"):
        return "districts"
    return unit


def _csv(headings: Sequence[str], rows: Sequence[Sequence[str]] | Iterator[Sequence[str]]) -> bytes:
    file = StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(headings)
    lines.writerows(rows)
    return file.getvalue().encode()
