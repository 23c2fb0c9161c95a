"""The certificate of a draw as a text that a person can follow with pencil and calculator."""

from collections.abc import Iterator, Mapping
from typing import Any

from .paper import Block, Heading, Paper, Table, Text


def make_certificate(certificate: Mapping[str, Any]) -> str:
    """Return a draw's certificate as plain text."""
    heads = [
        f"Certificate of the draw {certificate['ref']}",
        "",
        f"Frame (SHA-256):  {certificate['frame_sha256']}",
        f"Commitment:       {certificate['commitment']}",
        f"Key:              {certificate['key'] or 'shown once the draw is approved'}",
    ]
    flow = [f"{number:>12,}  {words}" for words, number in certificate["flow"]]
    cases = [
        f"{case['case']:<16} {case['stratum']:<28} {_share(case):<12} {case['rank'][:16]}"
        for case in certificate["cases"]
    ]
    parts = (
        heads,
        ["How many", *flow],
        ["Rules", *_rules(certificate)],
        ["Case             stratum                      probability  rank", *cases],
        list(_said(certificate)),
        certificate["by_hand"],
    )
    return "\n".join("\n".join([*part, ""]) for part in parts if part)


def certificate_paper(certificate: Mapping[str, Any]) -> Paper:
    """Return a draw's certificate as a paper."""
    facts = (
        ("Frame (SHA-256)", certificate["frame_sha256"]),
        ("Commitment, published when the frame was frozen", certificate["commitment"]),
        ("Key", certificate["key"] or "shown once the draw is approved"),
    )
    flow = tuple((words, f"{number:,}") for words, number in certificate["flow"])
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
            Table("From the register to the cases", ("What", "How many"), flow, (3, 1)),
            Heading("The rules"),
            *(Text(line) for line in _rules(certificate)),
            Table("Cases", ("Case", "Stratum", "Probability", "Rank begins"), rows, (2, 3, 1, 2)),
            *_strata(certificate),
            *_used(certificate),
            *_decided(certificate),
            Heading("How to do it by hand"),
            *(Text(line) for line in certificate["by_hand"]),
        ),
    )


def _rules(certificate: Mapping[str, Any]) -> list[str]:
    """Return the rules in words, and what they could not give; draws of before had none."""
    rules = list(certificate.get("rules", ()))
    if certificate.get("shortfall"):
        rules.append(certificate["shortfall"])
    return rules


def _strata(certificate: Mapping[str, Any]) -> Iterator[Block]:
    reserves = certificate.get("reserves_in_all", {})
    rows = tuple(
        (name, f"{each['eligible']:,}", f"{each['drawn']:,}", f"{reserves.get(name, 0):,}")
        for name, each in certificate["strata"].items()
    )
    yield Table("Strata", ("Stratum", "Eligible", "Drawn", "Reserves"), rows, (3, 1, 1, 1))


def _used(certificate: Mapping[str, Any]) -> Iterator[Block]:
    used = certificate.get("reserves_used", ())
    if used:
        rows = tuple(
            (e["by"], e["case"] or "none: extension", e["rank"][:16], e["why"]) for e in used
        )
        heads = ("Reserve", "In place of", "Rank begins", "Why")
        yield Table("Reserves used", heads, rows, (2, 2, 2, 3))
    yield from (Text(sentence) for sentence in _extended(certificate))


def _decided(certificate: Mapping[str, Any]) -> Iterator[Block]:
    sentences = (*_flagged(certificate), *_ruled(certificate))
    if sentences:
        yield Heading("What a person decided")
        yield from map(Text, sentences)


def _said(certificate: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was done after the draw or decided by a person, each as a sentence."""
    for reserve in certificate.get("reserves_used", ()):
        if reserve["case"]:
            taken = f"{reserve['case']} gave its place to {reserve['by']}"
            yield f"{taken}, the next reserve: {reserve['why']}"
        else:
            yield f"{reserve['by']} ({reserve['stratum']}) came in when the sample was extended."
    yield from _extended(certificate)
    yield from _flagged(certificate)
    yield from _ruled(certificate)


def _extended(certificate: Mapping[str, Any]) -> Iterator[str]:
    for extension in certificate.get("extensions", ()):
        chances = ", ".join(
            f"{p:.4f} in '{name}'" for name, p in extension["probabilities"].items()
        )
        more = sum(extension["shares"].values())
        yield (
            f"Extended by {more} ({extension['why']}): every case drawn at "
            f"random then has the probability {chances}."
        )


def _flagged(certificate: Mapping[str, Any]) -> Iterator[str]:
    for case, each in certificate.get("flags", {}).items():
        flags = ", ".join(flag.replace("_", " ") for flag in each["flags"])
        yield f"{case} is flagged ({flags}): {each['why'] or 'nobody has decided yet'}"


def _ruled(certificate: Mapping[str, Any]) -> Iterator[str]:
    for each in certificate.get("rulings", ()):
        yield f"Unit {each['unit_hash'][:16]}: {each['ruling']}, because: {each['why']}"


def _share(case: Mapping[str, Any]) -> str:
    return "chosen" if case["targeted"] else f"{case['probability']:.4f}"
