"""The certificate of a draw as a text that a person can follow with pencil and calculator."""

from collections.abc import Iterator, Mapping
from typing import Any

from .paper import Block, Heading, Paper, Table, Text


def make_certificate(certificate: Mapping[str, Any]) -> str:
    """Return a draw's certificate as plain text."""
    lines = [
        f"Certificate of the draw {certificate['ref']}",
        "",
        f"Frame (SHA-256):  {certificate['frame_sha256']}",
        f"Commitment:       {certificate['commitment']}",
        f"Key:              {_key(certificate)}",
        "",
        "How many",
    ]
    for words, number in certificate["flow"]:
        lines.append(f"{number:>12,}  {words}")
    lines += ["", "Rules", *_rules(certificate), ""]
    lines.append("Case             stratum                      probability  rank")
    for case in certificate["cases"]:
        name, stratum, probability, rank = _case_row(case)
        lines.append(f"{name:<16} {stratum:<28} {probability:<12} {rank}")
    lines.append("")
    for part in (list(_afterwards(certificate)), certificate["by_hand"]):
        if part:
            lines += [*part, ""]
    return "\n".join(lines)


def certificate_paper(certificate: Mapping[str, Any]) -> Paper:
    """Return a draw's certificate as a paper."""
    facts = (
        ("Frame (SHA-256)", certificate["frame_sha256"]),
        ("Commitment, published when the frame was frozen", certificate["commitment"]),
        ("Key", _key(certificate)),
    )
    flow = tuple((words, f"{number:,}") for words, number in certificate["flow"])
    rows = tuple(map(_case_row, certificate["cases"]))
    return Paper(
        title=f"Certificate of the draw {certificate['ref']}",
        subtitle="Who was drawn, from whom, and how anyone can draw them again",
        marking="Holds pseudonyms only. May be shown to an inspector with the frame file.",
        footer="The frame file and this certificate as JSON lie beside it.",
        blocks=(
            Table("What it rests on", ("What", "Value"), facts, (1, 2)),
            Table("From the register to the cases", ("What", "How many"), flow, (3, 1)),
            Heading("The rules"),
            *map(Text, _rules(certificate)),
            Table("Cases", ("Case", "Stratum", "Probability", "Rank begins"), rows, (2, 3, 1, 2)),
            *_strata(certificate),
            *_used(certificate),
            *_decided(certificate),
            Heading("How to do it by hand"),
            *map(Text, certificate["by_hand"]),
        ),
    )


def _key(certificate: Mapping[str, Any]) -> str:
    return certificate["key"] or "shown once the draw is approved"


def _case_row(case: Mapping[str, Any]) -> tuple[str, ...]:
    return case["case"], case["stratum"], _share(case), _beginning(case["rank"])


def _beginning(fingerprint: str) -> str:
    return fingerprint[:16]


def _rules(certificate: Mapping[str, Any]) -> list[str]:
    """Return the rules in words, and what they could not give; draws of before had none."""
    rules = list(certificate.get("rules", ()))
    if certificate.get("shortfall"):
        rules.append(certificate["shortfall"])
    return rules


def _strata(certificate: Mapping[str, Any]) -> Iterator[Block]:
    reserves = certificate.get("reserves_in_all", {})
    rows = []
    for name, stratum in certificate["strata"].items():
        counts = (stratum["eligible"], stratum["drawn"], reserves.get(name, 0))
        rows.append((name, *map("{:,}".format, counts)))
    headings = ("Stratum", "Eligible", "Drawn", "Reserves")
    yield Table("Strata", headings, tuple(rows), (3, 1, 1, 1))


def _used(certificate: Mapping[str, Any]) -> Iterator[Block]:
    used = certificate.get("reserves_used", ())
    if used:
        heads = ("Reserve", "In place of", "Rank begins", "Why")
        yield Table("Reserves used", heads, tuple(map(_reserve_row, used)), (2, 2, 2, 3))
    yield from map(Text, _extended(certificate))


def _reserve_row(reserve: Mapping[str, Any]) -> tuple[str, ...]:
    place = reserve["case"] or "none: extension"
    return reserve["by"], place, _beginning(reserve["rank"]), reserve["why"]


def _decided(certificate: Mapping[str, Any]) -> Iterator[Block]:
    sentences = (*_flagged(certificate), *_ruled(certificate))
    if sentences:
        yield Heading("What a person decided")
        yield from map(Text, sentences)


def _afterwards(certificate: Mapping[str, Any]) -> Iterator[str]:
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
        probabilities = extension["probabilities"]
        chances = ", ".join(f"{p:.4f} in '{name}'" for name, p in probabilities.items())
        more = sum(extension["shares"].values())
        yield (
            f"Extended by {more} ({extension['why']}): every case drawn at "
            f"random then has the probability {chances}."
        )


def _flagged(certificate: Mapping[str, Any]) -> Iterator[str]:
    for case, flagged in certificate.get("flags", {}).items():
        flags = ", ".join(flagged["flags"]).replace("_", " ")
        yield f"{case} is flagged ({flags}): {flagged['why'] or 'nobody has decided yet'}"


def _ruled(certificate: Mapping[str, Any]) -> Iterator[str]:
    for ruling in certificate.get("rulings", ()):
        unit = _beginning(ruling["unit_hash"])
        yield f"Unit {unit}: {ruling['ruling']}, because: {ruling['why']}"


def _share(case: Mapping[str, Any]) -> str:
    return "chosen" if case["targeted"] else f"{case['probability']:.4f}"
