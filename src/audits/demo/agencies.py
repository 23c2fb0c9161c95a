"""Who takes part in the partnership that does not exist, as `audits agency import` reads it."""

import csv
from io import StringIO


HEADINGS = ("agency", "agency_name", "unit", "unit_name", "contact", "email", "role", "deputy")
# Addresses end in example.org, which is kept for documentation (RFC 2606) and reaches nobody.
UNITS = (
    ("police", "Fenmere Constabulary (made up)", "police", "Police in the Fenmere MASH"),
    ("health", "Fenmere Community Health (made up)", "health", "Health in the Fenmere MASH"),
    ("social_care", "Fenmere County Council (made up)", "social_care", "Social care in the MASH"),
    ("board", "Fenmere Safeguarding Children Board (made up)", "business_unit", "Business unit"),
)
PEOPLE = {
    "police": (
        ("Det Insp P Quillington", "lead@police.example.org", "Detective Inspector, MASH"),
        ("Det Sgt R Ottleby", "deputy@police.example.org", "Detective Sergeant, MASH"),
    ),
    "health": (
        ("N Thimblewright", "lead@health.example.org", "Named Nurse"),
        ("S Brackleson", "deputy@health.example.org", "Specialist Nurse"),
    ),
    "social_care": (
        ("J Sörrelby", "lead@council.example.org", "MASH Team Manager"),
        ("E O’Wré", "deputy@council.example.org", "Senior Practitioner"),
    ),
    "business_unit": (
        ("H Marrowfold", "business.unit@board.example.org", "Business Manager"),
        ("T Cobblegate", "audits@board.example.org", "Audit Officer"),
    ),
}


def make_agencies() -> bytes:
    """Return the agencies, their units, and a lead and a deputy in each, as a CSV file."""
    file = StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(HEADINGS)
    for unit in UNITS:
        lead, deputy = PEOPLE[unit[2]]
        lines.writerows(((*unit, *lead, "no"), (*unit, *deputy, "yes")))
    return file.getvalue().encode("utf-8-sig")
