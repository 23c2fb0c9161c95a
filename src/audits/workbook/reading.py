"""A returned file read whole: answers, problems and what became of it. Content never raises."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.pack import KNOWN, Pack
from audits.domain.status import ReturnOutcome
from audits.opening import FileContents, NotReadableError, cell_name, read_file

from .consistency import (
    Key,
    SpotsByKey,
    contradictions,
    is_left_open,
    plans_missing,
    says_nothing_to_report,
)
from .grounds import grades_on_little
from .layout import asked_about, case_numbers, slots_of
from .places import ReferenceCell, Spot, by_key
from .query_sheet import query_spots
from .scanning import answer_spots, odd_references, packs_of, references
from .settling import Settled, problem, settle
from .tampering import alterations


UNKNOWN_PACK = "The pack of this workbook is not one of ours. Return the workbook you were sent."
NO_REFERENCE = (
    "No row reference was found, so nobody can tell which answers these are. Return the workbook "
    "that you were sent, with its first column."
)
Rows = Collection[tuple[int | None, int | None]]  # the cases and questions of rows that are there
MISSING_CODES = {ProblemCode.MISSING, ProblemCode.ROW_MISSING, ProblemCode.NO_HEADINGS}


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
        contents = read_file(data, passwords)
    except NotReadableError as error:
        return (Reading(None, (), (error.problem,), ReturnOutcome.REFUSED),)
    reference_cells = references(contents, key)
    codes = packs_of(reference_cells)
    if not codes:
        return (_quarantined(ProblemCode.NO_REFERENCE, NO_REFERENCE),)
    packs = list(filter(None, map(find_pack, codes)))
    if not packs:
        return (_quarantined(ProblemCode.UNKNOWN_PACK, UNKNOWN_PACK),)
    editions = _editions(reference_cells, find_pack)
    return tuple(_readings(packs, editions, reference_cells, contents))


def _editions(
    reference_cells: Iterable[ReferenceCell], find_pack: Callable[[str], Pack | None]
) -> Mapping[str, Pack]:
    """Return the editions that a file speaks of, as they were issued, by their tokens."""
    editions = {}
    tokens = {cell.reference.token for cell in reference_cells if cell.is_ours}
    for token in sorted(tokens):
        pack = find_pack(token)
        if pack is not None:
            editions[token] = pack
    return editions


def _readings(
    packs: Sequence[Pack],
    editions: Mapping[str, Pack],
    reference_cells: tuple[ReferenceCell, ...],
    contents: FileContents,
) -> Iterator[Reading]:
    """Yield what a file says about each of its packs; what is odd about it goes with the first."""
    spots = {pack.code: tuple(_spots(reference_cells, pack, editions, contents)) for pack in packs}
    everywhere = list(chain.from_iterable(spots.values()))
    odd: list[Problem] = []
    if contents.has_extras:
        odd.append(problem(ProblemCode.EXTRAS))
    odd += odd_references(reference_cells, spots)
    odd += alterations(packs, editions.values(), reference_cells, everywhere, contents)
    by_place = next(filter(attrgetter("by_place"), everywhere), None)
    if by_place:
        odd.append(problem(ProblemCode.READ_BY_PLACE, spot=by_place))
    for pack in packs:
        rows = _rows_of(pack, reference_cells)
        older = _older_edition(pack, spots[pack.code])
        yield _reading(pack, spots[pack.code], rows, contents, (*odd, *older))
        odd = []


def _spots(
    reference_cells: tuple[ReferenceCell, ...],
    pack: Pack,
    editions: Mapping[str, Pack],
    contents: FileContents,
) -> Iterator[Spot]:
    """Yield where the answers of a pack stand: in their cells, or on the sheet of its queries."""
    issued, asked_again = [], []
    for cell in reference_cells:
        if not cell.reference.is_query:
            issued.append(cell)
        elif cell.is_of(pack.code):
            asked_again.append(cell)
    in_cells = tuple(answer_spots(issued, pack, contents))
    yield from in_cells
    yield from query_spots(asked_again, editions, in_cells)


def _rows_of(pack: Pack, reference_cells: Iterable[ReferenceCell]) -> Rows:
    """Return the cases and questions of the rows of a pack that are there, those of queries not."""
    rows = set()
    for cell in reference_cells:
        if cell.is_row and cell.is_of(pack.code) and not cell.reference.is_query:
            rows.add((cell.reference.case, cell.reference.question))
    return rows


def _older_edition(pack: Pack, spots: Iterable[Spot]) -> Iterator[Problem]:
    editions = set(map(attrgetter("edition"), spots))
    if len(editions) > 1:
        yield problem(ProblemCode.TWO_EDITIONS)
    elif min(editions, default=pack.edition) < pack.edition:
        yield problem(ProblemCode.OLDER_EDITION)


def answered_before(reading: Reading, pack: Pack, given: Collection[Key]) -> Reading:
    """Return a reading that does not ask for what an earlier return of the pack answered."""
    asked = defaultdict(set)
    for case, question in asked_about(pack, required=True):
        asked[case].add((case, question))

    def is_needed(problem: Problem) -> bool:
        wanted = asked[problem.case]
        if problem.question:
            wanted = {(problem.case, problem.question)}
        return problem.code not in MISSING_CODES or not wanted <= set(given)

    problems = tuple(filter(is_needed, reading.problems))
    is_nil = reading.outcome is ReturnOutcome.NIL
    outcome = _outcome(reading.answers, problems, pack, is_nil=is_nil)
    return replace(reading, problems=problems, outcome=outcome)


def _quarantined(code: ProblemCode, sentence: str) -> Reading:
    return Reading(None, (), (Problem(code, sentence),), ReturnOutcome.QUARANTINED)


def _reading(
    pack: Pack,
    spots: tuple[Spot, ...],
    rows: Rows,
    contents: FileContents,
    odd: tuple[Problem, ...],
) -> Reading:
    spots_by_key = by_key(spots)
    settled = _settled(pack, spots_by_key, contents)
    answers = {key: outcome.answer for key, outcome in settled.items()}
    is_nil = says_nothing_to_report(answers)
    left_open = frozenset(key for key in answers if is_left_open(key, answers, is_nil))
    kept = [outcome for key, outcome in settled.items() if key not in left_open]
    problems = list(odd)
    if not is_nil:
        problems += _missing_rows(pack, spots_by_key, rows)
    problems += chain.from_iterable(map(attrgetter("problems"), kept))
    problems += contradictions(answers)
    problems += plans_missing(pack, spots_by_key, settled, answers)
    problems += grades_on_little(pack, answers)
    given = tuple(filter(None, map(attrgetter("answer"), kept)))
    outcome = _outcome(given, problems, pack, is_nil=is_nil)
    comments = tuple(_comments(contents))
    return Reading(pack.code, given, tuple(problems), outcome, comments, left_open)


def _comments(contents: FileContents) -> Iterator[tuple[str, str, str]]:
    for (title, row, column), text in contents.comments.items():
        yield title, cell_name(row, column), text


def _settled(pack: Pack, spots: SpotsByKey, contents: FileContents) -> dict[Key, Settled]:
    """Return what each question about each case came to, in the order of the pack."""
    numbers = case_numbers(pack)
    settled = {}
    for slot in slots_of(pack):
        question = slot.question
        may_answer = spots.get((numbers.get(slot.case), question.number), ())
        settled[slot.case, question.id] = settle(slot.case, question, may_answer, contents)
    return settled


def _missing_rows(pack: Pack, spots: SpotsByKey, rows: Rows) -> Iterator[Problem]:
    """Yield each case without a row, or with one that cannot be read, and each question gone."""
    with_spots = {case for case, _ in spots}
    with_rows = {case for case, _ in rows}
    for case in pack.cases:
        if case.number not in with_spots:
            code = ProblemCode.ROW_MISSING
            if case.number in with_rows:
                code = ProblemCode.NO_HEADINGS
            yield problem(code, case=case.ref)
    numbers = case_numbers(pack)
    for slot in slots_of(pack):
        number = numbers.get(slot.case)
        key = (number, slot.question.number)
        if key in spots or number not in with_spots | {None}:
            continue
        if key in rows:  # though it need not be answered: nobody can tell whether it is
            yield problem(ProblemCode.NO_HEADINGS, slot.question, case=slot.case)
        elif slot.question.required:
            yield problem(ProblemCode.ROW_MISSING, slot.question, case=slot.case)


def _outcome(
    answers: Iterable[Answer], problems: Iterable[Problem], pack: Pack, *, is_nil: bool
) -> ReturnOutcome:
    if is_nil:
        return ReturnOutcome.NIL
    known = [answer.value for answer in answers if answer.question == KNOWN.id]
    if known and len(known) == len(pack.cases) and set(known) == {"no"}:
        return ReturnOutcome.NOT_KNOWN
    codes = {problem.code for problem in problems if problem.is_query}
    if codes & MISSING_CODES:
        return ReturnOutcome.PARTIAL
    if codes:
        return ReturnOutcome.QUERIED
    return ReturnOutcome.ACCEPTED
