"""Why a file of somebody's own cannot be read, for whoever gives it: no pack was sent for it."""

from collections.abc import Mapping

from audits.domain.answer import ProblemCode


AS_XLSX = "Save it as an Excel workbook (.xlsx) and give that."
SAYS: Mapping[ProblemCode, str] = {
    ProblemCode.EMPTY_FILE: "It is empty. Save it again and give that.",
    ProblemCode.TOO_LARGE: "It is larger than 20 MB. Remove pictures and save it again.",
    ProblemCode.NOT_A_WORKBOOK: f"It is no workbook. {AS_XLSX}",
    ProblemCode.TEXT_FILE: f"It is plain text or CSV. {AS_XLSX}",
    ProblemCode.PDF_FILE: f"It is a PDF. Open what it was made from. {AS_XLSX}",
    ProblemCode.PICTURE_FILE: "It is a picture. Give the workbook itself, as .xlsx.",
    ProblemCode.WORD_FILE: "It is a Word document. Copy its table into a workbook and give that.",
    ProblemCode.NUMBERS_FILE: "It is from Numbers. Choose File, Export To, Excel, and give that.",
    ProblemCode.HTML_FILE: f"It is a web page under the name of a workbook. {AS_XLSX}",
    ProblemCode.XML_FILE: f"It is in an XML form that is not read here. {AS_XLSX}",
    ProblemCode.WEB_ARCHIVE: f"It is a web archive (.mht). {AS_XLSX}",
    ProblemCode.MAIL_FILE: "It is a saved mail. Give the workbook that is attached to it.",
    ProblemCode.LINK_FILE: "It is a link. Open the link, save the workbook itself and give that.",
    ProblemCode.ZIP_FILE: "It is a zip archive. Take the workbook out of it and give that.",
    ProblemCode.WINMAIL_FILE: "It is winmail.dat, in which Outlook hid the workbook. Have the mail "
    "sent again as plain text or HTML.",
    ProblemCode.SIGNED_FILE: "It is a signed or encrypted mail (.p7m). Give the workbook itself.",
    ProblemCode.LABELLED_FILE: "It is protected by a sensitivity label. Take the label's "
    "protection off and give it again.",
    ProblemCode.PASSWORD: "It has a password. Save it without one and give that.",
    ProblemCode.DAMAGED: "It did not arrive whole. Give it again.",
    ProblemCode.DANGEROUS: "It holds declarations that no spreadsheet program writes. Open it in "
    "Excel, save it as .xlsx and give that.",
    ProblemCode.TOO_BUSY: "It unpacks to more than can be read safely. Copy its rows into a new "
    "workbook and give that.",
}


def why_not_read(code: ProblemCode) -> str:
    """Return why a file of somebody's own cannot be read, and what to do."""
    return SAYS[code]
