"""Section 11 over two years: each organisation about itself, then about what it left open."""

from datetime import date
from io import BytesIO

import pytest
from builders import census as c, workspace as ws
from openpyxl import load_workbook

from audits.domain.errors import SampleError, StatusError
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle, list_cycles
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.pack_list import list_packs
from audits.queries.returns import list_answers
from audits.register import Source
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_paper
from audits.steps.papers.sign import sign_paper
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.steps.sample.spot_check import draw_spot_check, record_spot_check
from audits.steps.sample.verify import verify_sample
from audits.storage import FindingRow


REF, SECOND = "S11-2016", "S11C-2017"
STANDARDS = 24  # eight, of three questions each
ISSUES = 2 * STANDARDS  # of the two organisations that scored below the best


def texts(pack: bytes) -> str:
    book = load_workbook(BytesIO(pack))
    return "\n".join(str(c.value) for s in book.worksheets for r in s.iter_rows() for c in r)


def test_each_unit_is_asked_about_itself_alone_and_nobody_gets_a_key_list(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    packs = list_packs(REF, workspace=workspace)
    assert {p.unit: p.cases for p in packs} == dict.fromkeys(
        ("police", "cafcass", "district_north", "district_south", "ccg"), 1
    )
    assert {d.purpose for d in list_dispatches(REF, workspace=workspace)} == {"pack"}
    written = texts(c.packs_of(issued, REF)["police"])
    assert "child known to your agency" not in written
    assert "Cafcass" not in written
    letter = next((issued / "outbox" / "police").glob("*.txt")).read_text()
    assert "key list" not in letter
    assert "Which child" not in letter


def test_the_case_reference_scheme_stays_and_the_draw_of_a_census_verifies(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    drawn, wrong = verify_sample(REF, workspace=workspace)
    assert wrong == ()
    assert [case["case"] for case in drawn["cases"]] == [f"S1116-{n:02d}" for n in range(1, 6)]
    assert describe_cycle(REF, workspace=workspace).counts.drawn == 5


def test_an_answer_below_the_best_without_a_plan_is_asked_again(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    say = c.in_a_standard_way("1 - Partly met")
    plans = ("What will be done to improve it", "By when")
    pack = c.fill(
        c.packs_of(issued, REF)["police"], lambda row, h: None if h in plans else say(row, h)
    )
    first = collect_return(pack, "police.xlsx", workspace=workspace)
    assert str(first.outcome) == "queried"
    assert {str(p.code) for p in first.problems} == {"plan_missing"}
    assert len(first.problems) == 2 * STANDARDS
    ws.send(workspace)
    again = c.packs_of(issued, REF, edition=2)["police"]
    second = collect_return(c.fill(again, say), "police-2.xlsx", workspace=workspace)
    assert str(second.outcome) == "accepted"
    said = {a.question: a.answer for a in list_answers(REF, workspace=workspace)}
    assert said["s1_leader"] == "partly_met"
    assert said["s1_leader_plan"] == "Brief every team"
    assert said["s1_leader_by"] == "2016-09-30"


def test_a_census_counts_who_answered_and_prints_no_interval(first_year):
    workspace = ws.workspace_of(first_year, c.JANUARY)
    found = {f.theme: f for f in list_findings(REF, workspace=workspace)}
    # Two of the four that answered can show the line; the fifth is not taken for a no.
    assert found["Safer recruitment"].n == 4
    with workspace.open_uow() as uow:
        rows = uow.all(FindingRow, FindingRow.cycle == REF)
    # 5 asked, 4 judged: who never returned is counted, and not only missing.
    assert [row.n + row.left_out + row.cannot_tell + row.unanswered for row in rows] == [5] * len(
        rows
    )
    assert {row.unanswered for row in rows} == {1}
    for each in found.values():
        assert each.low == each.high == each.x
        assert each.frame == 5
    page = make_paper(REF, workspace=workspace, format="html")[0].read_text()
    assert "4 of 5 workbooks came back" in page
    assert "the other 1 of 5 are not in this count" in page
    assert "between" not in page


def test_who_has_not_returned_is_chased(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    c.answered(issued, REF, {"police": "3 - Met"}, workspace=workspace)
    late = ws.workspace_of(issued, c.JANUARY.replace(month=3, day=1))
    chased = set(chase(workspace=late))
    assert chased == {
        f"{REF}/{unit}" for unit in ("cafcass", "district_north", "district_south", "ccg")
    }
    assert chase(workspace=late) == ()


def second_year(home):
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    ref = open_cycle("section_11_confirmation", workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    return workspace


def confirm(says):
    def say(row, heading):
        if "Role of" in row.get("Question", ""):
            return "Head of safeguarding" if heading == "Your answer" else None
        if heading == "Was it done?":
            return says
        if heading.startswith("Evidence"):
            return "Minute of 4 October 2016"
        return date(2016, 10, 4) if heading.startswith("When was it done") else None

    return say


def test_the_second_year_asks_each_unit_about_what_it_left_open(first_year):
    workspace = second_year(first_year)
    packs = {p.unit: p.cases for p in list_packs(SECOND, workspace=workspace)}
    assert packs == {"police": STANDARDS, "district_north": STANDARDS}
    sheet = load_workbook(BytesIO(c.packs_of(first_year, SECOND)["police"]))["Open issues"]
    headings = [str(cell.value).split("\n")[0] for cell in sheet[3]]
    rows = [
        dict(zip(headings, [x.value for x in r], strict=True)) for r in sheet.iter_rows(min_row=4)
    ]
    leader = next(r for r in rows if "named senior leader" in r["Issue"])
    assert leader["Standard"] == "1 Commitment of senior managers"
    assert leader["Planned action"] == "Brief every team"
    assert leader["Deadline"] == "30 September 2016"
    assert "2 - Mostly met" in leader["Issue"]
    assert "known to your agency" not in " ".join(headings)
    standards = [row["Standard"] for row in rows]
    assert standards == sorted(standards)
    assert sheet.page_setup.fitToWidth == 1


def test_the_second_year_runs_to_published_with_a_spot_check(first_year):
    workspace = second_year(first_year)
    for unit, says in (("police", "Done"), ("district_north", "Partly done")):
        pack = c.fill(c.packs_of(first_year, SECOND)[unit], confirm(says))
        assert str(collect_return(pack, f"{unit}.xlsx", workspace=workspace).outcome) == "accepted"
    drawn = draw_spot_check(SECOND, workspace=workspace)
    waits = describe_cycle(SECOND, workspace=workspace).spot_check
    assert waits == "10 of 24 claims drawn; 10 still to be looked at"
    assert len(drawn) == 10
    assert {claim.unit for claim in drawn} == {"police"}
    assert drawn == draw_spot_check(SECOND, workspace=workspace)
    for n, claim in enumerate(drawn):
        record_spot_check(
            SECOND, claim.case, held=n > 1, why="The minute was seen.", workspace=workspace
        )
    c.to_published(SECOND, workspace=workspace)
    assert cycle_status(SECOND, workspace=workspace) is CycleStatus.PUBLISHED
    shown = describe_cycle(SECOND, workspace=workspace)
    assert shown.spot_check.startswith("Claims that held: 8 of 10 claims")
    assert "Across all 24" in shown.spot_check
    sign_paper(SECOND, "census", by="Chair of QEG", why="Nobody is named", workspace=workspace)
    page = make_paper(SECOND, workspace=workspace, format="html", version="public")[0].read_text()
    assert "Ask each organisation with an action not done" in page
    assert "Police" not in page
    finding = list_findings(SECOND, workspace=workspace)[0]
    assert (finding.kind, finding.x, finding.n) == ("development", STANDARDS, ISSUES)


def test_a_second_year_without_a_first_is_refused_in_one_sentence(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    with pytest.raises(SampleError, match="no cycle of section_11 has been analysed before 11 Jan"):
        open_cycle("section_11_confirmation", workspace=workspace)
    assert [cycle.ref for cycle in list_cycles(workspace=workspace)] == [REF]


def test_a_first_year_that_left_nothing_open_has_nothing_to_confirm(issued):
    workspace = ws.workspace_of(issued, c.JANUARY)
    c.answered(issued, REF, {"cafcass": "3 - Met"}, workspace=workspace)
    c.to_published(REF, workspace=workspace)
    open_cycle("section_11_confirmation", workspace=workspace)
    with pytest.raises(SampleError, match="left no issue open"):
        draw_sample("S11C-2016", workspace=workspace)


def test_a_register_with_somebody_who_is_no_unit_is_refused(tmp_path):
    workspace = c.with_organisations(tmp_path / "home", ("police",))
    import_more = b"organisation code,organisation name,type\nghost,Ghost,board member agency\n"
    workspace = ws.workspace_of(tmp_path / "home", c.JANUARY.replace(day=12))
    load_register([Source("more.csv", import_more)], name="organisations", workspace=workspace)
    open_cycle("section_11", workspace=workspace)
    with pytest.raises(SampleError, match="GHOST would be asked, but there is no such unit"):
        draw_sample(REF, workspace=workspace)
    # Nothing is frozen, so a better list can be loaded for the same cycle.
    assert cycle_status(REF, workspace=workspace) is CycleStatus.PLANNED


@pytest.mark.parametrize(
    ("do", "error", "says"),
    [
        (lambda p: draw_spot_check(REF, workspace=p), SampleError, "no spot check"),
        (
            lambda p: record_spot_check(REF, "S1116-01", held=True, why="Seen.", workspace=p),
            SampleError,
            "was not drawn for a spot check",
        ),
        (
            lambda p: record_spot_check(REF, "S1116-01", held=True, why=" ", workspace=p),
            StatusError,
            "Say what was seen",
        ),
    ],
)
def test_a_spot_check_that_cannot_be_is_refused(issued, do, error, says):
    with pytest.raises(error, match=says):
        do(ws.workspace_of(issued, c.JANUARY))


def test_claims_are_not_drawn_once_qeg_has_agreed(first_year):
    workspace = second_year(first_year)
    pack = c.fill(c.packs_of(first_year, SECOND)["police"], confirm("Done"))
    collect_return(pack, "police.xlsx", workspace=workspace)
    c.to_published(SECOND, workspace=workspace)
    with pytest.raises(StatusError, match="between the packs and the agreement"):
        draw_spot_check(SECOND, workspace=workspace)


def test_claims_are_not_drawn_before_anyone_makes_one(first_year):
    workspace = second_year(first_year)
    with pytest.raises(SampleError, match="Nobody claims anything"):
        draw_spot_check(SECOND, workspace=workspace)


def test_a_census_says_nothing_of_key_lists(issued, tmp_path):
    workspace = ws.workspace_of(issued, c.JANUARY)
    parts_said = [path.read_text() for path in (issued / "outbox").glob("*/*.txt")]
    for pack in c.packs_of(issued, REF).values():
        cells = [cell.value for sheet in load_workbook(BytesIO(pack)) for r in sheet for cell in r]
        parts_said += [str(value) for value in cells if value is not None]
    c.answered(issued, REF, {"police": "3 - Met"}, workspace=workspace)
    c.to_findings(REF, workspace=workspace)
    parts_said += [path.read_text() for path in make_paper(REF, workspace=workspace, format="html")]
    assert len(parts_said) > 100
    assert [text for text in parts_said if "key list" in text.casefold()] == []
