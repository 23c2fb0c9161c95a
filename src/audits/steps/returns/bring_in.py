"""A return that was certified at another partnership, taken into an open audit of ours.

What is asked here in the same words is filled into the unit's workbook, which is then taken as if
it came back. What differs is asked anew, and so is what names the partnership: there it was
another. Nothing that the unit answered here is written over.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.answer import TypedAnswer
from audits.domain.days import day_in_words
from audits.domain.errors import StatusError, UserError
from audits.domain.pack import SamplingUnit
from audits.domain.question import AnswerType, Question
from audits.domain.spelling import folded
from audits.queries.packs import pack_of
from audits.queries.still_asked import answers_given
from audits.steps.packs.ask_again import answers_that_count
from audits.steps.received.keep import keep_return
from audits.storage import CertifiedElsewhere, Cycle, IssuedPack, View
from audits.storage.sealed_text import seal_of, unsealed_text
from audits.storage.secrets import pack_key, seal_key
from audits.templates import HandedAnswer, HandedReturn, handed_return, partnership_of, template_of
from audits.workbook import write_pack
from audits.workspace import Workspace

from .collect import read_kept
from .on_page import check_takes_answers, newest_pack


LARGEST = 1024 * 1024  # bytes; the longest self-assessment that was handed on has 60 kB
TOO_LARGE = "This is larger than a megabyte, so it is no certified return. Have it sent again."


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What was taken of a certified return; ``anew`` questions are still to be answered here."""

    partnership: str
    organisation: str
    certified_on: date
    taken: int
    stood: int  # answered here already, and left as they were
    anew: int


@dataclass(slots=True)
class _SortedQuestions:
    """The questions of a pack, by what a certified return says to each."""

    taken: list[TypedAnswer] = field(default_factory=list)
    stood: int = 0
    anew: int = 0
    carried: dict[str, str] = field(default_factory=dict)


def bring_in_return(
    unit: str, pack: str, data: bytes, *, seal: str, workspace: Workspace
) -> BroughtIn:
    """Take a return that was certified at another partnership as a unit's own.

    ``seal`` is what that partnership calls its seal. Done again, it goes on where it was stopped.

    Raises:
        NotFoundError: if the unit has no such pack.
        StatusError: if the audit takes no answers, is about children, or has another template.
        UserError: if the file was changed, has another seal, or holds no certified return.
    """
    returned = _opened(data, seal, workspace)
    with workspace.open_view() as view:
        row = newest_pack(unit, pack, view)
        check_takes_answers(row, view)
        cycle = view.get(Cycle, row.cycle)
        _check_fits(returned, cycle)
        questions = _sorted(returned, row, cycle, view)
    _keep_whose(returned, row, questions.carried, hashlib.sha256(data).hexdigest(), seal, workspace)
    if questions.taken:
        _take(row, questions.taken, workspace)
    return BroughtIn(
        returned.partnership, returned.organisation, returned.certified_on,
        taken=len(questions.taken), stood=questions.stood, anew=questions.anew,
    )  # fmt: skip


def _opened(data: bytes, seal: str, workspace: Workspace) -> HandedReturn:
    """Return what a sealed file holds, if the seal is the one that was named."""
    if len(data) > LARGEST:
        raise UserError(TOO_LARGE)
    text, name = unsealed_text(data)
    if folded(seal) != folded(name):
        raise UserError(
            "The seal of this file is not the one that you gave. Ask the other partnership, by "
            "telephone, what its seal is. If it is not the one in the file, somebody else made it."
        )
    if name == seal_of(seal_key(workspace.vault)):
        raise UserError("This return was certified here. Hand it on to another partnership.")
    returned = handed_return(text)
    if returned.certified_on > workspace.today():
        raise UserError(f"It says that it was certified on {day_in_words(returned.certified_on)}.")
    return returned


def _check_fits(returned: HandedReturn, cycle: Cycle) -> None:
    template = template_of(cycle.template)
    if template.sampling_unit is not SamplingUnit.ORGANISATION:
        raise StatusError(f"{cycle.ref} does not ask organisations about themselves.")
    if (returned.kind, returned.version) != (template.kind, template.version):
        raise StatusError(
            f"These answers are to version {returned.version} of {returned.kind}, and {cycle.ref} "
            f"asks version {template.version} of {template.kind}. Nothing of it was taken."
        )


def _sorted(returned: HandedReturn, row: IssuedPack, cycle: Cycle, view: View) -> _SortedQuestions:
    """Sort a pack's questions into those to be filled in, those answered, and those asked anew."""
    pack = pack_of(row)
    (case,) = pack.cases
    given = answers_given(row.code, view)
    handed = {answer.question: answer for answer in returned.answers}
    local, questions = _local_words(cycle), _SortedQuestions()
    for question in sorted(pack.questions, key=_stands_beside):
        answer = handed.get(question.id)
        if answer is not None and not _is_carried(answer, question, questions, local):
            answer = None
        ours = given.get((case.ref, question.id))
        stands = ours.value if ours is not None else None
        if answer is not None and stands in (None, answer.value):
            questions.carried[question.id] = answer.value
        if stands:
            questions.stood += 1
        elif answer is not None:
            questions.taken.append(_typed(case.ref, question, answer))
        elif question.required:
            questions.anew += 1
    return questions


def _stands_beside(question: Question) -> bool:
    """Tell whether a question stands beside the answer to another, which is looked at first."""
    return bool(question.follows)


def _is_carried(
    answer: HandedAnswer, question: Question, questions: _SortedQuestions, local: tuple[str, ...]
) -> bool:
    """Tell whether an answer was given to the same question, and would be given here."""
    if question.follows and question.follows not in questions.carried:
        return False
    asked = f" {folded(question.asks)} "
    return answer.is_asked_by(question) and not any(word in asked for word in local)


def _local_words(cycle: Cycle) -> tuple[str, ...]:
    """Return what a question calls the partnership and what is its own by."""
    words = partnership_of(cycle.partnership).words_on(cycle.opened_on)
    return tuple(f" {folded(word)} " for word in words.values() if folded(word))


def _typed(case: str, question: Question, answer: HandedAnswer) -> TypedAnswer:
    """Return an answer as it would be typed into its cell."""
    choice, words = question.choice(answer.value), answer.value
    if choice is not None:
        words = choice.label
    elif question.type is AnswerType.DATE:
        words = day_in_words(date.fromisoformat(answer.value))
    return TypedAnswer(case, question.id, words, answer.note)


def _keep_whose(
    returned: HandedReturn,
    row: IssuedPack,
    carried: Mapping[str, str],
    sha256: str,
    seal: str,
    workspace: Workspace,
) -> None:
    """Note whose certificate it is, before anything is taken: a second call finds it noted."""
    with workspace.open_uow() as uow:
        is_new = uow.add_once(
            CertifiedElsewhere(
                cycle=row.cycle, unit=row.unit, pack=row.code, partnership=returned.partnership,
                from_cycle=returned.cycle, office=returned.office,
                certified_on=returned.certified_on, seal=seal.strip().upper(), sha256=sha256,
                carried=dict(carried), at=workspace.clock(), noted_by=uow.actor,
            )
        )  # fmt: skip
        if is_new:
            uow.note(
                "certified return brought in", row.code, unit=row.unit, cycle=row.cycle,
                partnership=returned.partnership, from_cycle=returned.cycle, answers=len(carried),
            )  # fmt: skip
        uow.commit()


def _take(row: IssuedPack, typed: list[TypedAnswer], workspace: Workspace) -> None:
    """Fill in the unit's workbook beside what it answered, and take it as if it came back."""
    with workspace.open_view() as view:
        given = answers_that_count(row, view, workspace=workspace)
    key = pack_key(workspace.vault)
    book = write_pack(pack_of(row), key, made_at=workspace.clock(), answers=given, typed=typed)
    kept = keep_return(book, row.file_name, only_for=row.unit, workspace=workspace)
    if kept.outcome is None:
        read_kept(kept.id, row.file_name, workspace=workspace)
