"""What a pack says of why its unit must answer: as the law stood on the cycle's day."""

import shutil
from datetime import date, timedelta

import pytest
from builders.repository import ROOT
from hypothesis import given, strategies as st

from audits.domain.errors import TemplateError
from audits.templates import ended_law, load_template, load_templates, read_law, text_on


SHIPPED = ROOT / "audit_templates"
TEMPLATES = load_templates(SHIPPED)
LAW = read_law(SHIPPED)
FOUNDING, TODAY = date(2017, 3, 9), date(2026, 11, 29)
# As the packs of the founding year read: Working Together (2015) and the Act as it stood.
OF_2017 = {
    "neglect": "Children Act 2004, sections 13 to 16, and Working Together to Safeguard Children "
    "(2015), chapter 3: the board checks the quality of practice by auditing case files jointly. "
    "Section 14B obliges the bodies it asks to supply the information.",
    "section_11_gp": "Children Act 2004, sections 11 and 14B; Working Together to Safeguard "
    "Children (2015), chapter 2. The clinical commissioning group asks on the board's behalf.",
    "section_11": "Children Act 2004, section 11 (the duty to safeguard and promote welfare) and "
    "section 14B (the duty to supply what the board asks for); Working Together to Safeguard "
    "Children (2015), chapters 2 and 3.",
}
# Of no use since 29 June 2018 (Children and Social Work Act 2017) and 1 July 2022 (Health and Care
# Act 2022). An integrated care board is no safeguarding board.
REPEALED = ("13 to 16", "14B", "2015", "clinical commissioning", "serious case review", "the board")


@pytest.mark.parametrize("kind", OF_2017)
def test_a_cycle_of_2017_cites_what_was_law_then(kind):
    assert TEMPLATES[kind].legal_basis_on(FOUNDING) == OF_2017[kind]


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_a_cycle_of_today_cites_nothing_that_was_repealed(kind):
    text = TEMPLATES[kind].legal_basis_on(TODAY)
    assert [old for old in REPEALED if old in text] == []
    assert "Children Act 2004, section" in text


@pytest.mark.parametrize("name", sorted(LAW))
@given(days=st.integers(0, 9000))
def test_on_each_day_one_text_is_in_force(name, days):
    day = date(2006, 4, 1) + timedelta(days)
    in_force = [each.text for each in LAW[name] if each.is_in_force(day)]
    assert in_force == [text_on(LAW[name], day)]


def test_the_first_day_of_the_safeguarding_partners_is_theirs():
    texts = TEMPLATES["thresholds"].law
    assert "the board" in text_on(texts, date(2018, 6, 28))
    assert "safeguarding partners" in text_on(texts, date(2018, 6, 29))


@pytest.fixture
def own(tmp_path):
    """Return a folder with a template of one's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(SHIPPED / "neglect.yaml", folder)
    return folder


def write_law(folder, text):
    (folder / "shared").mkdir()
    for name in ("scales.yaml", "core_questions.yaml"):
        shutil.copy(SHIPPED / "shared" / name, folder / "shared")
    (folder / "shared" / "law.yaml").write_text(text)


def test_own_law_stands_in_place_of_the_shipped_and_the_rest_stays(own):
    write_law(own, "law:\n  case_audit:\n    - text: Our own words, checked by our lawyer.\n")
    template = load_template(own / "neglect.yaml", beside=SHIPPED)
    assert template.legal_basis_on(TODAY) == "Our own words, checked by our lawyer."
    assert read_law(own, beside=SHIPPED)["section_11"] == LAW["section_11"]


def test_law_that_has_ended_is_told_and_the_last_text_stands_meanwhile(own):
    write_law(own, "law:\n  case_audit:\n    - {text: Old law, in_force_to: 2020-01-31}\n")
    template = load_template(own / "neglect.yaml", beside=SHIPPED)
    assert list(ended_law("case_audit", template.law, date(2020, 1, 31))) == []
    (sentence,) = ended_law("case_audit", template.law, TODAY)
    assert "no text in force on 29 November 2026" in sentence
    assert template.legal_basis_on(TODAY) == "Old law"


@pytest.mark.parametrize(
    "second",
    ["{text: B}", "{text: B, in_force_from: 2019-12-31}", "{text: B, in_force_to: 2021-01-01}"],
)
def test_two_texts_in_force_on_one_day_are_refused(own, second):
    write_law(
        own, f"law:\n  case_audit:\n    - {{text: A, in_force_to: 2020-01-31}}\n    - {second}\n"
    )
    with pytest.raises(TemplateError, match="follow one another"):
        load_template(own / "neglect.yaml", beside=SHIPPED)


def test_an_entry_that_there_is_not_is_refused_with_the_nearest(own):
    path = own / "neglect.yaml"
    path.write_text(path.read_text().replace("legal_basis: case_audit", "legal_basis: case_audits"))
    with pytest.raises(TemplateError, match="Did you mean 'case_audit'"):
        load_template(path, beside=SHIPPED)


def test_words_of_ones_own_stand_as_they_are(own):
    path = own / "neglect.yaml"
    path.write_text(path.read_text().replace("case_audit", "Children Act 2004, section 16H."))
    template = load_template(path, beside=SHIPPED)
    assert template.legal_basis_on(FOUNDING) == "Children Act 2004, section 16H."
