"""A paper of one page and a report with eight charts, in all three formats."""

from builders.measuring import median_of
from builders.period import a_quarter

from audits.reporting import FORMATS, make_paper


def rows():
    """Return the rows of the papers; nothing else makes the same three files.

    Memory is not measured: the PDF's compiler has threads, with which no process can be forked.
    """
    report, page = a_quarter(trends=7), a_quarter(trends=0)

    def eight_charts():
        for format in FORMATS:
            make_paper("mash_quarter", report, format=format, version="professional")

    def one_page():
        for format in FORMATS:
            make_paper("mash_quarter", page, format=format, version="public")

    eight_charts()  # the library of charts is loaded once a process
    return [
        ("a paper with eight charts, three formats, warm", median_of(eight_charts, 3), "nothing",
         None, None),
        ("a paper of one page, three formats, warm", median_of(one_page, 3), "nothing",
         None, None),
    ]  # fmt: skip
