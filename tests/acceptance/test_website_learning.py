"""What was learnt, by clicking: with whom it was shared, what training has to bring home, and what
the chair reads of it."""

import pytest
from builders import workspace as ws
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


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_learning_is_written_down_and_read_by_clicking(tmp_path, scripts):
    home = ws.copy_of(Stages(tmp_path / "stages").at("agreed"), tmp_path / "home")
    make_paper(ws.REF, format="html", workspace=ws.workspace_of(home))
    publish(ws.REF, workspace=ws.workspace_of(home))
    with a_board(home) as board, a_browser() as browser:
        officer = enter(
            browser, board.address, Role.BUSINESS_UNIT, board.workspace, java_script_enabled=scripts
        )
        officer.go("/learning")
        officer.choose("Still open", "To share with somebody")
        officer.press("Show")
        officer.follow("Voice of the child")
        officer.press("Write it down")
        officer.page.get_by_role("link", name="Say who heard of it.").click()
        officer.page.keyboard.type("GP practices")
        officer.fill("How, and why them", "A workshop, because they refer most")
        officer.press("Write it down")
        officer.reads("GP practices")
        officer.follow("Note what training has to bring home")
        assert officer.page.get_by_label("Theme", exact=True).input_value() == "voice_of_child"
        officer.fill("What training has to bring home", "Ask the child first")
        officer.fill("Who needs it", "Health visitors")
        officer.press("Note it")
        officer.follow("Say that it is met")
        officer.fill("How it was met", "In the core course")
        officer.press("Say that it is met")
        officer.reads("No training is needed.")
        officer.go("/learning/challenges")
        officer.fill("What is challenged", "Contacts wait two days")
        officer.fill("Who raises it", "Health")
        officer.fill("Who has to answer", "Social care")
        officer.press("Log it")
        officer.follow("Say what came of it")
        officer.fill("What came of it", "Both agreed a protocol")
        officer.press("Say what came of it")
        chair = enter(
            browser, board.address, Role.READER, board.workspace, java_script_enabled=scripts
        )
        chair.page.get_by_role("link", name="What has changed").click()
        chair.reads("Voice of the child")
        chair.reads("No audit of this kind has looked again yet.")
        assert ws.REF not in chair.page.get_by_role("main").inner_text()
    (theme,) = [t for t in list_themes(workspace=board.workspace) if t.theme == "voice_of_child"]
    assert [line.shared_with for line in theme.shared_with] == ["GP practices"]
    (need,) = list_training(workspace=board.workspace, met=True)
    assert need.met_how == "In the core course"
    (challenge,) = list_challenges(workspace=board.workspace)
    assert challenge.outcome == "Both agreed a protocol"
