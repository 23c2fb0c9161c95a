"""The certificate of a draw as a text that a person can follow with pencil and calculator."""

from collections.abc import Mapping
from typing import Any


def make_certificate(certificate: Mapping[str, Any]) -> str:
    """Return a draw's certificate as plain text."""
    excluded = ", ".join(f"{n} {why}" for why, n in certificate["excluded"].items()) or "none"
    heads = [
        f"Certificate of the draw {certificate['ref']}",
        "",
        f"Frame (SHA-256):  {certificate['frame_sha256']}",
        f"Commitment:       {certificate['commitment']}",
        f"Key:              {certificate['key'] or 'shown once the draw is approved'}",
        f"Population {certificate['population']}, eligible {certificate['eligible']}; "
        f"left out: {excluded}",
        "",
        "Case             stratum                      probability  rank",
    ]
    cases = [
        f"{case['case']:<16} {case['stratum']:<28} {_share(case):<12} {case['rank'][:16]}"
        for case in certificate["cases"]
    ]
    places = [
        f"{each['case']} gave its place to {each['by']}, the next reserve: {each['why']}"
        for each in certificate.get("replacements", ())
    ]
    parts = [*heads, *cases, "", *places, *([""] if places else []), *certificate["by_hand"], ""]
    return "\n".join(parts)


def _share(case: Mapping[str, Any]) -> str:
    return "chosen" if case["targeted"] else f"{case['probability']:.4f}"
