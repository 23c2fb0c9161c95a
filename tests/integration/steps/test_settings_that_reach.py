"""How somebody is reached is looked at when the settings are read."""

import pytest

from audits.domain.errors import WorkspaceError
from audits.settings import init_workspace, read_settings


SMTP = '[channels.mail]\nkind = "smtp"\nhost = "mail.board.example"\nsender = "{}"\n'
GRAPH = '[{}.box]\nkind = "graph"\ntenant = "t"\nclient_id = "c"\nmailbox = "{}"\n'


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("01632 960 000", "01632 960 0", "concerns_to: .* 9 digits"),
        ("audits@partnership.example", "audits@partnership", r"contact: .* no domain"),
        ('"business_unit"', '"../../evil"', "named_person: .* letters a to z"),
        ('"business_unit"\n', '"business_unit"\n' + SMTP.format("audïts@board.example"), "sender"),
        ('"business_unit"\n', '"business_unit"\n' + GRAPH.format("channels", "audits"), "mailbox"),
        (
            '"business_unit"\n',
            '"business_unit"\n' + GRAPH.format("inboxes", "a/b@c.org"),
            "mailbox",
        ),
    ],
)
def test_what_reaches_nobody_is_refused_by_its_setting(tmp_path, before, after, says, monkeypatch):
    monkeypatch.setenv("AUDITS_INBOXES_BOX_SECRET", "s")
    monkeypatch.setenv("AUDITS_CHANNELS_BOX_SECRET", "s")
    init_workspace(tmp_path)
    path = tmp_path / "audits.toml"
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(WorkspaceError, match=says):
        read_settings(tmp_path)
