"""What the public may read of a cycle: words before numbers, and no number that identifies.

Every count goes through the room's one module for small numbers. Each question is told of once:
two counts of the same cases printed together could be taken from each other.
"""

from collections import Counter
from collections.abc import Iterator

from audits.domain.amounts import many
from audits.domain.finding import FindingKind
from audits.domain.naming import Audience, naming_of

from .facts import CycleFacts, FindingFact, values_at_random
from .paper import Block, Items, Text
from .suppression import SMALLEST_SHOWN, public_claim, suppress_counts


MARKING = "For publication."
FEW = "We do not give numbers, because so few cases could identify a child."
RULE = (
    "Numbers from 1 to 5, and numbers from which they could be worked out, are left out. "
    "Words such as "
    "'most' stand only where they would hold whatever the true number is."
)
ENOUGH = (
    20  # cases: with fewer, that a finding was made already tells its number but for one or two
)
LEADS = (
    (FindingKind.STRENGTH, "What worked well"),
    (FindingKind.DEVELOPMENT, "What needs to improve"),
)


def public_findings(facts: CycleFacts, *, counted: bool = True) -> Iterator[Block]:
    """Yield what was found as sentences; a number or a word stands only where it gives nobody away.

    Not ``counted``, the sentences stand alone: a table beside them tells the numbers.
    """
    for kind, lead in LEADS:
        sentences = []
        for finding in facts.findings_of(kind):
            sentence = public_said(finding, facts) if counted else finding.public_text
            sentences.append(sentence)
        if sentences:
            yield Items(f"{lead}:", tuple(sentences))
    if not facts.findings:
        yield Text("No clear strength or concern emerged.")


def public_sentences(facts: CycleFacts) -> tuple[str, ...]:
    """Return what was found, what worked well first, as the public may read it."""
    sentences = []
    for kind, _ in LEADS:
        for finding in facts.findings_of(kind):
            sentences.append(public_said(finding, facts))
    return tuple(sentences)


def public_total(facts: CycleFacts) -> int | None:
    """Return how many cases or organisations answered, None if they are too few to say."""
    total = facts.report.answered
    if 0 < total < SMALLEST_SHOWN:
        return None
    return total


def public_plan(facts: CycleFacts) -> Iterator[Block]:
    """Yield what will be done; by whom where units are named, and no dates."""
    if not facts.actions:
        return
    sentences = []
    for action in facts.actions:
        text = action.title.rstrip(".")
        owner = naming_of(facts, Audience.PUBLIC).owner(action.owner)
        if owner:
            text += f" ({owner})"
        sentences.append(f"{text}.")
    yield Items("What is done about it:", tuple(sentences))


def public_said(finding: FindingFact, facts: CycleFacts) -> str:
    """Return a finding's sentence as the public may read it: with a number, a word, or alone.

    Its own words never say how often: which words its numbers bear would tell what they are.
    """
    text, total = finding.public_text, public_total(facts)
    if (total or 0) < ENOUGH or not finding.n or not _is_counted_once(finding, facts):
        return text
    rest = max((total or 0) - finding.n, 0)
    share, word = public_claim(finding.x, finding.n, rest, finding.words)
    how_many = f"{word} of the cases"
    if share.x is not None and share.n is not None:
        how_many = f"{share.x} of the {many(share.n, 'case')}"
    if share.x is None and not word:
        return text
    return f"{text} This was so in {how_many} that could be judged."


def _is_counted_once(finding: FindingFact, facts: CycleFacts) -> bool:
    """Tell whether no other number printed is of the same cases under the same question.

    A finding of several questions would be one more count of the same cases.
    """
    if not finding.question:
        return False
    beside = Counter(other.question for other in facts.findings)
    graded = {question.id for question, _ in facts.judged if question.is_grade}
    return beside[finding.question] == 1 and finding.question not in graded


def public_grades(facts: CycleFacts) -> Iterator[Block]:
    """Yield how overall grades fell out, small numbers and what would give them away left out."""
    for question, cases in facts.judged:
        if not question.is_grade or question.scale is None or not public_total(facts):
            continue
        given = values_at_random(cases)
        shown = public_row(tuple(given[code] for code in (*question.scale.codes, None)))
        if shown is not None:
            labels = (*question.scale.labels, "Not graded")
            sentences = (f"{label}: {shown_as(n)}." for label, n in zip(labels, shown, strict=True))
            yield Items("Overall grades ('c': left out, to protect children):", tuple(sentences))


def public_row(counts: tuple[int, ...]) -> tuple[int | None, ...] | None:
    """Return counts whose total is known with the small ones hidden, None if none may be printed.

    Where every count is small, hiding some of them would tell that the others are noughts.
    """
    if min(counts, default=0) < 0 or max(counts, default=0) < SMALLEST_SHOWN:
        return None
    shown, total = suppress_counts(counts)
    if total is None:
        return None
    return shown


def shown_as(count: int | None) -> str:
    """Return a count as it is printed, or the mark of a hidden one."""
    if count is None:
        return "c"
    return f"{count:,}"
