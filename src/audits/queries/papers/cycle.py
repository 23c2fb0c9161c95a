"""What papers say of a cycle, gathered from where it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind, Method, Part
from audits.domain.frequency import in_borne_words
from audits.domain.naming import Audience, naming_of
from audits.domain.question import questions_by_id
from audits.domain.status import AGREED_OR_LATER, WITHOUT_ANSWERS, ReturnOutcome
from audits.queries.actions_about import actions_about
from audits.queries.case_answers import judged_questions
from audits.queries.current_rows import drawn_and_targeted, first_packs
from audits.queries.estimates import estimate_kept, numbers_of_estimate
from audits.queries.return_status import (
    ReturnStatus,
    allowances,
    open_then,
    return_status,
    units_of,
)
from audits.queries.spot_checks import spot_check_in_words
from audits.queries.surveys import survey_results
from audits.reporting import AccountFact, CycleFacts, FindingFact, UnitReturn, outcome_in_words
from audits.statistics import (
    census_count,
    estimate_of,
    proportion_word,
    word_for,
)
from audits.storage import (
    Concern,
    Cycle,
    FindingRow,
    PastAccount,
    ReturnFile,
    SignOff,
    Unit,
    View,
)
from audits.templates import AuditTemplate, partnership_of, template_of
from audits.workspace import Workspace

from .measured import findings_before, good_of, measured
from .report import report_facts


def cycle_facts(cycle: Cycle, *, view: View, workspace: Workspace) -> CycleFacts:
    """Return what papers say of a cycle."""
    drawn, targeted = drawn_and_targeted(cycle.ref, view)
    template = template_of(cycle.template)
    so_far = return_status(cycle.ref, view)
    judged = judged_questions(cycle, view)
    rows = view.all(FindingRow, FindingRow.cycle == cycle.ref, order_by=FindingRow.number)
    last = findings_before(cycle, view) if rows else []
    naming = naming_of(template, Audience.READERS)
    returns = naming.each(_returns(cycle, so_far, view, workspace))
    return CycleFacts(
        ref=cycle.ref,
        title=cycle.title,
        asks=template.asks,
        partnership=partnership_of(cycle.partnership),
        since=cycle.since,
        until=cycle.until or cycle.opened_on,
        population=cycle.population or 0,
        eligible=cycle.eligible or 0,
        excluded=dict(cycle.excluded),
        drawn=drawn,
        targeted=targeted,
        returns=returns,
        judged=judged,
        findings=tuple(finding_fact(row, template, last) for row in rows),
        actions=actions_about([cycle.ref], view),
        concerns=view.count(Concern, Concern.cycle == cycle.ref),
        agreed=cycle.status in AGREED_OR_LATER,
        made_on=workspace.today(),
        issued=so_far.issued,
        returned=len(so_far.back),
        late=_late(cycle, view),
        waived=tuple(Counter(_why_waived(cycle, so_far, view).values()).most_common()),
        names_units=template.names_units,
        still_asked=len(so_far.asked),
        went_ahead=tuple(_went_ahead(cycle, so_far, view)),
        beside=tuple(_beside(cycle, view)),
        report=report_facts(cycle, judged, view=view, workspace=workspace),
        account=_account(cycle.ref, view),
    )


def _account(ref: str, view: View) -> AccountFact | None:
    row = view.find(PastAccount, ref)
    if row is None:
        return None
    return AccountFact(tuple(row.context), row.lead, tuple(row.came_of_it))


def _went_ahead(cycle: Cycle, so_far: ReturnStatus, view: View) -> Iterator[str]:
    """Yield what the audit went ahead without, and why, a sentence each."""
    if cycle.went_on:
        naming = naming_of(template_of(cycle.template), Audience.READERS)
        waiting = units_of(so_far.waiting)
        parts = []
        for missing in cycle.went_on["without"]:
            name = naming.one(view.get(Unit, missing["unit"]).name)
            state = open_then(missing["asked"])
            if missing["unit"] not in waiting:
                state += "; it has since"
            parts.append(f"{name} ({state})")
        yield f"The audit went on without all of {', '.join(parts)}: {cycle.went_on['why']}"
    row = view.find(SignOff, cycle.ref)
    if row is not None and row.left_open:
        yield f"Agreed although this was open: {' '.join(row.left_open)} Why: {row.why}"


def _beside(cycle: Cycle, view: View) -> Iterator[str]:
    """Yield what spot checks and surveys say, beside what the units say of themselves."""
    checked = spot_check_in_words(cycle.ref, view)
    if checked:
        yield f"{checked}."
    for survey in survey_results(cycle.ref, view):
        counts = []
        for answer, count in survey.counts.items():
            number = "withheld" if count is None else f"{count:,}"
            counts.append(f"{answer} {number}")
        answers = f"{survey.question} {', '.join(counts)}"
        yield f"{survey.survey}, {many(survey.asked, 'answer')}. {answers}."


def _returns(
    cycle: Cycle, so_far: ReturnStatus, view: View, workspace: Workspace
) -> Iterator[UnitReturn]:
    """Yield what came back from each unit: its last readable return, or why there is none."""
    outcomes = {}
    for row in view.all(ReturnFile, ReturnFile.cycle == cycle.ref, order_by=ReturnFile.received_at):
        if row.outcome and row.outcome not in (*WITHOUT_ANSWERS, ReturnOutcome.SUPERSEDED):
            late = ", late" if row.late and row.outcome is not ReturnOutcome.LATE else ""
            outcomes[row.unit] = outcome_in_words(row.outcome) + late
    waived = _why_waived(cycle, so_far, view)
    for pack in first_packs(cycle.ref, view):
        outcome = outcomes.get(pack.unit, "nothing yet")
        if pack.unit in waived:
            outcome = f"not expected: {waived[pack.unit]}"
        elif pack.due_at != cycle.due_at:
            until = day_in_words(workspace.calendar.local_date(pack.due_at))
            outcome += f" (was given until {until})"
        yield UnitReturn(view.get(Unit, pack.unit).name, outcome)


def _late(cycle: Cycle, view: View) -> int:
    """Return of how many units the first return that could be read came after its day."""
    first: dict[str, bool] = {}
    for row in view.all(ReturnFile, ReturnFile.cycle == cycle.ref, order_by=ReturnFile.received_at):
        if row.unit and row.outcome and row.outcome not in WITHOUT_ANSWERS:
            first.setdefault(row.unit, row.late or row.outcome is ReturnOutcome.LATE)
    return sum(first.values())


def _why_waived(cycle: Cycle, so_far: ReturnStatus, view: View) -> dict[str, str]:
    """Return whose return is not expected, and the kind of reason in words."""
    allowed = allowances(cycle.ref, view)
    reasons = {}
    for unit in units_of(so_far.waived):
        waiver = allowed[unit][-1].waived
        if waiver:
            reasons[unit] = waiver.words
    return reasons


def finding_fact(
    row: FindingRow, template: AuditTemplate, last: Sequence[FindingRow] = ()
) -> FindingFact:
    """Return a finding as papers take it; ``last`` are the findings of the audit before."""
    says, numbers = "No number was reported", None
    if row.frame:
        estimate = estimate_kept(row)
        says = numbers_of_estimate(estimate, template)
        numbers = measured(row, estimate, template, last)
    return FindingFact(
        row.id, row.kind, row.theme, row.text, says, question=row.question, x=row.x, n=row.n,
        words=_words(row, template), seen_in=_seen_in(row, template),
        sure_words=_sure_words(row, template), measured=numbers,
        good=good_of(row, template),
    )  # fmt: skip


def _sure_words(row: FindingRow, template: AuditTemplate) -> str:
    """Return a finding's words as far as its rule makes sure of them; empty if it is an estimate.

    In a census the numbers that met the rule are the true ones, so that its words tell no more.
    """
    if row.method != Method.COUNTED:
        return ""
    for rule in template.findings:
        is_strength = row.kind is FindingKind.STRENGTH
        when = rule.strength_when if is_strength else rule.development_when
        text = rule.strength_text if is_strength else rule.development_text
        if when and (rule.theme, rule.question, text) == (row.theme, row.question, row.text):
            return in_borne_words(text, when.sure_share)
    return ""


def _words(row: FindingRow, template: AuditTemplate) -> tuple[str | None, ...]:
    """Return the word for a share that each count from none to all would allow.

    None where chances differed: which word a count allows depends on the parts that it came from.
    """
    if not row.n or row.method == Method.WEIGHTED:
        return ()
    if template.sample.is_census:  # of those that answered: nothing is said of the others
        return tuple(proportion_word(census_count(x, row.n, row.n)) for x in range(row.n + 1))
    not_applicable = sum(part.get("not_applicable", 0) for part in row.parts)
    gaps = row.cannot_tell + row.unanswered
    words = []
    for x in range(row.n + 1):
        part = Part("", x, row.n, row.frame, not_applicable, gaps)
        words.append(word_for(estimate_of([part], method=Method.EXACT)))
    return tuple(words)


def _seen_in(row: FindingRow, template: AuditTemplate) -> tuple[int, int]:
    """Return in how many units' own answers a finding shows, and how many answered."""
    question = questions_by_id(template.questions).get(row.question)
    if question is None or question.scale is None:
        return 0, 0
    answered, below = set(), set()
    for answer in row.answers:
        if answer.get("value") and not answer.get("targeted"):
            answered.add(answer["unit"])
            if question.is_below_best(answer["value"]):
                below.add(answer["unit"])
    return len(below), len(answered)
