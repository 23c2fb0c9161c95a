"""What keeps an action's wording from being checkable: cheap questions, asked before sign-off."""

import re
from datetime import date

from audits.domain.action import Action


# Words that promise effort instead of a result; "robust" and its kind promise quality unmeasured.
_VAGUE = (
    r"(?:ensur|continu|improv)(?:e[sd]?|ing)|(?:review|consider|monitor)(?:s|ed|ing)?|"
    r"embed(?:s|ded|ding)?|rais(?:es?|ing) awareness"
)
_HOLLOW = r"robust(?:ly|ness)?"
# Verbs that begin a second action after "and". Words that are as often nouns ("audit", "report",
# "support", "training") are left out: an advice that is wrong half the time is not read.
_DOING = (
    "agree|brief|circulate|collect|continue|create|deliver|design|develop|embed|ensure|identify|"
    "improve|introduce|issue|monitor|produce|provide|publish|qa|quality[- ]assure|remind|revise|"
    "send|set up|share|tell|train|update|write"
)
_EVERYONE = frozenset(
    {"all", "agencies", "all agencies", "everyone", "partners", "all partners", "the partnership"}
)
# Only where a verb can stand: first, or after "to", "and", "will", a comma and the like.
_VAGUE_VERB = re.compile(
    rf"(?:^|[,;:.–—]\s*|\b(?:to|and|or|will|must|should|then|can)\s+)(?:an?\s+|the\s+)?"
    rf"(?P<word>{_VAGUE})\b|\b(?P<hollow>{_HOLLOW})\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"[;•\n]|\.\s+\S|\(\s*(?:2|b|ii)\s*\)|\band\s+(?:then\s+|also\s+|to\s+)?(?:{_DOING})\b",
    re.IGNORECASE,
)


def smart_lint(action: Action) -> tuple[str, ...]:
    """Return what keeps this action from being checkable, one plain sentence each."""
    return lint_wording(action.title, owner=action.owner, due=action.due, measure=action.measure)


def lint_wording(title: str, *, owner: str, due: date | None, measure: str) -> tuple[str, ...]:
    """Return what keeps an action, as worded in any plan, from being checkable.

    No owner or more than one, no date, no measure, words that promise effort instead of a result,
    several actions in one. Advice, never a refusal: a person may have good reason.
    """
    advice = [_about_owner(owner.strip())]
    if due is None:
        advice.append("It has no date: say by when.")
    if not measure.strip():
        advice.append("It has no measure: say what will show that it worked.")
    advice += [_about_words(title), _about_number(title)]
    return tuple(sentence for sentence in advice if sentence)


def _about_owner(owner: str) -> str:
    if not owner:
        return "It has no owner: name the one agency that is accountable."
    if owner.casefold() in _EVERYONE or re.search(r"[,/;&+]", owner):
        return "It has no single owner: name the one agency that is accountable."
    return ""


def _about_words(title: str) -> str:
    promises = dict.fromkeys(
        (hit["word"] or hit["hollow"]).lower() for hit in _VAGUE_VERB.finditer(title)
    )
    if not promises:
        return ""
    words = ", ".join(f'"{word}"' for word in promises)
    return f"It is vague ({words}): say what will be different."


def _about_number(title: str) -> str:
    if _SEVERAL.search(title.strip()):
        return "It is several actions in one: make each its own."
    return ""
