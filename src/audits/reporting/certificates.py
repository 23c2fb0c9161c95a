"""The certificate of a draw as a text that a person can follow with pencil and calculator."""

from collections.abc import Iterator, Mapping
from typing import Any

from .paper import Block, Heading, Paper, Table, Text


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


def certificate_paper(certificate: Mapping[str, Any]) -> Paper:
    """Return a draw's certificate as a paper."""
    excluded = ", ".join(f"{n} {why}" for why, n in certificate["excluded"].items()) or "none"
    facts = (
        ("Frame (SHA-256)", certificate["frame_sha256"]),
        ("Commitment, published when the frame was frozen", certificate["commitment"]),
        ("Key", certificate["key"] or "shown once the draw is approved"),
        ("In the window", f"{certificate['population']:,}"),
        ("Eligible", f"{certificate['eligible']:,}"),
        ("Left out", excluded),
    )
    rows = tuple(
        (case["case"], case["stratum"], _share(case), case["rank"][:16])
        for case in certificate["cases"]
    )
    return Paper(
        title=f"Certificate of the draw {certificate['ref']}",
        subtitle="Who was drawn, from whom, and how anyone can draw them again",
        marking="Holds pseudonyms only. May be shown to an inspector with the frame file.",
        footer="The frame file and this certificate as JSON lie beside it.",
        blocks=(
            Table("What it rests on", ("What", "Value"), facts, (1, 2)),
            Table("Cases", ("Case", "Stratum", "Probability", "Rank begins"), rows, (2, 3, 1, 2)),
            *_replacements(certificate),
            Heading("How to do it by hand"),
            *(Text(line) for line in certificate["by_hand"]),
        ),
    )


def _replacements(certificate: Mapping[str, Any]) -> Iterator[Block]:
    steps = certificate.get("replacements", ())
    if steps:
        rows = tuple((each["case"], each["by"], each["why"]) for each in steps)
        yield Table("Reserves used", ("Case", "Its place went to", "Why"), rows, (1, 1, 3))


def _share(case: Mapping[str, Any]) -> str:
    return "chosen" if case["targeted"] else f"{case['probability']:.4f}"
