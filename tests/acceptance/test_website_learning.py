"""What was learnt, by clicking: with whom it was shared, what training has to bring home, and what
the chair reads of it. Each page is looked at on the way, wrong and right, on a telephone."""

import pytest
from builders import workspace as ws
from builders.for_everybody import Looker
from builders.stages import Stages
from builders.web_board import a_board
from builders.web_people import CHROMIUM, a_browser, enter

from audits.domain.permissions import Role
from audits.queries.learning import list_challenges, list_training
from audits.queries.themes import list_themes
from audits.steps.findings.sign_off import publish
from audits.steps.papers.make import make_paper


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
TELEPHONE, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_learning_is_written_down_and_read_by_clicking(tmp_path, scripts):
    home = ws.copy_of(Stages(tmp_path / "stages").at("agreed"), tmp_path / "home")
    make_paper(ws.REF, format="html", workspace=ws.workspace_of(home))
    publish(ws.REF, workspace=ws.workspace_of(home))
    with a_board(home) as board, a_browser() as browser:
        settings = {"java_script_enabled": scripts, "viewport": TELEPHONE}
        person = enter(browser, board.address, Role.BUSINESS_UNIT, board.workspace, **settings)
        officer = Looker(person.page, board.address, scripts)
        officer.go("/learning")
        officer.looks("themes")
        officer.choose("Still open", "To share with somebody")
        officer.press("Show")
        officer.looks("what is still to share")
        officer.follow("Voice of the child")
        officer.looks("a theme")
        officer.press("Write it down")
        officer.sees("Say who heard of it.")
        officer.page.get_by_role("link", name="Say who heard of it.").click()
        officer.page.keyboard.type("GP practices")
        officer.fill("How, and why them", "A workshop, because they refer most")
        officer.press("Write it down")
        officer.sees("GP practices")
        officer.follow("Note what training has to bring home")
        assert officer.page.get_by_label("Theme", exact=True).input_value() == "voice_of_child"
        officer.press("Note it")
        officer.looks("no need is named")
        officer.fill("What training has to bring home", "Ask the child first")
        officer.fill("Who needs it", "Health visitors")
        officer.press("Note it")
        officer.looks("training is needed")
        officer.follow("Say that it is met")
        officer.press("Say that it is met")
        officer.looks("not how it was met")
        officer.fill("How it was met", "In the core course")
        officer.press("Say that it is met")
        officer.sees("No training is needed.")
        officer.go("/learning/challenges")
        officer.sees("No challenge was raised.")
        officer.press("Log it")
        officer.looks("nothing is challenged")
        officer.fill("What is challenged", "Contacts wait two days")
        officer.fill("Who raises it", "Health")
        officer.fill("Who has to answer", "Social care")
        officer.press("Log it")
        officer.looks("a challenge")
        officer.follow("Say what came of it")
        officer.press("Say what came of it")
        officer.looks("nothing came of it")
        officer.fill("What came of it", "Both agreed a protocol")
        officer.press("Say what came of it")
        officer.looks("a challenge that is over")
        settings["viewport"] = WIDE  # where its way stands in no menu
        person = enter(browser, board.address, Role.READER, board.workspace, **settings)
        chair = Looker(person.page, board.address, scripts)
        chair.go_by(chair.page.get_by_role("link", name="What has changed"))
        chair.reads("Voice of the child")
        chair.sees("No audit of this kind has looked again yet.")
        officer.go("/learning/changed")
        officer.looks("what has changed, with links")
        assert ws.REF not in chair.page.get_by_role("main").inner_text()
    (theme,) = [t for t in list_themes(workspace=board.workspace) if t.theme == "voice_of_child"]
    assert [line.shared_with for line in theme.shared_with] == ["GP practices"]
    (need,) = list_training(workspace=board.workspace, met=True)
    assert need.met_how == "In the core course"
    (challenge,) = list_challenges(workspace=board.workspace)
    assert challenge.outcome == "Both agreed a protocol"
