"""From returns that are in to findings that stand on moderated grades."""

import shutil
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import moderation as mod, workspace as ws
from builders.cli import runner

from audits.domain.errors import ModerationError, NotFoundError, StatusError
from audits.domain.grade import Layer, Subject
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.findings import list_findings
from audits.queries.grades import GradeChange
from audits.queries.moderation import describe_moderation, list_grades, list_waiting
from audits.queries.trail import list_trail, trail_faults
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.give_grades import give_grades
from audits.steps.moderation.import_book import import_moderation
from audits.steps.progress.analyse import analyse
from audits.steps.returns.collect import collect_return
from audits.workspace import Workspace


CASE, QUESTION = "MASH17W10-03", "overall"
LOWER = Subject(CASE, "health", QUESTION)


@pytest.fixture
def home(moderating, tmp_path) -> Path:
    return ws.copy_of(moderating, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def book(workspace: Workspace, *, second: bool = False) -> mod.Filling:
    """Return a workbook in which every grade is open, also those that call for nobody."""
    path = export_moderation(ws.REF, second=second, every_grade=not second, workspace=workspace)
    return mod.Filling(path.read_bytes())


def take(filling: mod.Filling, workspace: Workspace, **how: Any) -> Any:
    return import_moderation(filling.saved(), workspace=workspace, **how)


def waits(workspace: Workspace) -> Counter[str]:
    return Counter(row.waits_for for row in list_waiting(ws.REF, workspace=workspace))


def of(subject: Subject, workspace: Workspace) -> dict[str, Any]:
    rows = list_grades(ws.REF, subject.case, workspace=workspace)
    return next(r for r in rows if (r.unit, r.question) == (subject.unit, subject.question))


def health(filling: mod.Filling) -> str:
    return next(name for name in filling.agencies(CASE) if name.startswith("Health"))


def rated_twice(workspace: Workspace) -> list[str]:
    return list(describe_moderation(ws.REF, workspace=workspace).second_cases)


def desk(workspace: Workspace, *, lower: bool = False) -> None:
    filling = book(workspace)
    mod.fill_desk(filling, lower=(CASE, health(filling)) if lower else None)
    mod.follow_up_lowest(filling)
    assert take(filling, workspace).is_taken


def second(workspace: Workspace) -> None:
    filling = book(workspace, second=True)
    mod.fill_second(filling)
    assert take(filling, workspace).is_taken


def panel(workspace: Workspace) -> None:
    filling = book(workspace)
    filling.who("Who sat on the panel", "QEG panel of 14 March")
    for row in list_grades(ws.REF, workspace=workspace):
        if row.disagreement in ("differs", "disputed"):
            agency = next(a for a in filling.agencies(row.case)
                          if a.lower().replace(" ", "_").startswith(row.unit))  # fmt: skip
            filling.write(row.case, agency, "Panel grade", "Requires improvement", "Agreed")
    mod.follow_up_lowest(filling)
    assert take(filling, workspace).is_taken


def test_returns_that_are_all_in_go_to_moderation_not_to_findings(workspace):
    cycle = describe_cycle(ws.REF, workspace=workspace)
    assert cycle.status == "moderating"
    assert [g.name for g in cycle.gates if not g.decided_at] == ["end_moderation"]
    assert list_findings(ws.REF, workspace=workspace) == []


def test_the_workbook_shows_every_agencys_grade_and_answers_side_by_side(workspace):
    filling = book(workspace)
    rows = list_grades(ws.REF, CASE, workspace=workspace)
    assert len(filling.cases) == 10
    shown = {a: filling.text(CASE, a, "The agency's own grade") for a in filling.agencies(CASE)}
    labels = {"good": "Good", "outstanding": "Outstanding", "inadequate": "Inadequate",
              "requires_improvement": "Requires improvement"}  # fmt: skip
    assert list(shown.values()) == [labels[row.self_.value] for row in rows]
    assert filling.text(CASE, health(filling), "Was consent sought") != ""


def test_a_child_not_known_to_an_agency_has_no_grade_of_its_to_give(workspace):
    """The made-up social care does not know the second case."""
    rows = list_grades(ws.REF, "MASH17W10-02", workspace=workspace)
    assert [row.unit for row in rows] == ["police", "health"]
    filling = book(workspace)
    last = filling.agencies("MASH17W10-02")[-1]
    assert filling.text("MASH17W10-02", last, "The agency's own grade").startswith("Nothing to")


def test_a_workbook_given_back_untouched_says_nothing_new(workspace):
    path = export_moderation(ws.REF, workspace=workspace)
    assert import_moderation(path.read_bytes(), workspace=workspace).new == 0
    assert export_moderation(ws.REF, workspace=workspace) == path


def test_a_workbook_that_somebody_is_filling_in_is_not_written_over(workspace, tmp_path):
    path = export_moderation(ws.REF, workspace=workspace)
    filling = mod.Filling(path.read_bytes())
    mod.fill_desk(filling)
    filled = filling.saved()
    path.write_bytes(filled)
    with pytest.raises(ModerationError, match="was changed since it was written"):
        export_moderation(ws.REF, workspace=workspace)
    assert path.read_bytes() == filled
    elsewhere = export_moderation(ws.REF, folder=tmp_path / "elsewhere", workspace=workspace)
    assert elsewhere.name == path.name


def test_self_moderated_and_panel_grades_stay_three_facts(workspace):
    own = of(LOWER, workspace).self_
    desk(workspace, lower=True)
    second(workspace)
    panel(workspace)
    row = of(LOWER, workspace)
    assert row.self_ == own
    assert row.moderated.value == "inadequate"
    assert row.moderated.by == "Business unit officer"
    assert row.moderated.why == "No home visit for a month"
    assert row.panel.value == row.stands == "requires_improvement"
    assert row.panel.by == "QEG panel of 14 March"
    assert row.disagreement == "settled"


def test_the_whole_moderation_ends_in_findings_on_the_panels_grades(workspace):
    desk(workspace, lower=True)
    second(workspace)
    panel(workspace)
    assert waits(workspace) == Counter()
    assert analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    cycle = describe_cycle(ws.REF, workspace=workspace)
    assert cycle.status == "analysed"
    cited = [a for f in list_findings(ws.REF, workspace=workspace) for a in f.answers]
    found = {(a.case, a.unit): a for a in cited if a.question == QUESTION}
    layers = Counter(a.layer for a in found.values())
    assert set(layers) <= {"moderated", "panel"}
    assert trail_faults(workspace=workspace) == ()


def test_findings_take_the_desks_grade_where_there_is_no_panels(workspace):
    desk(workspace, lower=True)
    give_grades(
        ws.REF,
        GradeChange(LOWER, Layer.PANEL, "inadequate", by="Panel", why="So it was"),
        workspace=workspace,
    )
    second(workspace)
    panel(workspace)
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    texts = [
        f.text for f in list_findings(ws.REF, workspace=workspace) if f.theme == "Overall grade"
    ]
    assert texts == ["The response to at least one child was graded inadequate."]


def test_a_workbook_saved_by_another_program_says_the_same(home, workspace, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    filling = book(workspace)
    mod.fill_desk(filling, lower=(CASE, health(filling)))
    mod.follow_up_lowest(filling)
    other = ws.workspace_of(ws.copy_of(home, tmp_path / "other"))
    plain = take(filling, workspace)
    saved = import_moderation(mod.resaved(filling.saved(), tmp_path), workspace=other)
    assert (saved.new, saved.problems) == (plain.new, ())
    assert saved.new > 25
    assert list_grades(ws.REF, workspace=other) == list_grades(ws.REF, workspace=workspace)


def test_columns_rows_and_sheets_moved_about_lose_nothing(workspace):
    filling = book(workspace)
    mod.fill_desk(filling)
    sheet = filling.book[CASE]
    sheet.insert_cols(2)
    sheet.insert_rows(1, 3)
    sheet.title = "the third"
    filling.book.move_sheet("the third", -2)
    done = take(filling, workspace)
    assert done.is_taken
    assert of(LOWER, workspace).moderated is not None


def test_an_earlier_edition_given_back_takes_back_nothing_that_was_said_since(workspace):
    early = book(workspace)
    desk(workspace, lower=True)
    late = book(workspace)
    assert late.text(CASE, health(late), "Desk grade") == "Inadequate"
    early.write("MASH17W10-04", health(early), "Desk grade", "Inadequate", "Seen once more")
    early.who("Who gave the desk", "Another officer")
    assert take(early, workspace).new == 1
    assert of(LOWER, workspace).moderated.value == "inadequate"
    assert of(LOWER, workspace).moderated.by == "Business unit officer"


@pytest.mark.parametrize(
    ("words", "value", "says"),
    [
        ("Desk grade", "Splendid", "none of those that the list offers"),
        ("Desk grade", "Outstanding", "The reason is missing"),
        ("Follow-up: by", "soon", "Enter a date"),
        ("Disputed?", "Yes", "who has the dispute"),
        ("Follow-up: who", "Head of service", "A follow-up needs both"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_changes(workspace, words, value, says):
    before = list_grades(ws.REF, workspace=workspace)
    filling = book(workspace)
    mod.fill_desk(filling)
    filling.write(CASE, health(filling), words, value)
    cell = filling.cell(CASE, health(filling), words).coordinate
    done = take(filling, workspace)
    assert not done.is_taken
    assert [(p.sheet, p.cell) for p in done.problems] == [(CASE, cell)]
    assert says in done.problems[0].message
    assert list_grades(ws.REF, workspace=workspace) == before


def test_a_grade_for_a_child_that_the_agency_does_not_know_is_named_by_its_cell(workspace):
    filling = book(workspace)
    agency = filling.agencies("MASH17W10-02")[-1]
    filling.write("MASH17W10-02", agency, "Panel grade", "Good", "Seen")
    filling.who("Who sat on the panel", "QEG panel")
    done = take(filling, workspace)
    cell = filling.cell("MASH17W10-02", agency, "Panel grade").coordinate
    assert [(p.sheet, p.cell) for p in done.problems] == [("MASH17W10-02", cell)]
    assert "Nothing is to be graded here" in done.problems[0].message


def test_grades_without_an_author_are_not_taken_unless_one_is_named(workspace):
    filling = book(workspace)
    mod.fill_desk(filling)
    filling.who("Who gave the desk", None)
    assert not take(filling, workspace).is_taken
    assert take(filling, workspace, by="Desk officer").is_taken
    assert of(LOWER, workspace).moderated.by == "Desk officer"


def test_a_grade_for_a_case_that_is_not_in_the_draw_is_refused(workspace):
    filling = book(workspace)
    sheet = filling.book[CASE]
    row = filling.cell(CASE, health(filling), "Desk grade").row
    sheet.cell(3, 6).value = "MASH17W10-77"
    sheet.cell(row, 6).value = "Good"
    done = take(filling, workspace)
    assert [(p.sheet, p.cell) for p in done.problems] == [(CASE, f"F{row}")]
    assert "has no reference of a case in this audit" in done.problems[0].message
    said = GradeChange(Subject("MASH17W10-77", "health", QUESTION), Layer.PANEL, "good", by="Panel")
    with pytest.raises(NotFoundError, match="MASH17W10-77 is not among the graded cases"):
        give_grades(ws.REF, said, workspace=workspace)


def test_what_is_no_moderation_workbook_of_this_cycle_is_refused_in_a_sentence(home, workspace):
    filling = book(workspace)
    with pytest.raises(ModerationError, match=r"moderates MASH-2017-W10, not MASH-2017-W11\."):
        take(filling, workspace, ref="MASH-2017-W11")
    pack = next((home / "outbox" / "police").glob("*-pack-1.xlsx")).read_bytes()
    with pytest.raises(ModerationError, match="no moderation workbook of ours"):
        import_moderation(pack, workspace=workspace)
    with pytest.raises(ModerationError, match="The moderation workbook cannot be read"):
        import_moderation(b"not a workbook at all", workspace=workspace)


def test_moderation_that_is_over_takes_no_more_grades(workspace):
    filling = book(workspace)
    desk(workspace)
    second(workspace)
    panel(workspace)
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    with pytest.raises(StatusError, match="is analysed, not moderating"):
        take(filling, workspace)


def test_an_unknown_grade_by_hand_is_refused_with_those_there_are(workspace):
    said = GradeChange(LOWER, Layer.MODERATED, "splendid", by="Desk", why="because")
    with pytest.raises(ModerationError, match="It may be: outstanding, good, requires_improvement"):
        give_grades(ws.REF, said, workspace=workspace)


def test_moderation_cannot_end_while_the_lowest_grade_has_nobody_to_follow_it_up(workspace):
    filling = book(workspace)
    mod.fill_desk(filling, lower=(CASE, health(filling)))
    take(filling, workspace)
    with pytest.raises(ModerationError) as refusal:
        analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    lines = str(refusal.value).splitlines()
    assert lines[0] == "The moderation of MASH-2017-W10 cannot end yet:"
    assert any(
        line.startswith(f"{CASE}, health, overall: graded inadequate, and nobody is named")
        for line in lines
    )
    assert describe_cycle(ws.REF, workspace=workspace).status == "moderating"


def test_grades_that_differ_are_a_disagreement_with_an_owner_until_the_panel_decides(workspace):
    desk(workspace, lower=True)
    row = of(LOWER, workspace)
    assert (row.disagreement, row.disagreement_owner) == ("differs", "panel")
    give_grades(
        ws.REF,
        GradeChange(LOWER, disputed=True, owner="Named nurse", why="Not so"),
        workspace=workspace,
    )
    row = of(LOWER, workspace)
    assert (row.disagreement, row.disagreement_owner) == ("disputed", "Named nurse")
    give_grades(
        ws.REF, GradeChange(LOWER, disputed=True, owner="Designated doctor"), workspace=workspace
    )
    assert of(LOWER, workspace).disagreement_owner == "Designated doctor"
    give_grades(
        ws.REF,
        GradeChange(LOWER, Layer.PANEL, "good", by="Panel", why="Seen again"),
        workspace=workspace,
    )
    assert of(LOWER, workspace).disagreement == "settled"


def test_a_dispute_without_an_owner_is_refused(workspace):
    with pytest.raises(ModerationError, match="say who has the dispute"):
        give_grades(ws.REF, GradeChange(LOWER, disputed=True), workspace=workspace)


def test_second_raters_never_see_the_first_grade_nor_anyone_theirs_before_both_are_in(workspace):
    filling = book(workspace, second=True)
    assert filling.cases == rated_twice(workspace)
    assert len(filling.cases) == 2  # one in five of ten
    texts = [str(c.value) for s in filling.book.worksheets if s.title in filling.cases
             for row in s.iter_rows() for c in row if c.value]  # fmt: skip
    grades = {"Outstanding", "Good", "Requires improvement", "Inadequate"}
    assert not [text for text in texts if set(text.split("\n")) & grades]


def test_the_one_who_has_seen_the_first_grade_cannot_be_the_second_rater(workspace):
    case = rated_twice(workspace)[0]
    subject = Subject(case, "police", QUESTION)
    own = of(subject, workspace).self_.value
    give_grades(
        ws.REF, GradeChange(subject, Layer.MODERATED, own, by="A. Officer"), workspace=workspace
    )
    said = GradeChange(subject, Layer.SECOND, "good", by="a. officer")
    with pytest.raises(ModerationError, match="in sight of the first grade"):
        give_grades(ws.REF, said, workspace=workspace)
    drawn = rated_twice(workspace)  # by the cycle's own key, which is another each time
    other = next(
        row.case for row in list_grades(ws.REF, workspace=workspace) if row.case not in drawn
    )
    elsewhere = GradeChange(Subject(other, "health", QUESTION), Layer.SECOND, "good", by="Another")
    with pytest.raises(ModerationError, match="not drawn for a second rating"):
        give_grades(ws.REF, elsewhere, workspace=workspace)


def test_two_blind_ratings_are_kept_as_a_table_of_pairs(workspace):
    desk(workspace)
    second(workspace)
    own = Counter(
        row.self_.value
        for row in list_grades(ws.REF, workspace=workspace)
        if row.case in rated_twice(workspace)
    )
    [data] = describe_moderation(ws.REF, workspace=workspace).second
    assert data.pairs == own.total()
    assert data.agree == own["good"]
    assert {(a, b): n for a, b, n in data.table} == {(a, "good"): n for a, n in own.items()}


def test_the_direction_of_change_is_counted_for_each_agency(workspace):
    desk(workspace, lower=True)
    rows = {row.unit: row for row in describe_moderation(ws.REF, workspace=workspace).direction}
    was = of(LOWER, workspace).self_.value
    assert rows["health"].lowered == (was != "inadequate")
    assert rows["police"].lowered == rows["police"].raised == 0
    assert rows["police"].same == 10
    assert rows["social_care"].same == 9


def test_the_command_line_does_the_same(home, monkeypatch, capsys, tmp_path):
    audits = runner(home, monkeypatch, capsys)
    export = ("moderate", "export", ws.REF, "--every-grade", "--to", str(tmp_path))
    assert audits(*export).code == 0
    file = tmp_path / f"{ws.REF}-moderation-1.xlsx"
    filling = mod.Filling(file.read_bytes())
    mod.fill_desk(filling)
    filling.write(CASE, health(filling), "Desk grade", "Splendid")
    file.write_bytes(filling.saved())
    refused = audits("moderate", "import", str(file))
    assert (refused.code, refused.err) == (
        2, "Nothing was taken. Put these cells right and import the file again.\n",
    )  # fmt: skip
    mod.fill_desk(filling)
    file.write_bytes(filling.saved())
    assert audits("moderate", "import", str(file), "--json").json["problems"] == []
    given = ("moderate", "grade", ws.REF, CASE, QUESTION, "inadequate", "--by", "Panel")
    assert audits(*given, "--panel").err.startswith("Several units grade MASH17W10-03: police")
    done = audits(*given, "--panel", "--unit", "health", "--why", "Seen")
    assert (done.code, done.out) == (0, "It is kept.\n")
    follow = ("--owner", "Head of service", "--due", "2017-03-31", "--unit", "health")
    assert audits("moderate", "follow-up", ws.REF, CASE, QUESTION, *follow).code == 0
    dispute = ("moderate", "dispute", ws.REF, CASE, QUESTION, "--unit", "health")
    assert audits(*dispute, "--owner", "Named nurse").code == 0
    assert audits(*dispute, "--settle").code == 0
    shown = audits("moderate", "show", ws.REF, CASE, "--json").json
    assert [row["stands"] for row in shown if row["unit"] == "health"] == ["inadequate"]
    assert "inadequate" in audits("moderate", "show", ws.REF, CASE).out
    left = audits("moderate", "list", ws.REF, "--json").json
    assert {row["waits_for"] for row in left} == {"second rating"}
    assert "police" in audits("moderate", "summary", ws.REF).out
    assert audits("cycle", "approve", ws.REF).code == 2


def test_a_cycle_without_moderation_says_so(asked, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "home"))
    with pytest.raises(ModerationError, match="asks for none"):
        export_moderation(ws.REF, workspace=workspace)


def test_no_reason_given_in_moderation_stands_in_the_trail(workspace):
    desk(workspace, lower=True)
    assert "No home visit" not in str(list_trail(workspace=workspace))


def test_a_gate_that_passes_by_itself_ends_moderation_once_nothing_holds_it_up(loaded, tmp_path):
    home = mod.with_moderation(ws.copy_of(loaded, tmp_path / "home"))
    path = home / "templates" / f"{ws.KIND}.yaml"
    text = path.read_text().replace("sign_off: person", "end_moderation: automatic", 1)
    path.write_text(text)
    workspace = ws.workspace_of(mod.to_moderation(home))
    mod.fill_in(home, workspace, mod.fill_desk)
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.MODERATING
    mod.fill_in(home, workspace, mod.fill_second)  # of cases that chance chose: the panel may be
    if cycle_status(ws.REF, workspace=workspace) is CycleStatus.MODERATING:  # asked about some
        mod.fill_in(home, workspace, mod.fill_panel)
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.ANALYSED
    [gate] = [
        g for g in describe_cycle(ws.REF, workspace=workspace).gates if g.name == "end_moderation"
    ]
    assert gate.decision == "automatic"


def test_a_return_that_comes_during_moderation_changes_only_the_units_own_grade(home, workspace):
    desk(workspace)
    data = next((home / "outbox" / "police").glob("*-pack-1.xlsx")).read_bytes()
    book_ = openpyxl.load_workbook(BytesIO(data))
    sheet = book_["Cases"]
    column = next(c.column for c in sheet[3] if "Overall, how good" in str(c.value))
    row = next(r[0].row for r in sheet.iter_rows(min_row=4) if r[1].value == CASE)
    sheet.cell(row, column).value, sheet.cell(row, column + 1).value = "Inadequate", "Seen late"
    file = BytesIO()
    book_.save(file)
    collect_return(file.getvalue(), "police again.xlsx", workspace=workspace)
    row_ = of(Subject(CASE, "police", QUESTION), workspace)
    assert row_.self_.value == "inadequate"
    assert row_.moderated.value == row_.stands != "inadequate"
    assert (row_.disagreement, row_.disagreement_owner) == ("differs", "panel")
