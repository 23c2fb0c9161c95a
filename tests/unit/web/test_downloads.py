"""Files that leave by a page are kept and not shown, under a name that cannot break its header."""

import re
from urllib.parse import unquote

import pytest

from audits.web.downloads import download, picture


# Names as RFC 6266 has trouble with them.
NAMES = ["A1-evidence-2.pdf", 'a "quoted" name.xlsx', "Zwölf süße Äpfel.docx", "a\r\nX-Evil: 1.csv",
         "../../etc/passwd", "a;b=c.txt", "no ending"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_an_attachment_under_its_name(name):
    answer = download(name, b"x")
    header = answer.headers["content-disposition"]
    parts = re.fullmatch(r"attachment; filename=\"([^\"\r\n]*)\"; filename\*=UTF-8''(\S+)", header)
    assert parts, header
    assert unquote(parts[2]) == name
    parts[1].encode("ascii")


def test_what_is_not_known_by_its_ending_is_bytes():
    assert download("page.xhtml", b"<script>").media_type == "application/octet-stream"


def test_in_a_picture_nothing_runs():
    policy = picture("<svg/>").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
