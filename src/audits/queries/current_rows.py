"""The rows of a cycle that count: cases not replaced, current answers, packs as first issued."""

from collections.abc import Iterable

from audits.domain.pack import NOTHING_TO_REPORT
from audits.storage import AnswerRow, Case, IssuedPack, View, is_empty


AnswersByCell = dict[tuple[str, str, str], AnswerRow]  # by unit, case and question


def current_cases(ref: str, view: View) -> list[Case]:
    """Return the cases of a cycle that were not replaced, in the order they were drawn."""
    return view.all(Case, Case.cycle == ref, is_empty(Case.replaced_by), order_by=Case.number)


def current_case_refs(ref: str, view: View) -> list[str]:
    """Return the references of the same cases."""
    return view.values(
        Case.ref, Case.cycle == ref, is_empty(Case.replaced_by), order_by=Case.number
    )


def drawn_and_targeted(ref: str, view: View) -> tuple[int, int]:
    """Return how many of the same cases were drawn at random, and how many a person chose."""
    is_targeted = view.values(Case.targeted, Case.cycle == ref, is_empty(Case.replaced_by))
    targeted = sum(is_targeted)
    return len(is_targeted) - targeted, targeted


def current_answers(ref: str, view: View) -> list[AnswerRow]:
    """Return the answers of a cycle that count now, in the order they came."""
    return view.all(AnswerRow, AnswerRow.cycle == ref, AnswerRow.current, order_by=AnswerRow.id)


def first_packs(ref: str, view: View) -> list[IssuedPack]:
    """Return the first edition of each unit's pack, in the order they were issued."""
    return view.all(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.edition == 1, order_by=IssuedPack.number
    )


def first_pack(ref: str, unit: str, view: View) -> IssuedPack | None:
    """Return the first edition of one unit's pack, if a cycle asked it."""
    return view.first(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit, IssuedPack.edition == 1
    )


def asked_units(ref: str, view: View) -> list[str]:
    """Return the units that a cycle asked, in the order their packs were issued."""
    return view.values(
        IssuedPack.unit, IssuedPack.cycle == ref, IssuedPack.edition == 1,
        order_by=IssuedPack.number,
    )  # fmt: skip


def by_cell(answers: Iterable[AnswerRow]) -> AnswersByCell:
    """Return answers by the unit that gave them, the case and the question."""
    return {(row.unit, row.case_ref, row.question): row for row in answers}


def value_at(answers: AnswersByCell, unit: str, case: str, question: str) -> str:
    """Return what a unit answered to a question about a case, "" where it answered nothing."""
    row = answers.get((unit, case, question))
    if row is None:
        return ""
    return row.value or ""


def units_with_nothing(answers: Iterable[AnswerRow]) -> set[str]:
    """Return the units that said they have nothing to report."""
    return {row.unit for row in answers if row.question == NOTHING_TO_REPORT.id and row.value}
