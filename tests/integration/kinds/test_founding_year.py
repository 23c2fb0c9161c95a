"""The chapter on auditing in 2016/17, held to what the report says, meaning by meaning."""

import pytest
import yaml
from builders import census as c, workspace as ws

from audits import resource_folder
from audits.queries.papers.board import board_facts
from audits.reporting import view_paper
from audits.reporting.paper import Items, Text
from audits.settings import init_workspace
from audits.steps.cycle.import_past import import_cycles
from audits.templates import load_past


FOLDER = resource_folder("audit_templates") / "past"
LIST = yaml.safe_load((FOLDER / "annual_report_2016_17.meanings.yaml").read_text("utf-8"))


@pytest.fixture(params=["professional", "public"])
def chapter(tmp_path, request):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    import_cycles(load_past(FOLDER / "annual_report_2016_17.yaml"), workspace=workspace)
    return view_paper("annual", board_facts("2016/17", workspace=workspace), request.param)


def said_in(chapter):
    """Yield each thing that the chapter says and as which part, in its order; its method aside."""
    for block in chapter.blocks[1:]:
        if isinstance(block, Text):
            yield "context", block.text
        elif isinstance(block, Items):
            if block.lead not in ("It found:", "As a result:", "Key actions:", "What came of it:"):
                yield "lead", block.lead
            part = "found" if block.lead == "It found:" else "result"
            yield from ((part, item) for item in block.items)


def test_the_chapter_says_each_meaning_of_the_report_in_its_order_and_nothing_else(chapter):
    said = list(said_in(chapter))
    asked = [(each["id"], each["part"]) for each in LIST["meanings"]]
    assert [part for part, _ in said] == [part for _, part in asked]
    missing = [
        (each["id"], word, text)
        for each, (_, text) in zip(LIST["meanings"], said, strict=True)
        for word in each["words"]
        if word.lower() not in text.lower()
    ]
    assert missing == []


def test_the_chapter_sharpens_nothing(chapter):
    text = " ".join(text for _, text in said_in(chapter)).lower()
    assert [word for word in LIST["never"] if word.lower() in text] == []
