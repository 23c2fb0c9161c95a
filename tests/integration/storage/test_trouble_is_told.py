"""That the audits do not run is told once a day, by the channel that still works; on both."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.channels import smtp_channel
from builders.far_ends import Post, free_port, mail_server, make_authority, server_side
from builders.full import no_file_over

from audits.demo.agencies import make_agencies
from audits.domain.errors import UserError
from audits.domain.ticks import TICKS
from audits.queries.dispatches import list_dispatches, show_dispatch
from audits.queries.trail import trail_faults
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.ticks.tell_trouble import tell_trouble


KEY = "schedule/business_unit/trouble/2017-03-09"
LETTER = "outbox/business_unit/schedule_business_unit_trouble_2017-03-09.txt"


@pytest.fixture
def home(ready_url, tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    settings = home / "audits.toml"
    settings.write_text(f'{settings.read_text()}\ndatabase = "{ready_url}"\n')
    parts = ws.parts_of(home)
    import_agencies(make_agencies(), parts=parts)
    return home


@pytest.fixture
def parts(home):
    """The parts of a workspace in which every tick has just succeeded, on a Thursday at noon."""
    parts = ws.parts_of(home, ws.FIVE - timedelta(hours=5))
    for tick in TICKS:
        run(parts, tick.name)
    return parts


def run(parts, tick, error=""):
    assert parts.ticks.claim_tick(tick, "a run")
    assert parts.ticks.give_up(tick, "a run", error=error)


def later(parts, **step):
    parts.clock.now += timedelta(**step)


def letters(parts):
    return {row.key: row for row in list_dispatches(parts=parts)}


def test_while_all_is_well_nobody_is_written_to(parts):
    later(parts, minutes=59)
    assert tell_trouble(parts=parts) == ()
    assert letters(parts) == {}


def test_a_tick_that_failed_once_is_left_to_try_again(parts):
    run(parts, "send-due", "SMTPException")
    assert tell_trouble(parts=parts) == ()


def test_a_tick_that_failed_twice_running_is_told_in_plain_words(parts, home):
    later(parts, minutes=5)
    run(parts, "collect-returns", "The inbox cannot be reached.")
    later(parts, minutes=15)
    run(parts, "collect-returns", "The inbox cannot be reached.")
    (said,) = tell_trouble(parts=parts)
    assert said == (
        "Collecting returns (collect-returns) failed 2 times running, last 9 March 2017, "
        "12:20: The inbox cannot be reached."
    )
    letter = (home / LETTER).read_text("utf-8-sig")
    assert said in letter
    assert "To: " in letter
    assert letters(parts)[KEY].status == "sent"
    assert trail_faults(parts=parts) == ()


def test_ticks_that_nobody_starts_are_told(parts, home):
    later(parts, hours=1)
    found = tell_trouble(parts=parts)
    assert [each.split(" has ")[0] for each in found] == [
        "Sending messages (send-due)", "Collecting returns (collect-returns)",
    ]  # fmt: skip
    assert "not run since 9 March 2017, 12:00." in (home / LETTER).read_text("utf-8-sig")


def test_it_is_told_once_a_day_for_as_long_as_it_lasts(parts):
    later(parts, hours=1)
    for _ in range(3):
        assert tell_trouble(parts=parts)
        later(parts, hours=1)
    assert list(letters(parts)) == [KEY]
    later(parts, days=1, hours=-1)
    assert tell_trouble(parts=parts)
    assert list(letters(parts)) == [KEY, KEY.replace("-09", "-10")]


def test_many_who_watch_tell_once(parts, home):
    later(parts, hours=1)
    taken = []

    class Counting:
        """A channel that takes everything, and counts."""

        by_hand = can_tell = False

        def send(self, message):
            taken.append(message.key)
            return parts.channels["folder"].send(message)

        def find(self, key):
            return parts.channels["folder"].find(key)

    counting = {"folder": Counting()}
    watchers = [replace(ws.parts_of(home, parts.clock()), channels=counting) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: tell_trouble(parts=watchers[n]), range(8)))
    assert all(told)
    assert taken == [KEY]
    assert letters(parts)[KEY].attempts == 1


@pytest.fixture
def by_mail(parts, tmp_path):
    """Return what gives the parts a mail server at a port, beside the folder."""
    authority = make_authority(tmp_path)

    def with_port(port):
        mail = smtp_channel(port, authority[1], parts.clock)
        return replace(parts, channels={**parts.channels, "mail": mail})

    return with_port, authority


def test_where_mail_is_refused_it_goes_by_the_folder(by_mail, home):
    parts = by_mail[0](free_port())  # nobody listens there
    by_hand, mail = parts.channels["folder"], parts.channels["mail"]
    parts = replace(parts, channels={"by-hand": by_hand, "folder": mail})
    later(parts, hours=1)
    for _ in range(2):
        assert tell_trouble(parts=parts)
        row = show_dispatch(KEY, parts=parts)
        assert (row.status, row.channel, row.attempts) == ("sent", "by-hand", 2)
    assert (home / LETTER).is_file()


def test_where_the_folder_is_gone_it_goes_by_mail(by_mail, home):
    with_port, (authority, _) = by_mail
    post = Post()
    with mail_server(post, server_side(authority)) as port:
        parts = with_port(port)
        (home / "outbox").rename(home / "elsewhere")
        later(parts, hours=1)
        assert tell_trouble(parts=parts)
    row = show_dispatch(KEY, parts=parts)
    assert (row.status, row.channel, row.attempts) == ("sent", "mail", 2)
    (mail,) = post.mails
    assert mail["X-Audits-Key"] == KEY


def test_where_nothing_works_it_is_said_and_lies_in_the_outbox(by_mail, home):
    parts = by_mail[0](free_port())
    only = replace(parts, channels={"folder": parts.channels["mail"]})
    later(only, hours=1)
    with pytest.raises(UserError, match=r"Sending messages .* could not be told: no channel"):
        tell_trouble(parts=only)
    left = (home / "outbox" / "NOBODY-WAS-TOLD-2017-03-09.txt").read_text()
    assert "Sending messages (send-due) has not run since 9 March 2017, " in left
    # It is tried again with the next look, and told once a channel works.
    assert tell_trouble(parts=parts)
    assert letters(parts)[KEY].status == "sent"


def test_a_workspace_without_a_business_unit_says_so(ready_url, tmp_path):
    home = tmp_path / "bare"
    init_workspace(home)
    settings = home / "audits.toml"
    said = settings.read_text().replace('"business_unit"', '"nobody"')
    settings.write_text(f'{said}\ndatabase = "{ready_url}"\n')
    parts = ws.parts_of(home)
    import_agencies(make_agencies(), parts=parts)
    later(parts, days=1, hours=-6)
    with pytest.raises(UserError, match="There is no unit 'nobody'"):
        tell_trouble(parts=parts)


def test_a_disk_that_is_nearly_full_is_told_before_it_is(parts):
    tight = replace(parts, disk_low_mb=10**9)
    (said,) = tell_trouble(parts=tight)
    assert said.startswith("The disk is nearly full")


def test_a_vault_that_is_gone_is_said_to_whoever_called(parts, home):
    # It seals the trail, so that nothing can be written down without it.
    (home / "vault.db").unlink()
    with pytest.raises(UserError, match=r"The vault .*could not be told"):
        tell_trouble(parts=parts)
    assert list(home.glob("outbox/NOBODY-WAS-TOLD-*.txt"))
    assert not (home / "vault.db").exists()


def test_a_full_disk_is_said_to_whoever_called(parts, ready_url):
    later(parts, hours=1)
    if ready_url.startswith("sqlite"):  # PostgreSQL writes its own files
        said = pytest.raises(UserError, match=r"may not be written.*could not be told")
        with no_file_over(10), said:
            tell_trouble(parts=parts)
    assert tell_trouble(parts=parts)
    assert letters(parts)[KEY].status == "sent"
