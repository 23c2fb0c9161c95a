"""What boards have: Ofsted's Annex A, the children in need census, the safeguarding dataset."""

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded
from audits.register import RegisterLoad, Source, read_register
from audits.wiring import build_shapes


SHAPES = build_shapes(None)
TODAY = date(2017, 3, 9)
PLANS = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Does the Child have a Disability", "Child Protection Plan Start Date",
    "Initial Category of Abuse", "Latest Category of Abuse", "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?", "Date of latest review conference",
    "Child Protection Plan End Date",
    "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months "
    "(Y/N)",
    "Number of Previous Child Protection Plans", "Allocated Team", "Allocated Worker",
)  # fmt: skip
CONTACTS = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Date of Contact", "Contact Source",
)  # fmt: skip
NEED = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
        "Does the Child have a Disability", "CIN Start Date")  # fmt: skip


def load(data: bytes, register: str, name: str = "file.xlsx") -> RegisterLoad:
    return read_register([Source(name, data)], shape=SHAPES[register], today=TODAY)


def plan(child: int, category: str, start: object, end: object = None) -> list[object]:
    row: list[object] = [None] * len(PLANS)
    row[0], row[3], row[6], row[8], row[12] = child, date(2010, 5, 1), start, category, end
    return row


def annex_a(sheet: str, title: str, *, plans: list[list[object]]) -> bytes:
    """Return an Annex A workbook with a front sheet, contacts, children in need and plans."""
    book = Workbook()
    book.active.title = "Front_Sheet"
    for name, heading, columns, rows in (
        (sheet.format(1), "List 1: Contacts", CONTACTS, [[9, "b) Female", "", None, 7, "", ""]]),
        (sheet.format(6), "List 6: Children in Need", NEED, [[8, "", "", None, 3, "", ""]]),
        (sheet.format(7), "List 7: Child protection", PLANS, plans),
    ):
        page = book.create_sheet(name)
        if title:
            page.append([heading])
        page.append(list(columns))
        for row in rows:
            page.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("sheet", "title"), [("List_{}", "yes"), ("List {}", ""), ("list_{}", "")])
def test_the_right_list_of_an_annex_a_is_read(sheet, title):
    plans = [
        plan(101, "a) Neglect", date(2016, 9, 1)),
        plan(102, "Physical abuse", "2016-10-03", date(2017, 1, 5)),
        plan(103, "e) Multiple/not recommended", "01/11/2016"),
    ]
    found = load(annex_a(sheet, title, plans=plans), "child_protection_plans")
    assert [c.attributes["category"] for c in found.candidates] == [
        "Neglect", "Physical abuse", "Multiple",
    ]  # fmt: skip
    assert [c.attributes["status"] for c in found.candidates] == ["open", "closed", "open"]
    assert [c.occurred_on for c in found.candidates] == [
        date(2016, 9, 1), date(2016, 10, 3), date(2016, 11, 1),
    ]  # fmt: skip
    assert found.report.unmatched == {}


def test_of_a_child_twice_the_latest_plan_counts():
    plans = [plan(101, "a) Neglect", "2016-01-04"), plan(101, "b) Physical abuse", "2016-12-04")]
    found = load(annex_a("List_{}", "yes", plans=plans), "child_protection_plans")
    [child] = found.candidates
    assert child.attributes["category"] == "Physical abuse"
    assert found.report.repeated == 1


def test_a_category_that_nobody_knows_is_listed_and_not_guessed():
    plans = [plan(101, "z) Harm", "2016-01-04")]
    found = load(annex_a("List_{}", "yes", plans=plans), "child_protection_plans")
    assert found.report.unmatched == {"Latest Category of Abuse": ("z) Harm",)}
    assert found.candidates[0].attributes["category"] == ""


def contacts_without_ids(rows: list[str]) -> bytes:
    head = "Child Unique ID,Date of Contact,Contact Source,Outcome,Family ID\n"
    return (head + "\n".join(rows) + "\n").encode()


def test_contacts_without_an_id_are_gathered_by_day_source_and_family():
    found = load(contacts_without_ids([
        "1,01/03/2017,q) 6: Police,NFA,F1", "2,01/03/2017,q) 6: Police,NFA,F1",
        "3,01/03/2017,q) 6: Police,NFA,", "4,01/03/2017,q) 6: Police,NFA,",
        "1,02/03/2017,q) 6: Police,NFA,F1",
    ]), "mash_contacts", "list1.csv")  # fmt: skip
    assert sorted(len(c.children) for c in found.candidates) == [1, 1, 1, 2]
    assert {c.attributes["source"] for c in found.candidates} == {"Police"}
    assert "id_made" in {warning.code for warning in found.report.warnings}


def census(children: str) -> bytes:
    return (
        f'<?xml version="1.0"?><Message><Header/><Children>{children}</Children></Message>'.encode()
    )


def child(number: str, *, factors: str = "", plans: str = "") -> str:
    codes = "".join(f"<AssessmentFactors>{escape(f)}</AssessmentFactors>" for f in factors.split())
    return f"""<Child><ChildIdentifiers><LAchildID>{number}</LAchildID>
      <PersonBirthDate>2009-04-02</PersonBirthDate><GenderCurrent>2</GenderCurrent></ChildIdentifiers>
      <CINdetails><CINreferralDate>2016-06-01</CINreferralDate>
      <Assessments><AssessmentActualStartDate>2016-06-03</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2016-07-01</AssessmentAuthorisationDate>
      <FactorsIdentifiedAtAssessment>{codes}</FactorsIdentifiedAtAssessment></Assessments>{plans}
      </CINdetails></Child>"""


def test_factors_of_a_census_say_what_an_assessment_was_about():
    data = census(child("A1", factors="2B 3A 11A") + child("A2", factors="16A") + child("A3"))
    found = load(data, "assessments", "census.xml")
    about = {c.id: {n for n, v in c.attributes.items() if v == "yes"} for c in found.candidates}
    assert about == {"A1": {"domestic_abuse", "cse"}, "A2": {"neglect"}, "A3": set()}
    assert {c.occurred_on for c in found.candidates} == {date(2016, 7, 1)}
    assert {c.attributes["age_band"] for c in found.candidates} == {"5 to 9"}


def test_plans_of_a_census_are_read_with_their_category():
    plans = """<ChildProtectionPlans><CPPstartDate>2016-08-01</CPPstartDate>
      <InitialCategoryOfAbuse>EMO</InitialCategoryOfAbuse>
      <LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
      <NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans>"""
    data = census(child("A1", plans=plans) + child("A2"))
    [found] = load(data, "child_protection_plans", "census.xml").candidates
    assert (found.id, found.attributes["category"]) == ("A1", "Neglect")
    assert found.attributes["previous_plans"] == "1"


@pytest.mark.parametrize(("data", "says"), [
    (b'<!DOCTYPE x [<!ENTITY a "b">]><Message>&a;</Message>', "declares entities"),
    (b"<Message><Children>", "is not whole XML"),
    (b"<html><body/></html>", "a web page"),
    (b"<Message><School/></Message>", "not a children in need census"),
])  # fmt: skip
def test_xml_that_is_no_census_is_refused_in_a_sentence(data, says):
    with pytest.raises(RegisterError, match=says):
        load(data, "assessments", "census.xml")


def test_the_safeguarding_dataset_is_read_by_its_own_headings():
    data = (
        b"cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_desc,outcome\n"
        b"C1,P1,2017-03-01,Police,NFA\n"
    )
    [found] = load(data, "mash_contacts", "ssd_contacts.csv").candidates
    assert (found.id, found.children) == ("C1", ("P1",))


def test_organisations_need_no_date():
    data = (
        b"Practice code,Practice name,Locality\nD81001,Made-up Surgery,North\nD81002,Other,South\n"
    )
    found = load(data, "organisations", "practices.csv")
    assert [c.attributes["area"] for c in found.candidates] == ["North", "South"]
    assert {c.occurred_on for c in found.candidates} == {TODAY}


def two_hundred_columns(said: str) -> bytes:
    head = ",".join(["Contact ID", "Date of contact", "Outcome", *["Outcome"] * 200])
    return f"{head}\n{','.join(['1', '01/03/2017', 'NFA', *[said] * 200])}\n".encode()


def test_two_hundred_columns_of_one_heading_that_agree_are_read_once_and_said():
    loaded = load(two_hundred_columns("NFA"), "mash_contacts", "wide.csv")
    assert loaded.candidates[0].attributes["outcome"] == "No further action"
    [notice] = [each for each in loaded.report.warnings if each.code == "column_twice"]
    assert "201 columns could be 'outcome'; column 3 was read" in notice.message


def test_two_columns_of_one_heading_that_disagree_are_refused():
    with pytest.raises(RegisterError, match=r"two columns called .Outcome.*Delete or rename"):
        load(two_hundred_columns("Early help"), "mash_contacts", "wide.csv")


def test_children_in_need_are_read_from_list_6():
    data = (
        "Child Unique ID,Gender,Date of Birth,CIN Start Date,Primary Need Code,CIN Closure Date,"
        "Case status,Allocated Team\n"
        "7,a) Male,01/02/2009,05/09/2016,N1 - Abuse or neglect,,c) Child in need plan,West\n"
    )
    [found] = load(data.encode(), "children_in_need", "list 6.csv").candidates
    assert (found.attributes["primary_need"], found.attributes["case_status"]) == (
        "Abuse or neglect", "Child in need plan",
    )  # fmt: skip
    assert (found.attributes["status"], found.attributes["team"]) == ("open", "West")


def test_of_the_episodes_of_a_child_in_care_the_latest_counts():
    data = (
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n"
        "77,01/02/2015,S,C2,N1,U1,05/06/2016,X1\n"
        "77,05/06/2016,P,C2,N4,U3,,\n"
        "78,01/07/2016,S,V2,N1,U1,01/08/2016,E4A\n"
    )
    found = load(data.encode(), "children_in_care", "episodes.csv")
    about = {c.id: (c.attributes["need"], c.attributes["status"]) for c in found.candidates}
    assert about == {
        "77": ("Family in acute stress", "open"), "78": ("Abuse or neglect", "closed"),
    }  # fmt: skip


def test_curly_quotes_and_question_marks_in_headings_do_not_matter():
    heading = (
        "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the "
        "last 12 months"
    )
    data = f"Child Unique ID,Date Started to be Looked After,{heading}\n1,01/02/2016,3\n"
    [found] = load(data.encode(), "children_in_care", "list 8.csv").candidates
    assert found.attributes["missing_episodes"] == "3"


@pytest.mark.parametrize("register", sorted(SHAPES))
def test_no_heading_means_two_columns_of_a_register(register):
    shape = SHAPES[register]
    headings = [folded(h) for column in shape.columns for h in column.headings]
    assert len(headings) == len(set(headings))
