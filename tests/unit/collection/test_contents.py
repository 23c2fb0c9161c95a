"""Every part of a mail is a file to read, nothing to read, or told of as unread."""

import json
from base64 import encodebytes
from email import message_from_bytes

import pytest
from builders import odd_mails as om
from builders.mailboxes import a_mail

from audits.collection.arrivals import arrivals_in, content_in
from audits.collection.contents import contents_of, in_words
from audits.collection.links import has_shared_link
from audits.collection.mail import place_of
from audits.collection.raw_mails import look, take


LINK_WORDS, SEALED = "a link to a file kept elsewhere", "an encrypted or sealed message"
PK = b"PK\x03\x04 book"


def what_is_in(raw: bytes, linked: int = 0) -> tuple[list[str], str]:
    found = contents_of(message_from_bytes(raw), linked)
    return [each.name for each in found.files], in_words(found.unread) if found.unread else ""


NOTHING_TO_READ = {
    "a picture in the text": om.file("logo.png", kind="image/png", disposition="inline"),
    "a picture with an id": om.file("logo.png", kind="image/png", cid="<a@b>"),
    "a picture beside": om.file("signature.png", kind="image/png"),
    "two pictures beside": lambda m: [om.file(n, kind="image/gif")(m) for n in ("a.gif", "b.gif")],
    "a meeting": om.file("invite.ics", kind="text/calendar"),
    "a visiting card": om.file("lead.vcf", kind="text/vcard"),
    "a signature": om.file("smime.p7s", kind="application/pkcs7-signature"),
    "a PGP signature": om.file("signature.asc", kind="application/pgp-signature"),
    "Exchange's footer": om.file("ATT00001.htm", b"<br>", kind="application/octet-stream"),
    "HTML beside the text": lambda m: m.add_alternative("<p>Attached.</p>", subtype="html"),
    "a delivery notice": om.file("d", kind="text/rfc822-headers"),
}


@pytest.mark.parametrize("part", NOTHING_TO_READ)
def test_what_holds_nothing_to_read_is_accounted_for_silently(part):
    add = NOTHING_TO_READ[part]
    order = (add, om.book()) if part.startswith("HTML") else (om.book(), add)
    assert what_is_in(om.with_parts(*order)) == (["pack.xlsx"], "")


UNREAD = {
    "a PDF": om.file("scan.pdf", b"%PDF"),
    "a PDF by its bytes": om.file("scan", b"%PDF"),
    "a Word document": om.file("return.docx", PK),
    "a text file": om.file("notes.txt", kind="text/plain"),
    "a message saved by Outlook (.msg)": om.file("return.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "a file that is no workbook": om.file(None, b"what is this"),
    "an encrypted or sealed message": om.file("smime.p7m", kind="application/pkcs7-mime"),
    "a winmail.dat, which only Outlook opens": om.file("winmail.dat", kind="application/ms-tnef"),
}


@pytest.mark.parametrize("part", UNREAD)
def test_what_nobody_can_read_is_told_beside_a_workbook(part):
    wanted = "a PDF" if part.startswith("a PDF") else part
    assert what_is_in(om.with_parts(om.book(), UNREAD[part])) == (["pack.xlsx"], wanted)


def test_a_link_is_told_beside_a_workbook_and_alone():
    assert what_is_in(om.with_parts(om.book(), text=om.LINK)) == (["pack.xlsx"], LINK_WORDS)
    assert what_is_in(om.with_parts(text=om.LINK)) == ([], LINK_WORDS)
    both = om.with_parts(lambda m: m.add_alternative(f"<a href={om.LINK}>", subtype="html"),
                         text=om.LINK)  # fmt: skip
    assert what_is_in(both) == ([], LINK_WORDS)
    assert what_is_in(om.with_parts(), linked=2) == ([], "2 links to files kept elsewhere")


@pytest.mark.parametrize(
    ("text", "is_shared"),
    [
        (om.LINK, True),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ffenmere.sharepoint.com"
         "%2F%3Ax%3A%2Fs%2Fmash%2FEd&data=05", True),
        ("https://1drv.ms/x/s!A", True),
        ("https://docs.google.com/spreadsheets/d/1/edit", True),
        ("https://www.dropbox.com/scl/fi/a/b.xlsx", True),
        ("https://we.tl/t-abc", True),
        ("https://fenmere.sharepoint.com/sites/intranet", False),
        ("https://www.fenmere.gov.uk/privacy", False),
        ("https://documents.service.gov.uk/d/abc", False),
        ("fenmere.sharepoint.com", False),
    ],
)  # fmt: skip
def test_only_a_link_that_names_a_shared_file_is_one(text, is_shared):
    assert has_shared_link(text.encode()) is is_shared


def test_one_file_alone_is_read_for_a_sentence_of_its_own():
    assert what_is_in(om.with_parts(om.file("scan.pdf", b"%PDF"))) == (["scan.pdf"], "")
    assert what_is_in(om.with_parts(om.file("photo.jpg", kind="image/jpeg"))) == (["photo.jpg"], "")


def test_several_files_without_a_workbook_are_told_of_together():
    photos = [om.file(f"{n}.jpg", kind="image/jpeg") for n in range(3)]
    mail = om.with_parts(*photos, om.file("scan.pdf", b"%PDF"))
    assert what_is_in(mail) == ([], "3 pictures and a PDF")


def test_a_workbook_without_a_name_or_ending_is_known_by_its_bytes():
    assert what_is_in(om.with_parts(om.book(name=None))) == ([""], "")
    assert what_is_in(om.with_parts(om.file("return", PK))) == (["return"], "")
    assert what_is_in(om.with_parts(om.book(disposition="inline"))) == (["pack.xlsx"], "")


def test_messages_within_a_message_are_looked_into():
    within = om.forwarded(b"a")
    assert what_is_in(within) == (["pack.xlsx"], "")
    assert what_is_in(om.with_parts(om.inside(within))) == (["pack.xlsx"], "")
    saved = om.file("FW Our return.eml", within)
    assert what_is_in(om.with_parts(saved)) == (["pack.xlsx"], "")
    sealed = om.with_parts(om.inside(om.with_parts(om.file("smime.p7m"))))
    assert what_is_in(sealed) == ([], SEALED)


def test_a_message_that_a_server_encoded_is_looked_into():
    head = (f"From: {om.LEAD}\nMIME-Version: 1.0\nContent-Type: message/rfc822\n"
            "Content-Transfer-Encoding: base64\n\n")  # fmt: skip
    assert what_is_in(head.encode() + encodebytes(om.forwarded(b"a"))) == (["pack.xlsx"], "")


def test_our_own_letter_that_comes_back_with_a_reply_is_no_return():
    ours = b"X-Audits-Key: MASH-2017-W10/police/pack/1\n" + a_mail(("pack.xlsx", b"blank"))
    assert what_is_in(om.with_parts(om.inside(ours))) == ([], "")
    assert what_is_in(om.with_parts(om.book(name="mine.xlsx"), om.inside(ours)))[0] == ["mine.xlsx"]


def test_an_opaque_mail_is_told_of_whole():
    sealed = (
        f"From: {om.LEAD}\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; "
        "name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CA\n"
    )
    (arrival,) = arrivals_in(sealed.encode(), "M1")
    assert (arrival.sender, arrival.unread, arrival.beside) == (om.LEAD, SEALED, 0)
    assert content_in(sealed.encode(), arrival, place_of(arrival.reference)) == sealed.encode()


@pytest.mark.parametrize("raw", [*om.odd_heads()])
def test_a_mail_with_odd_headings_gives_its_file_and_a_plain_name(raw):
    (arrival,) = arrivals_in(raw, "M1")
    assert not arrival.unread
    arrival.name.encode()
    assert content_in(raw, arrival, place_of(arrival.reference)) == b"PK\x03\x04book"
    if b"<lead@" in raw and b'"A Lead' not in raw and b"<<" not in raw and b"(((" not in raw:
        assert arrival.sender == om.LEAD


@pytest.mark.parametrize("raw", [*om.odd_shapes()])
def test_a_mail_that_cannot_be_taken_apart_is_put_aside_whole(raw):
    (arrival,) = arrivals_in(raw, "M1")
    assert arrival.unread
    assert content_in(raw, arrival, place_of(arrival.reference)) == raw


def test_no_change_to_a_mails_bytes_stops_it_from_being_accounted_for():
    good = om.with_parts(om.book(), om.inside(om.forwarded(b"a")), om.file("a.pdf"), text=om.LINK)
    for seed in range(1500):
        raw = om.mutated(good, seed)
        seen = look(raw, {"linked": 0})
        json.dumps(seen).encode()
        for number in range(1, len(seen["files"]) + 1):
            assert isinstance(take(raw, {"number": number}), bytes)


@pytest.mark.parametrize(
    "parts",
    [
        (b"Content-Type: text/plain" + b";" * 99_000 + b"\n\nx\n--B\n") * 25,
        b"\nx\n--B\n" * 100_000,
    ],
    ids=["headings that take time", "parts without end"],
)
def test_a_mail_that_takes_too_much_is_put_aside_whole(parts):
    head = f'From: {om.LEAD}\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n'
    (arrival,) = arrivals_in(head.encode() + parts, "M1")
    assert arrival.unread == "a mail that is not well formed"
    assert arrivals_in(a_mail(("a.xlsx", b"a")), "M2")[0].name == "a.xlsx", "and the next is read"
