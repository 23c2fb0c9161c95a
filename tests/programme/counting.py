"""The truth's own count of what an audit must find: small, slow, and none of the engine's code."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audits.domain.pack import KNOWN
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import Question

from .calendar import working_days_on
from .record import Told, stands


Answers = dict[tuple[str, str, str], str | None]  # by unit, case and question


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the truth has it."""

    theme: str
    question: str
    kind: str
    text: str
    x: int
    n: int
    left_out: int
    cannot_tell: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Due:
    """One action as the truth has it."""

    title: str
    owner: str
    due: date | None
    status: str
    percent: int


def answers_of(told: Told) -> Answers:
    """Return every answer that must stand, those about whether a child is known included."""
    found: Answers = {}
    for unit, intent in told.intents.items():
        names = {number: q.id for number, q in told.by_key(unit).items()} | {KNOWN.number: KNOWN.id}
        for (case, number), value in stands(told, unit).items():
            found[unit, case, names[number]] = value
        if intent.unknown and intent.returns_on:
            found[unit, intent.unknown, KNOWN.id] = "no"
    return found


def findings_of(told: Told) -> tuple[Found, ...]:
    """Return every finding that the answers must give, in the order of the rules."""
    answers = answers_of(told) | {
        (unit, case, name): value for (unit, case, name), value in told.panel.items()
    }
    asked = {question.id: question for question in told.questions}
    by_rule = [_by_rule(rule, asked[rule.question], told, answers) for rule in told.rules]
    silent = _silent(told, answers)
    return tuple(found for found in (*by_rule, silent) if found is not None)


def actions_of(told: Told) -> tuple[Due, ...]:
    """Return every action that findings and promises open, each once, but for those that stand."""
    rules = {(r.theme, r.question, r.development_text): r.action for r in told.rules}
    wanted = dict.fromkeys(
        action
        for found in findings_of(told)
        if found.kind == "development"
        and (action := rules.get((found.theme, found.question, found.text)))
    )
    day = _found_on(told)
    by_finding = [
        (action.title, action.owner, working_days_on(day, action.within_working_days))
        for action in wanted
    ]
    return tuple(
        Due(title, owner, due, *told.updates.get((title, owner), ("open", 0)))
        for title, owner, due in (*by_finding, *_promised(told))
        if (title, owner) not in told.again
    )


def _promised(told: Told) -> Iterator[tuple[str, str, date | None]]:
    """Yield what units said they will do, whose it is, and the day they gave; each thing once."""
    if told.promises is None:
        return
    answers, seen = answers_of(told), set()
    for (unit, case, name), value in answers.items():
        if name != told.promises.what or not value or (unit, value) in seen:
            continue
        seen.add((unit, value))
        by = answers.get((unit, case, told.promises.by))
        yield value, unit, date.fromisoformat(by) if by else None


def open_issues_of(told: Told) -> dict[str, int]:
    """Return how many issues each unit left open: answers below the best that need a plan."""
    planned = {question.follows for question in told.questions if question.follows}
    asked = {question.id: question for question in told.questions}
    left: dict[str, int] = {}
    for (unit, _, name), value in answers_of(told).items():
        if name in planned and _is_below_best(asked[name], value):
            left[unit] = left.get(unit, 0) + 1
    return left


def _found_on(told: Told) -> date:
    """Return the day on which findings were last made: when analysed, or by a later return."""
    analysed = told.analysed_on or told.opened
    return max([analysed, *(day for day, _ in told.taken)])


def _is_below_best(question: Question, value: str | None) -> bool:
    scores = _scores(question)
    mine = scores.get(value or "")
    return mine is not None and mine < max(s for s in scores.values() if s is not None)


def _scores(question: Question) -> Mapping[str, int | None]:
    if question.scale is None:
        return {}
    return {c.code: c.score for c in question.scale.choices}


Places = dict[str, dict[str, str]]  # judged or which kind of gap: case to code


def _places(question: Question, told: Told, answers: Answers) -> Places:
    """Return what each case came to: a code for those judged, else which kind of gap it is."""
    places: Places = {"judged": {}, "cannot_tell": {}, "not_applicable": {}, "": {}}
    little = _grades_on_little(told, answers) if question.is_grade else set()
    for case in _cases(told, question):
        given = {
            (unit, case, question.id): value
            for unit in told.intents
            if (value := answers.get((unit, case, question.id))) is not None
        }
        said = [value for key, value in given.items() if key not in little]
        kind, code = _weakest(question, said) if said or not given else ("cannot_tell", "")
        places[kind][case] = code
    return places


def _grades_on_little(told: Told, answers: Answers) -> set[tuple[str, str, str]]:
    """Return the good grades that rest on a record which could not say, and that no panel gave."""
    asked = {question.id: question for question in told.questions if question.scale}
    silent: Counter[tuple[str, str]] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for (unit, case, name), value in answers.items():
        if value is not None and name in asked and not asked[name].is_grade:
            given[unit, case] += 1
            silent[unit, case] += _weakest(asked[name], [value])[0] == "cannot_tell"
    little = {key for key, many in silent.items() if many >= 5 and many > given[key] / 2}
    return {
        (unit, case, name)
        for (unit, case, name), value in answers.items()
        if (unit, case) in little and name in asked and (unit, case, name) not in told.panel
        if asked[name].is_grade and _is_good(asked[name], value)
    }


def _is_good(question: Question, value: str | None) -> bool:
    ranked = sorted(s for s in _scores(question).values() if s is not None)
    return (_scores(question).get(value or "") or -1) >= ranked[len(ranked) // 2]


def _cases(told: Told, question: Question) -> Iterator[str]:
    """Yield each case once that anybody was asked this about, but for those a person chose."""
    asked = {unit for unit in told.intents if question in told.questions_of[unit]}
    cases = {case for unit in asked for case in told.asked_of[unit]}
    yield from sorted(cases - told.targeted)


def _weakest(question: Question, said: list[str]) -> tuple[str, str]:
    scores = _scores(question)
    kinds = {c.code: str(c.standing) for c in question.scale.choices} if question.scale else {}
    judged = [value for value in said if scores[value] is not None]
    if judged:
        # "Under" and "over" are as weak as each other: then the first of their codes stands.
        return "judged", min(judged, key=lambda value: (scores[value] or 0, value))
    for kind in ("cannot_tell", "not_applicable"):
        if any(kinds[value] == kind for value in said):
            return kind, kind
    return "", ""


def _by_rule(rule: FindingRule, question: Question, told: Told, answers: Answers) -> Found | None:
    if question.scale is None:
        return None
    places = _places(question, told, answers)
    n = len(places["judged"])
    for kind, when, text in (
        ("development", rule.development_when, rule.development_text),
        ("strength", rule.strength_when, rule.strength_text),
    ):
        if when is None or not n:
            continue
        x = sum(code in when.of for code in places["judged"].values())
        if _is_so(when, x, _share(when, places, told), enough=n >= rule.minimum):
            gaps = (len(places["cannot_tell"]), len(places[""]))
            left_out = len(places["not_applicable"])
            so = n - x if when.below is not None else x  # the sentence speaks of the others
            return Found(rule.theme, question.id, kind, text, so, n, left_out, *gaps)
    return None


def _is_so(when: ShareRule, x: int, share: Fraction, *, enough: bool) -> bool:
    if when.count_at_least is not None:
        return x >= when.count_at_least
    if not enough:
        return False
    if when.below is not None:
        return share < Fraction(str(when.below))
    return when.at_least is not None and share >= Fraction(str(when.at_least))


def _share(when: ShareRule, places: Places, told: Told) -> Fraction:
    """Return the share of these codes, each case for as many as it stands for."""
    judged = places["judged"]
    known = {**judged, **places["not_applicable"]}
    weights = {case: _stands_for(case, known, told) for case in judged}
    so = sum(weights[case] for case, code in judged.items() if code in when.of)
    return Fraction(so) / sum(weights.values())


def _stands_for(case: str, known: Mapping[str, str], told: Told) -> Fraction:
    """Return the size of a case's part of the frame, shared among those known from it."""
    if _is_even(told):
        return Fraction(1)
    part = told.strata[case]
    return Fraction(told.could_be_drawn[part], sum(told.strata[c] == part for c in known))


def _is_even(told: Told) -> bool:
    """Tell whether every part of the frame had the same chance, or there are no parts."""
    drawn = Counter(part for case, part in told.strata.items() if case not in told.targeted)
    return len({Fraction(drawn[part], many) for part, many in told.could_be_drawn.items()}) < 2


def _silent(told: Told, answers: Answers) -> Found | None:
    """Return the finding that records do not say: three cases and a fifth of a question's cases."""
    thin = [q for q in told.questions if q.scale and _is_thin(_places(q, told, answers))]
    if not thin:
        return None
    places = [_places(question, told, answers) for question in thin]
    stands = {case: _under_all(case, places) for case in _cases_of(thin, told)}
    count = Counter(stands.values())
    x, n = count["cannot_tell"], count["cannot_tell"] + count["judged"]
    gaps = (count["not_applicable"], 0, count[""])
    names = [q.theme or q.core or q.section for q in thin]
    if len(thin) == 1:
        text = f"Records did not say enough to answer: {thin[0].asks}"
        return Found(names[0], thin[0].id, "development", text, x, n, *gaps)
    listed = "; ".join(name.replace("_", " ") for name in dict.fromkeys(names))
    text = f"Records were too thin to judge at least one of these: {listed}."
    return Found("Recording", "", "development", text, x, n, *gaps)


def _is_thin(places: Places) -> bool:
    x = len(places["cannot_tell"])
    return x >= 3 and 5 * x >= x + len(places["judged"])


def _cases_of(questions: list[Question], told: Told) -> list[str]:
    return sorted({case for question in questions for case in _cases(told, question)})


def _under_all(case: str, by_question: list[Places]) -> str:
    """Return what stands for a case over several questions: the record that does not say first."""
    for kind in ("cannot_tell", "judged", "not_applicable"):
        if any(case in places[kind] for places in by_question):
            return kind
    return ""
