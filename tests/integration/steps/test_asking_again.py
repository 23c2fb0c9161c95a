"""What is wrong with a return is asked again; every answer ends where it belongs."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.drawings import box, with_drawing
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from audits.demo.agencies import make_agencies
from audits.domain.errors import StatusError
from audits.domain.pack import CONCERN, KNOWN
from audits.queries.actions import list_actions
from audits.queries.collected import Collected
from audits.queries.concerns import list_concerns
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import FindingLine, list_findings
from audits.queries.known_cases import list_known
from audits.queries.queries_sent import list_queries
from audits.queries.returns import describe_return, list_answers, list_returns
from audits.queries.trail import list_trail
from audits.queries.verification.answers import answer_faults
from audits.steps.agencies.import_list import import_agencies
from audits.steps.findings.sign_off import sign_off
from audits.steps.packs.ask_again import chase_queries
from audits.steps.progress.analyse import analyse
from audits.steps.received.open_original import open_original
from audits.steps.returns.collect import collect_return
from audits.steps.returns.concerns import acknowledge_concern, chase_concerns
from audits.storage import AnswerRow, Dispatch, View
from audits.storage.secrets import unit_password
from audits.workspace import Workspace


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def outbox(home: Path, unit: str, edition: int) -> Path:
    return home / "outbox" / unit / f"{ws.REF}-{unit}-pack-{edition}.xlsx"


def returned(home: Path, unit: str) -> bytes:
    return (home / "inbox" / f"{unit}.xlsx").read_bytes()


def edited(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book, file = load_workbook(BytesIO(data)), BytesIO()
    change(book)
    book.save(file)
    return file.getvalue()


def write(case: int, words: str, value: object, *, beside: int = 0) -> Callable[[Workbook], None]:
    """Return a change to the answer, or what stands beside it, about a case."""

    def change(book: Workbook) -> None:
        sheet = next(s for s in book.worksheets if "Row reference" in str(s["A3"].value))
        column = next(c.column for c in sheet[3] if words in str(c.value)) + beside
        row = next(r for r in range(4, 14) if f"-C{case:03d}-" in str(sheet.cell(r, 1).value))
        sheet.cell(row, column).value = value

    return change


def values(workspace: Workspace, unit: str) -> dict[tuple[str, str], str | None]:
    found = [a for a in list_answers(ws.REF, workspace=workspace) if a.unit == unit]
    return {(a.case, a.question): a.answer for a in found}


def take(data: bytes, workspace: Workspace, name: str = "x.xlsx") -> Collected:
    return collect_return(data, name, workspace=workspace)


CONSENT = "Was consent sought"


def counted(findings: list[FindingLine]) -> set[tuple[object, ...]]:
    return {(line.theme, line.kind, line.x, line.n) for line in findings}


def test_only_what_is_wrong_is_open_and_answering_it_is_enough(home, workspace):
    sent = take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    assert str(sent.outcome) == "queried"
    ws.send(workspace)
    book = load_workbook(outbox(home, "police", 2))
    open_cells = [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    ]
    assert len(open_cells) == 2  # the answer, and the note beside it
    queries = book["Queries"]
    assert queries["D4"].value == "maybe"
    sheet, cell = queries["A4"].hyperlink.location.replace("'", "").split("!")
    assert (sheet, cell) in open_cells
    [rule] = book[sheet].data_validations.dataValidation
    assert "none of those that the list offers" in rule.prompt
    again = edited(outbox(home, "police", 2).read_bytes(), lambda b: _set(b[sheet][cell], "Yes"))
    assert str(take(again, workspace).outcome) == "accepted"
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"
    [query] = list_queries(ws.REF, workspace=workspace)
    assert (query.answer, query.asked_in) == ("yes", "P1.2")


def _set(cell: object, value: str) -> None:
    cell.value = value


def test_the_letter_is_two_sentences_and_the_pack_is_attached(home, workspace):
    take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)
    [letter] = (home / "outbox" / "police").glob("*_query_2.txt")
    _, _, greeting, asks, *_ = letter.read_text(encoding="utf-8-sig").split("\n\n")
    assert greeting.startswith("Dear ")
    assert "1 answer needs another look" in asks
    assert asks.count(". ") == 1
    assert outbox(home, "police", 2).is_file()


def test_a_query_that_comes_back_keeps_its_age_and_is_listed_once(home, workspace):
    take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)
    two_days_on = ws.workspace_of(home, ws.FIVE + timedelta(days=2))
    again = edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "perhaps"))
    assert str(take(again, two_days_on).outcome) == "queried"
    [query] = list_queries(ws.REF, workspace=two_days_on)
    assert (query.age_days, query.settled_at, query.asked_in) == (2, None, "P1.3")


def test_queries_past_their_deadline_are_reminded_of_once(home, workspace):
    take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)

    def reminded(days: int) -> tuple[str, ...]:
        return chase_queries(workspace=ws.workspace_of(home, ws.FIVE + timedelta(days=days)))

    assert [reminded(days) for days in (1, 5, 6)] == [(), ("P1.2",), ()]
    sent = [d.key for d in list_dispatches(ws.REF, workspace=workspace)]
    assert [key for key in sent if "queries" in key] == [f"{ws.REF}/police/reminder/queries-2"]
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    assert reminded(7) == ()


def test_a_correction_of_one_row_leaves_the_others_as_they_were(home, workspace):
    take(returned(home, "police"), workspace)
    before = values(workspace, "police")

    def one_row(book: Workbook) -> None:
        write(3, CONSENT, "Partly")(book)
        write(3, CONSENT, "asked late", beside=1)(book)
        book["Cases"].delete_rows(7, 7)
        book["Cases"].delete_rows(4, 2)
        del book["This return"]

    corrected = take(edited(returned(home, "police"), one_row), workspace)
    assert str(corrected.outcome) == "accepted"
    wanted = {**before, ("MASH17W10-03", "consent"): "partly"}
    assert values(workspace, "police") == wanted


def test_an_older_edition_after_a_newer_one_does_not_overwrite_it(home, workspace):
    first = edited(returned(home, "police"), write(2, CONSENT, "maybe"))
    take(first, workspace)
    ws.send(workspace)
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    stale = edited(first, write(2, CONSENT, "Not applicable"))
    reading = take(stale, workspace)
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"
    said = {(str(p.code), p.case, p.question) for p in reading.problems}
    assert ("older_edition", "MASH17W10-02", "consent") in said


def test_a_closed_cell_that_was_changed_is_asked_about_and_its_answer_stands(home, workspace):
    take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)
    stood = values(workspace, "police")["MASH17W10-03", "consent"]
    again = edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes"))
    other = "Cannot tell from the record" if stood == "yes" else "Yes"
    reading = take(edited(again, write(3, CONSENT, other)), workspace)
    assert values(workspace, "police")["MASH17W10-03", "consent"] == stood
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"
    queries = [(p.code, p.case, p.question) for p in reading.problems if p.is_query]
    assert queries == [("closed_changed", "MASH17W10-03", "consent")]
    ws.send(workspace)
    answered = edited(outbox(home, "police", 3).read_bytes(), write(3, CONSENT, other))
    assert not [p for p in take(answered, workspace).problems if p.is_query]
    assert values(workspace, "police")["MASH17W10-03", "consent"] != stood


def rows_about(view: View, question: str) -> list[AnswerRow]:
    """Return what police have said about the third case, in its order."""
    wanted = (AnswerRow.case_ref == "MASH17W10-03", AnswerRow.question == question)
    return view.all(AnswerRow, *wanted, AnswerRow.unit == "police", order_by=AnswerRow.id)


@pytest.mark.parametrize("note", ["a note nobody asked for", None])
def test_a_note_changed_beside_a_closed_cell_is_asked_about_and_what_was_typed_is_kept(
    home, workspace, note
):
    first = edited(returned(home, "police"), write(3, CONSENT, "No"))
    first = edited(first, write(3, CONSENT, "not recorded", beside=1))
    take(edited(first, write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)
    again = edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes"))
    reading = take(edited(again, write(3, CONSENT, note, beside=1)), workspace)
    queries = [(p.code, p.case, p.question) for p in reading.problems if p.is_query]
    assert queries == [("closed_changed", "MASH17W10-03", "consent")]
    with workspace.open_view() as view:
        kept = rows_about(view, "consent")
    assert [(row.note, row.current) for row in kept] == [
        ("not recorded", True),
        (note or "", False),
    ]
    assert list(answer_faults(workspace)) == []


def test_a_note_stands_though_the_next_edition_has_no_place_for_it(home, workspace):
    first = edited(returned(home, "police"), write(3, "What should the partnership", "Ring first"))
    take(edited(first, write(2, CONSENT, "maybe")), workspace)
    with workspace.open_uow() as uow:  # as from a case sheet, where any row has a cell for a note
        [row] = rows_about(uow, "learning")
        row.note = "said at the meeting"
        uow.add(row)
        uow.note("note added", row.return_id)
        uow.commit()
    ws.send(workspace)
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    with workspace.open_view() as view:
        row = next(each for each in rows_about(view, "learning") if each.current)
    assert (row.value, row.note) == ("Ring first", "said at the meeting")


def test_an_answer_typed_on_the_sheet_of_queries_counts_and_settles_its_query(home, workspace):
    take(edited(returned(home, "police"), write(2, CONSENT, "maybe")), workspace)
    ws.send(workspace)
    again = edited(
        outbox(home, "police", 2).read_bytes(), lambda b: _set(b["Queries"]["D4"], "Yes")
    )
    reading = take(again, workspace)
    assert str(reading.outcome) == "accepted"
    assert [p.code for p in reading.problems] == ["on_queries"]
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"
    assert list(answer_faults(workspace)) == []


def test_an_edition_knows_what_it_opened_though_a_newer_one_asks_the_same(home, workspace):
    first = edited(returned(home, "police"), write(2, CONSENT, "No"))
    first = edited(first, write(2, CONSENT, None, beside=1))  # evidence is missing: the No stands
    take(first, workspace)
    ws.send(workspace)
    take(edited(first, write(3, CONSENT, "perhaps")), workspace)  # a third edition asks both
    ws.send(workspace)
    reading = take(
        edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace
    )
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"
    assert "closed_changed" not in [str(p.code) for p in reading.problems]


def test_an_old_edition_sent_again_unchanged_is_answered_once(home, workspace):
    first = edited(returned(home, "police"), write(2, CONSENT, "maybe"))
    take(first, workspace)
    ws.send(workspace)
    take(edited(first, lambda _: None), workspace)  # saved again: other bytes
    assert [q.asked_in for q in list_queries(ws.REF, workspace=workspace)] == ["P1.2"]
    queries = [r for r in list_dispatches(ws.REF, workspace=workspace) if r.purpose == "query"]
    assert len(queries) == 1
    [receipt] = receipts(workspace)
    assert f"{ws.REF}-police-pack-2.xlsx still needs your answer" in receipt
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    again = take(edited(first, lambda book: book.remove(book["Start here"])), workspace)
    assert not [p for p in again.problems if p.is_query]
    assert values(workspace, "police")["MASH17W10-02", "consent"] == "yes"


def receipts(workspace: Workspace) -> list[str]:
    """Return the receipts that police have been written, in their order."""
    with workspace.open_uow() as uow:
        rows = uow.all(
            Dispatch,
            Dispatch.unit == "police",
            Dispatch.purpose == "receipt",
            order_by=Dispatch.due_at,
        )
        return [row.body for row in rows]


def test_a_correction_in_an_older_edition_is_said_in_the_receipt_not_to_count(home, workspace):
    first = edited(returned(home, "police"), write(2, CONSENT, "maybe"))
    take(first, workspace)
    ws.send(workspace)
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    assert ["older edition" in body for body in receipts(workspace)] == [False]
    workspace.clock.now += timedelta(hours=1)
    late = edited(first, write(2, CONSENT, "Not applicable"))
    take(edited(late, write(3, CONSENT, "Partly")), workspace)
    first_receipt, second = receipts(workspace)
    assert "nothing more is needed" in first_receipt
    assert "2 of its answers do not count: they come from an older edition" in second
    assert "We keep them, but use what you said in the newer edition" in second
    assert "- MASH17W10-02: Was consent sought" in second
    assert "- MASH17W10-03: Was consent sought" in second
    assert f"{ws.REF}-police-pack-2.xlsx" in second
    assert "nothing more is needed" not in second
    assert "letter of its own" not in second


def test_the_receipt_says_it_also_where_something_else_is_asked_again(home, workspace):
    first = edited(returned(home, "police"), write(2, CONSENT, "maybe"))
    take(first, workspace)
    ws.send(workspace)
    take(edited(outbox(home, "police", 2).read_bytes(), write(2, CONSENT, "Yes")), workspace)
    workspace.clock.now += timedelta(hours=1)
    late = edited(first, write(2, CONSENT, "Not applicable"))
    take(edited(late, write(3, CONSENT, "perhaps")), workspace)
    assert "What else needs another look comes in a letter of its own." in receipts(workspace)[-1]
    assert (
        "1 of its answers does not count: it comes from an older edition" in receipts(workspace)[-1]
    )
    queries = [r for r in list_dispatches(ws.REF, workspace=workspace) if r.purpose == "query"]
    assert len([r for r in queries if r.unit == "police"]) == 2


def test_two_units_packs_in_one_book_are_two_returns(home, workspace):
    police = load_workbook(BytesIO(returned(home, "police")))
    other = load_workbook(BytesIO(returned(home, "social_care")))
    for title in ("Cases", "This return"):
        sheet = police.create_sheet(f"{title} of theirs")
        for row in other[title].iter_rows():
            for cell in row:
                sheet.cell(cell.row, cell.column).value = cell.value
    file = BytesIO()
    police.save(file)
    first = take(file.getvalue(), workspace)
    [second] = first.also
    assert {first.unit, second.unit} == {"police", "social_care"}
    rows = list_returns(ws.REF, workspace=workspace)
    assert {row.unit for row in rows} == {"police", "social_care"}
    assert [row.part_of for row in rows].count(None) == 1
    assert values(workspace, "social_care")


def test_not_known_takes_back_what_was_answered_before(home, workspace):
    take(returned(home, "police"), workspace)

    def unknown(book: Workbook) -> None:
        sheet = book["Cases"]
        for column in range(8, sheet.max_column):
            sheet.cell(5, column).value = None
        write(2, KNOWN.asks, "No")(book)
        write(2, KNOWN.asks, "Searched by name.", beside=1)(book)

    assert str(take(edited(returned(home, "police"), unknown), workspace).outcome) == "accepted"
    about = {q: v for (c, q), v in values(workspace, "police").items() if c == "MASH17W10-02" and v}
    assert about == {KNOWN.id: "no"}


def test_agencies_that_differ_about_knowing_a_child_are_shown(home, workspace):
    ws.collect(workspace)
    rows = {row.case: row for row in list_known(ws.REF, workspace=workspace)}
    assert [case for case, row in rows.items() if row.differs] == ["MASH17W10-02"]
    assert rows["MASH17W10-02"].units == {"police": "yes", "health": "yes", "social_care": "no"}
    assert rows["MASH17W10-02"].reasons["social_care"] == "Not known to us."


def test_answers_after_the_analysis_make_the_findings_again_until_they_are_agreed(home, workspace):
    original = returned(home, "police")
    ws.collect_until_complete(home, workspace)
    before = list_findings(ws.REF, workspace=workspace)
    ids = [action.id for action in list_actions(workspace=workspace)]

    def worse(book: Workbook) -> None:
        for case in range(1, 11):
            write(case, CONSENT, "No")(book)
            write(case, CONSENT, "nothing on the record", beside=1)(book)

    take(edited(original, worse), workspace)
    after = list_findings(ws.REF, workspace=workspace)
    assert counted(after) != counted(before)
    assert {action.id for action in list_actions(workspace=workspace)} >= set(ids[:1])
    assert "findings frozen again" in {entry.verb for entry in list_trail(workspace=workspace)}
    sign_off(
        ws.REF, workspace=workspace, minute="QEG 14 March", why="The concern is with the police"
    )
    late = take(edited(original, write(1, CONSENT, "Yes")), workspace)
    assert str(late.outcome) == "quarantined"
    assert list_findings(ws.REF, workspace=workspace) == after


def test_a_concern_in_a_return_that_comes_too_late_is_passed_on_all_the_same(home, workspace):
    take(returned(home, "police"), workspace)
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    sign_off(ws.REF, workspace=workspace, why="Nobody else will answer")
    late = edited(returned(home, "health"), write(4, CONCERN.asks[:17], "He is back in the house."))
    assert str(take(late, workspace).outcome) == "quarantined"
    [concern] = list_concerns(workspace=workspace)
    assert (concern.case, concern.says) == ("MASH17W10-04", "He is back in the house.")
    purposes = [d.purpose for d in list_dispatches(ws.REF, workspace=workspace)]
    assert purposes.count("concern") == 1


def test_words_of_danger_in_a_text_box_go_to_a_person_at_once(home, workspace):
    data = edited(returned(home, "police"), write(2, CONSENT, "maybe"))
    take(with_drawing(data, box("This baby is at risk, please ring")), workspace)
    [concern] = list_concerns(workspace=workspace)
    assert (concern.case, concern.unit) == ("", "police")
    ws.send(workspace)
    letters = [d for d in list_dispatches(ws.REF, workspace=workspace) if d.purpose == "concern"]
    assert letters


def test_a_concern_is_passed_on_each_working_day_until_somebody_takes_it_up(home, workspace):
    ws.collect(workspace)
    [concern] = list_concerns(workspace=workspace)

    def sent(days: int) -> int:
        later = ws.workspace_of(home, ws.FIVE + timedelta(days=days))
        chase_concerns(workspace=later)
        chase_concerns(workspace=later)
        purposes = [d.purpose for d in list_dispatches(ws.REF, workspace=later)]
        return purposes.count("concern")

    assert [sent(days) for days in (0, 1, 2, 3, 4)] == [1, 2, 2, 2, 3]  # a weekend between
    acknowledge_concern(concern.id, by="Head of safeguarding", done="Visited", workspace=workspace)
    assert sent(5) == 3
    with pytest.raises(StatusError, match="was taken up by Head of safeguarding"):
        acknowledge_concern(concern.id, by="x", done="y", workspace=workspace)


@pytest.mark.parametrize("name", [f"{ws.REF}-police-pack-1.pdf", "Police MASH return.pdf"])
def test_a_file_that_cannot_be_read_is_answered_with_what_to_return(home, workspace, name):
    sent = take(b"%PDF-1.7 \x00", workspace, name)
    assert str(sent.outcome) == "refused"
    ws.send(workspace)
    [letter] = (home / "outbox" / "police").glob("*refusal*.txt")
    assert "Return the workbook itself, as .xlsx." in letter.read_text(encoding="utf-8-sig")
    assert list_returns(None, workspace=workspace)[0].outcome == "refused"


def test_nobody_is_written_to_about_a_file_that_could_be_anyones(home, workspace):
    take(b"%PDF-1.7 \x00", workspace, "scan0001.pdf")
    assert not [d for d in list_dispatches(ws.REF, workspace=workspace) if d.purpose == "refusal"]


def test_an_original_is_handed_out_for_a_reason_only(home, workspace):
    data = returned(home, "police")
    take(data, workspace)
    ref = list_returns(ws.REF, workspace=workspace)[0].id
    with pytest.raises(StatusError, match="Say why"):
        open_original(ref, why=" ", workspace=workspace)
    assert open_original(ref, why="the agency asked", workspace=workspace) == data
    story = describe_return(ref, workspace=workspace).story
    assert ("original opened", "the agency asked") in {(s.what, s.why) for s in story}


def test_a_protected_unit_sends_and_returns_under_its_password(loaded, tmp_path):
    home = ws.copy_of(loaded, tmp_path / "home")
    workspace = ws.workspace_of(home)
    first, *rows = make_agencies().decode("utf-8-sig").splitlines()
    said = [f"{row},{'yes' if row.startswith('police') else 'no'}" for row in rows]
    import_agencies("\n".join([f"{first},protected", *said]).encode(), workspace=workspace)
    ws.issue(workspace)
    ws.send(workspace)
    sealed = outbox(home, "police", 1).read_bytes()
    assert sealed.startswith(b"\xd0\xcf\x11\xe0")
    password = unit_password(workspace.vault, ws.REF, "police")
    opened = BytesIO()
    file = OOXMLFile(BytesIO(sealed))
    file.load_key(password=password)
    file.decrypt(opened)
    again = BytesIO()
    OOXMLFile(BytesIO(edited(opened.getvalue(), write(1, CONSENT, "Yes")))).encrypt(password, again)
    collected = take(again.getvalue(), workspace, "back from police.xlsx")
    assert (collected.unit, str(collected.outcome)) == ("police", "partial")
    letters = [path.read_text(encoding="utf-8-sig") for path in (home / "outbox").rglob("*.txt")]
    assert not [letter for letter in letters if password in letter]
    ws.send(workspace)
    assert outbox(home, "police", 2).read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    assert describe_cycle(ws.REF, workspace=workspace).counts.issued == 3
