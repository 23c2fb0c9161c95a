"""What a file is that people send for a workbook, told by its first bytes, and what to do then."""

import re
from collections.abc import Collection

from audits.domain.answer import ProblemCode


HEAD = 4096  # bytes that are looked at
SAVE = "Open it in Excel, choose File, Save As, Excel Workbook (.xlsx), and return that."
SAYS = {
    ProblemCode.HTML_FILE: f"The file is a web page under the name of a workbook. {SAVE}",
    ProblemCode.XML_FILE: f"The file is a workbook in an XML form that is not read here. {SAVE}",
    ProblemCode.WEB_ARCHIVE: f"The file is a web archive (.mht). {SAVE}",
    ProblemCode.MAIL_FILE: "The file is a saved mail. Return the workbook that is attached to it.",
    ProblemCode.LINK_FILE: "The file is a link, not the workbook. Open the link, save the workbook "
    "itself, and return that.",
    ProblemCode.ZIP_FILE: "The file is a zip archive. Take the workbook out of it and return that.",
    ProblemCode.WINMAIL_FILE: "The file is winmail.dat, in which Outlook hid the workbook. Send "
    "the mail again as plain text or HTML, not as Rich Text.",
    ProblemCode.SIGNED_FILE: "The file is a signed or encrypted mail (.p7m), which cannot be "
    "opened here. Send the workbook without signature or encryption, by the same secure route.",
    ProblemCode.LABELLED_FILE: "The file is protected by a sensitivity label, so that only your "
    "own organisation can open it. Take the label's protection off, or use the pack's password.",
}
LINK = re.compile(rb"\s*\[(InternetShortcut|Desktop Entry)\]", re.IGNORECASE)
HTML = re.compile(rb"<(!doctype html|html|head|body|table)\b", re.IGNORECASE)
XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|<office:document[ >]")
MAIL = re.compile(
    rb"^(received|return-path|from|to|date|message-id|mime-version|subject|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
ARCHIVE = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
SIGNED = re.compile(
    rb"^content-type:\s*application/(x-)?pkcs7|-----BEGIN (PKCS7|CMS)", re.IGNORECASE | re.MULTILINE
)
PKCS7 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # its object identifier, in DER
IN_BASE_64 = (b"UEsDB", b"0M8R4KGx")  # how a workbook begins, as a mail carries it
TNEF = b"\x78\x9f\x3e\x22"
HEADERS = 3  # that make a mail
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def foreign_kind(data: bytes) -> ProblemCode | None:
    """Return what a file is that is no workbook, None where its first bytes do not tell."""
    start = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", errors="replace").encode()
    if start.startswith(IN_BASE_64):
        return ProblemCode.DAMAGED  # the mail around it was
    if start.startswith(TNEF):
        return ProblemCode.WINMAIL_FILE
    if (start[:1] == b"\x30" and PKCS7 in start[:64]) or SIGNED.search(start):
        return ProblemCode.SIGNED_FILE
    if LINK.match(start):
        return ProblemCode.LINK_FILE
    if XML.search(start):
        return ProblemCode.XML_FILE
    return _mail_or_page(start)


def _mail_or_page(start: bytes) -> ProblemCode | None:
    if len(set(map(bytes.lower, MAIL.findall(start)))) >= HEADERS:
        if ARCHIVE.search(start) and HTML.search(start):
            return ProblemCode.WEB_ARCHIVE
        return ProblemCode.MAIL_FILE
    if HTML.search(start[:1024]):
        return ProblemCode.HTML_FILE
    return None


def holds_workbooks(names: Collection[str]) -> bool:
    """Tell whether an archive is one into which somebody put workbooks."""
    return any(name.endswith(WORKBOOKS) for name in names)


def is_labelled(names: Collection[str]) -> bool:
    """Tell whether a file is protected by its organisation's rights, not by a password."""
    return any("drmencrypted" in name or "drmcontent" in name for name in names)
