"""What belongs to each theme, in short: a fixed number of statements, however much there is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from audits.domain.status import ActionStatus
from audits.storage import ActionFinding, ActionRow, Cycle, FindingInShort, View, one_of
from audits.templates import AuditTemplate, template_of

from .themes import theme_in_words, theme_of


@dataclass(frozen=True, slots=True)
class ThemeFindings:
    """Every finding with its theme, the newest audit's first.

    ``audits`` holds a row of each audit whether it has findings or not; ``templates`` are what
    those with findings asked, by the digest of its text.
    """

    findings: Sequence[FindingInShort]
    audits: Sequence[FindingInShort]
    theme_of: Mapping[str, str]
    titles: Mapping[str, str]
    templates: Mapping[str, AuditTemplate]

    def title(self, theme: str) -> str:
        """Return what a theme is called: as the newest audit calls it that names it."""
        return self.titles.get(theme) or theme_in_words(theme)


def theme_findings(view: View) -> ThemeFindings:
    """Return every finding in short with the theme that it stands under, in two statements."""
    audits = view.findings_in_short()
    findings = list(filter(attrgetter("id"), audits))
    texts = _frozen_texts(findings, view)
    themes, titles = dict[str, str](), dict[str, str]()
    for finding in findings:
        theme = theme_of(finding.question, finding.theme, texts[finding.template])
        themes[finding.id] = theme
        titles[theme] = titles.get(theme) or finding.theme
    templates = dict(zip(texts, map(template_of, texts.values()), strict=True))
    return ThemeFindings(findings, audits, themes, titles, templates)


def _frozen_texts(findings: Sequence[FindingInShort], view: View) -> Mapping[str, str]:
    """Return what was asked by its digest: of many audits that asked the same, one is read."""
    one_each = {finding.template: finding.cycle for finding in findings}
    read = one_of(Cycle.ref, one_each.values())
    return view.values_by(Cycle.template_sha256, Cycle.template, read)


def actions_by_theme(
    theme_of_finding: Mapping[str, str], view: View, *, own_themes: bool = True
) -> Mapping[str, Mapping[str, ActionStatus]]:
    """Return how the actions about each theme stand, without those withdrawn, in two statements.

    One that is about several themes stands under each; without ``own_themes`` under those only of
    findings that it is about.
    """
    # One dictionary of all actions, no set for each of ten thousand: those cost the most.
    statuses = {}
    themes: dict[str, dict[str, ActionStatus]] = defaultdict(dict)
    stands = ActionRow.status != ActionStatus.WITHDRAWN
    for action, status, theme in view.columns(
        (ActionRow.id, ActionRow.status, ActionRow.theme), stands
    ):
        statuses[action] = status
        if theme and own_themes:
            themes[theme][action] = status
    for action, finding in view.columns((ActionFinding.action, ActionFinding.finding)):
        if action in statuses and finding in theme_of_finding:
            themes[theme_of_finding[finding]][action] = statuses[action]
    return themes
