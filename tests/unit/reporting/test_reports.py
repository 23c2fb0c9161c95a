"""Every paper in three formats: the same facts, readable by everybody, whatever came back."""

import io
import re
from contextlib import suppress
from dataclasses import replace

import pikepdf
import pytest
from builders import papers as p
from builders.processor_time import spent
from builders.reports import ALL, GRADES, NAMES, a_board, everything
from docx import Document

from audits.domain.errors import NotFoundError, UserError
from audits.domain.finding import FindingKind
from audits.reporting import (
    ChapterFact,
    CycleFacts,
    FindingFact,
    LessonFact,
    PreviousFact,
    ReportFacts,
    UnitReturn,
    as_text,
    make_paper,
    view_paper,
)
from audits.statistics import Ratings, agreement


@pytest.mark.parametrize(("name", "given", "version"), ALL, ids=NAMES)
def test_a_pdf_has_headings_table_headers_a_language_and_words_for_pictures(name, given, version):
    data = make_paper(name, given, format="pdf", version=version)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang).lower().startswith("en")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"])
    tags = p.tags_of(data)
    kinds = [kind for kind, _ in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == 0 or "/TH" in kinds
    figures = [alt for kind, alt in tags if kind == "/Figure"]
    pictures = [b for b in view_paper(name, given, version).blocks if hasattr(b, "alt")]
    assert len(figures) == len(pictures)
    assert all(figures)


@pytest.mark.parametrize(("name", "given", "version"), ALL, ids=NAMES)
def test_word_has_real_headings_and_repeats_a_tables_first_row(name, given, version):
    doc = Document(io.BytesIO(make_paper(name, given, format="docx", version=version)))
    styles = [paragraph.style.name for paragraph in doc.paragraphs]
    assert styles.count("Heading 1") == 1
    assert "Heading 2" in styles or len(styles) < 9
    for table in doc.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
    pictures = [shape._inline.docPr.get("descr") for shape in doc.inline_shapes]
    assert all(pictures)


@pytest.mark.parametrize(("name", "given", "version"), ALL, ids=NAMES)
def test_a_page_has_a_language_one_first_heading_scopes_and_words_for_pictures(
    name, given, version
):
    tags = p.page(make_paper(name, given, format="html", version=version)).tags
    assert [attrs["lang"] for tag, attrs in tags if tag == "html"] == ["en-GB"]
    assert [tag for tag, _ in tags].count("h1") == 1
    assert all(attrs.get("scope") for tag, attrs in tags if tag == "th")
    assert all(attrs.get("alt") for tag, attrs in tags if tag == "img")


def in_words(name: str, given: CycleFacts) -> str:
    return as_text(view_paper(name, given, "professional"))


BAD = {
    "no returns": p.facts(population=30, eligible=20, drawn=8, issued=5),
    "zero eligible": p.facts(population=30, excluded={"restricted": 30}),
    "nothing at all": p.facts(),
    "a single case": p.answered((0, 0, 1, 0, 0)),
    "all one grade": p.answered((12, 0, 0, 0, 0), question=p.GRADE),
    "nothing judged": p.answered((0, 0, 0, 4, 3)),
}
SAYS = {
    "no returns": "No case of the 8 drawn was answered for",
    "zero eligible": "No case was eligible",
    "nothing at all": "No case was eligible",
    "a single case": "1 case of 1 drawn was answered for",
    "all one grade": "No clear strength or concern emerged",
    "nothing judged": "not applicable in 4, not answered in 3",
}


@pytest.mark.parametrize("which", BAD)
def test_a_cycle_that_came_to_little_has_a_paper_that_says_so(which):
    assert SAYS[which] in in_words("audit_report", BAD[which])
    for name in ("audit_report", "census"):
        for version in ("professional", "public"):
            for format in ("html", "docx", "pdf"):
                assert make_paper(name, BAD[which], format=format, version=version)
            text = as_text(view_paper(name, BAD[which], version))
            assert not re.search(r"\bnan\b|\binf\b|None,|\(\)", text)


def test_waived_returns_are_counted_apart_and_the_counts_add_up():
    let_off = (("closed or merged", 2), ("under exceptional pressure, such as an inspection", 1))
    given = replace(everything(), issued=30, returned=24, waived=let_off, returns=())
    for paper in ("census", "audit_report"):
        assert (
            "Of 30 workbooks sent out, 24 came back, 3 were waived (2 closed or merged; 1 under "
            "exceptional pressure, such as an inspection) and 3 have not come."
        ) in as_text(view_paper(paper, given, "professional"))
    # All that were sent out stay in the rate: a waiver does not flatter it.
    assert "24 of 30 workbooks came back (80 %)." in as_text(
        view_paper("census", given, "professional")
    )
    public = as_text(view_paper("census", given, "public"))
    assert "Not every organisation was asked for an answer in the end." in public
    assert "waived" not in public
    assert "pressure" not in public


@pytest.mark.parametrize(
    ("which", "says"),
    [
        ("zero eligible", "No case was drawn: there are 0 eligible of the 30 closed up to 9 March"),
        ("nothing at all", "No pack was sent out."),
        ("no returns", "No case was answered for, so nothing can be said of the week."),
        ("a single case", "1 case drawn at random from 1 eligible"),
        ("all one grade", "12 yes"),
    ],
)
def test_a_week_that_came_to_little_has_a_page_that_says_so(which, says):
    text = in_words("mash_week", BAD[which])
    assert says in text
    assert "Returns: ." not in text
    assert "ten cases" not in text.lower()  # there were not ten


def test_a_census_that_nobody_returned_says_so():
    text = in_words("census", BAD["no returns"])
    assert "0 of 5 workbooks came back." in text
    assert "Nothing can be said" in text


def test_why_now_is_said_where_it_is_known_and_not_made_up():
    given = everything()
    asked = replace(given, report=replace(given.report, why_now="Ofsted looks at this theme."))
    assert "Why now: Ofsted looks at this theme." in in_words("audit_report", asked)
    assert "Why now" not in in_words("audit_report", given)


def test_a_stratum_that_nobody_answered_for_is_named():
    assert "Of a part that nobody answered for" in in_words("audit_report", everything())


@pytest.mark.parametrize("pairs", [0, 1, 12, 19])
def test_under_twenty_pairs_no_coefficient_is_printed(pairs):
    found = agreement(Ratings(GRADES, (("Good", "Good"),) * pairs))
    assert found.ac2 is None
    assert found.notes


def test_a_paper_without_a_public_version_says_so_in_one_sentence():
    for name in ("actions", "board"):
        with pytest.raises(UserError, match="no public version"):
            view_paper(name, a_board(), "public")


def test_a_version_or_paper_that_there_is_not_is_named_with_those_there_are():
    with pytest.raises(NotFoundError, match="professional, public"):
        view_paper("census", p.facts(), "secret")
    with pytest.raises(NotFoundError, match="audit_report, briefing, census"):
        view_paper("poem", p.facts(), "public")


@pytest.mark.parametrize("words", [4, 12, 38])
def test_a_leaflet_is_one_page_however_much_was_learned(words):
    """The most that is taken still fits, be it many short lessons or few long ones."""

    def leaflet(many: int) -> CycleFacts:
        said = tuple(f"{n} {'lesson ' * words}".strip() for n in range(many))
        two = (LessonFact("One", said), LessonFact("Two", said[:1]))
        return p.facts(report=ReportFacts(lessons=two))

    def is_taken(many: int) -> bool:
        with suppress(UserError):
            return bool(view_paper("lessons", leaflet(many), "public"))
        return False

    most = max(filter(is_taken, range(1, 30)))
    assert p.pages_of(make_paper("lessons", leaflet(most), format="pdf", version="public")) == 1
    with pytest.raises(UserError, match="do not fit on one page"):
        view_paper("lessons", leaflet(most + 1), "public")


@pytest.mark.parametrize(
    ("lesson", "sign"),
    [
        ("He was 8 years old.", "an age"),
        ("On 3 May nobody came.", "a date"),
        ('She said "go away".', "own words"),
        ("One of four siblings was missed.", "how many brothers"),
        ("A Traveller family moved on.", "where a family comes from"),
    ],
)
def test_a_lesson_that_could_tell_whom_it_is_about_is_refused(lesson, sign):
    given = p.facts(report=ReportFacts(lessons=(LessonFact("Lesson", (lesson,)),)))
    with pytest.raises(UserError, match=sign) as refusal:
        view_paper("lessons", given, "public")
    assert lesson not in str(refusal.value)


def test_the_board_hears_of_improvement_only_where_it_was_seen():
    text = as_text(view_paper("board", a_board(), "professional"))
    improved, improving = text.index("What improved"), text.index("What is improving")
    to_do = text.index("What is still to do\n", improving)
    assert improved < text.index("Do thing 6 (A6). Seen.") < improving
    assert improving < text.index("Do thing 5 (A5): done") < to_do
    assert to_do < text.index("Do thing 1 (A1; Health; 1 April 2017, 12 days late)")


@pytest.mark.parametrize(
    ("proven", "under"), [(True, "What improved"), (False, "What is improving")]
)
def test_a_later_strength_is_an_improvement_only_where_its_numbers_prove_it(proven, under):
    again = PreviousFact("X-2016", "Children were not heard.", "Now a strength.", "A3", proven)
    given = everything()
    cycle = replace(given, report=replace(given.report, previous=(again,)))
    board = replace(a_board(), chapters=(ChapterFact("An audit", (cycle,)),), actions=())
    said = as_text(view_paper("board", board, "professional"))
    headings = ("What improved", "What is improving", "What is still to do")
    places = {name: said.index(f"\n{name}\n") for name in headings}
    here = said.index("Children were not heard. Looked at again")
    assert max((p, name) for name, p in places.items() if p < here)[1] == under


def test_an_audit_of_which_nothing_was_printed_says_so_and_is_not_left_out():
    text = as_text(view_paper("annual", a_board(), "professional"))
    assert "An older audit" in text
    assert "No findings were printed." in text


def test_many_audits_of_one_kind_are_told_of_together():
    weeks = tuple(replace(everything(), ref=f"W{n}") for n in range(40))
    finding = FindingFact("F", FindingKind.STRENGTH, "T", "Decisions were right.", "9 of 10")
    weeks = (*weeks, replace(everything(), findings=(finding,)))
    year = replace(a_board(), chapters=(ChapterFact("Weekly", weeks),))
    text = as_text(view_paper("annual", year, "professional"))
    assert "Children were not heard. This was found in 40 of the 41 audits." in text
    assert "Decisions were right. This was found in 1 of the 41 audits." in text


def test_where_units_are_not_named_no_paper_names_one():
    given = replace(everything(), returns=(), names_units=False)
    for version in ("professional", "public"):
        assert "Health (" not in as_text(view_paper("census", given, version))
    assert UnitReturn("Police", "accepted") in everything().returns


def test_a_findings_report_is_made_in_three_formats_in_a_few_seconds():
    make_paper("audit_report", everything(), format="pdf", version="professional")  # loads it all
    begun = spent()
    for format in ("html", "docx", "pdf"):
        make_paper("audit_report", everything(), format=format, version="professional")
    # Twelve times what it costs here.
    assert spent() - begun < 12
