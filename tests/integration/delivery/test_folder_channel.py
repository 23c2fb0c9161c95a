"""What the folder channel leaves on a disk, whatever becomes of the machine."""

import errno
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders.delivery import KEY, PACK, CutDisk, FailingDisk, PowerCut, a_message
from pydantic import ValidationError

from audits.delivery import FolderChannel, FolderSettings
from audits.domain.errors import RefusedError, TryAgainError, UnconfirmedError
from audits.domain.message import Attachment


LETTER = "police/MASH-2017-W10_police_pack_1.txt"
PACK_FILE = "police/MASH-2017-W10-police-pack-1.xlsx"
CONCERN = "MASH-2017-W10/business_unit/concern/1"


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def steps_of_a_delivery(tmp_path: Path, clock) -> int:
    """Count the doings of one whole delivery: a cut beyond the last one never comes."""
    disk = CutDisk(at=0)
    root = tmp_path / "count"
    root.mkdir()
    FolderChannel(root, clock, disk=disk).send(a_message())
    return -disk.left


def test_the_files_lie_flat_in_the_units_folder(tmp_path, clock):
    FolderChannel(tmp_path, clock).send(a_message())
    assert files(tmp_path) == {LETTER, PACK_FILE}
    assert (tmp_path / PACK_FILE).read_bytes() == PACK.content


def test_the_letter_can_be_read_in_notepad(tmp_path, clock):
    FolderChannel(tmp_path, clock).send(a_message(body="Dear colleague,\n\nPlease – by 5pm.\n"))
    assert (tmp_path / LETTER).read_bytes().decode("utf-8") == (
        "\ufeffTo: lead@police.example.org\r\n"
        "Subject: Pack MASH-2017-W10/police/pack/1\r\n"
        "Sent: 9 March 2017, 17:00 GMT\r\n"
        "Reference: MASH-2017-W10/police/pack/1\r\n"
        "Attached: MASH-2017-W10-police-pack-1.xlsx\r\n"
        "\r\n"
        "Dear colleague,\r\n\r\nPlease – by 5pm.\r\n"
    )


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2017, 6, 30, 23, 5, tzinfo=UTC), "1 July 2017, 00:05 BST"),
        (datetime(2017, 10, 29, 0, 30, tzinfo=UTC), "29 October 2017, 01:30 BST"),
        (datetime(2017, 10, 29, 1, 30, tzinfo=UTC), "29 October 2017, 01:30 GMT"),
    ],
)
def test_a_letter_tells_englands_time_and_is_found_again_by_it(tmp_path, at, shown):
    FolderChannel(tmp_path, lambda: at).send(a_message())
    assert f"\r\nSent: {shown}\r\n" in (tmp_path / LETTER).read_bytes().decode()
    found = FolderChannel(tmp_path, lambda: at).find(KEY)
    assert found is not None
    assert found.at == at


def test_a_letter_of_an_earlier_version_is_found_again(tmp_path, clock):
    channel = FolderChannel(tmp_path, clock)
    channel.send(a_message())
    letter = (tmp_path / LETTER).read_text("utf-8")
    earlier = letter.replace("9 March 2017, 17:00 GMT", "2017-03-09T17:00:00+00:00")
    (tmp_path / LETTER).write_text(earlier, "utf-8")
    found = channel.find(KEY)
    assert found is not None
    assert found.at == datetime(2017, 3, 9, 17, tzinfo=UTC)


def test_a_letter_may_go_alone(tmp_path, clock):
    message = a_message(CONCERN)
    channel = FolderChannel(tmp_path, clock)
    channel.send(type(message)(CONCERN, "business_unit", ("duty@example.org",), "Now", "Ring."))
    assert files(tmp_path) == {"business_unit/MASH-2017-W10_business_unit_concern_1.txt"}
    assert channel.find(CONCERN)


def test_a_cut_at_any_point_then_one_more_go_leaves_exactly_one_whole_message(tmp_path, clock):
    steps = steps_of_a_delivery(tmp_path, clock)
    assert (
        steps == 8
    )  # folder and its name; pack written, named; names; letter written, named; names
    for step in range(1, steps + 1):
        root = tmp_path / str(step)
        root.mkdir()
        with pytest.raises(PowerCut):
            FolderChannel(root, clock, disk=CutDisk(at=step)).send(a_message())
        later = FolderChannel(root, clock)
        found = later.find(KEY)
        assert bool(found) == (step == steps), "only a whole message is found"
        assert found or later.send(a_message())
        assert files(root) == {LETTER, PACK_FILE}
        assert (root / PACK_FILE).read_bytes() == PACK.content


def test_two_cuts_one_after_the_other_are_no_worse(tmp_path, clock):
    for step in (3, 6, 4):
        with suppress(PowerCut):
            FolderChannel(tmp_path, clock, disk=CutDisk(at=step)).send(a_message())
    FolderChannel(tmp_path, clock).send(a_message())
    assert files(tmp_path) == {LETTER, PACK_FILE}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("doing", ["write", "rename"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_full_or_closed_disk_certainly_sent_nothing(tmp_path, clock, code, doing, after):
    channel = FolderChannel(tmp_path, clock, disk=FailingDisk(doing, code, after=after))
    with pytest.raises(TryAgainError, match=r"police cannot be used: .* Nothing was sent\."):
        channel.send(a_message())
    assert channel.find(KEY) is None


def test_a_drive_that_is_not_there_is_not_made_up_for(tmp_path, clock):
    with pytest.raises(TryAgainError, match="drive"):
        FolderChannel(tmp_path / "absent", clock).send(a_message())
    assert not (tmp_path / "absent").exists()


def test_a_disk_that_fails_after_the_letter_leaves_it_to_a_person(tmp_path, clock):
    channel = FolderChannel(tmp_path, clock, disk=FailingDisk("settle", errno.EIO, after=2))
    with pytest.raises(UnconfirmedError, match="whole"):
        channel.send(a_message())


def test_a_file_where_the_folder_should_be_is_refused_for_good(tmp_path, clock):
    (tmp_path / "police").write_text("in the way")
    with pytest.raises(RefusedError, match=r"police cannot hold .* Nothing was sent\."):
        FolderChannel(tmp_path, clock).send(a_message())


def test_a_letter_somebody_else_wrote_is_left_to_a_person(tmp_path, clock):
    (tmp_path / "police").mkdir()
    (tmp_path / LETTER).write_text("Dear all")
    with pytest.raises(UnconfirmedError, match="Find out whether"):
        FolderChannel(tmp_path, clock).send(a_message())
    assert (tmp_path / LETTER).read_text() == "Dear all"


@pytest.mark.parametrize("name", ["../pack.xlsx", ".hidden", "", "a:b.xlsx", "a\\b.xlsx"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, clock, name):
    with pytest.raises(RefusedError, match="cannot be the name"):
        FolderChannel(tmp_path, clock).send(a_message(KEY, Attachment(name, b"x")))
    assert files(tmp_path) == set()


def test_two_files_of_one_name_are_refused(tmp_path, clock):
    twice = (Attachment("Pack.xlsx", b"1"), Attachment("pack.xlsx", b"2"))
    with pytest.raises(RefusedError, match="two files of one name"):
        FolderChannel(tmp_path, clock).send(a_message(KEY, *twice))


def test_a_unit_code_that_leads_elsewhere_is_refused(tmp_path, clock):
    with pytest.raises(RefusedError, match="cannot be the name"):
        FolderChannel(tmp_path, clock).find("MASH-2017-W10/../pack/1")


@pytest.mark.parametrize("unit", ["../../evil", "north/south"])
def test_a_code_that_would_lead_out_of_the_outbox_is_refused_by_itself(tmp_path, clock, unit):
    key = f"MASH-2017-W10/{unit}/pack/1"
    root = tmp_path / "a" / "outbox"
    root.mkdir(parents=True)
    with pytest.raises(RefusedError, match="Nothing was sent"):
        FolderChannel(root, clock).send(replace(a_message(), key=key, unit=unit))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_key_without_its_four_parts_is_a_bug(tmp_path, clock):
    with pytest.raises(ValueError, match="cycle/unit/purpose/edition"):
        FolderChannel(tmp_path, clock).find("pack")


def test_a_heading_cannot_be_smuggled_into_the_letter(tmp_path, clock):
    message = a_message()
    sly = type(message)(KEY, "police", ("a@example.org",), "Pack\nReference: X/y/pack/9", "body")
    channel = FolderChannel(tmp_path, clock)
    channel.send(sly)
    assert channel.find(KEY)


def test_settings_build_the_channel_and_refuse_what_they_do_not_know(tmp_path, clock):
    channel = FolderSettings(kind="folder", root=tmp_path).build(clock)
    assert channel.send(a_message()) == channel.find(KEY)
    with pytest.raises(ValidationError, match="colour"):
        FolderSettings.model_validate({"kind": "folder", "root": tmp_path, "colour": "red"})


def test_a_message_for_one_unit_under_the_key_of_another_is_a_bug(tmp_path, clock):
    message = a_message()
    astray = type(message)(KEY, "health", (), "Pack", "", (PACK,))
    with pytest.raises(ValueError, match="not a message to health"):
        FolderChannel(tmp_path, clock).send(astray)
    assert files(tmp_path) == set()
