"""From areas for development to the actions their rules suggest."""

from collections.abc import Callable, Sequence
from datetime import date

from audits.domain.action import Action
from audits.domain.finding import Finding, FindingKind
from audits.domain.frequency import plainest
from audits.domain.plan import FindingRule, ProposedAction
from audits.domain.status import ActionStatus
from audits.domain.working_days import WorkingCalendar


def proposed_actions(
    findings: Sequence[Finding],
    rules: Sequence[FindingRule],
    *,
    today: date,
    calendar: WorkingCalendar,
    cycle: str,
    next_number: Callable[[], int],
) -> tuple[Action, ...]:
    """Return an action for each area for development whose rule suggests one.

    They are proposed, not open: a person accepts them at sign-off. Findings whose rules suggest the
    very same action share one. ``next_number`` is asked once for each action made. The due date is
    counted in working days from today.
    """
    wanted: dict[ProposedAction, list[str]] = {}
    for finding in findings:
        suggestion = _suggested(finding, rules)
        if suggestion is not None:
            wanted.setdefault(suggestion, []).append(finding.id)

    def propose(suggestion: ProposedAction, about: list[str]) -> Action:
        due = calendar.add_working_days(today, suggestion.within_working_days)
        return Action(
            id=f"A{next_number()}",
            title=suggestion.title,
            source="audit",
            cycle=cycle,
            owner=suggestion.owner,
            due=due,
            status=ActionStatus.PROPOSED,
            opened_on=today,
            measure=suggestion.measure,
            findings=tuple(about),
            original_due=due,
        )

    return tuple(propose(suggestion, about) for suggestion, about in wanted.items())


def _suggested(finding: Finding, rules: Sequence[FindingRule]) -> ProposedAction | None:
    """Return what the rule behind this finding suggests.

    A record that does not say is a finding without a rule; its text tells it from the finding of a
    rule on the same question.
    """
    if finding.kind is not FindingKind.DEVELOPMENT:
        return None
    about = (finding.theme, finding.question, plainest(finding.text))
    behind = (r for r in rules if (r.theme, r.question, plainest(r.development_text)) == about)
    return next((rule.action for rule in behind), None)
