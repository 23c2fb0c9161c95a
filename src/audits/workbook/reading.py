"""A returned file read whole: answers, problems and what became of it. Content never raises."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.pack import KNOWN, NOTHING_TO_REPORT, Pack
from audits.domain.question import Question
from audits.domain.status import ReturnOutcome
from audits.opening import FileContents, NotReadableError, cell_name, read_file

from .grounds import grades_on_little
from .layout import asked_about, tables
from .places import Found, Spot
from .query_sheet import query_spots
from .scanning import odd_references, packs_of, references, spots
from .settling import Settled, problem, settle
from .table import Slot
from .tampering import alterations


UNKNOWN_PACK = "The pack of this workbook is not one of ours. Return the workbook you were sent."
NO_REFERENCE = (
    "No row reference was found, so nobody can tell which answers these are. Return the workbook "
    "that you were sent, with its first column."
)
Key = tuple[str, str]  # a case and a question
Rows = Collection[tuple[int | None, int | None]]  # the cases and questions of rows that are there
GONE = {ProblemCode.MISSING, ProblemCode.ROW_MISSING, ProblemCode.NO_HEADINGS}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says about one pack.

    ``code`` is the pack's (``P7``), None where the file speaks of none. An answer with the value
    None was asked for and not given; ``left_open`` need not be given, as the child is not known or
    there is nothing to report. ``comments`` are looked through for names, then dropped.
    """

    code: str | None
    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    outcome: ReturnOutcome
    comments: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    left_open: frozenset[Key] = frozenset()


def read_return(
    data: bytes,
    *,
    find_pack: Callable[[str], Pack | None],
    key: bytes,
    passwords: Iterable[str] = (),
) -> tuple[Reading, ...]:
    """Read a returned file; whatever it holds, the answer is a reading for each pack in it.

    There is always one at least; the first is of the pack that most of the file speaks of.
    ``find_pack`` returns the latest edition of a pack by its code (``P7``), and another by its
    token (``P7.2``); ``passwords`` are tried, in turn, on a file that has one.
    """
    try:
        seen = read_file(data, passwords)
    except NotReadableError as error:
        return (Reading(None, (), (error.problem,), ReturnOutcome.REFUSED),)
    placed = references(seen, key)
    codes = packs_of(placed)
    if not codes:
        return (_quarantined(ProblemCode.NO_REFERENCE, NO_REFERENCE),)
    packs = [pack for pack in map(find_pack, codes) if pack is not None]
    if not packs:
        return (_quarantined(ProblemCode.UNKNOWN_PACK, UNKNOWN_PACK),)
    tokens = {f.reference.token for f in placed if f.reference.is_ours}
    issued = {token: pack for token in sorted(tokens) if (pack := find_pack(token)) is not None}
    return tuple(_readings(packs, issued, placed, seen))


def _readings(
    packs: Sequence[Pack], issued: Mapping[str, Pack], found: tuple[Found, ...], seen: FileContents
) -> Iterator[Reading]:
    """Yield what a file says about each of its packs; what is odd about it goes with the first.

    ``issued`` are the editions that it speaks of, by their tokens.
    """
    spots = {pack.code: tuple(_spots(found, pack, issued, seen)) for pack in packs}
    everywhere = list(chain.from_iterable(spots.values()))
    odd: list[Problem] = []
    if seen.has_extras:
        odd.append(problem(ProblemCode.EXTRAS))
    odd += odd_references(found, spots)
    odd += alterations(packs, issued.values(), found, everywhere, seen)
    if any(spot.by_place for spot in everywhere):
        odd.append(_by_place(everywhere))
    for pack in packs:
        rows = {
            (f.reference.case, f.reference.question)
            for f in found
            if f.reference.code == pack.code
            and f.is_row
            and f.reference.is_ours
            and not f.reference.is_query
        }
        older = _older_edition(pack, spots[pack.code])
        yield _reading(pack, spots[pack.code], rows, seen, (*odd, *older))
        odd = []


def _spots(
    found: tuple[Found, ...], pack: Pack, issued: Mapping[str, Pack], seen: FileContents
) -> Iterator[Spot]:
    """Yield where the answers of a pack stand: in their cells, or on the sheet of its queries."""
    in_cells = tuple(spots(tuple(f for f in found if not f.reference.is_query), pack, seen))
    yield from in_cells
    asked = (f for f in found if f.reference.is_query and f.reference.code == pack.code)
    yield from query_spots((f for f in asked if f.reference.is_ours), issued, in_cells)


def _by_place(here: Iterable[Spot]) -> Problem:
    spot = next(spot for spot in here if spot.by_place)
    return problem(ProblemCode.READ_BY_PLACE, spot=spot)


def _older_edition(pack: Pack, here: Iterable[Spot]) -> Iterator[Problem]:
    editions = {spot.edition for spot in here}
    if len(editions) > 1:
        yield problem(ProblemCode.TWO_EDITIONS)
    elif any(edition < pack.edition for edition in editions):
        yield problem(ProblemCode.OLDER_EDITION)


def answered_before(reading: Reading, pack: Pack, given: Collection[Key]) -> Reading:
    """Return a reading that does not ask for what an earlier return of the pack answered."""
    asked = defaultdict(set)
    for case, question in asked_about(pack, required=True):
        asked[case].add((case, question))

    def is_needed(each: Problem) -> bool:
        wanted = asked[each.case]
        if each.question:
            wanted = {(each.case, each.question)}
        return each.code not in GONE or not wanted <= set(given)

    problems = tuple(problem for problem in reading.problems if is_needed(problem))
    is_nil = reading.outcome is ReturnOutcome.NIL
    outcome = _outcome(reading.answers, problems, pack, is_nil=is_nil)
    return replace(reading, problems=problems, outcome=outcome)


def _quarantined(code: ProblemCode, says: str) -> Reading:
    return Reading(None, (), (Problem(code, says),), ReturnOutcome.QUARANTINED)


def _reading(
    pack: Pack,
    spots: tuple[Spot, ...],
    rows: Rows,
    seen: FileContents,
    odd: tuple[Problem, ...],
) -> Reading:
    settled = _settled(pack, spots, seen)
    is_nil = _says_nothing_to_report(settled)
    kept = {key: each for key, each in settled.items() if not _is_left_open(key, settled, is_nil)}
    answers = tuple(each.answer for each in kept.values() if each.answer)
    problems = list(odd)
    if not is_nil:
        problems += _missing_rows(pack, spots, rows)
    problems += chain.from_iterable(each.problems for each in kept.values())
    problems += _contradictions(settled)
    problems += _plans_missing(pack, spots, settled)
    problems += grades_on_little(pack, {key: each.answer for key, each in settled.items()})
    outcome = _outcome(answers, problems, pack, is_nil=is_nil)
    comments = tuple((t, cell_name(r, c), text) for (t, r, c), text in seen.comments.items())
    left_open = frozenset(settled) - frozenset(kept)
    return Reading(pack.code, answers, tuple(problems), outcome, comments, left_open)


def _settled(pack: Pack, here: tuple[Spot, ...], seen: FileContents) -> dict[Key, Settled]:
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
    given = settled.get((case, question.id))
    if given is None or given.answer is None:
        return None
    return given.answer.value


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


def _missing_rows(pack: Pack, here: tuple[Spot, ...], rows: Rows) -> Iterator[Problem]:
    """Yield each case without a row, or with one that cannot be read, and each question gone."""
    there = {spot.case for spot in here}
    for case in pack.cases:
        if case.number not in there:
            code = ProblemCode.ROW_MISSING
            if any(case.number == number for number, _ in rows):
                code = ProblemCode.NO_HEADINGS
            yield problem(code, case=case.ref)
    asked = {spot.key for spot in here}
    numbers = _numbers(pack)
    for slot in _slots(pack):
        number = numbers.get(slot.case)
        key = (number, slot.question.number)
        if key in asked or number not in there | {None}:
            continue
        if key in rows:  # though it need not be answered: nobody can tell whether it is
            yield problem(ProblemCode.NO_HEADINGS, slot.question, case=slot.case)
        elif slot.question.required:
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


def _plans_missing(
    pack: Pack, here: tuple[Spot, ...], settled: Mapping[Key, Settled]
) -> Iterator[Problem]:
    """Yield what should be said of a plan, as the answer beside it is below the best."""
    asked = {question.id: question for question in pack.questions}
    stands = {spot.key: spot for spot in here}
    numbers = _numbers(pack)
    for (case, name), each in settled.items():
        question = asked.get(name)
        if question is None or not question.follows or each.problems:
            continue
        before = asked[question.follows]
        given = each.answer.value if each.answer else None
        if given is None and before.is_below_best(_given(settled, case, before)):
            spot = stands.get((numbers.get(case), question.number))
            yield problem(ProblemCode.PLAN_MISSING, question, case=case, spot=spot)


def _outcome(
    answers: Iterable[Answer], problems: Iterable[Problem], pack: Pack, *, is_nil: bool
) -> ReturnOutcome:
    if is_nil:
        return ReturnOutcome.NIL
    known = [a.value for a in answers if a.question == KNOWN.id]
    if known and len(known) == len(pack.cases) and set(known) == {"no"}:
        return ReturnOutcome.NOT_KNOWN
    codes = {problem.code for problem in problems if problem.is_query}
    if codes & GONE:
        return ReturnOutcome.PARTIAL
    if codes:
        return ReturnOutcome.QUERIED
    return ReturnOutcome.ACCEPTED
