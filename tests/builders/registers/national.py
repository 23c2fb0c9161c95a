"""The national formats: the SSDA903, the children in need census, the safeguarding dataset."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from .annex_a import Rows
from .people import child


SSDA903: Mapping[str, tuple[str, ...]] = {
    "Header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "Episodes": (
        "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
    ),
    "Missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
}  # fmt: skip


def header(*numbers: int) -> Rows:
    """Return the return's header table: who the children are."""
    rows: Rows = [
        [c.id, {"M": 1, "F": 2}[c.gender], c.born, "WBRI", "", 0, ""]
        for c in (child(number) for number in numbers)
    ]
    return [list(SSDA903["Header"]), *rows]


def episodes(*rows: tuple[int, date, date | None, str]) -> Rows:
    """Return the return's episodes: child, first day, last day, need."""
    table: Rows = [
        [child(n).id, start, "S", "C2", need, "U1", "PR4", end or "", "E4A" if end else "", "",
         child(n).postcode, "ZZ99 9ZZ", ""]
        for n, start, end, need in rows
    ]  # fmt: skip
    return [list(SSDA903["Episodes"]), *table]


def missing(*rows: tuple[int, date, date | None]) -> Rows:
    """Return the return's missing episodes."""
    table: Rows = [[child(n).id, child(n).born, "M", start, end or ""] for n, start, end in rows]
    return [list(SSDA903["Missing"]), *table]


def census(*children: str, namespace: str = "") -> bytes:
    """Return a children in need census of these children."""
    space = f' xmlns="{namespace}"' if namespace else ""
    head = "<Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>"
    body = f"<Message{space}>{head}<Children>{''.join(children)}</Children></Message>"
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()


def census_child(
    number: int, *, factors: Sequence[str] = (), category: str = "", expected: str = ""
) -> str:
    """Return a child of the census, with an assessment and perhaps a plan.

    ``expected`` is the day on which a child that is not born yet is expected.
    """
    who = child(number)
    birth = (
        f"<ExpectedPersonBirthDate>{expected}</ExpectedPersonBirthDate>"
        if expected
        else f"<PersonBirthDate>{who.born}</PersonBirthDate>"
    )
    codes = "".join(f"<AssessmentFactors>{code}</AssessmentFactors>" for code in factors)
    plan = (
        f"<ChildProtectionPlans><CPPstartDate>2016-08-01</CPPstartDate>"
        f"<InitialCategoryOfAbuse>EMO</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>{category}</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans>"
        if category
        else ""
    )
    return (
        f"<Child><ChildIdentifiers><LAchildID>{who.id}</LAchildID>{birth}"
        f"<GenderCurrent>{'1' if who.gender == 'M' else '2'}</GenderCurrent></ChildIdentifiers>"
        f"<CINdetails><CINreferralDate>2016-06-01</CINreferralDate>"
        f"<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>false</ReferralNFA>"
        f"<Assessments><AssessmentActualStartDate>2016-06-03</AssessmentActualStartDate>"
        f"<AssessmentAuthorisationDate>2016-07-01</AssessmentAuthorisationDate>"
        f"<FactorsIdentifiedAtAssessment>{codes}</FactorsIdentifiedAtAssessment></Assessments>"
        f"{plan}</CINdetails></Child>"
    )


def ssd_contacts(*rows: tuple[str, int, date, str, str]) -> Rows:
    """Return the dataset's contacts: contact, child, day, source's code, the flag that is set."""
    heads = ["cont_contact_id", "cont_person_id", "cont_contact_date", "cont_contact_source_code",
             "cont_contact_source_desc", "cont_contact_outcome_json"]  # fmt: skip
    flags = ("NEW_REFERRAL_FLAG", "EXISTING_REFERRAL_FLAG", "CP_ENQUIRY_FLAG", "NFA_FLAG",
             "NON_AGENCY_ADOPTION_FLAG", "PRIVATE_FOSTERING_FLAG", "ADVICE_FLAG", "MISSING_FLAG",
             "OLA_CP_FLAG", "OTHER_OUTCOMES_EXIST_FLAG")  # fmt: skip
    table: Rows = [
        [contact, child(n).id, f"{on} 00:00:00.000", code, "Police",
         json.dumps({**{name: "Y" if name == flag else "N" for name in flags}, "COMMENTS": ""})]
        for contact, n, on, code, flag in rows
    ]  # fmt: skip
    return [heads, *table]


def ssd_family(*rows: tuple[str, int]) -> Rows:
    """Return the dataset's families: family, child."""
    table: Rows = [[n, family, child(number).id] for n, (family, number) in enumerate(rows, 1)]
    return [["fami_table_id", "fami_family_id", "fami_person_id"], *table]


def ssd_assessments(*rows: tuple[str, int, date]) -> Rows:
    """Return the dataset's assessments: assessment, child, day it began."""
    heads = ["cina_assessment_id", "cina_person_id", "cina_referral_id",
             "cina_assessment_start_date", "cina_assessment_child_seen",
             "cina_assessment_auth_date"]  # fmt: skip
    table: Rows = [
        [assessment, child(n).id, "", on.isoformat(), "Y", ""] for assessment, n, on in rows
    ]
    return [heads, *table]


def ssd_factors(*rows: tuple[str, Sequence[str]]) -> Rows:
    """Return the factors of the dataset's assessments, which name the assessment, not the child."""
    heads = ["cinf_table_id", "cinf_assessment_id", "cinf_assessment_factors_json"]
    table: Rows = [
        [n, assessment, json.dumps(list(codes))] for n, (assessment, codes) in enumerate(rows, 1)
    ]
    return [heads, *table]
