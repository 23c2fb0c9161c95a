"""What belongs to each theme, in short: a fixed number of statements, however much there is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from audits.domain.status import ActionStatus, CycleStatus
from audits.storage import FindingInShort, View
from audits.templates import AuditTemplate, template_of

from .themes import core_questions, theme_in_words, theme_of


@dataclass(frozen=True, slots=True)
class ThemeFindings:
    """Findings with their themes, the newest audit's first.

    ``audits`` holds a row of each audit whether it has findings or not; ``templates`` are what all
    asked, by the digest of its text.
    """

    findings: Sequence[FindingInShort]
    audits: Sequence[FindingInShort]
    theme_of: Mapping[str, str]
    titles: Mapping[str, str]
    templates: Mapping[str, AuditTemplate]

    def title(self, theme: str) -> str:
        """Return what a theme is called: as the newest audit calls it that names it."""
        return self.titles.get(theme) or theme_in_words(theme)


@dataclass(frozen=True, slots=True)
class ThemeActions:
    """How many actions of each theme stand how, without those withdrawn.

    One that is about several themes counts under each. ``by_findings`` are the themes of an action
    that its findings alone put it under.
    """

    counts: Mapping[str, Counter[ActionStatus]]
    by_findings: Mapping[str, Collection[str]]


def theme_findings(
    view: View, theme: str = "", *, statuses: Collection[CycleStatus] = ()
) -> ThemeFindings:
    """Return every finding in short with the theme that it stands under, in two statements.

    With a ``theme`` they are those that stand under it; with ``statuses``, those of audits that
    stand so.
    """
    texts = view.questions_asked()
    templates = dict(zip(texts, map(template_of, texts.values()), strict=True))
    core = dict(zip(texts, map(core_questions, texts.values()), strict=True))
    asked = _questions_about(theme, templates.values())
    audits = view.findings_in_short(questions=asked, theme=theme, statuses=statuses)
    findings, themes, titles = [], dict[str, str](), dict[str, str]()
    for finding in filter(attrgetter("id"), audits):
        key = theme_of(finding.question, finding.theme, core[finding.template])
        if theme in ("", key):
            findings.append(finding)
            themes[finding.id] = key
            titles[key] = titles.get(key) or finding.theme
    return ThemeFindings(findings, audits, themes, titles, templates)


def _questions_about(theme: str, templates: Collection[AuditTemplate]) -> set[str]:
    """Return every question that may have put a finding under a theme."""
    asked = {theme}
    for template in templates:
        for question in template.questions:
            if theme in (question.core, question.id):
                asked.add(question.id)
    return asked


def actions_by_theme(
    theme_of_finding: Mapping[str, str], view: View, *, own_themes: bool = True
) -> ThemeActions:
    """Return how the actions about each theme stand, in two statements.

    Without ``own_themes`` they stand under those only of findings that they are about.
    """
    counts = defaultdict[str, Counter[ActionStatus]](Counter)
    by_findings = defaultdict[str, set[str]](set)
    if own_themes:
        for theme, status, number in view.actions_by_own_theme():
            counts[theme][status] = number
    for link in view.findings_of_actions():
        theme = theme_of_finding.get(link.finding, "")
        is_counted = own_themes and theme == link.own_theme
        if theme and not is_counted and theme not in by_findings[link.action]:
            by_findings[link.action].add(theme)
            counts[theme][link.status] += 1
    return ThemeActions(counts, by_findings)
