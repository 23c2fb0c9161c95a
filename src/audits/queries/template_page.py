"""Templates as pages show them: the list, and one of them as its agency will see it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from audits.domain.errors import NotFoundError
from audits.domain.pack import Pack
from audits.domain.question import Question, Scale
from audits.domain.remedies import Remedy, Verb
from audits.storage import Agency, Cycle, View
from audits.templates import AuditTemplate, template_of, worded, words_in
from audits.workbook import asked_once
from audits.workspace import Workspace

from .template_trial import pack_of_template


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One kind of audit: what it is called, its version now, and the versions audits have asked."""

    kind: str
    title: str
    asks: str
    version: int
    questions: int
    opened: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """One version of a template as an agency will see it, part by part.

    ``agencies`` are those that are asked, by code, with their names; ``versions`` those that can be
    read, the newest first. ``scales`` are those whose choices say what they mean, each once; that
    of a grade is read with its question.
    """

    template: AuditTemplate
    agency: str
    agencies: Mapping[str, str]
    versions: tuple[int, ...]
    pack: Pack
    parts: tuple[tuple[str, tuple[Question, ...]], ...]
    scales: tuple[Scale, ...]


def list_of_templates(*, workspace: Workspace) -> list[TemplateLine]:
    """Return each kind of audit, in the order of their titles."""
    opened = defaultdict(set)
    with workspace.open_view() as view:
        for kind, version in view.columns((Cycle.kind, Cycle.version)):
            opened[kind].add(version)
    lines = []
    titles, words = workspace.titles(), workspace.partnership.words_on(workspace.today())
    for kind, template in workspace.templates.items():
        asked = [question for question in template.questions if not question.follows]
        lines.append(
            TemplateLine(
                kind, titles[kind], words_in(template.asks, words), template.version, len(asked),
                tuple(sorted(opened[kind])),
            )
        )  # fmt: skip
    return sorted(lines, key=attrgetter("title"))


def read_template(
    kind: str, *, version: int | None, agency: str, workspace: Workspace
) -> TemplateReading:
    """Return a version of a template as an agency will see it; unless said, the one used now.

    Raises:
        NotFoundError: if there is no such kind, or no audit was opened with that version.
    """
    with workspace.open_view() as view:
        names = view.values_by(Agency.code, Agency.name)
        versions = set(view.values(Cycle.version, Cycle.kind == kind))
        frozen = _frozen(kind, version, view)
    now = workspace.templates.get(kind)
    if now is not None:
        versions.add(now.version)
        if frozen is None and version in (None, now.version):
            frozen = worded(now, workspace.partnership.words_on(workspace.today()))
    if frozen is None:
        what = f"audit template '{kind}'"
        if version is not None:
            what += f" of version {version}"
        raise NotFoundError(f"There is no {what}.", remedy=Remedy(Verb.SEE_TEMPLATES))
    return _reading(frozen, tuple(sorted(versions, reverse=True)), names, agency, workspace)


def read_sent_template(frozen: str, *, agency: str, workspace: Workspace) -> TemplateReading:
    """Return a template that somebody sent as an agency will see it."""
    words = workspace.partnership.words_on(workspace.today())
    template = worded(template_of(frozen), words)
    with workspace.open_view() as view:
        names = view.values_by(Agency.code, Agency.name)
    return _reading(template, (template.version,), names, agency, workspace)


def _reading(
    template: AuditTemplate,
    versions: tuple[int, ...],
    names: Mapping[str, str],
    agency: str,
    workspace: Workspace,
) -> TemplateReading:
    """Return a template as an agency sees it; the first that is asked, unless another is wanted."""
    agencies = {code: names.get(code, code) for code in template.respondents}
    if agency not in agencies:
        agency = next(iter(agencies), "")
    pack = pack_of_template(template, agency, workspace)
    scales = tuple(dict.fromkeys(_described_scales(pack)))
    return TemplateReading(template, agency, agencies, versions, pack, tuple(_parts(pack)), scales)


def _frozen(kind: str, version: int | None, view: View) -> AuditTemplate | None:
    """Return what the newest audit with a version was opened with, if there is one."""
    if version is None:
        return None
    is_it = (Cycle.kind == kind, Cycle.version == version)
    for cycle in view.newest(Cycle, *is_it, by=Cycle.opened_on, limit=1):
        return template_of(cycle.template)
    return None


def _described_scales(pack: Pack) -> Iterator[Scale]:
    for question in pack.questions:
        if question.scale is None or question.is_grade:
            continue
        if any(map(attrgetter("means"), question.scale.choices)):
            yield question.scale


def _parts(pack: Pack) -> Iterator[tuple[str, tuple[Question, ...]]]:
    """Yield each part of a pack with its questions, and at last what is asked once a return."""
    for section, questions in groupby(pack.asked_of_a_case(), key=attrgetter("section")):
        yield section, tuple(questions)
    once = asked_once(pack)
    yield once[0].section, once
