"""Who runs the audits, from its file, and the names that hold on a day."""

import shutil
from datetime import date

import pytest

from audits import resource_folder
from audits.domain.errors import TemplateError, WorkspaceError
from audits.domain.partnership import TEMPLATE_WORDS, MeetingRole
from audits.templates import load_template, load_templates, worded
from audits.templates.partnership import freeze_partnership, partnership_of, read_partnership


PROFILES = resource_folder("audit_templates") / "partnerships"
A_DAY, LATER = date(2022, 6, 30), date(2022, 7, 1)


def a_profile(name="lscb_2016"):
    return read_partnership(PROFILES / f"{name}.toml")


@pytest.mark.parametrize("name", ["lscb_2016", "partnership_2026"])
def test_a_partnership_comes_back_from_the_text_that_a_cycle_freezes(name):
    assert partnership_of(freeze_partnership(a_profile(name))) == a_profile(name)


def test_who_commissions_health_care_changes_its_name_on_the_day_the_law_says():
    # The Health and Care Act 2022 put integrated care boards in place on 1 July 2022.
    board = a_profile()
    assert board.words_on(date(2022, 6, 30))["health_commissioner"] == "CCG"
    assert board.words_on(date(2022, 7, 1))["health_commissioner"] == "ICB"


def test_the_partnership_of_2026_says_nothing_of_the_board_of_2016():
    text = freeze_partnership(a_profile("partnership_2026"))
    spoken = text.replace("integrated care board", "").replace('"qeg_member"', "")
    assert not [word for word in ("QEG", "LSCB", "CCG", "2015", "board") if word in spoken]
    assert a_profile("partnership_2026").meeting(MeetingRole.EXECUTIVE).code == "executive"


@pytest.mark.parametrize("name", TEMPLATE_WORDS)
def test_every_name_that_a_template_may_use_stands_in_one(name):
    assert [file for file in PROFILES.parent.glob("*.yaml") if f"{{{name}}}" in file.read_text()]


def test_a_partner_is_one_in_every_year_that_has_a_day_of_it():
    # The Health and Care Act 2022 ended clinical commissioning groups on 30 June 2022.
    health = [partner for partner in a_profile().statutory_partners if partner.role]
    for first, last, short in (
        (date(2021, 4, 1), date(2022, 3, 31), ["CCG"]),
        (date(2022, 4, 1), date(2023, 3, 31), ["CCG", "ICB"]),
        (date(2022, 7, 1), date(2023, 3, 31), ["ICB"]),
    ):
        assert [each.short for each in health if each.is_in_force(first, last)] == short


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('noun = "board"', 'nuon = "board"', "nuon"),
        ('noun = "board"', "noun = ", "not well formed"),
        ('chair = {name = "independent chair", short = "chair"}', "", "must name chair"),
        ('front_door = "MASH"', 'front_dor = "MASH"', "front_door"),
        ('role = "executive"', 'role = "quality_group"', "one body whose role is 'quality_group'"),
        ('code = "board"', 'code = "qeg"', "a code twice"),
        ('role = "health_commissioner"', 'role = "health"', "health_commissioner"),
        ('agency = "ccg"', 'agency = "Our CCG"', "a code of the list of agencies"),
        ("[yearly_report]", "[yearly_report]\nsections = [{title = 'A', asks = 'B'}]", "report"),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_refused_by_its_name(tmp_path, before, after, says):
    text = (PROFILES / "lscb_2016.toml").read_text()
    assert before in text
    (tmp_path / "partnership.toml").write_text(text.replace(before, after))
    with pytest.raises(WorkspaceError, match=says) as refused:
        read_partnership(tmp_path / "partnership.toml")
    assert "partnership.toml" in str(refused.value)


def test_a_template_is_filled_in_with_the_names_of_the_day():
    template = load_templates(PROFILES.parent)["section_11_gp"]
    early, late = (worded(template, a_profile().words_on(day)) for day in (A_DAY, LATER))
    assert "The CCG helps practices with what they find." in early.pack.instructions[-1]
    assert "The ICB helps practices with what they find." in late.pack.instructions[-1]


@pytest.mark.parametrize(
    ("profile", "day", "agency"),
    [
        ("lscb_2016", date(2016, 1, 11), "ccg"),
        ("lscb_2016", date(2022, 6, 30), "ccg"),
        ("lscb_2016", date(2022, 7, 1), "icb"),
        ("partnership_2026", date(2026, 11, 30), "icb"),
    ],
)
def test_who_commissions_health_care_on_the_day_owns_what_is_asked_of_practices(
    profile, day, agency
):
    partnership = read_partnership(PROFILES / f"{profile}.toml")
    template = load_templates(PROFILES.parent)["section_11_gp"]
    template = worded(template, partnership.words_on(day))
    proposed = {finding.action.owner for finding in template.findings if finding.action}
    assert (template.owner, proposed) == (agency, {agency})


def test_a_partnership_without_a_health_commissioner_says_the_role_in_its_place():
    words = a_profile().words_on(date(2013, 3, 31))
    assert words["health_commissioner"] == "health commissioner"
    assert words["health_commissioner_agency"] == "health_commissioner"


def test_a_name_in_braces_that_no_partnership_has_is_refused_with_its_line(tmp_path):
    shutil.copytree(PROFILES.parent, tmp_path / "own")
    path = tmp_path / "own" / "cse.yaml"
    text = path.read_text()
    path.write_text(text.replace("report to {quality_group}", "report to {quality_groop}"))
    line = text[: text.index("report to {quality_group}")].count("\n") + 1
    with pytest.raises(TemplateError) as refused:
        load_template(path)
    assert f"cse.yaml, line {line}: '{{quality_groop}}' is not a name I know" in str(refused.value)
    assert "quality_group" in str(refused.value)
