"""What a unit says of a child at risk is one concern, however often its pack comes back."""

from pathlib import Path

import pytest
from builders import workspace as ws
from builders.edited import CONSENT, change, of_case

from audits.domain.errors import StatusError
from audits.domain.pack import CONCERN
from audits.domain.remedies import Missing, Remedy
from audits.queries.concerns import list_concerns
from audits.queries.looks import LookFilter, list_looks
from audits.queries.returns import describe_return
from audits.steps.returns.collect import collect_return
from audits.steps.returns.concerns import acknowledge_concern
from audits.steps.returns.show_concern import show_concern
from audits.storage import Dispatch, ReturnFile
from audits.workspace import Workspace


RAISED = "He is back in the house."
CASE = "MASH17W10-04"


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def raise_it(workspace: Workspace, home: Path, words: str, consent: str = "maybe") -> str:
    data = (home / "inbox" / "police.xlsx").read_bytes()
    data = change(data, of_case(2, CONSENT, consent))
    data = change(data, of_case(4, CONCERN.asks[:17], words))
    collect_return(data, "police.xlsx", workspace=workspace)
    with workspace.open_view() as view:
        return view.all(
            ReturnFile,
            ReturnFile.cycle == ws.REF,
            ReturnFile.unit == "police",
            order_by=ReturnFile.received_at,
        )[-1].id


def letters(workspace: Workspace) -> list[Dispatch]:
    with workspace.open_view() as view:
        return view.all(
            Dispatch, Dispatch.cycle == ws.REF, Dispatch.purpose == "concern", order_by=Dispatch.key
        )


@pytest.mark.parametrize("again", [RAISED, "he is  back in the house"])
def test_the_edition_that_asks_again_raises_no_second_concern(home, workspace, again):
    raise_it(workspace, home, RAISED)
    ws.send(workspace)
    pack = home / "outbox" / "police" / f"{ws.REF}-police-pack-2.xlsx"
    data = change(pack.read_bytes(), of_case(2, CONSENT, "Yes"))
    data = change(data, of_case(4, CONCERN.asks[:17], again))
    assert str(collect_return(data, "again.xlsx", workspace=workspace).outcome) == "accepted"
    [concern] = list_concerns(workspace=workspace)
    assert (concern.says, concern.added) == (RAISED, ())
    assert len(letters(workspace)) == 1


def test_other_words_are_added_and_wait_for_somebody_anew(home, workspace):
    raise_it(workspace, home, RAISED)
    [concern] = list_concerns(workspace=workspace)
    acknowledge_concern(concern.id, by="Head of safeguarding", done="Visited", workspace=workspace)
    second = raise_it(workspace, home, "And he has a knife.")
    [concern] = list_concerns(workspace=workspace)
    assert concern.says == RAISED
    assert [each.says for each in concern.added] == ["And he has a knife."]
    assert concern.acknowledged_by is None
    first, other = sorted(letters(workspace), key=lambda each: len(each.body))
    assert "knife" not in first.body
    assert RAISED in other.body
    assert "And he has a knife." in other.body
    assert describe_return(second, workspace=workspace).concerns == (concern,)
    raise_it(workspace, home, RAISED, consent="perhaps")  # said before: nothing new
    assert len(letters(workspace)) == 2


def test_the_letter_quotes_what_was_written_masked_and_leads_to_the_child(home, workspace):
    raise_it(workspace, home, "Ring 020 7946 0018 about him today.")
    [letter] = letters(workspace)
    assert CASE in letter.subject
    assert "about him today" in letter.body
    assert "7946" not in letter.body
    assert "audits concern show 1 --why" in letter.body
    assert "key list" not in letter.body


def test_who_looks_up_the_child_of_a_concern_is_recorded(home, workspace):
    raise_it(workspace, home, RAISED)
    with pytest.raises(StatusError, match="Say why concern 1 is looked at") as error:
        show_concern(1, why=" ", workspace=workspace)
    assert error.value.remedy == (Remedy(Missing.WHY),)
    before = len(list_looks(LookFilter(kind="case", about=CASE), workspace=workspace))
    facts = show_concern(1, why="taking it up", workspace=workspace)
    assert facts.children
    assert all("case" not in child for child in facts.children)
    looks = list_looks(LookFilter(kind="case", about=CASE), workspace=workspace)
    assert len(looks) == before + 1
    assert looks[-1].why == "taking it up"
