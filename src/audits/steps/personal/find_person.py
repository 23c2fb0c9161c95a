"""Find what is kept about one person, to answer whoever asks for their own data.

Source: UK GDPR, article 15 (the right of access). What a partnership then gives is its decision.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from audits.domain.errors import RegisterError
from audits.domain.reasons import check_why
from audits.register import lines_about
from audits.steps.masks import masks
from audits.storage import AnswerRow, Case, Concern, Cycle, Register, View
from audits.workspace import Workspace


SHORTEST = 3  # characters; fewer stand in many people's details by chance


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """A case in whose details a person stands, and what is kept of it."""

    cycle: str
    title: str
    opened_on: date
    case: str
    is_replaced: bool
    answers: int
    units: tuple[str, ...]  # that answered
    concerns: int


@dataclass(frozen=True, slots=True)
class RegisterAbout:
    """A register in which a person stands, and on how many lines."""

    id: int
    register: str
    loaded_at: datetime
    lines: int


@dataclass(frozen=True, slots=True)
class KeptAbout:
    """All places in which a person was found."""

    cases: tuple[CaseAbout, ...]
    registers: tuple[RegisterAbout, ...]


@masks("why", about="")
def find_person(identifier: str, *, why: str, workspace: Workspace) -> KeptAbout:
    """Return where an id, or another detail that is kept word for word, stands.

    Every audit's identities are looked at, and each look is recorded first. Registers are opened
    too. Answers and notes are not searched: what could name somebody in them was masked.

    Raises:
        StatusError: if no reason is given.
        RegisterError: if the identifier is too short to tell one person.
    """
    check_why(why, "Say why what is kept about a person is looked for. It identifies them.")
    wanted = _plain(identifier)
    if len(wanted) < SHORTEST:
        raise RegisterError(
            f"An identifier has at least {SHORTEST} characters. Type the whole of it, as the "
            "register has it."
        )
    with workspace.open_view() as view:
        cases = tuple(_cases(wanted, why, view, workspace))
        registers = view.all(Register, order_by=Register.id)
    return KeptAbout(cases, tuple(_registers(wanted, why, registers, workspace)))


def _cases(wanted: str, why: str, view: View, workspace: Workspace) -> Iterator[CaseAbout]:
    for cycle in view.all(Cycle, order_by=Cycle.opened_on):
        cases = view.all(Case, Case.cycle == cycle.ref, order_by=Case.number)
        places = [(kind, case.ref) for case in cases for kind in ("case", "family")]
        if not places:
            continue
        contents = workspace.vault.look_at(places, why, recorded_as=("people", cycle.ref))
        kept = zip((ref for _, ref in places), contents, strict=True)
        named = dict.fromkeys(ref for ref, content in kept if _names(content, wanted))
        for case in cases:
            if case.ref in named:
                yield _case(cycle, case, view)


def _case(cycle: Cycle, case: Case, view: View) -> CaseAbout:
    answers = view.all(AnswerRow, AnswerRow.cycle == cycle.ref, AnswerRow.case_ref == case.ref)
    return CaseAbout(
        cycle=cycle.ref,
        title=cycle.title,
        opened_on=cycle.opened_on,
        case=case.ref,
        is_replaced=case.replaced_by is not None,
        answers=len(answers),
        units=tuple(sorted({answer.unit for answer in answers})),
        concerns=view.count(Concern, Concern.case_ref == case.ref),
    )


def _registers(
    wanted: str, why: str, registers: list[Register], workspace: Workspace
) -> Iterator[RegisterAbout]:
    for register in registers:
        kept = register.report["kept_as"]["rows"]
        if not workspace.stores.registers.has(kept):
            continue
        workspace.vault.record_look("register", f"{register.name} {register.id}", why)
        lines = lines_about(workspace.stores.registers.read(kept), wanted)
        if lines:
            yield RegisterAbout(register.id or 0, register.name, register.loaded_at, lines)


def _names(content: bytes | None, wanted: str) -> bool:
    """Tell whether one of the people that are kept of a case has this detail."""
    people: list[Mapping[str, object]] = json.loads(content or b"[]")
    return any(wanted in map(_plain, map(str, person.values())) for person in people)


def _plain(detail: str) -> str:
    """Return a detail as it is compared: systems disagree on spaces and capitals."""
    return "".join(detail.split()).upper()
