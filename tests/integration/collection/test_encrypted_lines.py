"""A mailbox is asked over an encrypted line whose certificate matches, or not at all."""

import pytest
from builders.dovecot import a_user
from builders.far_ends import server_side
from builders.mailboxes import PASSWORD, USER, a_mail, counts, drop, imap_inbox, imap_server
from builders.relays import relay

from audits.collection import ImapSettings
from audits.domain.errors import TryAgainError


@pytest.fixture
def pymap(authority, tmp_path_factory):
    """The port of a server that knows no encryption; a relay in front has it from the start."""
    with imap_server(tmp_path_factory.mktemp("imap"), authority[0], tls=False) as port:
        yield port


@pytest.fixture
def pymap_tls(authority, pymap):
    with relay(pymap, context=server_side(authority[0])) as front:
        yield front.port


LINES = [("pymap_tls", "implicit"), ("dovecot", "implicit"), ("dovecot", "starttls")]


@pytest.fixture(params=LINES, ids=[" ".join(line) for line in LINES])
def line(request, authority, clock):
    """An inbox on a line, the same with other settings, and the sender's side; a user a test."""
    (name, tls), trusted = request.param, authority[1]
    if name == "dovecot":
        port = getattr(request.getfixturevalue("dovecot_ports"), tls)
        user = a_user(request.node.name)
    else:
        port, user = request.getfixturevalue(name), USER

    class Line:
        def inbox(self, trust=trusted, **more):
            return imap_inbox(port, trust, clock, tls=tls, user=user, **more)

        def drop(self, *mails):
            drop(port, trusted, *mails, implicit=tls == "implicit", user=user)

        def counts(self):
            found = counts(port, trusted, implicit=tls == "implicit", user=user)
            return {name: found.get(name, 0) for name in ("INBOX", "Collected")}

    return Line()


def test_what_arrives_is_read_and_moved_and_never_deleted(line):
    line.drop(a_mail(("Rückgabe – März.xlsx", b"a"), ("b.xlsx", b"b")), a_mail(("c.xlsx", b"c")))
    inbox = line.inbox()
    waiting = inbox.waiting()
    assert [each.name for each in waiting] == ["Rückgabe – März.xlsx", "b.xlsx", "c.xlsx"]
    assert [inbox.read(each) for each in waiting] == [b"a", b"b", b"c"]
    for each in waiting:
        inbox.settle(each)
        inbox.settle(each)
    assert line.counts() == {"INBOX": 0, "Collected": 2}
    assert line.inbox().waiting() == ()


def test_a_wrong_password_is_one_sentence_and_nothing_is_lost(line):
    line.drop(a_mail(("a.xlsx", b"a")))
    with pytest.raises(TryAgainError, match="does not accept the user or password") as caught:
        line.inbox(secret="mistaken").waiting()
    assert "mistaken" not in str(caught.value)
    assert line.counts()["INBOX"] == 1


def test_an_authority_nobody_trusts_is_one_sentence_and_nothing_is_lost(line):
    line.drop(a_mail(("a.xlsx", b"a")))
    with pytest.raises(TryAgainError, match=r"is not trusted .*Nothing was taken\."):
        line.inbox(trust=None).waiting()
    assert line.counts()["INBOX"] == 1


def test_a_certificate_for_another_name_gets_no_password(pymap, authority, clock):
    elsewhere = server_side(authority[0], "mail.elsewhere.example")
    with relay(pymap, context=elsewhere) as front:
        with pytest.raises(TryAgainError, match=r"certificate of .* does not match"):
            imap_inbox(front.port, authority[1], clock, tls="implicit").waiting()
        assert front.heard == b""


def test_a_line_stripped_of_its_encryption_gets_no_password(mailbox, clock):
    port, trusted = mailbox
    with relay(port, meddle=lambda said: said.replace(b"STARTTLS", b"XSTARTLS")) as between:
        with pytest.raises(TryAgainError, match="does not offer encryption"):
            imap_inbox(between.port, trusted, clock, tls="starttls").waiting()
        assert b"CAPABILITY" in between.heard
        assert PASSWORD.encode() not in between.heard
        assert b"LOGIN" not in between.heard


def test_a_server_that_answers_in_plain_text_gets_nothing(pymap, authority, clock):
    with relay(pymap) as plain:
        with pytest.raises(TryAgainError, match=r"cannot be used .*; it is tried again\."):
            imap_inbox(plain.port, authority[1], clock, tls="implicit").waiting()
        assert PASSWORD.encode() not in plain.heard


def test_a_line_that_breaks_in_the_middle_is_one_sentence_and_what_lies_there_waits(
    pymap, pymap_tls, authority, clock
):
    drop(pymap_tls, authority[1], a_mail(("a.xlsx", b"a")), implicit=True)
    said = []

    def breaks(answer):
        said.append(answer)
        if len(said) > 4:
            raise OSError("the line broke")
        return answer

    context = server_side(authority[0])
    refused = pytest.raises(TryAgainError, match=r"cannot be used .*; it is tried again\.")
    with relay(pymap, context=context, meddle=breaks) as breaking, refused:
        imap_inbox(breaking.port, authority[1], clock, tls="implicit").waiting()
    (arrival,) = imap_inbox(pymap_tls, authority[1], clock, tls="implicit").waiting()
    assert arrival.name == "a.xlsx"


@pytest.mark.parametrize(("tls", "port"), [("implicit", 993), ("starttls", 143)])
def test_the_usual_port_goes_with_the_kind_of_encryption(tls, port):
    said = {"kind": "imap", "host": "h", "user": "u", "secret": "s", "tls": tls}
    assert ImapSettings.model_validate(said).at == port
