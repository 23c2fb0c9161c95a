"""Of any facts at all: one view, three formats, the same facts, and no number of a format's own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import rendered
from builders.made_up import FACTS
from builders.period import a_strip
from builders.reports import ALL, NAMES
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st

from audits.domain.errors import UserError
from audits.reporting import (
    BOARD_PAPERS,
    PAPERS,
    PERIOD_PAPERS,
    UNIT_PAPERS,
    VERSIONS,
    Paper,
    as_html,
    as_pdf,
    view_paper,
)
from audits.reporting.paper import Picture, Strips
from audits.reporting.word_paper import as_word


AT = datetime(2017, 3, 10, tzinfo=UTC)
READ: dict[str, Callable[[Paper], str]] = {
    "html": lambda paper: rendered.text_of_html(as_html(paper)),
    "docx": lambda paper: rendered.text_of_word(as_word(paper, AT)),
    "pdf": lambda paper: rendered.text_of_pdf(as_pdf(paper)),
}
# What stands in a picture stands in its table or its words, but for the ticks of its axes. They are
# text in a PDF alone; made-up papers have a blank in the place of their pictures there.
TICKS = {f"{tick}" for tick in (*range(10), *range(10, 101, 5))}
BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
# Made smaller, an example is drawn hundreds of times, and each time takes a second.
slow_to_draw = settings(
    suppress_health_check=list(HealthCheck), deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip


def check(paper: Paper, *formats: str, ticks: frozenset[str] = frozenset()) -> None:
    facts = {rendered.bare(fact) for fact in rendered.facts_of(paper)}
    known = rendered.numbers_in(" ".join(rendered.facts_of(paper)) + rendered.alts_of(paper))
    for format in formats:
        text = READ[format](paper)
        said = rendered.bare(text)
        assert {fact for fact in facts if fact not in said} == set(), format
        assert rendered.numbers_in(text) - known - ticks == set(), format


def view(name: str, data: st.DataObject) -> Paper:
    """Return a made-up paper; what may not be made of such facts is refused, and not looked at."""
    try:
        return view_paper(name, data.draw(FACTS[name]), data.draw(st.sampled_from(VERSIONS)))
    except UserError:
        assume(False)
        raise


def blank(paper: Paper) -> Paper:
    blocks = (replace(b, svg=BLANK) if isinstance(b, Picture) else b for b in paper.blocks)
    return replace(paper, blocks=tuple(blocks))


def test_every_paper_is_looked_at():
    assert set(FACTS) == {*PAPERS, *PERIOD_PAPERS, *BOARD_PAPERS, *UNIT_PAPERS}


@pytest.mark.parametrize("name", FACTS)
@given(data=st.data())
@settings(slow_to_draw, max_examples=6)
def test_html_and_word_say_what_the_view_says_and_no_other_number(name, data):
    check(view(name, data), "html", "docx")


@pytest.mark.parametrize("name", FACTS)
@given(data=st.data())
@settings(slow_to_draw, max_examples=3)
def test_a_pdf_says_what_the_view_says_and_no_other_number(name, data):
    check(blank(view(name, data)), "pdf")


@pytest.mark.parametrize(("name", "facts", "version"), ALL, ids=NAMES)
def test_three_formats_of_a_paper_that_has_everything_say_one_thing(name, facts, version):
    paper = view_paper(name, facts, version)
    check(paper, "html", "docx")
    check(paper, "pdf", ticks=frozenset(TICKS))


@pytest.mark.parametrize("cases", [0, 1, 16, 17, 26, 120])
def test_a_week_of_as_many_cases_as_there_are_has_a_square_for_each(cases):
    """Twenty-six ran off the line in Word, and the paper could not be made."""
    strip = a_strip("1. Voice", "GRI?" * (cases // 4) + "G" * (cases % 4))
    paper = Paper("A", "B", "C", "D", (Strips("Cases", (strip,), "G good"),))
    check(paper, *READ)
    for format in READ:
        assert READ[format](paper).count("R") >= cases // 4
