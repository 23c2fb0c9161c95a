"""That the audits do not run is told once a day, by the channel that still works; on both."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.channels import smtp_channel
from builders.far_ends import Post, mail_server, make_authority, server_side
from builders.full import no_file_over
from builders.ports import free_port

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
    workspace = ws.workspace_of(home)
    import_agencies(make_agencies(), workspace=workspace)
    return home


@pytest.fixture
def workspace(home):
    """The parts of a workspace in which every tick has just succeeded, on a Thursday at noon."""
    workspace = ws.workspace_of(home, ws.FIVE - timedelta(hours=5))
    for tick in TICKS:
        run(workspace, tick.name)
    return workspace


def run(workspace, tick, error=""):
    assert workspace.ticks.claim_tick(tick, "a run")
    assert workspace.ticks.give_up(tick, "a run", error=error)


def later(workspace, **step):
    workspace.clock.now += timedelta(**step)


def letters(workspace):
    return {row.key: row for row in list_dispatches(workspace=workspace)}


def test_while_all_is_well_nobody_is_written_to(workspace):
    later(workspace, minutes=59)
    assert tell_trouble(workspace=workspace) == ()
    assert letters(workspace) == {}


def test_a_tick_that_failed_once_is_left_to_try_again(workspace):
    run(workspace, "send-due", "SMTPException")
    assert tell_trouble(workspace=workspace) == ()


def test_a_tick_that_failed_twice_running_is_told_in_plain_words(workspace, home):
    later(workspace, minutes=5)
    run(workspace, "collect-returns", "The inbox cannot be reached.")
    later(workspace, minutes=15)
    run(workspace, "collect-returns", "The inbox cannot be reached.")
    (said,) = tell_trouble(workspace=workspace)
    assert said == (
        "Collecting returns (collect-returns) failed 2 times running, last 9 March 2017, "
        "12:20: The inbox cannot be reached."
    )
    letter = (home / LETTER).read_text("utf-8-sig")
    assert said in letter
    assert "To: " in letter
    assert letters(workspace)[KEY].status == "sent"
    assert trail_faults(workspace=workspace) == ()


def test_ticks_that_nobody_starts_are_told(workspace, home):
    later(workspace, hours=1)
    found = tell_trouble(workspace=workspace)
    assert [each.split(" has ")[0] for each in found] == [
        "Sending messages (send-due)", "Collecting returns (collect-returns)",
    ]  # fmt: skip
    assert "not run since 9 March 2017, 12:00." in (home / LETTER).read_text("utf-8-sig")


def test_it_is_told_once_a_day_for_as_long_as_it_lasts(workspace):
    later(workspace, hours=1)
    for _ in range(3):
        assert tell_trouble(workspace=workspace)
        later(workspace, hours=1)
    assert list(letters(workspace)) == [KEY]
    later(workspace, days=1, hours=-1)
    assert tell_trouble(workspace=workspace)
    assert list(letters(workspace)) == [KEY, KEY.replace("-09", "-10")]


def test_many_who_watch_tell_once(workspace, home):
    later(workspace, hours=1)
    taken = []

    class Counting:
        """A channel that takes everything, and counts."""

        by_hand = can_tell = False

        def send(self, message):
            taken.append(message.key)
            return workspace.channels["folder"].send(message)

        def find(self, key):
            return workspace.channels["folder"].find(key)

    counting = {"folder": Counting()}
    watchers = [
        replace(ws.workspace_of(home, workspace.clock()), channels=counting) for _ in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: tell_trouble(workspace=watchers[n]), range(8)))
    assert all(told)
    assert taken == [KEY]
    assert letters(workspace)[KEY].attempts == 1


@pytest.fixture
def by_mail(workspace, tmp_path):
    """Return what gives the parts a mail server at a port, beside the folder."""
    authority = make_authority(tmp_path)

    def with_port(port):
        mail = smtp_channel(port, authority[1], workspace.clock)
        return replace(workspace, channels={**workspace.channels, "mail": mail})

    return with_port, authority


def test_where_mail_is_refused_it_goes_by_the_folder(by_mail, home):
    workspace = by_mail[0](free_port())  # nobody listens there
    by_hand, mail = workspace.channels["folder"], workspace.channels["mail"]
    workspace = replace(workspace, channels={"by-hand": by_hand, "folder": mail})
    later(workspace, hours=1)
    for _ in range(2):
        assert tell_trouble(workspace=workspace)
        row = show_dispatch(KEY, workspace=workspace)
        assert (row.status, row.channel, row.attempts) == ("sent", "by-hand", 2)
    assert (home / LETTER).is_file()


def test_where_the_folder_is_gone_it_goes_by_mail(by_mail, home):
    with_port, (authority, _) = by_mail
    post = Post()
    with mail_server(post, server_side(authority)) as port:
        workspace = with_port(port)
        (home / "outbox").rename(home / "elsewhere")
        later(workspace, hours=1)
        assert tell_trouble(workspace=workspace)
    row = show_dispatch(KEY, workspace=workspace)
    assert (row.status, row.channel, row.attempts) == ("sent", "mail", 2)
    (mail,) = post.mails
    assert mail["X-Audits-Key"] == KEY


def test_where_nothing_works_it_is_said_and_lies_in_the_outbox(by_mail, home):
    workspace = by_mail[0](free_port())
    only = replace(workspace, channels={"folder": workspace.channels["mail"]})
    later(only, hours=1)
    with pytest.raises(UserError, match=r"Sending messages .* could not be told: no channel"):
        tell_trouble(workspace=only)
    left = (home / "outbox" / "NOBODY-WAS-TOLD-2017-03-09.txt").read_text()
    assert "Sending messages (send-due) has not run since 9 March 2017, " in left
    # It is tried again with the next look, and told once a channel works.
    assert tell_trouble(workspace=workspace)
    assert letters(workspace)[KEY].status == "sent"


def test_a_workspace_without_a_business_unit_says_so(ready_url, tmp_path):
    home = tmp_path / "bare"
    init_workspace(home)
    settings = home / "audits.toml"
    said = settings.read_text().replace('"business_unit"', '"nobody"')
    settings.write_text(f'{said}\ndatabase = "{ready_url}"\n')
    workspace = ws.workspace_of(home)
    import_agencies(make_agencies(), workspace=workspace)
    later(workspace, days=1, hours=-6)
    with pytest.raises(UserError, match="There is no unit 'nobody'"):
        tell_trouble(workspace=workspace)


def test_a_disk_that_is_nearly_full_is_told_before_it_is(workspace):
    tight = replace(workspace, disk_low_mb=10**9)
    (said,) = tell_trouble(workspace=tight)
    assert said.startswith("The disk is nearly full")


def test_a_vault_that_is_gone_is_said_to_whoever_called(workspace, home):
    # It seals the trail, so that nothing can be written down without it.
    (home / "vault.db").unlink()
    with pytest.raises(UserError, match=r"The vault .*could not be told"):
        tell_trouble(workspace=workspace)
    assert list(home.glob("outbox/NOBODY-WAS-TOLD-*.txt"))
    assert not (home / "vault.db").exists()


def test_a_full_disk_is_said_to_whoever_called(workspace, ready_url):
    later(workspace, hours=1)
    if ready_url.startswith("sqlite"):  # PostgreSQL writes its own files
        said = pytest.raises(UserError, match=r"may not be written.*could not be told")
        with no_file_over(10), said:
            tell_trouble(workspace=workspace)
    assert tell_trouble(workspace=workspace)
    assert letters(workspace)[KEY].status == "sent"
