"""A register loaded again after a draw: which cycles keep the earlier one, and what differs."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from audits.domain.candidate import Candidate
from audits.domain.days import day_in_words
from audits.domain.status import ENDED_CYCLE
from audits.register import Notice
from audits.storage import Case, Cycle, Register, View, none_of

from .current_rows import current_cases


GONE = "no longer stands in it"
Units = Mapping[str, Candidate]
Earlier = Mapping[str, tuple[Register, Sequence[Case]]]


def drawn_earlier(view: View, name: str, sha256: str) -> Earlier:
    """Return by cycle the other register that it was drawn from, with its cases.

    Cycles that are closed or cancelled keep what they have, and nobody works on them.
    """
    registers = view.rows_by(Register, Register.sha256, Register.name == name)
    registers.pop(sha256, None)
    if not registers:
        return {}
    earlier = {}
    for cycle in view.all(Cycle, none_of(Cycle.status, ENDED_CYCLE)):
        register = registers.get(cycle.register_sha256 or "")
        cases = current_cases(cycle.ref, view) if register else []
        if register is not None and cases:
            earlier[cycle.ref] = (register, cases)
    return earlier


def differences(
    earlier: Earlier, *, now: Units, units_of: Callable[[Register, Sequence[str]], Units]
) -> Iterator[Notice]:
    """Yield for each cycle what a register says otherwise of its cases, naming no child.

    ``now`` are the cases' units in the register that is loaded. A cycle of which it knows no case
    is of another time, and nothing is said of it.
    """
    for ref, (register, cases) in sorted(earlier.items()):
        hashes = [case.unit_hash for case in cases]
        if now.keys().isdisjoint(hashes):
            continue
        before = units_of(register, hashes)
        yield Notice("earlier_draw", _sentence(ref, register, _by_what(cases, before, now)))


def _by_what(cases: Sequence[Case], before: Units, now: Units) -> Mapping[str, list[str]]:
    """Return the references of the cases that differ, by what differs."""
    refs_by_what: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        for what in _differ(before.get(case.unit_hash), now.get(case.unit_hash)):
            refs_by_what[what].append(case.ref)
    return refs_by_what


def _differ(before: Candidate | None, now: Candidate | None) -> list[str]:
    if now is None:
        return [GONE]
    if before is None:
        return []
    pairs: dict[str, tuple[object, object]] = {
        "day": (before.occurred_on, now.occurred_on),
        "children": (sorted(before.children), sorted(now.children)),
        "identity": (before.identity, now.identity),
    }
    for name in (*before.attributes, *now.attributes):
        label = name.removesuffix("_hash").removesuffix("_on").replace("_", " ")
        values = before.attributes.get(name, ""), now.attributes.get(name, "")
        pairs.setdefault(label, values)
    return [name for name, (one, other) in pairs.items() if one != other]


def _sentence(ref: str, register: Register, refs_by_what: Mapping[str, list[str]]) -> str:
    gone = refs_by_what.get(GONE, [])
    parts = [f"{_listed(refs)} in {what}" for what, refs in refs_by_what.items() if what != GONE]
    says = []
    if parts:
        says.append(f"of its cases {', '.join(parts)} differ")
    if gone:
        says.append(f"{_listed(gone)} {GONE}")
    return (
        f"{ref} keeps the register of {day_in_words(register.loaded_at.date())} from which it was "
        f"drawn; {' and '.join(says) or 'none of its cases differs'}."
    )


def _listed(refs: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(refs[:-1]), refs[-1])))
