"""What a paper says first: a headline, then how sure it is, what is done and what is asked."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind

from .facts import ActionFact, CycleFacts, FindingFact
from .paper import Block, Heading, Items


LONGEST = 25  # words that can be read aloud in ten seconds, at the 150 a minute of a slow reader
FEW_CASES = 20  # below, numbers show where to look
NOTHING = "No clear strength or concern emerged."


def what_it_says(facts: CycleFacts, *answered: str) -> Iterator[Block]:
    """Yield the headline, how much was ``answered``, how sure it is, what is done and asked."""
    yield Heading(headline(facts))
    done = being_done(facts.actions, agreed=facts.agreed)
    yield Items("", (*answered, _how_sure(facts), done, _asked_of_you(facts)))


def headline(facts: CycleFacts) -> str:
    """Return the finding that matters most, and how many others there are if that is short enough.

    A grade comes before anything else, then the area for development that most cases show, then
    the strength that most show.
    """
    if not facts.findings:
        return NOTHING
    first = max(facts.findings, key=lambda finding: _weight(finding, _grades(facts)))
    others = len(facts.findings) - 1
    if others:
        whole = f"{first.text} {many(others, 'other finding')} below."
        if len(whole.split()) <= LONGEST:
            return whole
    return first.text


def _grades(facts: CycleFacts) -> frozenset[str]:
    return frozenset(question.id for question, _ in facts.judged if question.is_grade)


def _weight(finding: FindingFact, grades: frozenset[str]) -> tuple[bool, bool, Fraction]:
    is_area = finding.kind is FindingKind.DEVELOPMENT
    share = Fraction(finding.x, finding.n) if finding.n else Fraction(0)
    return is_area, finding.question in grades, share


def _how_sure(facts: CycleFacts) -> str:
    if facts.report.is_census:
        return "Everybody was asked, so these are counts and nothing is estimated."
    if facts.drawn < FEW_CASES:
        return "So few cases show where to look, and not how common something is."
    return (
        "Beside each number stands the range in which the truth for all of "
        f"{many(facts.eligible, 'case')} is likely to lie."
    )


def being_done(plan: Sequence[ActionFact], *, agreed: bool) -> str:
    """Say how many actions follow, and when the first is due."""
    if not plan:
        return "No action follows from it so far."
    actions = f"{many(len(plan), 'action')} "
    actions += "in the plan" if agreed else "proposed"
    days = [action.due for action in plan if action.due]
    if not days:
        return f"{actions}, without a day yet."
    which = "it" if len(plan) == 1 else "the first"
    return f"{actions}; {which} is due on {day_in_words(min(days))}."


def _asked_of_you(facts: CycleFacts) -> str:
    group = facts.partnership.quality_group.short
    if not facts.agreed:
        return f"{group} is asked to agree the findings, and who does what by when."
    if facts.actions:
        return f"{group} agreed it: whoever owns an action is asked to finish it by its day."
    return f"{group} agreed it. Nothing more is asked of you."
