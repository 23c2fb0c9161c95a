"""What was to develop, beside the newest audit of its kind: one look for each kind of audit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from audits.domain.finding import FindingKind
from audits.domain.status import AGREED_OR_LATER
from audits.storage import FindingInShort
from audits.templates import question_history

from .rounds import Outcome, SecondLook, looked_again
from .theme_rows import ThemeFindings


OTHERWISE = "It was asked in other words or on another scale since: the two cannot be compared."
NOT_YET = "No audit of this kind has looked again yet."


@dataclass(frozen=True, slots=True)
class LookAgain:
    """One area for development, and how the newest audit of its kind comes out on it.

    ``audit`` is what that kind is called; ``later`` that audit, None while there is none since.
    """

    finding: FindingInShort
    audit: str
    later: FindingInShort | None
    second: SecondLook


def looks_again(findings: Sequence[FindingInShort], known: ThemeFindings) -> Iterator[LookAgain]:
    """Yield of each kind of audit the last time a theme was to develop, beside its newest audit.

    ``findings`` are those of the theme, the newest first. Audits count once their findings are
    agreed; the last time before the newest audit is the one that is looked at again.
    """
    agreed = [finding for finding in findings if finding.status in AGREED_OR_LATER]
    by_audit = attrgetter("audit")
    for _, alike in groupby(sorted(agreed, key=by_audit), key=by_audit):
        look = _look(list(alike), known)
        if look is not None:
            yield look


def _look(findings: Sequence[FindingInShort], known: ThemeFindings) -> LookAgain | None:
    """Return the look at a theme by one kind of audit; None where it never was to develop."""
    newest = _newest(findings[0].audit, known)
    to_develop = [row for row in findings if row.kind is FindingKind.DEVELOPMENT]
    earlier = [row for row in to_develop if row.cycle != newest.cycle]
    title = known.templates[findings[0].template].title
    if earlier:
        now = [row for row in findings if row.cycle == newest.cycle]
        return LookAgain(earlier[0], title, newest, _second(earlier[0], newest, now, known))
    if to_develop:
        return LookAgain(to_develop[0], title, None, SecondLook(Outcome.OPEN, NOT_YET))
    return None


def _second(
    earlier: FindingInShort,
    newest: FindingInShort,
    now: Sequence[FindingInShort],
    known: ThemeFindings,
) -> SecondLook:
    if not now:
        return looked_again(earlier, (), is_census=False)
    if not _may_be_compared(earlier, newest, known):
        return SecondLook(Outcome.OPEN, OTHERWISE)
    is_census = known.templates[newest.template].sample.is_census
    return looked_again(earlier, now, is_census=is_census)


def _may_be_compared(earlier: FindingInShort, newest: FindingInShort, known: ThemeFindings) -> bool:
    """Tell whether a question's answers may stand side by side; a past report is taken as it is."""
    if earlier.template == newest.template:
        return True
    first, last = known.templates[earlier.template], known.templates[newest.template]
    versions = {first.version: first, last.version: last}
    for template in known.templates.values():
        if template.kind == first.kind and first.version < template.version < last.version:
            versions[template.version] = template
    for past in question_history([one for one in versions.values() if one.questions]):
        if past.id == earlier.question:
            return not first.questions or past.comparable_since <= first.version
    return True


def _newest(audit: str, known: ThemeFindings) -> FindingInShort:
    for row in known.audits:
        if row.audit == audit and row.status in AGREED_OR_LATER:
            return row
    raise LookupError("an audit that found something is among the audits")
