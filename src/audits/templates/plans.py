"""The plans of a template as the rooms of the draw, of moderation and of findings take them."""

from collections.abc import Iterable

from audits.domain.plan import FindingRule, Moderation, ProposedAction, SamplePlan, ShareRule

from .file_models import ExcludeLine, FindingLine, ModerationLine, SampleLine, ShareLine


def sample_plan(line: SampleLine) -> SamplePlan:
    """Return how the cases are drawn."""
    rules = [rule for rule in line.exclude if isinstance(rule, ExcludeLine)]
    size = None if line.size == "all" else line.size
    independent_of: set[str] = set()
    for rule in rules:
        independent_of.update(rule.independent_of)
    return SamplePlan(
        size=size,
        strata=line.strata,
        targeted=line.targeted,
        audited_within_months=_longest(rule.audited_within for rule in rules),
        one_child_a_family="sibling_already_drawn" in line.exclude,
        leave_out_restricted="restricted" in line.exclude,
        quotas=line.quotas,
        open_at_least_months=_longest(rule.open_at_least for rule in rules),
        flag_live_proceedings="live_proceedings" in line.exclude,
        independent_of=tuple(sorted(independent_of)),
        by_name=line.chosen == "by_name",
    )


def _longest(months: Iterable[int | None]) -> int | None:
    return max((month for month in months if month is not None), default=None)


def moderation_plan(line: ModerationLine) -> Moderation:
    """Return who looks at which grades again."""
    named = line.of if isinstance(line.of, tuple) else ()
    needs: tuple[str, ...] | None = None
    if line.follow_up not in (None, "lowest"):
        needs = line.follow_up if isinstance(line.follow_up, tuple) else ()
    return Moderation(line.of == "all", line.desk, line.panel, line.blind_second, named, needs)


def finding_rule(line: FindingLine) -> FindingRule:
    """Return when something is found, and what is said and proposed then."""
    action = None
    if line.action:
        asked = line.action
        action = ProposedAction(asked.title, asked.owner, asked.within, asked.measure)
    return FindingRule(
        theme=line.theme,
        question=line.question,
        development_when=_share(line.development_when),
        development_text=line.says.development,
        strength_when=_share(line.strength_when),
        strength_text=line.says.strength,
        minimum=line.minimum,
        action=action,
    )


def _share(line: ShareLine | None) -> ShareRule | None:
    if line is None:
        return None
    return ShareRule(
        line.share_of,
        line.below,
        line.at_least,
        line.count_at_least,
        line.more_than,
        line.less_than,
    )
