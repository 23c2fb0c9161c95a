"""Who runs the audits, from its file, and the names that hold on a day."""

from datetime import date

import pytest

from audits import resource_folder
from audits.domain.errors import WorkspaceError
from audits.domain.partnership import MeetingRole
from audits.templates.partnership import freeze_partnership, partnership_of, read_partnership


PROFILES = resource_folder("audit_templates") / "partnerships"


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


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('noun = "board"', 'nuon = "board"', "nuon"),
        ('noun = "board"', "noun = ", "not well formed"),
        ('chair = {name = "independent chair", short = "chair"}', "", "must name chair"),
        ('front_door = "MASH"', 'front_dor = "MASH"', "front_door"),
        ('role = "executive"', 'role = "quality_group"', "one body whose role is 'quality_group'"),
        ('code = "board"', 'code = "qeg"', "a code twice"),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_refused_by_its_name(tmp_path, before, after, says):
    text = (PROFILES / "lscb_2016.toml").read_text()
    assert before in text
    (tmp_path / "partnership.toml").write_text(text.replace(before, after))
    with pytest.raises(WorkspaceError, match=says) as refused:
        read_partnership(tmp_path / "partnership.toml")
    assert "partnership.toml" in str(refused.value)
