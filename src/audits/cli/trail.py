"""Commands that show what was recorded, and that nobody altered it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.wiring import build_here

from .options import AsJson, ListOptions, lists
from .output import say, show_json, show_rows
from .words import day_of


if TYPE_CHECKING:
    from audits.queries.trail import TrailReport


trail = typer.Typer(no_args_is_help=True)

MOST = 20  # faults of one check that are shown
Against = Annotated[
    str,
    typer.Option(
        help="The last digest of an earlier day, which you kept elsewhere, for example "
        "from 'audits trail export'."
    ),
]


@trail.command("verify")
def verify_trail(against: Against = "", as_json: AsJson = False) -> None:
    """Check that no entry of the trail was altered, removed, moved or put in."""
    from audits.queries.trail import check_trail

    report = check_trail(workspace=build_here(), against=against)
    if as_json:
        show_json(_as_record(report))
    else:
        for fault in report.faults:
            say(fault)
    if report.faults:
        raise UserError("The trail is not whole. Keep everything and tell whoever runs the audits.")
    if not as_json:
        say(f"The trail is whole.\n{_how_long(report)}")


@trail.command("export")
@lists()
def export(*, options: ListOptions) -> None:
    """Print the trail: who did what, when and why.

    Keep its last digest elsewhere. Then nobody can shorten it unseen.
    """
    from audits.queries.trail import list_trail

    rows = list_trail(workspace=build_here())
    columns = ("seq", "at", "actor", "verb", "about", "why")
    if options.as_json:
        show_json(rows, _with_z)
        return
    show_rows(rows, columns, options, nothing="Nothing has happened yet.")
    if rows and options.is_for_people:
        say(f"Last digest: {rows[-1].digest}")


def verify(against: Against = "", as_json: AsJson = False) -> None:
    """Check that nothing kept was changed: trail, rows, look log, files, draws and findings."""
    from audits.queries.verification.destroyed import destroyed_in_words
    from audits.queries.verification.workspace import verify_workspace

    workspace = build_here()
    report, checks = verify_workspace(workspace=workspace, against=against)
    destroyed = destroyed_in_words(workspace=workspace)
    if as_json:
        rows = [{"name": check.name, "faults": list(check.faults)} for check in checks]
        trail = _as_record(report)
        show_json({"checks": rows, "trail": trail, "destroyed": list(destroyed)})
    else:
        for check in checks:
            holds = "Not so" if check.faults else "Yes"
            say(f"{holds}: {check.name}.")
            _say_some(check.faults)
        if destroyed:
            say("Not looked for, because it was destroyed under the schedule:")
            _say_some(destroyed)
    if any(check.faults for check in checks):
        raise UserError(
            "Something was changed past this program. Keep everything and tell whoever runs it."
        )
    if not as_json:
        say(_how_long(report))


def _with_z(moment: datetime) -> str:
    """Return a moment of the trail as it has been exported from the first version on."""
    return moment.isoformat().replace("+00:00", "Z")


def _say_some(faults: Sequence[str]) -> None:
    for fault in faults[:MOST]:
        say(f"  {fault}")
    if len(faults) > MOST:
        say(f"  And {len(faults) - MOST:,} more: audits verify --json")


def _how_long(report: "TrailReport") -> str:
    if not report.entries:
        return "Nothing has happened yet."
    assert report.keyed_at is not None  # noqa: S101 -- a trail that has none is not whole
    since = f"entry {report.keyed_since} ({day_of(report.keyed_at)})"
    return (
        f"{many(report.entries, 'entry', 'entries')}, keyed since {since}.\n"
        f"Last digest: {report.digest}\nKeep it elsewhere. Next time: --against that digest."
    )


def _as_record(report: "TrailReport") -> dict[str, Any]:
    return {
        "faults": list(report.faults),
        "entries": report.entries,
        "keyed_since": report.keyed_since,
        "keyed_at": report.keyed_at.isoformat() if report.keyed_at else None,
        "digest": report.digest,
    }
