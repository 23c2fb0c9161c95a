"""The list of themes as its page shows it: how much there is of each, by year and audit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus
from audits.storage import Challenge, FindingInShort, Shared, TrainingNeed, View, is_empty
from audits.workspace import Workspace

from .theme_rows import ThemeFindings, actions_by_theme, theme_findings
from .themes import theme_in_words


class Left(StrEnum):
    """What is left to be done about a theme."""

    ANY = ""
    TO_DO = "to_do"  # an action is not closed
    NO_ACTION = "no_action"  # there is something to develop, and no action
    TRAINING = "training"  # training is needed
    NOT_SHARED = "not_shared"


@dataclass(frozen=True, slots=True)
class LearningFilter:
    """Which findings count and which themes are listed; what is left out filters nothing.

    ``year`` and ``audit`` (a kind of audit) choose findings. Actions and all else are those of the
    theme, whichever audit they come from.
    """

    year: int | None = None
    audit: str = ""
    left: Left = Left.ANY

    def counts(self, finding: FindingInShort) -> bool:
        """Tell whether a finding counts."""
        in_year = self.year in (None, finding.opened_on.year)
        return in_year and self.audit in ("", finding.audit)


@dataclass(slots=True)
class ThemeTally:
    """How much there is of a theme; ``changed`` are closed actions.

    ``training`` and ``challenges`` are those that are open.
    """

    theme: str
    title: str = ""
    audits: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    strengths: int = 0
    developments: int = 0
    changed: int = 0
    still_to_do: int = 0
    training: int = 0
    challenges: int = 0
    shared: int = 0

    def add(self, finding: FindingInShort) -> None:
        """Count a finding."""
        self.audits.add(finding.audit)
        self.years.add(finding.opened_on.year)
        if finding.kind is FindingKind.STRENGTH:
            self.strengths += 1
        else:
            self.developments += 1

    def add_all(self, findings: Iterable[FindingInShort]) -> None:
        """Count several findings."""
        for finding in findings:
            self.add(finding)

    def is_left(self, left: Left) -> bool:
        """Tell whether something of a sort is left to be done."""
        answers = {
            Left.ANY: True,
            Left.TO_DO: self.still_to_do > 0,
            Left.NO_ACTION: self.developments > 0 and not (self.changed or self.still_to_do),
            Left.TRAINING: self.training > 0,
            Left.NOT_SHARED: not self.shared,
        }
        return answers[left]


@dataclass(frozen=True, slots=True)
class LearningPage:
    """The themes that are wanted, and what one chooses from: years, and audits by their titles."""

    themes: tuple[ThemeTally, ...]
    years: tuple[int, ...]
    audits: Mapping[str, str]
    is_anything: bool


def learning_page(wanted: LearningFilter, *, workspace: Workspace) -> LearningPage:
    """Return how much there is of each theme that is wanted, in the order of their titles."""
    with workspace.open_view() as view:
        known = theme_findings(view)
        tallies = _tallies(known, wanted, view)
    years = {finding.opened_on.year for finding in known.findings}
    shown = sorted(_shown(tallies.values(), wanted), key=_by_title)
    return LearningPage(
        tuple(shown), tuple(sorted(years, reverse=True)), audit_titles(known), bool(tallies)
    )


def known_themes(*, workspace: Workspace) -> dict[str, str]:
    """Return the themes that something can be said about, each with its title, in their order.

    They are those of which something was found, and the core questions that audits ask now.
    """
    with workspace.open_view() as view:
        known = theme_findings(view)
    titles = dict(_core_themes(workspace))
    titles |= {theme: known.title(theme) for theme in known.titles}
    return dict(sorted(titles.items(), key=lambda pair: pair[1].casefold()))


def audit_titles(known: ThemeFindings) -> dict[str, str]:
    """Return the kinds of audit that found something, each as its newest audit was called."""
    kinds = {finding.audit for finding in known.findings}
    titles = dict[str, str]()
    for row in known.audits:
        if row.audit in kinds and row.audit not in titles:
            titles[row.audit] = known.templates[row.template].title
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def _core_themes(workspace: Workspace) -> Iterator[tuple[str, str]]:
    for template in workspace.templates.values():
        for question in template.questions:
            if question.core:
                yield question.core, question.theme or theme_in_words(question.core)


def _tallies(known: ThemeFindings, wanted: LearningFilter, view: View) -> Mapping[str, ThemeTally]:
    tallies = _Tallies()
    for finding in known.findings:
        if wanted.counts(finding):
            tallies[known.theme_of[finding.id]].add(finding)
    for theme, counts in actions_by_theme(known.theme_of, view).counts.items():
        tallies[theme].changed = counts[ActionStatus.CLOSED]
        tallies[theme].still_to_do = counts.total() - counts[ActionStatus.CLOSED]
    for theme, number in view.counts_by(TrainingNeed.theme, is_empty(TrainingNeed.met_on)).items():
        tallies[theme].training = number
    for theme, number in view.counts_by(Shared.theme).items():
        tallies[theme].shared = number
    open_ones = is_empty(Challenge.settled_on)
    for theme, number in view.counts_by(Challenge.theme, Challenge.theme != "", open_ones).items():
        tallies[theme].challenges = number
    for theme, tally in tallies.items():
        tally.title = known.title(theme)
    return tallies


class _Tallies(defaultdict[str, ThemeTally]):
    """A tally for each theme, made when it is first asked for."""

    def __missing__(self, theme: str) -> ThemeTally:
        self[theme] = ThemeTally(theme)
        return self[theme]


def _shown(tallies: Iterable[ThemeTally], wanted: LearningFilter) -> Iterator[ThemeTally]:
    """Yield the themes that are wanted: where findings are chosen, those that have some."""
    is_chosen = wanted.year is not None or wanted.audit != ""
    for tally in tallies:
        if (tally.audits or not is_chosen) and tally.is_left(wanted.left):
            yield tally


def _by_title(tally: ThemeTally) -> str:
    return tally.title.casefold()
