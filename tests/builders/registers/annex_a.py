"""Ofsted's Annex A: the headings of its eleven lists as they stand in the file, and rows of them.

Trailing spaces and curly quotes are the template's own (guidance of August 2019). ``SECOND`` is how
a second, independently made sample spells the same headings; it has no title row.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from .people import Child, child


Rows = list[list[object]]
Row = Mapping[str, object]

WHO = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
DISABILITY = "Does the Child have a Disability"
WORK = ("Allocated Team", "Allocated Worker")
TITLES = {
    1: "List 1: Contacts",
    2: "List 2: Early Help",
    3: "List 3: Referral",
    4: "List 4: Assessments",
    5: "List 5: Section 47 enquiries and Initial Child Protection Conferences",
    6: "List 6: Children in Need",
    7: "List 7: Child protection",
    8: "List 8: Children in care",
    9: "List 9: Care leavers",
    10: "List 10: Adoption",
    11: "List 11: Adopters",
}
HEADINGS: Mapping[int, tuple[str, ...]] = {
    1: (*WHO, "Date of Contact", "Contact Source"),
    2: (
        *WHO, "Assessment start date", "Assessment completion date",
        "Organisation completing assessment",
    ),
    3: (
        *WHO, "Date of referral", "Referral Source", "Referral NFA?",
        "Number of Referrals in Last 12 Months", *WORK,
    ),
    4: (
        *WHO, DISABILITY, "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment", "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children’s social care support", *WORK,
    ),
    5: (
        *WHO, DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months", *WORK,
    ),
    6: (
        *WHO, DISABILITY, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen",
        "CIN Closure Date", "Reason for Closure", "Case status", *WORK,
    ),
    7: (
        *WHO, DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse",
        "Latest Category of Abuse", "Date of the Last Statutory Visit", "Was the Child Seen Alone?",
        "Date of latest review conference", "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months "
        "(Y/N)", "Number of Previous Child Protection Plans", *WORK,
    ),
    8: (
        *WHO, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
        DISABILITY, "Date Started to be Looked After", "Child's Category of Need",
        "Is this a second or subsequent period of being a Looked After Child within the last 12 "
        "months (Y/N)", "Start date of current legal status", "Child's Legal Status",
        "Date of Latest Statutory Review", "Date of Last Social Work Visit",
        "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child", "Date of Last Health Assessment",
        "Date of Last Dental Check", "Number of Placements in the Last 12 months",
        "Date Ceased to be Looked After ", "Reason Ceased to be Looked After",
        "Start Date of Most Recent Placement", "Placement Type", "Placement Provider",
        "Placement postcode", "URN of Placement", "Placement Location", "LA of Placement",
        "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 "
        "months", "Number of Episodes the Child has been ‘Absent’ from their Placement in the last "
        "12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?", *WORK,
    ),
    9: (
        *WHO, DISABILITY, *WORK, "Eligibility Category", "LA In Touch ", "Type of Accommodation",
        "Suitability of Accommodation", "Activity Status",
    ),
    10: (
        "Child Unique ID", "Family identifier", *WHO[1:], DISABILITY,
        "Date the Child Entered Care",
        "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order",
        "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption",
        "Date of Adoption Order ",
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
    ),
    11: (
        "Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability",
        "Is the (prospective) adopter fostering for adoption?", "Date enquiry received",
        "Date Stage 1 started", "Date Stage 1 ended", "Date Stage 2 started",
        "Date Stage 2 ended", "Date application submitted", "Date application approved",
        "Date adopter matched with child(ren)", "Date child/children placed with adopter(s)",
        "No. of children placed", "Date of Adoption Order", "Date of leaving adoption process",
        "Reason for leaving adoption process",
    ),
}  # fmt: skip
SECOND: Mapping[str, str] = {
    "Age of Child (Years)": "Age",
    "Date of referral": "Date of Referral",
    "Was the child assessed as requiring LA children’s social care support":
        "Was the child assessed as requiring LA children's social care support?",
    "Case status": "Case Status",
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)":
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
    "Date Ceased to be Looked After ": "Date Ceased to be Looked After",
    "LA In Touch ": "LA in Touch",
}  # fmt: skip


def person(who: Child) -> dict[str, object]:
    """Return what every list says of a child."""
    return {
        "Child Unique ID": int(who.id),
        "Gender": {"M": "a) Male", "F": "b) Female"}[who.gender],
        "Ethnicity": "a) WBRI",
        "Date of Birth": who.born,
        "Age of Child (Years)": 2017 - who.born.year,
    }


def contact(number: int, on: object, source: str = "q) 6: Police", **more: object) -> Row:
    """Return a row of list 1."""
    return {**person(child(number)), "Date of Contact": on, "Contact Source": source, **more}


def in_need(number: int, start: object, need: str = "N1 - Abuse or neglect") -> Row:
    """Return a row of list 6."""
    said = {"CIN Start Date": start, "Primary Need Code": need, "Allocated Team": "North"}
    return {**person(child(number)), **said, "Case status": "c) Child in need plan"}


def plan(number: int, start: object, category: str = "a) Neglect", end: object = None) -> Row:
    """Return a row of list 7."""
    return {
        **person(child(number)),
        "Child Protection Plan Start Date": start,
        "Initial Category of Abuse": category,
        "Latest Category of Abuse": category,
        "Child Protection Plan End Date": end,
        "Allocated Team": "North",
        "Allocated Worker": "A Worker",
    }


def in_care(number: int, start: object, end: object = None, **more: object) -> Row:
    """Return a row of list 8; ``more`` goes by its headings."""
    return {
        **person(child(number)),
        "Date Started to be Looked After": start,
        "Child's Category of Need": "N1 - Abuse or neglect",
        "Child's Legal Status": "C2: Full care order",
        "Date Ceased to be Looked After ": end,
        "Allocated Team": "North",
        **more,
    }


PLANS = (
    plan(1, date(2016, 9, 1)),
    plan(2, date(2016, 10, 3), "b) Physical abuse", date(2017, 1, 5)),
    plan(3, date(2016, 11, 1), "d) Emotional abuse"),
)


def listed(number: int, rows: Sequence[Row], *, title: bool = True, second: bool = False) -> Rows:
    """Return a list as a sheet holds it: title in row 1 (where it has one), headings, rows."""
    headings = HEADINGS[number]
    spelled = [SECOND.get(heading, heading) if second else heading for heading in headings]
    table: Rows = [[row.get(heading) for heading in headings] for row in rows]
    return [*([[TITLES[number]]] if title else []), list(spelled), *table]


def whole_book(
    lists: Mapping[int, Sequence[Row]],
    *,
    called: str = "List_{}",
    title: bool = True,
    second: bool = False,
) -> dict[str, Rows]:
    """Return all eleven lists, of which those not given hold no row, with a front sheet."""
    sheets: dict[str, Rows] = {"Front_Sheet": [["Annex A"], ["Made-up Borough"]]}
    for number in HEADINGS:
        rows = lists.get(number, [])
        sheets[called.format(number)] = listed(number, rows, title=title, second=second)
    return sheets
