"""Re-performs a whole draw from its certificate and frame file, and says what does not agree."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from audits.domain.errors import SampleError
from audits.domain.plan import SamplePlan

from .by_hand import by_hand
from .certified import (
    Certificate,
    Facts,
    chosen_by_name,
    extensions_of,
    reserves_used,
)
from .drawing import check_plan, draw_from
from .frame import read_frame
from .frame_file import digest_of
from .ranking import Ranking
from .statement import plan_from_json, state_draw
from .using_reserves import faults_in_use


Kind: TypeAlias = type | tuple[type, ...]
SHAPE: Mapping[str, Kind] = {
    "ref": str, "commitment": str, "key": str, "frame_sha256": str, "population": int,
    "eligible": int, "excluded": dict, "plan": dict, "rules": list, "strata": dict, "cases": list,
    "reserves": list, "reserves_in_all": dict, "passed_over": dict, "shortfall": str,
    "by_hand": list,
}  # fmt: skip
CASE_SHAPE: Mapping[str, Kind] = {
    "case": str, "unit_hash": str, "stratum": str, "rank": str, "probability": (float, int),
    "targeted": bool, "why": str,
}  # fmt: skip
RESERVE_SHAPE: Mapping[str, Kind] = {"unit_hash": str, "stratum": str, "rank": str}
USED_SHAPE: Mapping[str, Kind] = {**RESERVE_SHAPE, "case": str, "by": str, "why": str}
EXTENSION_SHAPE: Mapping[str, Kind] = {
    "more": int, "after": int, "why": str, "shares": dict, "probabilities": dict,
}  # fmt: skip
LISTS: Mapping[str, tuple[str, Mapping[str, Kind]]] = {
    "cases": ("A case in the certificate", CASE_SHAPE),
    "reserves": ("A reserve in the certificate", RESERVE_SHAPE),
    "reserves_used": ("A reserve used in the certificate", USED_SHAPE),
    "extensions": ("An extension in the certificate", EXTENSION_SHAPE),
}
WORDS: Mapping[str, str] = {
    "commitment": "The commitment is not the one that this key and frame give",
    "population": "The population is not the number of lines in the frame file",
    "eligible": "The number eligible is not what the frame file holds",
    "excluded": "The exclusions are not those of the frame file",
    "rules": "The rules in words are not those of the plan",
    "strata": "The numbers by stratum are not what the draw gives",
    "reserves_in_all": "The numbers of reserves are not what the draw leaves",
    "shortfall": "What the draw could not give is not said, or not rightly",
    "passed_over": "Those passed over as siblings are not those the draw passes over",
    "by_hand": "The ten lines for checking by hand were changed",
}


def verify(certificate: Facts, frame_text: str) -> tuple[str, ...]:
    """Re-perform a draw and return each discrepancy as a sentence; none means verified.

    Nothing is taken from the certificate but its key, its plan, which cases a person chose by
    name or lost, and by how many the sample was extended; everything else is worked out again
    from the frame file and compared. Never raises for what a certificate or file holds.
    """
    malformed = _malformed(certificate)
    if malformed:
        return malformed
    digest = digest_of(frame_text)
    if digest != certificate["frame_sha256"]:
        return ("The frame file is not the one that was frozen: its SHA-256 is another.",)
    try:
        frame = read_frame(frame_text, sha256=digest)
        return differences(certificate, Ranking(frame, certificate["key"]))
    except SampleError as error:
        return (str(error),)


def differences(certificate: Facts, ranking: Ranking) -> tuple[str, ...]:
    """Re-perform a draw from a frame that was ranked, and return each discrepancy.

    Raises:
        SampleError: if the plan cannot be read, or nothing can be drawn by it.
    """
    plan = plan_from_json(certificate["plan"])
    check_plan(ranking.frame, plan)
    again = _again(certificate, ranking, plan)
    sentences = tuple(_differences(certificate, again))
    return sentences or tuple(faults_in_use(certificate, ranking))


def _malformed(certificate: Facts) -> tuple[str, ...]:
    """Say what a certificate lacks; the lists are looked into only when all of them are there."""
    sentences = _wrong_shape(certificate, SHAPE, "The certificate")
    if sentences:
        return sentences
    wrong: set[str] = set()
    for name, (who, shape) in LISTS.items():
        for item in _as_list(certificate.get(name, ())):
            wrong.update(_wrong_shape(item, shape, who))
    if not wrong and not all(map(_is_sound, _as_list(certificate.get("extensions", ())))):
        wrong.add("An extension in the certificate holds numbers that cannot be.")
    if not certificate["key"].isascii():
        wrong.add("The certificate's key is not hex text.")
    return tuple(sorted(wrong))


def _as_list(value: object) -> Iterable[Any]:
    """Return a list, or for what is none something that has no right shape."""
    if isinstance(value, list | tuple):
        return value
    return (None,)


def _is_sound(extension: Facts) -> bool:
    """Tell whether an extension's numbers are such as a draw can be performed with."""
    shares = extension["shares"].values()
    chances = extension["probabilities"].values()
    return (
        extension["more"] > 0
        and extension["after"] >= 0
        and all(map(_is_count, shares))
        and all(isinstance(chance, float | int) for chance in chances)
    )


def _is_count(share: object) -> bool:
    return type(share) is int and share > 0


def _wrong_shape(item: object, shape: Mapping[str, Kind], who: str) -> tuple[str, ...]:
    if not isinstance(item, Mapping):
        return (f"{who} is not a table of facts.",)
    return tuple(
        f"{who} has no '{name}', or it is not of the right kind."
        for name, kind in shape.items()
        if not isinstance(item.get(name), kind)
    )


def _again(certificate: Facts, ranking: Ranking, plan: SamplePlan) -> Certificate:
    targeted = dict(map(itemgetter("unit_hash", "why"), chosen_by_name(certificate)))
    drawn = draw_from(ranking, plan, targeted)
    refs = dict(map(itemgetter("unit_hash", "case"), certificate["cases"]))
    by_number = {case.number: refs.get(case.unit_hash, "") for case in drawn.cases}
    return state_draw(
        certificate["ref"],
        ranking.frame,
        plan,
        key=certificate["key"],
        drawn=drawn,
        case_ref=lambda number: by_number[number],
    )


def _lines_by_hand(again: Certificate, certificate: Facts) -> list[str]:
    """Return the lines for checking by hand of a draw, with what a certificate says came after."""
    used, extensions = reserves_used(certificate), extensions_of(certificate)
    return by_hand({**again, "reserves_used": used, "extensions": extensions})


def _differences(certificate: Facts, again: Certificate) -> Iterable[str]:
    facts: Facts = {**again, "by_hand": _lines_by_hand(again, certificate)}
    for name, words in WORDS.items():
        if certificate[name] != facts[name]:
            yield f"{words}."
    yield from _case_differences(certificate["cases"], again["cases"])
    yield from _reserve_differences(certificate["reserves"], again["reserves"])


def _case_differences(given: Sequence[Facts], again: Sequence[Facts]) -> Iterable[str]:
    refs = list(map(itemgetter("case"), given))
    if len(set(refs)) != len(refs):
        yield "Two cases in the certificate have the same reference."
    expected = {case["unit_hash"]: case for case in again}
    drawn = _units(given)
    for case in given:
        right = expected.get(case["unit_hash"])
        if right is None:
            yield f"Case {case['case']} is in the certificate, but the draw does not give it."
        else:
            for name in CASE_SHAPE:
                if case[name] != right[name]:
                    yield f"Case {case['case']} does not have the right {name}."
    missing = len(expected.keys() - set(drawn))
    if missing:
        yield f"The draw gives {missing} more that the certificate does not name as cases."
    if set(drawn) == expected.keys() and drawn != _units(again):
        yield "The cases are not in the order of the draw."


def _units(rows: Sequence[Facts]) -> list[str]:
    return list(map(itemgetter("unit_hash"), rows))


def _reserve_differences(given: Sequence[Facts], again: Sequence[Facts]) -> Iterable[str]:
    if given == again:
        return
    names, expected = _units(given), _units(again)
    if sorted(names) != sorted(expected):
        yield "The reserves are not those the draw gives."
    elif names != expected:
        yield "The reserves are not in the order of the draw."
    else:
        yield "A reserve's rank or stratum is not what the draw gives."
