"""How anyone re-performs a draw with sha256sum and openssl, in ten lines."""

from collections.abc import Sequence
from operator import itemgetter

from .certified import Facts, chosen_by_name, counts_of, extensions_of, reserves_used
from .in_words import numbers_in_words


def by_hand(facts: Facts) -> list[str]:
    """Return ten lines that lead from the frame file to the drawn cases, without this product."""
    key, frame = facts["key"], facts["frame_sha256"]
    steps = (
        "Save the frame file as frame.csv and do not change a byte of it.",
        f"sha256sum frame.csv    must print {frame}",
        f"printf %s {key}{frame} | sha256sum    must print {facts['commitment']}, "
        "which was published when the frame was frozen, before the key was shown.",
        f"grep -c ',$' frame.csv    must print {facts['eligible']}: the lines with nothing in the "
        f"last column, which may be drawn, out of {facts['population']} beneath the heading.",
        f"For each of them: printf %s UNIT | openssl dgst -sha256 -hmac {key}    prints its rank "
        "(UNIT is the first column).",
        f"Set aside the cases chosen by name ({_targeted(facts)}); nothing below concerns them.",
        "Sort the others by rank, smallest first (digits before letters), into one list.",
        f"Go down that list and take {_quota(facts)}, passing by a stratum that has its number.",
        f"{_siblings(facts)} {_numbers(facts)}".strip(),
        f"Number the taken in the order of their ranks. {_reserves(facts)}",
    )
    return [f"{n}. {step}" for n, step in enumerate(steps, 1)]


def _targeted(facts: Facts) -> str:
    return ", ".join(map(itemgetter("case"), chosen_by_name(facts))) or "none"


def _quota(facts: Facts) -> str:
    return ", ".join(numbers_in_words(counts_of(facts, "drawn")))


def _siblings(facts: Facts) -> str:
    if not facts["plan"]["one_child_a_family"]:
        return "Brothers and sisters are not passed over in this draw."
    return (
        "Never take a line whose family or child (third and fourth column) was already taken or "
        "chosen by name: it is passed over, and is no reserve either."
    )


def _numbers(facts: Facts) -> str:
    """Say which sums the numbers of line 8 must give, where quotas on two dimensions made them."""
    sums: list[str] = []
    for _, quota in sorted(facts["plan"].get("quotas", {}).items()):
        sums += numbers_in_words(quota)
    if not sums:
        return ""
    return f"The numbers of line 8, those chosen by name with them, add up to {', '.join(sums)}."


def _reserves(facts: Facts) -> str:
    """Say who the reserves are, and in which order they were used."""
    says = "What is left of each stratum, in the same order, are its reserves."
    used = reserves_used(facts)
    if not used:
        return says
    return (
        f"{says} Afterwards, in this order: {'; '.join(_uses(facts, used))}. Each took the next "
        "reserve of its stratum that had not been used"
        f"{_but_no_sibling(facts)}."
    )


def _uses(facts: Facts, used: Sequence[Facts]) -> list[str]:
    """Return each use in order: an extension is one, however many reserves it took."""
    extensions = {step["after"]: step for step in extensions_of(facts)}
    uses, at = [], 0
    while at < len(used):
        step = extensions.get(at)
        if step is None:
            uses.append(f"{used[at]['by']} took the place of {used[at]['case']}")
            at += 1
            continue
        numbers = ", ".join(numbers_in_words(step["shares"]))
        after = at + max(1, sum(step["shares"].values()))
        names = ", ".join(map(itemgetter("by"), used[at:after]))
        uses.append(f"the sample was extended by {numbers} as {names} in the order of their ranks")
        at = after
    return uses


def _but_no_sibling(facts: Facts) -> str:
    if not facts["plan"]["one_child_a_family"]:
        return ""
    return ", nor was its family or child taken by then"
