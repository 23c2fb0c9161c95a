"""How anyone re-performs a draw with sha256sum and openssl, in ten lines."""

from collections.abc import Mapping
from typing import Any


def by_hand(facts: Mapping[str, Any]) -> list[str]:
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


def _targeted(facts: Mapping[str, Any]) -> str:
    return ", ".join(case["case"] for case in facts["cases"] if case["targeted"]) or "none"


def _quota(facts: Mapping[str, Any]) -> str:
    strata = sorted(facts["strata"].items())  # a database may keep them in another order
    return ", ".join(f"{counts['drawn']} of '{name}'" for name, counts in strata)


def _siblings(facts: Mapping[str, Any]) -> str:
    if not facts["plan"]["one_child_a_family"]:
        return "Brothers and sisters are not passed over in this draw."
    return (
        "Never take a line whose family or child (third and fourth column) was already taken or "
        "chosen by name: it is passed over, and is no reserve either."
    )


def _numbers(facts: Mapping[str, Any]) -> str:
    """Say which sums the numbers of line 8 must give, where quotas on two dimensions made them."""
    sums: list[str] = []
    for _, quota in sorted(facts["plan"].get("quotas", {}).items()):
        sums += [f"{number} of '{value}'" for value, number in sorted(quota.items())]
    if not sums:
        return ""
    return f"The numbers of line 8, those chosen by name with them, add up to {', '.join(sums)}."


def _reserves(facts: Mapping[str, Any]) -> str:
    """Say who the reserves are, and in which order they were used."""
    says = "What is left of each stratum, in the same order, are its reserves."
    used = list(facts.get("reserves_used", ()))
    if not used:
        return says
    return (
        f"{says} Afterwards, in this order: {'; '.join(_uses(facts, used))}. Each took the next "
        "reserve of its stratum that had not been used"
        f"{_but_no_sibling(facts)}."
    )


def _uses(facts: Mapping[str, Any], used: list[Mapping[str, Any]]) -> list[str]:
    """Return each use in order: an extension is one, however many reserves it took."""
    extensions = {each["after"]: each for each in facts.get("extensions", ())}
    uses, at = [], 0
    while at < len(used):
        step = extensions.get(at)
        if step is None:
            uses.append(f"{used[at]['by']} took the place of {used[at]['case']}")
            at += 1
            continue
        numbers = ", ".join(f"{n} of '{name}'" for name, n in sorted(step["shares"].items()))
        after = at + max(1, sum(step["shares"].values()))
        names = ", ".join(each["by"] for each in used[at:after])
        uses.append(f"the sample was extended by {numbers} as {names} in the order of their ranks")
        at = after
    return uses


def _but_no_sibling(facts: Mapping[str, Any]) -> str:
    if not facts["plan"]["one_child_a_family"]:
        return ""
    return ", nor was its family or child taken by then"
