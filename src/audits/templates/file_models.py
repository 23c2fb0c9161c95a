"""An audit template as people write it: the closed vocabulary of its YAML file."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from audits.domain.plan import Strata, Targeted
from audits.domain.question import AnswerType, EvidenceRule, PlanRule, Standing
from audits.domain.spelling import folded

from .field_types import (
    Code,
    Months,
    OneIn,
    Owner,
    Prose,
    Shape,
    Share,
    Words,
    WorkingDays,
    is_one_given,
)
from .ladders import WrittenLadder
from .shape import TemplateHead


class ChoiceLine(Shape):
    """One choice of a scale."""

    code: Code
    label: Words
    score: int | None = None
    means: Prose = ""
    standing: Standing = Standing.JUDGED
    also: tuple[str, ...] = ()


class ScaleLine(Shape):
    """A scale, in the shared file or in a template of its own."""

    title: Words
    choices: Annotated[tuple[ChoiceLine, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _no_spelling_means_two_choices(self) -> Self:
        """Refuse a spelling that two choices share: an answer would be guessed at."""
        codes = Counter(choice.code for choice in self.choices)
        for code, times in codes.items():
            if times > 1:
                raise ValueError(f"two choices have the code '{code}'")
        meant: dict[str, str] = {}
        for choice in self.choices:
            for text in (choice.label, choice.code, *choice.also):
                other = meant.setdefault(folded(text), choice.code)
                if other != choice.code:
                    raise ValueError(f"'{text}' stands for both '{other}' and '{choice.code}'")
        return self


class CoreLine(Shape):
    """One question of the core bank: the same words in every audit, so that themes join up."""

    asks: Words
    theme: Words
    scale: Code
    evidence: EvidenceRule = EvidenceRule.OPTIONAL
    guidance: Prose = ""


class QuestionLine(Shape):
    """One question: ``core`` names one of the bank, whose words may be changed by none of these."""

    core: Code | None = None
    id: Code | None = None
    asks: Words | None = None
    type: AnswerType | None = None
    scale: Code | None = None
    evidence: EvidenceRule | None = None
    answered_by: tuple[Code, ...] = ()
    guidance: Prose = ""
    theme: Prose = ""
    required: bool = True
    is_grade: bool = False
    is_decision: bool = False
    is_due: bool = False
    comparable: bool = True
    beside: Code | None = None
    plan: PlanRule = PlanRule.NEVER

    @model_validator(mode="after")
    def _is_core_or_its_own(self) -> "QuestionLine":
        if self.core is None and (self.id is None or self.asks is None):
            raise ValueError("a question needs 'core', or else both 'id' and 'asks'")
        if self.core is not None and any((self.asks, self.type, self.scale)):
            raise ValueError("a core question brings its own 'asks', 'type' and 'scale'")
        return self


class SectionLine(Shape):
    """A part of the pack with a heading."""

    title: Words
    questions: Annotated[tuple[QuestionLine, ...], Field(min_length=1)]


class ExcludeLine(Shape):
    """Who is left out, or looked at by a person first; each line says one of these.

    ``audited_within`` and ``open_at_least`` leave cases out; ``independent_of`` flags a case whose
    allocated worker or team is also one that would audit it.
    """

    audited_within: Months | None = None
    open_at_least: Months | None = None
    independent_of: tuple[Literal["worker", "team"], ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if not is_one_given(self.audited_within, self.open_at_least, self.independent_of or None):
            raise ValueError("say one of 'audited_within', 'open_at_least' and 'independent_of'")
        return self


class ModerationLine(Shape):
    """Which answers are graded again, by whom, and how many cases are rated twice blind.

    ``of`` may name questions. ``follow_up`` says which grades need a person who follows them up:
    ``lowest``, ``none``, or choices as in ``[inadequate]``.
    """

    of: Literal["grades", "all"] | tuple[Code, ...] = "grades"
    desk: bool = True
    panel: bool = False
    blind_second: OneIn | None = None
    follow_up: Literal["lowest", "none"] | tuple[Code, ...] | None = None


class SampleLine(Shape):
    """How many are drawn, and how: by ``strata`` of one attribute, or by ``quotas`` of two.

    Quotas give each value of two attributes a number, and both add up to the size::

        quotas:
          category: {physical abuse: 6, emotional abuse: 6}
          age_band: {under 5: 4, 5 to 10: 4, over 10: 4}

    Of ``exclude``, ``live_proceedings`` leaves nobody out: such a case is flagged, and a person
    approves it or replaces it.
    """

    size: Annotated[int, Field(ge=1)] | Literal["all"]
    chosen: Literal["by_draw", "by_name"] = "by_draw"
    targeted: Targeted = Field(default_factory=Targeted)
    strata: Strata | None = None
    quotas: Mapping[Code, Mapping[Words, Annotated[int, Field(ge=0)]]] = Field(default_factory=dict)
    exclude: tuple[
        ExcludeLine | Literal["sibling_already_drawn", "restricted", "live_proceedings"], ...
    ] = ()

    @model_validator(mode="after")
    def _has_quotas_that_can_be_met(self) -> Self:
        if not self.quotas:
            return self
        if self.strata is not None:
            raise ValueError("say 'strata' or 'quotas', not both")
        if len(self.quotas) != 2:
            raise ValueError("'quotas' name two attributes; for one, say 'strata' with 'fixed'")
        for name, quota in sorted(self.quotas.items()):
            total = sum(quota.values())
            if total != self.size:
                raise ValueError(f"the quotas by '{name}' add up to {total}, not to {self.size}")
            if any(" / " in value for value in quota):
                raise ValueError(f"a value of '{name}' holds ' / ', which stands between the two")
        return self


class TimelineLine(Shape):
    """When packs are due back, and the ladder after that.

    ``escalate`` says who is told after how many working days, or only the days, and it is the
    partnership's named person::

        escalate: [{after: 5, to: deputy}, {after: 10, to: qeg_member}, {after: 20, to: chair}]
    """

    return_within: WorkingDays
    remind: tuple[int, ...] = ()
    escalate: WrittenLadder = 10
    answer_queries_within: WorkingDays = 2
    check_facts_within: WorkingDays | None = None


class ShareLine(Shape):
    """What share, or how many, of the judged cases were given certain choices, or a number.

    Of a question for a number, ``more_than`` or ``less_than`` stands in place of ``share_of``::

        development_when: {more_than: 10, at_least: 25%}
    """

    share_of: tuple[Code, ...] = ()
    more_than: float | None = None
    less_than: float | None = None
    below: Share | None = None
    at_least: Share | None = None
    count_at_least: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_one_limit(self) -> "ShareLine":
        if not is_one_given(self.below, self.at_least, self.count_at_least):
            raise ValueError("say exactly one of 'below', 'at_least' and 'count_at_least'")
        if not is_one_given(self.share_of or None, self.more_than, self.less_than):
            raise ValueError("say exactly one of 'share_of', 'more_than' and 'less_than'")
        return self


class ActionLine(Shape):
    """The action that a finding suggests."""

    title: Words
    owner: Owner
    within: WorkingDays
    measure: Prose = ""


class SaysLine(Shape):
    """The sentence of a finding, each way."""

    development: Prose = ""
    strength: Prose = ""


class FindingLine(Shape):
    """When answers to a question are a finding."""

    theme: Words
    question: Code
    development_when: ShareLine | None = None
    strength_when: ShareLine | None = None
    says: SaysLine = Field(default_factory=SaysLine)
    minimum: Annotated[int, Field(ge=1)] = 20
    action: ActionLine | None = None


class TemplateFile(TemplateHead):
    """One file in ``audit_templates/``."""

    sample: SampleLine
    timeline: TimelineLine
    moderation: ModerationLine | None = None
    scales: Mapping[Code, ScaleLine] = Field(default_factory=dict)
    sections: Annotated[tuple[SectionLine, ...], Field(min_length=1)]
    findings: tuple[FindingLine, ...] = ()


class ScalesFile(Shape):
    """``shared/scales.yaml``."""

    scales: Mapping[Code, ScaleLine]


class CoreFile(Shape):
    """``shared/core_questions.yaml``."""

    core_questions: Mapping[Code, CoreLine]
