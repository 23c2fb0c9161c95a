"""The form of a template: every field that its file may hold, asked of the models themselves."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.domain.form import Field, Form, Kind

from .file_models import ChoiceLine, FindingLine, QuestionLine, ScaleLine, TemplateFile
from .json_schema import Node, alternatives
from .resolving import Shared


APART = ("sections", "scales", "findings")  # each has a sheet of its own
OFFERS = {
    "scale": "scales", "core": "core", "question": "questions", "answered_by": "agencies",
    "action.owner": "agencies",
}  # fmt: skip
MEANS = {
    "kind": "The audit's name in one word, in small letters. It never changes.",
    "version": "Raise it by one whenever anything else here changes after a cycle was opened.",
    "title": "The audit's name on packs and papers.",
    "asks": "The one question that the audit answers.",
    "unit": "What one case is.",
    "ref.prefix": "How cycles are named: capital letters, as DA.",
    "ref.by": "The period a cycle belongs to.",
    "schedule.rule": "When it opens by itself (RFC 5545). Empty: the year plan says, or a person.",
    "schedule.zone": "The clock that the rule means. Empty: Europe/London.",
    "schedule.missed": "What becomes of one that was missed: open (later) or say. Empty: open.",
    "population.register": "The list that cases are drawn from.",
    "population.window": "since_last_draw, everything, or as in: 12 months.",
    "population.where": "What must be true of a case, as in: status: closed",
    "sample.size": "How many cases, or: all",
    "sample.targeted.at_most": "How many cases a person may choose; they are left out of numbers.",
    "sample.strata.by": "What the sample is divided by.",
    "sample.strata.fixed": "How many of each, as in: Early help: 20",
    "sample.exclude": "Who is left out, as in: audited_within: 12 months",
    "respondents": "The agencies that are sent a pack, one a line.",
    "pack.form": "grid: a row a case. case_sheets: a sheet a case. self_assessment: no cases.",
    "population.dated_by": "The register's day that the window is by. Empty: the register's own.",
    "pack.date": "How exactly a case's day is told to agencies. Empty: not at all.",
    "pack.details": "What is said of a case without identifying it, one a line.",
    "pack.instructions": "How to fill the pack in, one a line.",
    "gates": "What waits for a person, as in: approve_draw: person",
    "moderation.of": "grades, all, or the questions that are graded again, one a line.",
    "moderation.follow_up": "Which grades need a person who follows them up: lowest, none, or "
    "choices, one a line. Empty: lowest.",
    "timeline.return_within": "As in: 20 working days",
    "timeline.remind": "Working days from the deadline, one a line; -5 is five days before.",
    "timeline.escalate": "Working days after the deadline until the named person is told; or who "
    "is told when, one a line, as in: after: 5, to: deputy. Others are qeg_member and chair.",
    "timeline.answer_queries_within": "As in: 5 working days",
    "legal_basis": "Why you may ask: an entry of shared/law.yaml, as in: case_audit; or words of "
    "your own. It stands on the cover of every pack.",
    "papers": "The papers that are made, one a line.",
    "chapter": "Its place in the annual report's chapter, as in: 2. Empty: at the end.",
    "why_now": "Why this is asked now. The findings report says it. Empty: nothing is said.",
    "certified_by": "Which office certifies a return: any: chief officer, or one for each agency.",
    "bring_forward": "yes: what a unit answered the last time stands beside the question.",
    "breakdowns": "What is counted of the children, one a line, as: ethnicity. Never shown of one.",
    "factors": "Why something may be found, if not as your settings say: workload: Workload",
    "key_items": "At most five questions to be watched weekly, as in: overall: 86% to 70%",
    "core": "A question of the core bank, in its own words. Leave id, asks, type and scale empty.",
    "id": "Its name in one word. It never changes, also when the words do.",
    "scale": "The list that answers are chosen from.",
    "type": "Only where there is no scale.",
    "evidence": "When a note must stand beside the answer.",
    "answered_by": "The agencies that are asked, one a line. Empty: all.",
    "guidance": "What to look for, beside the question.",
    "theme": "What findings on it are gathered under.",
    "required": "Empty: yes.",
    "is_grade": "Whether it is the overall judgement. Empty: no.",
    "is_decision": "Whether it asks what was decided, which is no grade. Empty: no.",
    "is_due": "Of a date: whether something is done by then. A month then means its last day. "
    "Empty: no.",
    "comparable": "no: the words changed so much that earlier answers cannot be compared.",
    "beside": "What it decides again, as outcome: what the sample's strata are by. Empty: nothing.",
    "code": "The choice's name in one word. It never changes.",
    "score": "Its place, the best highest. Never averaged.",
    "standing": "Empty: judged. Others leave the denominator.",
    "also": "What people write for it, one a line.",
    "development_when.share_of": "The choices that are counted, one a line. Of a number: empty.",
    "strength_when.share_of": "The choices that are counted, one a line. Of a number: empty.",
    "development_when.more_than": "Of a number: those above it are counted.",
    "strength_when.more_than": "Of a number: those above it are counted.",
    "development_when.less_than": "Of a number: those below it are counted.",
    "strength_when.less_than": "Of a number: those below it are counted.",
    "promises.what": "The question that says what an agency will do. It becomes a proposed action.",
    "promises.by": "The question that says by when.",
    "promises.measure": "The question that says what will show that it worked.",
    "minimum": "How many judged cases a share needs. Empty: 20.",
    "action.within": "As in: 30 working days",
}


def form_of(shared: Shared) -> Form:
    """Return the form of any template that may use these scales and core questions."""
    scales = {name: _labels(scale) for name, scale in shared.scales.items()}
    offered = {"scales": scales, "core": {name: line.asks for name, line in shared.core.items()}}
    return Form(
        audit=tuple(f for f in _fields(TemplateFile) if f.path[0] not in APART),
        question=tuple(_fields(QuestionLine)),
        choice=tuple(_fields(ChoiceLine)),
        finding=tuple(_fields(FindingLine)),
        offered=offered,
    )


def _fields(model: Any) -> Iterator[Field]:
    schema = model.model_json_schema()
    yield from _of_object(schema, schema, (), needed=True)


def _of_object(schema: Node, node: Node, path: tuple[str, ...], *, needed: bool) -> Iterator[Field]:
    for name, inner in node["properties"].items():
        if not path and name in APART:
            continue
        must_be = needed and name in node.get("required", ())
        yield from _of(schema, inner, (*path, name), needed=must_be)


def _of(schema: Node, node: Node, path: tuple[str, ...], *, needed: bool) -> Iterator[Field]:
    plain = list(alternatives(schema, node))
    objects = [alternative for alternative in plain if "properties" in alternative]
    if objects and _types(plain) <= {"object", "null"}:
        yield from _of_object(schema, objects[0], path, needed=needed)
        return
    yield _leaf(schema, plain, path, needed=needed)


def _labels(scale: ScaleLine) -> str:
    return ", ".join(choice.label for choice in scale.choices)


def _leaf(schema: Node, plain: list[Node], path: tuple[str, ...], *, needed: bool) -> Field:
    inside, words = list[Node](), list[str]()
    for node in plain:
        inside += _inside(schema, node)
        words += _words(node)
    types = _types([*plain, *inside])
    if not types <= {"string", "null"}:
        words = []
    key = ".".join(path)
    return Field(
        path,
        _kind(plain, inside),
        needed=needed,
        choices=tuple(words),
        offers=OFFERS.get(key, ""),
        counts="integer" in types,
        shares="number" in types,
        several="array" in _types(inside),
        means=MEANS.get(key, ""),
    )


def _kind(plain: list[Node], inside: list[Node]) -> Kind:
    types = _types(plain)
    nested = "object" in _types(inside)
    if types == {"boolean"}:
        return Kind.FLAG
    if types == {"object"} and not nested:
        return Kind.PAIRS
    if types <= {"array", "null"} and "array" in types and not nested:
        return Kind.LINES
    if types & {"array", "object"}:
        return Kind.MIXED
    return Kind.TEXT


def _types(nodes: Iterable[Node]) -> set[str | None]:
    """Return which types of JSON these are, None for one that says no type."""
    return {node.get("type") for node in nodes}


def _inside(schema: Node, node: Node) -> Iterator[Node]:
    """Yield what a list's items, or a mapping's values, may be."""
    values = list(node.get("patternProperties", {}).values())
    for inner in (node.get("items"), node.get("additionalProperties"), *values):
        if isinstance(inner, Mapping):
            yield from alternatives(schema, inner)


def _words(node: Node) -> tuple[str, ...]:
    words = list(node.get("enum", ()))
    if "const" in node:
        words.append(node["const"])
    return tuple(words)
