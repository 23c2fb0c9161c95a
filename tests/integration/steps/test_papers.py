"""Papers of a cycle and of a year: made from what stands there, let out by a person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import census as c, workspace as ws

from audits import resource_folder
from audits.demo import make_agencies
from audits.domain.errors import StatusError, UserError
from audits.domain.finding import REWORDED
from audits.domain.remedies import Missing, Remedy
from audits.domain.status import ActionStatus
from audits.queries.trail import list_trail
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.actions.change import add_action, update_action
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.import_past import import_cycles
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_board_paper, make_paper
from audits.steps.papers.sign import read_paper, sign_paper
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import FindingRow
from audits.templates import load_past


PAST = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
YEAR = "2016/17"


@pytest.fixture
def workspace(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    import_agencies(make_agencies(), workspace=workspace)
    return workspace


@pytest.fixture
def with_past(workspace):
    import_cycles(load_past(PAST), workspace=workspace)
    return workspace


def read(path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_chapter_of_2016_17_reads_in_the_order_of_the_annual_report(with_past):
    text = read(make_board_paper("annual", workspace=with_past, year=YEAR, format="html"))
    titles = ("Section 11, the", "Section 11 audit of GP", "Thresholds", "Domestic", "Child sexual")
    places = [text.index(f"<h2>{t}") for t in (*titles, "Neglect", "MASH", "Multi-agency case")]
    assert places == sorted(places)
    assert text.count("It found:") == 4
    assert "No action is recorded" not in text


def test_the_order_of_the_chapter_comes_from_the_templates(with_past):
    last = with_past.templates["thresholds"].model_copy(update={"chapter": 99})
    other = replace(with_past, templates={**with_past.templates, "thresholds": last})
    text = read(make_board_paper("annual", workspace=other, year=YEAR, format="html"))
    assert text.index("<h2>Neglect") < text.index("<h2>Thresholds")


def test_a_year_of_which_nothing_is_known_has_papers_that_say_so(workspace):
    chapter = read(make_board_paper("annual", workspace=workspace, year="2012/13", format="html"))
    assert "No audit was agreed in this year." in chapter
    summary = read(make_board_paper("board", workspace=workspace, year="2012/13", format="html"))
    assert "Nothing can be called improved yet." in summary
    assert "There are no actions." in read(
        make_board_paper("actions", workspace=workspace, format="html")
    )


def test_what_is_late_stands_first_and_what_is_complete_waits_for_qeg(workspace):
    day = workspace.today()
    late = add_action("Brief staff", owner="police", due=day, workspace=workspace)
    done = add_action(
        "Write it down", owner="health", due=day.replace(year=2018), workspace=workspace
    )
    update_action(done, workspace=workspace, text="Minute 4", status=ActionStatus.COMPLETE)
    a_year_on = replace(workspace, clock=ws.Clock(workspace.clock() + timedelta(days=365)))
    text = read(make_board_paper("actions", workspace=a_year_on, format="html"))
    assert text.index(f"<td>{late}</td>") < text.index(f"<td>{done}</td>")
    assert "365 days late" in text
    assert "close / keep open / reopen" in text


def test_a_public_paper_waits_for_a_person_and_the_signature_is_in_the_trail(with_past):
    def make():
        return make_board_paper(
            "annual", workspace=with_past, year=YEAR, format="html", version="public"
        )

    with pytest.raises(StatusError, match="has not been signed by anybody") as refusal:
        make()
    assert "\n" not in str(refusal.value)
    assert "Nothing of what it found is printed." in read_paper(YEAR, "annual", workspace=with_past)
    sign_paper(YEAR, "annual", by="Chair of QEG", why="Nobody is known by it", workspace=with_past)
    assert "Nothing of what it found is printed." in read(make())
    signed = [r for r in list_trail(workspace=with_past) if r.verb == "public paper signed"]
    assert [(r.about, r.why) for r in signed] == [(YEAR, "Nobody is known by it")]


def test_a_signature_does_not_hold_for_a_paper_that_has_changed(with_past):
    sign_paper(YEAR, "annual", by="Chair of QEG", why="Read", workspace=with_past)
    with with_past.open_uow() as uow:
        row = uow.all(FindingRow, FindingRow.cycle == "AR1617-CSE", order_by=FindingRow.number)[0]
        row.text = "Something else was found."
        uow.add(row)
        uow.note(f"draft finding {REWORDED}", row.id)
        uow.commit()
    with pytest.raises(StatusError, match="has changed since it was signed"):
        make_board_paper("annual", workspace=with_past, year=YEAR, format="html", version="public")


@pytest.mark.parametrize(("by", "why"), [("", "Read"), ("Chair", " ")])
def test_nobody_signs_without_a_name_and_a_reason(with_past, by, why):
    with pytest.raises(UserError, match="Say who read the public paper") as error:
        sign_paper(YEAR, "annual", by=by, why=why, workspace=with_past)
    assert error.value.remedy == (Remedy(Missing.SIGNATURE),)


def test_a_paper_without_a_public_version_cannot_be_signed(with_past):
    with pytest.raises(UserError, match="no public version"):
        sign_paper(YEAR, "board", by="Chair", why="Read", workspace=with_past)


REGISTER = (
    b"child id,referred on,first name,surname,date of birth\n"
    b"700001,12/12/2016,Ada,Thimblewright,03/04/2008\n"
)


def reviewed(workspace, home, lesson: str) -> str:
    """Take a case review to its release, each agency with the same lesson."""
    load_register([Source("reviews.csv", REGISTER)], name="case_reviews", workspace=workspace)
    ref = open_cycle("case_review", workspace=workspace)
    draw_sample(ref, workspace=workspace, targeted={"700001": "Below the criteria"})
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)

    def say(row, heading):
        asks = row["Question"]
        if heading != "Your answer" or asks.startswith(("By when", "Immediate", "Nothing to")):
            return None
        if "known to your" in asks or "allocated worker" in asks:
            return "Yes"
        return "In part" if asks.startswith("How did") else lesson

    for unit, pack in c.packs_of(home, ref).items():
        collect_return(c.fill(pack, say), f"{unit}.xlsx", workspace=workspace)
    c.to_published(ref, workspace=workspace)
    return ref


def test_a_leaflet_holds_each_lesson_once_and_waits_for_a_person(workspace, tmp_path):
    ref = reviewed(workspace, tmp_path / "home", "Ask who else lives in the house each time.")
    draft = read(make_paper(ref, workspace=workspace, format="html")[0])
    assert "DRAFT" in draft
    with pytest.raises(StatusError, match="not been signed"):
        make_paper(ref, workspace=workspace, format="html", version="public")
    sign_paper(ref, "lessons", by="Chair", why="True of many families", workspace=workspace)
    page = read(make_paper(ref, workspace=workspace, format="html", version="public")[0])
    assert page.count("Ask who else lives in the house each time.") == 2  # and what to try
    assert "DRAFT" not in page
    assert ref not in page


@pytest.mark.parametrize("name", ["Thimblewright", "Ada"])
def test_a_leaflet_that_held_a_name_of_the_family_is_refused(workspace, tmp_path, name):
    ref = reviewed(workspace, tmp_path / "home", f"Ask {name} who else lives there.")
    with pytest.raises(UserError, match="a mark where one was removed") as refusal:
        make_paper(ref, workspace=workspace, format="html")
    assert name not in str(refusal.value)
    assert name not in str(list_trail(workspace=workspace))


def test_imported_audits_do_not_stand_in_the_way_of_a_kinds_first_cycle(with_past):
    assert open_cycle("thresholds", workspace=with_past).startswith("THR-2017")
