"""The board's list of agencies: any program's file is read, and every fault is told at once."""

from io import BytesIO

import openpyxl
import pytest
from builders import workspace as ws

from audits.demo import make_agencies
from audits.domain.errors import RegisterError, SheetError, UserError
from audits.queries.agencies import list_agencies
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.storage import Agency, Contact, Unit


HEAD = "agency,agency_name,unit,unit_name,contact,email,role,deputy"


@pytest.fixture
def workspace(tmp_path):
    init_workspace(tmp_path)
    return ws.workspace_of(tmp_path)


def a_list(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def as_workbook(text: str, *, titles: int = 0) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "About"
    sheet = book.create_sheet("Agencies")
    for _ in range(titles):
        sheet.append(["Fenmere Safeguarding Children Board"])
    for line in text.splitlines():
        sheet.append(line.split("\t"))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


TABBED = "\n".join(
    [HEAD.replace(",", "\t"), "police\tPolice\tpolice\tPolice\tA Lead\tlead@police.example.org\t\t"]
)


@pytest.mark.parametrize(
    "data",
    [
        TABBED.encode("utf-16"),
        b"\xfe\xff" + TABBED.encode("utf-16-be"),
        TABBED.replace("\n", "\r\n").encode("utf-16"),
        TABBED.encode(),
        TABBED.replace("\t", ";").encode(),
        TABBED.replace("\t", ",").replace("\n", "\r").encode("cp1252"),
        as_workbook(TABBED),
        as_workbook(TABBED, titles=2),
    ],
    ids=[
        "unicode text",
        "big-endian",
        "Windows",
        "tabs",
        "semicolons",
        "old Mac",
        "xlsx",
        "titles",
    ],
)
def test_the_list_is_read_whatever_program_saved_it(workspace, data):
    assert import_agencies(data, workspace=workspace) == 1
    (unit,) = list_agencies(workspace=workspace)
    assert unit.unit == "police"
    with workspace.open_uow() as uow:
        assert [each.email for each in uow.all(Contact)] == ["lead@police.example.org"]


ODD = a_list(
    "police,Police,police,Police,A Lead,lead@police.example.org,lead,no",
    "health,Health,../../evil,Evil,B Lead,n.o’brien@health.example.org,lead,no",
    "health,Health,north/south,North,C Lead,TBC,lead,perhaps",
    'care,Care,care,Care,D Lead,"a@care.example.org;\nb@care.example.org",lead,no',
    "care,Care,care,Care again,E Lead,sörrelby@care.example.org,lead,yes",
    "police,Police,Police,Police,F Lead,lead@police.example.org,lead,no",
    "health,Health,police,Police,G Lead,LEAD@police.example.org,lead,no",
    ",Nobody,nobody,Nobody,H Lead,,lead,no",
)
FAULTS = [
    "Row 3, email:", "Row 3, unit:", "Row 4, deputy:", "Row 4, email:", "Row 4, unit:",
    "Row 5, email:", "Row 6, email:", "Row 6, unit_name:", "Row 7, unit:", "Row 8, agency:",
    "Row 8, email:", "Row 9, agency:", "Row 9, email:",
]  # fmt: skip


def told(error: BaseException) -> list[str]:
    return [line.strip() for line in str(error).splitlines()[1:]]


def test_every_fault_is_told_at_once_by_row_and_column_and_nothing_is_taken(workspace):
    with pytest.raises(RegisterError, match=r"nothing is changed.*\(13 to put right\)") as caught:
        import_agencies(ODD, workspace=workspace)
    lines = told(caught.value)
    assert [line for line in FAULTS if not any(each.startswith(line) for each in lines)] == []
    assert len(lines) == len(FAULTS)
    assert "@health" not in str(caught.value)
    with workspace.open_uow() as uow:
        assert uow.all(Agency) == uow.all(Unit) == uow.all(Contact) == []


def test_routes_are_told_with_the_other_faults(workspace):
    head = f"{HEAD},route,unit_route,key_route,qeg"
    rows = ["police,P,police,P,A,a@p.example.org,,no,pigeon,,,polcie",
            "health,H,health,H,B,B,,no,,folder,folder,"]  # fmt: skip
    with pytest.raises(RegisterError) as caught:
        import_agencies(a_list(*rows, head=head), workspace=workspace)
    assert [line.partition(":")[0] for line in told(caught.value)] == [
        "Row 2, qeg", "Row 2, route", "Row 3, email", "Row 3, key_route",
    ]  # fmt: skip


def test_seats_stand_in_a_column_that_is_called_after_the_quality_group(workspace):
    head = f"{HEAD},Quality group"
    rows = ["police,P,police,P,A,a@p.example.org,,no,health",
            "health,H,health,H,B,b@h.example.org,,no,",
            "police,P,business_unit,P,C,c@p.example.org,,no,"]  # fmt: skip
    import_agencies(a_list(*rows, head=head), workspace=workspace)
    with workspace.open_view() as view:
        assert [each.qeg for each in view.all(Contact, order_by=Contact.id)] == ["health", "", ""]
    wrong = a_list(rows[0].replace("no,health", "no,helth"), *rows[1:], head=head)
    with pytest.raises(RegisterError, match="Row 2, Quality group: There is no agency 'helth'"):
        import_agencies(wrong, workspace=workspace)


@pytest.mark.parametrize("heading", ["key_rout", "Key rout", "protcted", "quality grop"])
def test_a_misspelt_column_is_told_and_never_passed_over(workspace, heading):
    row = "police,P,police,P,A,a@p.example.org,,no,,Room 4"
    with pytest.raises(RegisterError, match=f"Row 1, {heading}: There is no such column"):
        import_agencies(a_list(row, head=f"{HEAD},{heading},where they sit"), workspace=workspace)
    assert (
        import_agencies(a_list(row, head=f"{HEAD},telephone,where they sit"), workspace=workspace)
        == 1
    )


def test_what_nobody_can_see_is_cleaned_from_an_address(workspace):
    row = 'police,Police,police,Police,A Lead,"\u200blead@police.example.org\n",lead,no'
    import_agencies(a_list(row), workspace=workspace)
    with workspace.open_uow() as uow:
        assert [each.email for each in uow.all(Contact)] == ["lead@police.example.org"]


def test_an_address_in_other_capitals_is_the_same_person(workspace):
    import_agencies(make_agencies(), workspace=workspace)
    import_agencies(make_agencies().replace(b"lead@police", b"Lead@Police"), workspace=workspace)
    with workspace.open_uow() as uow:
        here = {each.email: each.left_on for each in uow.all(Contact, Contact.unit == "police")}
    assert here == {"Lead@Police.example.org": None, "deputy@police.example.org": None}


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7",
     b"\xff\xfea", HEAD.encode(), b'agency,"unit' + b"x" * 200_000, b"a\x00b,c"],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(workspace, data):
    with pytest.raises(UserError) as caught:
        import_agencies(data, workspace=workspace)
    assert isinstance(caught.value, SheetError)
    assert "list of agencies" in str(caught.value)
