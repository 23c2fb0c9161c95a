"""A survey beside the returns: what staff said, as counts, to bear out or to contradict them."""

import hashlib
from dataclasses import dataclass

from audits.domain.counts import SMALLEST, withheld
from audits.domain.errors import SheetError
from audits.domain.status import CycleStatus
from audits.opening import FoundTables, find_tables
from audits.queries.free_text import masker_for
from audits.storage import Cycle, SurveyCount
from audits.workspace import Workspace


COLUMNS = {
    "question": ("asked", "item", "statement"),
    "answer": ("response", "option", "choice"),
    "count": ("number", "responses", "n", "total"),
}


@dataclass(frozen=True, slots=True)
class AttachedSurvey:
    """What came of a survey: how many questions it has, and what of its file was not read."""

    questions: int
    unread: tuple[str, ...] = ()


def import_survey(ref: str, data: bytes, *, survey: str, workspace: Workspace) -> AttachedSurvey:
    """Attach a survey's counts to a cycle, and say what came of it.

    Counts of 1 to 5 are not kept. The same survey again takes the place of its earlier counts.

    Raises:
        SheetError: if the sheet is not of counts, or fewer than six people answered a question.
    """
    tables = find_tables(data, COLUMNS, needed=tuple(COLUMNS), what="The survey")
    counts = _counts(tables)
    sha256 = hashlib.sha256(data).hexdigest()
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        _check(cycle)
        for earlier in uow.all(SurveyCount, SurveyCount.cycle == ref, SurveyCount.survey == survey):
            uow.remove(earlier)
        masker = masker_for(ref, view=uow, workspace=workspace)
        for number, (question, answers) in enumerate(counts.items(), start=1):
            asked = sum(answers.values())
            uow.add_all(
                [
                    SurveyCount(
                        cycle=ref, survey=survey, number=number,
                        question=masker.text(question), answer=masker.text(answer),
                        count=count, asked=asked, sha256=sha256, loaded_at=workspace.clock(),
                    )
                    for answer, count in withheld(answers).items()
                ]
            )  # fmt: skip
        uow.note("survey attached", ref, survey=survey, sha256=sha256, questions=len(counts))
        uow.commit()
    return AttachedSurvey(len(counts), tables.unread)


def _check(cycle: Cycle) -> None:
    if cycle.status is CycleStatus.CANCELLED:
        raise SheetError(f"{cycle.ref} is cancelled. Attach the survey to the cycle that counts.")


def _counts(tables: FoundTables) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for row in tables.rows:
        digits = row["count"].replace(",", "")
        if not digits.isdecimal() or not row["question"] or not row["answer"]:
            raise SheetError(
                f"Row {row.number} of the survey is no count. Each row needs a question, an answer "
                "and how many gave it; answers of single people are not taken."
            )
        answers = counts.setdefault(row["question"], {})
        if row["answer"] in answers:
            raise SheetError(f"Row {row.number} of the survey counts the same answer twice.")
        answers[row["answer"]] = int(digits)
    small = next((n for n, a in enumerate(counts.values(), 1) if sum(a.values()) < SMALLEST), 0)
    if small:
        raise SheetError(
            f"Question {small} of the survey was answered by fewer than {SMALLEST} people, who "
            "could be known by their answers. Leave it out."
        )
    return counts
