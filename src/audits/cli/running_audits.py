"""Commands that take a cycle from its opening to its packs."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from audits.domain.errors import UserError
from audits.domain.status import CycleStatus
from audits.steps.analyse import analyse
from audits.steps.approve_draw import approve_draw
from audits.steps.cancel_cycle import cancel_cycle
from audits.steps.describe import cycle_status, describe_cycle, list_cycles, list_packs
from audits.steps.draw_sample import draw_sample
from audits.steps.issue_packs import issue_packs
from audits.steps.open_cycle import open_cycle
from audits.steps.replace_case import replace_case
from audits.steps.secrets_of import unit_password
from audits.steps.sign_off import publish, sign_off
from audits.steps.verify_sample import verify_sample, write_certificate
from audits.wiring import build_here

from .showing import AsJson, Ref, say, show_json, show_rows


cycle = typer.Typer(help="Cycles: one run of one audit.", no_args_is_help=True)
sample = typer.Typer(help="The draw of cases, and its proof.", no_args_is_help=True)
pack = typer.Typer(help="The workbooks that units are sent.", no_args_is_help=True)

Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Which day.")]
Why = Annotated[str, typer.Option(help="Why; it goes into the trail.")]
Targets = Annotated[
    list[str] | None,
    typer.Option("--target", help="A case a person chose: ID=reason. May be given again."),
]


@cycle.command("open")
def open_(kind: str, on: Day = None, as_json: AsJson = False) -> None:
    """Open the cycle of a kind of audit that a day falls in; opened twice it is the same cycle."""
    parts = build_here()
    ref = open_cycle(kind, _day(on), parts=parts)
    _show_cycle(describe_cycle(ref, parts=parts), as_json=as_json)
    if not as_json:
        say(f"Next: audits sample draw {ref}")


@cycle.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the cycles."""
    rows = list_cycles(parts=build_here())
    columns = ("ref", "title", "status", "opened_on")
    show_rows(rows, columns, as_json=as_json, nothing="No cycle has been opened.")


@cycle.command("show")
def show(ref: Ref, as_json: AsJson = False) -> None:
    """Show where a cycle stands."""
    _show_cycle(describe_cycle(ref, parts=build_here()), as_json=as_json)


@cycle.command("approve")
def approve(ref: Ref, why: Why = "approved") -> None:
    """Approve a draw; or go on with what has come back; or end moderation."""
    parts = build_here()
    if cycle_status(ref, parts=parts) in (CycleStatus.ISSUED, CycleStatus.MODERATING):
        if analyse(ref, parts=parts, with_what_there_is=True, decision=why):
            say(f"{ref} is analysed. Next: audits finding list {ref}")
        else:
            say(f"{ref} is being moderated. Next: audits moderate export {ref}")
        return
    approve_draw(ref, parts=parts, decision=why)
    say(f"The draw of {ref} is approved. Next: audits pack issue {ref}")


@cycle.command("cancel")
def cancel(ref: Ref, why: Why) -> None:
    """Cancel a cycle that is not published."""
    cancel_cycle(ref, why, parts=build_here())
    say(f"{ref} is cancelled.")


@cycle.command("sign-off")
def sign_off_(
    ref: Ref,
    minute: Annotated[str, typer.Option(help="Where it is minuted.")] = "",
    meeting: Annotated[str, typer.Option(help="Which meeting agreed.")] = "",
    on: Day = None,
    why: Annotated[str, typer.Option(help="Why not wait until facts are checked.")] = "",
) -> None:
    """Agree the findings for QEG and open the proposed actions."""
    parts = build_here()
    sign_off(ref, parts=parts, minute=minute, meeting=meeting, on=_day(on), why=why)
    say(f"{ref} is agreed and its actions are open. Next: audits paper make {ref}")


@cycle.command("publish")
def publish_(ref: Ref, why: Why = "released") -> None:
    """Release an agreed cycle's papers."""
    publish(ref, parts=build_here(), decision=why)
    say(f"{ref} is published.")


@sample.command("draw")
def draw(ref: Ref, target: Targets = None, as_json: AsJson = False) -> None:
    """Freeze the frame, draw the cases and write the certificate."""
    parts = build_here()
    drawn = draw_sample(ref, parts=parts, targeted=_targets(target or []))
    path = write_certificate(ref, parts=parts)
    if as_json:
        show_json(drawn)
        return
    _say_drawn(drawn)
    say(f"The certificate is in {path}")


@sample.command("verify")
def verify(ref: Ref, as_json: AsJson = False) -> None:
    """Draw again from the certificate and the frozen frame, and compare."""
    certificate, wrong = verify_sample(ref, parts=build_here())
    if as_json:
        show_json({**certificate, "wrong": list(wrong)})
    for sentence in wrong:
        say(sentence)
    if wrong:
        raise UserError(f"The draw of {ref} does not verify. Keep everything and tell QEG.")
    if not as_json:
        say(f"The draw of {ref} verifies: the same cases come out, in the same order.")


@sample.command("replace")
def replace(
    ref: Ref,
    case: Annotated[str, typer.Argument(help="The case's reference.")],
    why: Annotated[str, typer.Option(help="Why it cannot be audited.")],
) -> None:
    """Give a case's place to the next reserve of its stratum, before packs are issued."""
    parts = build_here()
    new = replace_case(ref, case, why=why, parts=parts)
    write_certificate(ref, parts=parts)
    say(f"{new} takes the place of {case}. The certificate says so.")


@pack.command("issue")
def issue(ref: Ref, as_json: AsJson = False) -> None:
    """Write every unit's pack and key list; the next dispatch send sends them."""
    parts = build_here()
    issue_packs(ref, parts=parts)
    rows = list_packs(ref, parts=parts)
    columns = ("unit", "edition", "file", "cases", "questions")
    show_rows(rows, columns, as_json=as_json, nothing="No unit is asked.")
    if not as_json:
        say("Next: audits dispatch send. Give each unit its password by telephone: "
            f"audits pack password {ref} UNIT")  # fmt: skip


@pack.command("password")
def password(ref: Ref, unit: str) -> None:
    """Show the password of a unit's key list, to be given by telephone."""
    parts = build_here()
    known = {row["unit"] for row in list_packs(ref, parts=parts)}
    if unit not in known:
        raise UserError(f"{ref} has no pack for '{unit}'. It has: {', '.join(sorted(known))}.")
    say(unit_password(parts.vault, ref, unit))


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None


def _targets(said: list[str]) -> dict[str, str]:
    targets = {}
    for place, text in enumerate(said, start=1):
        source, _, why = text.partition("=")
        if not (source.strip() and why.strip()):
            raise UserError(f"Target number {place} has no reason. Write it as ID=reason.")
        targets[source.strip()] = why.strip()
    return targets


def _show_cycle(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        show_json(facts)
        return
    say(f"{facts['ref']}: {facts['title']}, {facts['status']}, opened {facts['opened_on']}")
    frame, counts = facts["frame"], facts["counts"]
    if frame["population"] is not None:
        say(f"  {frame['population']:,} in the window, {frame['eligible']:,} eligible")
    if counts["drawn"]:
        say("  " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    for gate in facts["gates"]:
        stands = f"passed by {gate['decided_by']}" if gate["decided_at"] else "waits for a person"
        say(f"  {gate['name'].replace('_', ' ')}: {stands}")


def _say_drawn(drawn: dict[str, Any]) -> None:
    say(f"{drawn['ref']}: {len(drawn['cases'])} cases drawn from {drawn['eligible']:,} eligible")
    for case in drawn["cases"]:
        chosen = "  chosen by a person" if case["targeted"] else ""
        say(f"  {case['case']}  {case['stratum']}{chosen}")
    if drawn.get("shortfall"):
        say(str(drawn["shortfall"]))
