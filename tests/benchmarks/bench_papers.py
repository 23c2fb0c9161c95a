"""A findings report with eight charts and a week's paper of one page, in three formats each."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import typst
from builders.measuring import median_of, peak_of
from builders.reports import GRADES, everything
from matplotlib.figure import Figure

from audits.reporting import FORMATS, CycleFacts, GradesFact, RatersFact, render_paper, view_paper


CHARTS = 8
BARE = b'#set text(lang: "en")\n#set document(title: "A")\n= A\nNothing else.'


def eight_charts() -> CycleFacts:
    """Return the facts of a report with a flow, a response curve, grades, and five matrices."""
    met = ((1, 2, 0, 0), (0, 9, 6, 0), (0, 1, 3, 2), (0, 0, 0, 1))
    graded = tuple(
        GradesFact(f"Grade {n}", GRADES, (3, 15, 6, 1), (1, 12, 9, 3), met, 1, 10, 14, 0)
        for n in range(3)
    )
    rated = tuple(RatersFact(f"Grade {n}", GRADES, met, ("Same in 14.",), ()) for n in range(2))
    whole = everything()
    return replace(whole, report=replace(whole.report, grades=graded, raters=rated))


def in_three_formats(name: str, facts: CycleFacts) -> None:
    """View a paper once and make its three files, as nobody has made them before."""
    view = view_paper(name, facts, "professional")
    for format in FORMATS:
        render_paper(view, format=format, made_on=facts.made_on)


def report() -> None:
    """Make the findings report."""
    in_three_formats("audit_report", eight_charts())


def week() -> None:
    """Make the week's paper."""
    in_three_formats("mash_week", everything())


def bare_page() -> None:
    """Have the PDF's compiler set one line, to the same standard."""
    typst.compile(BARE, pdf_standards="ua-1")


def bare_figures() -> None:
    """Draw as many figures of one line each, twice, and set one line."""
    for _ in range(CHARTS):
        figure = Figure(figsize=(6.3, 3), layout="constrained")
        figure.add_subplot().plot(range(9))
        for format in ("svg", "png"):
            figure.savefig(BytesIO(), format=format, dpi=200)
    bare_page()


def rows() -> list[tuple[str, float, str, float, float]]:
    """Return the rows of the papers.

    Memory is that of a process begun anew: the PDF's compiler has threads, and a process that was
    forked from one with threads waits for them for ever.
    """
    pictures = [b for b in view_paper("audit_report", eight_charts(), "professional").blocks
                if hasattr(b, "svg")]  # fmt: skip
    assert len(pictures) == CHARTS
    return [
        _row("a findings report with eight charts, three formats, warm", report,
             "matplotlib drawing eight bare figures and typst setting a line", bare_figures),
        _row("a week's paper of one page, three formats, warm", week,
             "typst setting a line", bare_page),
    ]  # fmt: skip


def _row(
    what: str, ours: Callable[[], None], reference: str, theirs: Callable[[], None]
) -> tuple[str, float, str, float, float]:
    times = median_of(ours, 5), median_of(theirs, 5)
    return what, times[0], reference, times[1], peak_of(ours, start="spawn")
