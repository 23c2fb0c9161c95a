"""A returned file read whole: answers, problems and what became of it. Content never raises."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.pack import KNOWN, NOTHING_TO_REPORT, RETURN_QUESTIONS, Pack
from audits.domain.question import Question
from audits.domain.status import ReturnOutcome

from .guard import NotReadableError, check_file
from .layout import Slot, tables
from .opening import Seen, cells_in, name_of, shared_reader
from .scanning import Spot, main_pack, odd_references, references, spots
from .settling import Settled, problem, settle
from .tampering import alterations


UNKNOWN_PACK = "The pack of this workbook is not one of ours. Return the workbook you were sent."
NO_REFERENCE = (
    "No row reference was found, so nobody can tell which answers these are. Return the workbook "
    "that you were sent, with its first column."
)
ONCE = frozenset(question.id for question in RETURN_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says about one pack.

    ``code`` is the pack's (``P7``), None where the file speaks of none. An answer with the value
    None was asked for and not given. ``comments`` are looked through for names, then dropped.
    """

    code: str | None
    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    outcome: ReturnOutcome
    comments: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


def read_return(data: bytes, *, find_pack: Callable[[str], Pack | None], key: bytes) -> Reading:
    """Read a returned file; whatever it holds, the answer is a reading.

    ``find_pack`` returns the latest edition of a pack by its code (``P7``).
    """
    try:
        seen = cells_in(check_file(data), shared_reader())
    except NotReadableError as error:
        return Reading(None, (), (error.problem,), ReturnOutcome.REFUSED)
    found = references(seen, key)
    code = main_pack(found)
    if code is None:
        return _quarantined(ProblemCode.NO_REFERENCE, NO_REFERENCE)
    pack = find_pack(code)
    if pack is None:
        return _quarantined(ProblemCode.UNKNOWN_PACK, UNKNOWN_PACK)
    odd = (*odd_references(found, code, pack.edition), *alterations(pack, found, seen))
    return _reading(pack, tuple(spots(found, code)), seen, odd)


def _quarantined(code: ProblemCode, says: str) -> Reading:
    return Reading(None, (), (Problem(code, says),), ReturnOutcome.QUARANTINED)


def _reading(pack: Pack, here: tuple[Spot, ...], seen: Seen, odd: tuple[Problem, ...]) -> Reading:
    settled = _settled(pack, here, seen)
    is_nil = _says_nothing_to_report(settled)
    kept = {key: each for key, each in settled.items() if not _is_left_open(key, settled, is_nil)}
    answers = tuple(each.answer for each in kept.values() if each.answer)
    problems = (
        *odd,
        *([] if is_nil else _missing_rows(pack, here)),
        *(each for one in kept.values() for each in one.problems),
        *_contradictions(settled),
    )
    outcome = _outcome(answers, problems, pack, is_nil=is_nil)
    comments = tuple((t, name_of(r, c), text) for (t, r, c), text in seen.comments.items())
    return Reading(pack.code, answers, problems, outcome, comments)


Key = tuple[str, str]


def _settled(pack: Pack, here: tuple[Spot, ...], seen: Seen) -> dict[Key, Settled]:
    """Return what each question about each case came to, in the order of the pack."""
    by_key: dict[tuple[int | None, int], list[Spot]] = defaultdict(list)
    for spot in here:
        by_key[spot.key].append(spot)
    numbers = _numbers(pack)
    return {
        (slot.case, slot.question.id): settle(
            slot.case,
            slot.question,
            by_key[(numbers.get(slot.case), slot.question.number)],
            seen,
        )
        for slot in _slots(pack)
    }


def _slots(pack: Pack) -> Iterator[Slot]:
    for table in tables(pack):
        yield from table.slots()


def _numbers(pack: Pack) -> Mapping[str, int]:
    return {case.ref: case.number for case in pack.cases}


def _given(settled: Mapping[Key, Settled], case: str, question: Question) -> str | None:
    answer = settled[(case, question.id)].answer if (case, question.id) in settled else None
    return answer.value if answer else None


def _says_nothing_to_report(settled: Mapping[Key, Settled]) -> bool:
    """Tell whether the unit says that it has nothing on any case, and says nothing else."""
    said = any(each.answer and each.answer.value for (case, _), each in settled.items() if case)
    return bool(_given(settled, "", NOTHING_TO_REPORT)) and not said


def _is_left_open(key: Key, settled: Mapping[Key, Settled], is_nil: bool) -> bool:
    """Tell whether a question need not be answered: nothing to report, or a child not known."""
    case, question = key
    answer = settled[key].answer
    empty = answer is None or (answer.value is None and not answer.original.strip())
    unknown = _given(settled, case, KNOWN) == "no" and question != KNOWN.id
    return empty and bool(case) and (is_nil or unknown)


def _missing_rows(pack: Pack, here: tuple[Spot, ...]) -> Iterator[Problem]:
    """Yield each case without a row, and each return question without one."""
    there = {spot.case for spot in here}
    for case in pack.cases:
        if case.number not in there:
            yield problem(ProblemCode.ROW_MISSING, case=case.ref)
    asked = {spot.key for spot in here}
    numbers = _numbers(pack)
    for slot in _slots(pack):
        number = numbers.get(slot.case)
        gone = (number, slot.question.number) not in asked and number in there | {None}
        if gone and slot.question.required:
            yield problem(ProblemCode.ROW_MISSING, slot.question, case=slot.case)


def _contradictions(settled: Mapping[Key, Settled]) -> Iterator[Problem]:
    """Yield the cases that are said not to be known, with answers all the same."""
    for case in dict.fromkeys(case for case, _ in settled if case):
        others = [
            each.answer
            for (ref, question), each in settled.items()
            if ref == case and question != KNOWN.id
        ]
        if _given(settled, case, KNOWN) == "no" and any(a and a.value for a in others):
            yield problem(ProblemCode.NOT_KNOWN_BUT_ANSWERED, KNOWN, case=case)


def _outcome(
    answers: Iterable[Answer], problems: Iterable[Problem], pack: Pack, *, is_nil: bool
) -> ReturnOutcome:
    if is_nil:
        return ReturnOutcome.NIL
    known = [a.value for a in answers if a.question == KNOWN.id]
    if known and len(known) == len(pack.cases) and set(known) == {"no"}:
        return ReturnOutcome.NOT_KNOWN
    codes = {each.code for each in problems if each.is_query}
    if codes & {ProblemCode.MISSING, ProblemCode.ROW_MISSING}:
        return ReturnOutcome.PARTIAL
    return ReturnOutcome.QUERIED if codes else ReturnOutcome.ACCEPTED
