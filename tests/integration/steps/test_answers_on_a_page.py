"""What a unit types on its page counts as the same words in its workbook do, and nothing else."""

import pytest
from builders import workspace as ws

from audits.domain.answer import TypedAnswer, TypedAnswersError
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.pack import CONCERN, KNOWN
from audits.domain.status import ReturnOutcome
from audits.queries.concerns import list_concerns
from audits.queries.packs import pack_of
from audits.queries.return_status import return_status
from audits.queries.still_asked import cells_asked
from audits.queries.verification.answers import answer_faults
from audits.steps.received.keep import keep_return
from audits.steps.returns.on_page import answer_on_page, say_not_known, write_concern
from audits.storage import (
    AnswerRow,
    Dispatch,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    TrailEntry,
    is_empty,
)
from audits.workbook import questions_of


LEAD = "Lee Lead (U1)"


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("page") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    return home


@pytest.fixture(scope="module")
def asked(issued, tmp_path_factory):
    """Return a workspace in which health has returned with small mistakes and is asked again."""
    home = ws.copy_of(issued, tmp_path_factory.mktemp("asked") / "home")
    ws.answer(home, ["health"])
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    ws.send(workspace)
    return home


@pytest.fixture
def before(issued, tmp_path):
    """Return a workspace whose packs are out, and that nothing has come back to."""
    return ws.workspace_of(ws.copy_of(issued, tmp_path / "home")).acting_as(LEAD)


@pytest.fixture
def workspace(asked, tmp_path):
    return ws.workspace_of(ws.copy_of(asked, tmp_path / "home")).acting_as(LEAD)


@pytest.fixture
def by_workbook(asked, tmp_path):
    """Return a workspace in which the same was answered by Excel."""
    home = ws.copy_of(asked, tmp_path / "excel")
    ws.answer_queries(home)
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    return workspace


def newest(workspace, unit="health"):
    with workspace.open_view() as view:
        return view.all(IssuedPack, IssuedPack.unit == unit, order_by=IssuedPack.edition)[-1]


def still_asked(workspace, unit="health"):
    row = newest(workspace, unit)
    with workspace.open_view() as view:
        return cells_asked(row, view)


def current(workspace, unit="health"):
    """Return what counts now of a unit, by case and question."""
    with workspace.open_view() as view:
        rows = view.all(AnswerRow, AnswerRow.unit == unit, AnswerRow.current)
    return {(row.case_ref, row.question): (row.value, row.note) for row in rows}


def typed_as(workspace, other, about):
    """Return what to type so that it says what another workspace's answer does."""
    [question] = [q for q in questions_of(pack_of(newest(workspace))) if q.id == about[1]]
    value, note = current(other)[about]
    choice = question.choice(value)
    return TypedAnswer(*about, choice.label if choice else value, note)


def rows(workspace, table, *conditions):
    with workspace.open_view() as view:
        return view.all(table, *conditions)


def letters(workspace, purpose, unit="health"):
    return rows(workspace, Dispatch, Dispatch.purpose == purpose, Dispatch.unit == unit)


def test_what_is_typed_counts_as_the_same_in_the_workbook_does(workspace, by_workbook):
    cells = sorted(still_asked(workspace))
    assert cells
    assert current(workspace) != current(by_workbook)
    answers = [typed_as(workspace, by_workbook, about) for about in cells]
    ref = answer_on_page("health", newest(workspace).id, answers, workspace=workspace)

    assert current(workspace) == current(by_workbook)
    assert not still_asked(workspace)
    assert not rows(workspace, ReturnProblem, ReturnProblem.is_query,
                    is_empty(ReturnProblem.settled_at))  # fmt: skip
    by_hand = rows(by_workbook, ReturnFile)
    [row] = rows(workspace, ReturnFile, ReturnFile.id == ref)
    assert row.outcome in {other.outcome for other in by_hand}
    assert len(letters(workspace, Purpose.RECEIPT)) == len(letters(by_workbook, Purpose.RECEIPT))
    assert "nothing more is needed" in letters(workspace, Purpose.RECEIPT)[-1].body
    assert list(answer_faults(workspace)) == []


def test_each_answer_leads_to_its_cell_in_a_workbook_that_is_kept(workspace, by_workbook):
    [about, *_] = sorted(still_asked(workspace))
    ref = answer_on_page("health", newest(workspace).id, [typed_as(workspace, by_workbook, about)],
                         workspace=workspace)  # fmt: skip
    [row] = rows(workspace, AnswerRow, AnswerRow.return_id == ref)
    [same] = rows(by_workbook, AnswerRow, AnswerRow.case_ref == about[0],
                  AnswerRow.question == about[1], AnswerRow.current)  # fmt: skip
    assert (row.sheet, row.cell, row.edition) == (same.sheet, same.cell, same.edition)
    entries = rows(workspace, TrailEntry, TrailEntry.about == ref)
    assert {"return received", "answers typed on the page", "return read"} <= {
        entry.verb for entry in entries
    }
    assert {entry.actor for entry in entries} == {LEAD}


def test_what_is_left_stays_asked_and_no_other_workbook_is_sent(workspace, by_workbook):
    cells = sorted(still_asked(workspace))
    assert len(cells) > 1
    sent = len(letters(workspace, Purpose.QUERY))
    first = typed_as(workspace, by_workbook, cells[0])
    edition = newest(workspace).id
    ref = answer_on_page("health", edition, [first], workspace=workspace)
    assert still_asked(workspace) == set(cells[1:])
    assert newest(workspace).id == edition
    assert len(letters(workspace, Purpose.QUERY)) == sent
    [row] = rows(workspace, ReturnFile, ReturnFile.id == ref)
    assert row.outcome is ReturnOutcome.QUERIED
    assert "still needs your answer" in letters(workspace, Purpose.RECEIPT)[-1].body


def test_the_rest_may_come_by_workbook(workspace, by_workbook):
    [first, *_] = sorted(still_asked(workspace))
    answer_on_page("health", newest(workspace).id, [typed_as(workspace, by_workbook, first)],
                   workspace=workspace)  # fmt: skip
    home = workspace.stores.papers.parent
    ws.answer_queries(home)
    ws.collect(workspace)
    assert current(workspace) == current(by_workbook)
    assert not still_asked(workspace)


@pytest.mark.parametrize("words", ["Perhaps", "Yes and No"])
def test_what_a_cell_would_be_asked_for_again_is_refused_and_nothing_is_kept(workspace, words):
    about = next(cell for cell in sorted(still_asked(workspace)) if cell[0])
    before = rows(workspace, ReturnFile)
    with pytest.raises(TypedAnswersError) as refused:
        answer_on_page("health", newest(workspace).id, [TypedAnswer(*about, words)],
                       workspace=workspace)  # fmt: skip
    assert [problem.about for problem in refused.value.problems] == [about]
    assert words not in str(refused.value)
    assert rows(workspace, ReturnFile) == before


def test_nothing_typed_is_said_to_be_nothing(workspace):
    with pytest.raises(UserError, match="at least one"):
        answer_on_page("health", newest(workspace).id, [], workspace=workspace)


def test_another_unit_s_pack_is_as_though_there_were_none(workspace):
    pack = newest(workspace)
    about = sorted(still_asked(workspace))[0]
    for unit in ("police", "nobody"):
        with pytest.raises(NotFoundError):
            answer_on_page(unit, pack.id, [TypedAnswer(*about, "Yes")], workspace=workspace)
        with pytest.raises(NotFoundError):
            write_concern(unit, pack.code, about[0], words="At risk", workspace=workspace)
        with pytest.raises(NotFoundError):
            say_not_known(unit, pack.code, about[0], searched="All", workspace=workspace)


def test_what_was_answered_meanwhile_is_not_written_over(workspace, by_workbook):
    about = sorted(still_asked(workspace))[0]
    typed = typed_as(workspace, by_workbook, about)
    edition = newest(workspace).id
    answer_on_page("health", edition, [typed], workspace=workspace)
    with pytest.raises(StatusError, match="since you opened"):
        answer_on_page("health", edition, [typed], workspace=workspace)


def test_a_name_that_is_typed_is_masked_everywhere_but_in_the_sealed_workbook(workspace):
    pack = newest(workspace)
    case = pack_of(pack).cases[0].ref
    write_concern("health", pack.code, case, words="Ring me on 07700 900123", workspace=workspace)
    with workspace.open_view() as view:
        kept = view.all(AnswerRow, AnswerRow.question == CONCERN.id, AnswerRow.case_ref == case)
    assert kept
    assert not [row for row in kept if "900123" in f"{row.value}{row.original}"]
    [letter] = rows(workspace, Dispatch, Dispatch.purpose == Purpose.CONCERN)
    assert "Ring me" in letter.body
    assert "900123" not in letter.body


def test_a_concern_is_passed_on_at_once_before_any_return_and_is_none(before):
    pack = newest(before, "police")
    case = pack_of(pack).cases[2].ref
    ref = write_concern("police", pack.code, case, words="Alone at night", workspace=before)
    [concern] = list_concerns(workspace=before)
    assert (concern.unit, concern.case) == ("police", case)
    [row] = rows(before, ReturnFile)
    assert (row.id, row.outcome) == (ref, ReturnOutcome.NOTED)
    assert "Alone at night" in rows(before, Dispatch, Dispatch.purpose == Purpose.CONCERN)[0].body
    with before.open_view() as view:
        status = return_status(ws.REF, view)
    assert "police" in {waiting.unit for waiting in status.silent}
    assert not letters(before, Purpose.RECEIPT, "police")
    assert list(answer_faults(before)) == []


def test_said_twice_in_the_same_words_a_concern_is_one(before):
    pack = newest(before, "police")
    case = pack_of(pack).cases[2].ref
    for _ in range(2):
        write_concern("police", pack.code, case, words="Alone at night", workspace=before)
    assert len(rows(before, Dispatch, Dispatch.purpose == Purpose.CONCERN)) == 1


def test_a_child_said_not_to_be_known_need_not_be_in_the_return(before):
    """The police's return leaves out everything about the child, as the workbook would ask for."""
    pack = newest(before, "police")
    case = pack_of(pack).cases[0].ref
    say_not_known("police", pack.code, case, searched="Niche and PNC", workspace=before)
    assert current(before, "police") == {(case, KNOWN.id): ("no", "Niche and PNC")}
    home = before.stores.papers.parent
    ws.answer(home, ["police"])
    empty_row(home / "inbox" / "police.xlsx", case)
    ws.collect(before)
    assert not still_asked(before, "police")
    assert current(before, "police")[case, KNOWN.id] == ("no", "Niche and PNC")
    with before.open_view() as view:
        assert "police" in {pack.unit for pack in return_status(ws.REF, view).back}


def empty_row(file, case):
    """Empty every cell of a case's row but its reference and its name."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    for row in book["Cases"].iter_rows(min_row=4):
        if row[1].value == case:
            for cell in row[2:]:
                if not cell.protection.locked:
                    cell.value = None
    book.save(file)


def test_a_child_said_not_to_be_known_takes_back_what_was_answered(workspace):
    answered = {case for case, name in current(workspace) if case and name != KNOWN.id}
    case = sorted(answered)[0]
    pack = newest(workspace)
    say_not_known("health", pack.code, case, searched="SystmOne", workspace=workspace)
    about_it = {name: said for (ref, name), said in current(workspace).items() if ref == case}
    assert about_it.pop(KNOWN.id) == ("no", "SystmOne")
    assert {value for value, _ in about_it.values()} <= {None}
    assert case not in {ref for ref, _ in still_asked(workspace)}


def test_where_it_was_searched_must_be_said(before):
    pack = newest(before, "police")
    case = pack_of(pack).cases[0].ref
    with pytest.raises(TypedAnswersError):
        say_not_known("police", pack.code, case, searched=" ", workspace=before)
    assert rows(before, ReturnFile) == []


def test_killed_once_it_is_kept_it_is_read_by_the_next_collection(asked, workspace, by_workbook):
    cells = sorted(still_asked(workspace))
    answers = [typed_as(workspace, by_workbook, about) for about in cells]
    ref = answer_on_page("health", newest(workspace).id, answers, workspace=workspace)
    [row] = rows(workspace, ReturnFile, ReturnFile.id == ref)

    killed = ws.workspace_of(ws.copy_of(asked, workspace.stores.papers.parent.parent / "killed"))
    book = workspace.stores.returns.read(row.sha256)
    keep_return(book, "x.xlsx", only_for="health", typed=row.typed, workspace=killed)
    assert still_asked(killed) == set(cells)
    ws.collect(killed)
    assert current(killed) == current(workspace)
    assert not still_asked(killed)
