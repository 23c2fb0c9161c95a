"""What really happened in each case, so that one can see whether the audit finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.pack import KNOWN
from audits.domain.question import AnswerType, Choice, EvidenceRule, Question, Scale, Standing
from audits.domain.seeded_chance import Dice


# How often the partnership does a thing well, by core question. The weak ones are what the founding
# annual report found: referrers hear nothing back, consent is not recorded, the child is not heard.
DONE_WELL = {"feedback_to_referrer": 0.30, "voice_of_child": 0.45, "consent": 0.55}
OTHERWISE = 0.86
# Overall grades, best first: the shares of 347 weekly cases that one board published.
GRADES = (0.048, 0.81, 0.102, 0.035)
DOES_NOT_APPLY = 0.04
CANNOT_TELL = 0.20  # of what was not done well
NOTES = {
    True: ("Seen on the record the same day.", "Clear on the record.", "Recorded with reasons."),
    False: (
        "Nothing on the record shows it.",
        "Done, but three days late and without a reason.",
        "One of two partners was asked.",
        "Mentioned in passing only.",
    ),
}
TEXTS = ("Police notification after an incident at home.", "School was worried about attendance.")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is true of one question in one case, and the words somebody would use for it.

    ``value`` is a choice's code, a text, an ISO date or a number as text; ``words`` are what the
    workbook's list offers for it.
    """

    value: str
    words: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """Every fact, by case reference and by the question's number."""

    facts: Mapping[tuple[str, int], Fact]

    def about(self, case: str, number: int) -> Fact | None:
        """Return the fact, or nothing where there is nothing to say."""
        return self.facts.get((case, number))

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the case references, in order."""
        return tuple(sorted({case for case, _ in self.facts}))


def make_truth(case_refs: Sequence[str], questions: Sequence[Question], seed: int = 1) -> Truth:
    """Return what is true of every question in every case; the same seed gives the same."""
    facts = {
        (case, question.number): fact_about(question, Dice(seed, "truth", case, question.id))
        for case in case_refs
        for question in questions
    }
    for case in case_refs:
        facts[case, KNOWN.number] = Fact("yes", "Yes")
    return Truth(facts)


def fact_about(question: Question, dice: Dice) -> Fact:
    """Return what is true of one question, as the dice have it."""
    if question.scale is None:
        value = _without_scale(question.type, dice)
        return Fact(value, value)
    choice = _choice(question, question.scale, dice)
    well = choice == question.scale.best
    wanted = not well or question.evidence is EvidenceRule.ALWAYS or dice.chance(0.3)
    note = dice.pick(NOTES[well]) if wanted else ""
    return Fact(choice.code, choice.label, note)


def _without_scale(kind: AnswerType, dice: Dice) -> str:
    if kind is AnswerType.DATE:
        return f"2017-03-0{dice.below(9) + 1}"
    if kind is AnswerType.NUMBER:
        return str(dice.below(48) + 1)
    return dice.pick(TEXTS)


def _choice(question: Question, scale: Scale, dice: Dice) -> Choice:
    """Return the choice that is true, leaning towards what the partnership does well."""
    judged = sorted(scale.judged, key=lambda choice: choice.score or 0, reverse=True)
    others = {c.standing: c for c in scale.choices if c not in judged}
    if question.is_grade and len(judged) == len(GRADES):
        return dice.pick_by(dict(zip(judged, GRADES, strict=True)))
    if Standing.NOT_APPLICABLE in others and dice.chance(DOES_NOT_APPLY):
        return others[Standing.NOT_APPLICABLE]
    if dice.chance(DONE_WELL.get(question.core or question.id, OTHERWISE)):
        return judged[0]
    if Standing.CANNOT_TELL in others and dice.chance(CANNOT_TELL):
        return others[Standing.CANNOT_TELL]
    return dice.pick(judged[1:] or judged)
