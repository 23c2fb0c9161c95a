"""A case that is lost gives its place to the next reserve of its stratum, and to no other."""

from collections.abc import Iterable, Mapping
from typing import Any


def next_reserve(certificate: Mapping[str, Any], stratum: str) -> Mapping[str, Any] | None:
    """Return the first reserve of a stratum that has not taken a place, None if there is none."""
    used = {each["unit_hash"] for each in certificate.get("replacements", ())}
    return next(
        (
            reserve
            for reserve in certificate["reserves"]
            if reserve["stratum"] == stratum and reserve["unit_hash"] not in used
        ),
        None,
    )


def replacement_faults(certificate: Mapping[str, Any]) -> Iterable[str]:
    """Yield each replacement that did not take the next reserve of the lost case's stratum."""
    strata = {case["case"]: case["stratum"] for case in certificate["cases"]}
    before: list[Mapping[str, Any]] = []
    for each in certificate.get("replacements", ()):
        stratum = strata.get(each["case"])
        right = next_reserve({**certificate, "replacements": before}, stratum or "")
        if right is None or right["unit_hash"] != each["unit_hash"]:
            yield f"Case {each['case']} was not replaced by the next reserve of its stratum."
        strata[each["by"]] = each["stratum"]
        before.append(each)
