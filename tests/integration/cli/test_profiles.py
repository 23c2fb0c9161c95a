"""A workspace begins with the names of a partnership of today, or with those of a board of 2016."""

from audits.settings import read_settings
from audits.wiring import build


def test_a_new_workspace_begins_with_the_names_of_today(audits, home):
    assert audits("init").code == 0
    named = build(read_settings(home)).partnership
    assert (named.name, named.noun) == ("Safeguarding Children Partnership", "partnership")


def test_another_profile_can_be_chosen_and_a_workspace_that_is_there_keeps_its_own(audits, home):
    assert audits("init", "--profile", "lscb_2016").code == 0
    assert audits("init").code == 0
    named = build(read_settings(home)).partnership
    assert (named.noun, named.quality_group.short) == ("board", "QEG")


def test_a_profile_that_is_not_shipped_is_refused_with_those_that_are(audits, home):
    refused = audits("init", "--profile", "lscb")
    assert refused.code == 2
    assert "lscb_2016, partnership_2026" in refused.err
    assert not home.exists()


def test_a_workspace_from_before_there_was_the_file_keeps_its_name_and_its_words(audits, home):
    assert audits("init", "--profile", "lscb_2016").code == 0
    (home / "partnership.toml").unlink()
    settings = home / "audits.toml"
    settings.write_text('board = "Fenmere Safeguarding Children Board"\n' + settings.read_text())
    named = build(read_settings(home)).partnership
    assert named.name == "Fenmere Safeguarding Children Board"
    assert named.quality_group.short == "QEG"


def test_a_slip_in_its_names_stops_every_command_with_the_place(audits, home):
    assert audits("init").code == 0
    path = home / "partnership.toml"
    path.write_text(path.read_text().replace('noun = "partnership"', "noun = 3"))
    refused = audits("cycle", "list")
    assert refused.code == 2
    assert "partnership.toml has settings that cannot be used: noun" in refused.err
