"""One register out of several files: contacts and their outcomes, families, factors, lists."""

from collections.abc import Sequence
from datetime import date

from audits.register import Source

from .annex_a import PLANS, Rows, contact, in_need, listed
from .files import csv_source, xlsx_source
from .national import census, census_child, ssd_assessments, ssd_factors, ssd_family
from .people import child


FIRST, SECOND, THIRD = date(2017, 3, 1), date(2017, 3, 2), date(2017, 3, 3)


def list_1() -> Source:
    """Return Ofsted's list 1, without ids or outcomes: four contacts, two of one child."""
    rows = [
        contact(1, FIRST),
        contact(2, FIRST, "e) 2A: Schools"),
        contact(1, THIRD, "e) 2A: Schools"),
        contact(3, SECOND),
    ]
    return xlsx_source({"List_1": listed(1, rows)}, "annex a.xlsx")


def siblings() -> Source:
    """Return list 1 with one contact about two children of one family."""
    rows = [contact(1, FIRST), contact(2, FIRST)]
    return xlsx_source({"List_1": listed(1, rows)}, "annex a.xlsx")


def outcomes(*rows: tuple[object, object, str]) -> Source:
    """Return a local list of outcomes: child, day of contact, outcome."""
    table: Rows = [["Child ID", "Contact Date", "Outcome"], *map(list, rows)]
    return csv_source(table, "outcomes.csv")


def all_outcomes() -> Source:
    """Return an outcome for each contact of ``list_1``."""
    return outcomes(
        (child(1).id, "01/03/2017", "NFA"),
        (child(2).id, "2017-03-01", "Early help"),
        (child(1).id, "03/03/2017", "S47"),
        (child(3).id, "02/03/2017", "Advice"),
    )


def some_outcomes() -> Source:
    """Return outcomes of two of those contacts, one of another day, one of another child."""
    return outcomes(
        (child(1).id, "01/03/2017", "NFA"),
        (child(2).id, "01/03/2017", "Early help"),
        (child(3).id, "05/03/2017", "Advice"),
        (child(8).id, "02/03/2017", "S47"),
    )


def families() -> Source:
    """Return families: of the first two children, and of one whom nobody contacted about."""
    return csv_source(ssd_family(("F1", 1), ("F1", 2), ("F9", 8)), "ssd_family.csv")


def list_6() -> Source:
    """Return Ofsted's list 6 of three children."""
    rows = [in_need(n, date(2016, 9, n)) for n in (1, 2, 3)]
    return xlsx_source({"List_6": listed(6, rows)}, "annex a.xlsx")


def list_7() -> Source:
    """Return Ofsted's list 7 of three children."""
    return xlsx_source({"List_7": listed(7, PLANS)}, "annex a.xlsx")


def census_factors() -> Source:
    """Return a census: domestic abuse of child 1, CSE of child 2, and a child of no list."""
    data = census(
        census_child(1, factors=["2B", "3A"]),
        census_child(2, factors=["11A"]),
        census_child(8, factors=["3B", "16A"]),
    )
    return Source("cin census.xml", data)


def dataset_factors() -> list[Source]:
    """Return the same from the safeguarding dataset, whose factors name the assessment."""
    began = date(2016, 10, 4)
    assessments = ssd_assessments(("A1", 1, began), ("A2", 2, began), ("A8", 8, began))
    factors = ssd_factors(("A1", ["2B", "3A"]), ("A2", ["11A"]), ("A8", ["3B", "16A"]))
    return [
        csv_source(assessments, "ssd_cin_assessments.csv"),
        csv_source(factors, "ssd_assessment_factors.csv"),
    ]


def exploited(ids: Sequence[str]) -> Source:
    """Return a MASE meeting's list of children, as such trackers are kept: an id and a risk."""
    table: Rows = [["Child ID", "CSE risk"], *([id_, "Medium"] for id_ in ids)]
    return csv_source(table, "MASE list.csv")
