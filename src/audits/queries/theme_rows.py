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


class _Asked:
    """What audits asked, by the digest of its text: whole, and the core question of each."""

    def __init__(self, view: View) -> None:
        texts = view.questions_asked()
        self.templates = dict(zip(texts, map(template_of, texts.values()), strict=True))
        self.core = dict(zip(texts, map(core_questions, texts.values()), strict=True))

    def about(self, theme: str) -> set[str]:
        """Return every question that may have put a finding under a theme."""
        asked = {theme}
        for template in self.templates.values():
            for question in template.questions:
                if theme in (question.core, question.id):
                    asked.add(question.id)
        return asked


def theme_findings(view: View, theme: str = "") -> ThemeFindings:
    """Return every finding in short with the theme that it stands under, in two statements.

    With a ``theme`` they are those that stand under it.
    """
    asked = _Asked(view)
    audits = view.findings_in_short(questions=asked.about(theme), theme=theme)
    return _under_themes(audits, asked, theme)


def last_theme_findings(view: View, statuses: Collection[CycleStatus]) -> ThemeFindings:
    """Return in the same way what audits that stand so found last, in four statements.

    It is enough to look again at what was to develop, and for the themes of all actions.
    """
    return _under_themes(view.last_findings(statuses), _Asked(view))


def _under_themes(
    audits: Sequence[FindingInShort], asked: _Asked, theme: str = ""
) -> ThemeFindings:
    findings, themes, titles = [], dict[str, str](), dict[str, str]()
    for finding in filter(attrgetter("id"), audits):
        key = theme_of(finding.question, finding.theme, asked.core[finding.template])
        if theme in ("", key):
            findings.append(finding)
            themes[finding.id] = key
            titles[key] = titles.get(key) or finding.theme
    return ThemeFindings(findings, audits, themes, titles, asked.templates)


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
