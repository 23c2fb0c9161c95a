"""One view, three formats: the same facts in each, and no number that the view does not hold."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import period, rendered, workspace as ws

from audits.queries.papers.period import period_facts
from audits.queries.papers.period_weeks import period_of
from audits.reporting import PAPERS, PERIOD_PAPERS, as_html, as_pdf
from audits.reporting.paper import Paper
from audits.reporting.word_paper import as_word
from audits.steps.papers.make import cycle_facts
from audits.steps.papers.make_period import make_period_paper
from audits.storage import Cycle


AT = datetime(2017, 3, 10, tzinfo=UTC)
READ: dict[str, Callable[[Paper], str]] = {
    "html": lambda paper: rendered.text_of_html(as_html(paper)),
    "docx": lambda paper: rendered.text_of_word(as_word(paper, AT)),
    "pdf": lambda paper: rendered.text_of_pdf(as_pdf(paper)),
}
NAMES = ("mash_week", "census", "mash_month", "mash_quarter", "made_up")


@pytest.fixture(scope="module")
def home(tmp_path_factory, loaded):
    """Two agreed weeks, and one that QEG has not agreed."""
    home = ws.copy_of(loaded, tmp_path_factory.mktemp("weeks") / "home")
    for day in (16, 23):
        period.a_week(home, date(2017, 2, day))
    period.a_week(home, date(2017, 3, 9), agreed=False)
    return home


@pytest.fixture(scope="module")
def papers(home) -> dict[str, Paper]:
    workspace = ws.workspace_of(home, AT + timedelta(days=1))
    with workspace.open_view() as view:
        week = cycle_facts(view.get(Cycle, "MASH-2017-W08"), view=view, workspace=workspace)
        quarter = period_of("2017-Q1")
        facts = period_facts("mash_quarter", quarter, view=view, workspace=workspace)[ws.KIND]
    made = {name: PAPERS[name](week, "professional") for name in ("mash_week", "census")}
    made |= {name: PERIOD_PAPERS[name](facts, "professional") for name in PERIOD_PAPERS}
    return made | {"made_up": PERIOD_PAPERS["mash_quarter"](period.a_quarter(), "professional")}


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_the_view_stands_in_the_file(papers, name, format):
    text = rendered.bare(READ[format](papers[name]))
    for fact in rendered.facts_of(papers[name]):
        assert rendered.bare(fact) in text


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("name", NAMES)
def test_no_number_stands_in_a_file_that_the_view_does_not_hold(papers, name, format):
    paper = papers[name]
    known = rendered.numbers_in(" ".join(rendered.facts_of(paper)) + rendered.alts_of(paper))
    # What stands in a picture stands in its table, but for the ticks of its axes.
    found = rendered.numbers_in(READ[format](paper)) - {"0", "25", "50", "75", "100"}
    assert found <= known


def test_a_cycle_that_is_not_agreed_is_named_and_not_counted(home):
    workspace = ws.workspace_of(home)
    page = make_period_paper("mash_quarter", "2017-Q1", workspace=workspace, format="html")[
        0
    ].read_text()
    assert "Not in this paper: MASH-2017-W10 (issued)." in page
    assert "20 cases were drawn at random" in page
