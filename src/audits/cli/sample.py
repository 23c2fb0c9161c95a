"""Commands for the draw of cases, from a frame's making to its proof."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.domain.remedies import Outstanding
from audits.queries.as_json import fields_of
from audits.wiring import build_here

from .next_steps import say_next
from .options import AsJson, ListOptions, Ref, lists
from .output import say, say_flow, show_json, show_rows
from .remedies import with_remedies


if TYPE_CHECKING:
    from audits.queries.spot_checks import ClaimLine
    from audits.sampling import Certificate

sample = typer.Typer(no_args_is_help=True)

Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        help="A case that a person chose and why, for example 'A123=complaint'. Repeat it "
        "for more cases.",
    ),
]
SourceId = Annotated[
    str, typer.Argument(help="The case's id in the source system, for example A123.")
]
Ruling = Annotated[
    str,
    typer.Option("--why", help="Why, for example 'audited last month'. The certificate prints it."),
]


@sample.command("freeze")
def freeze(ref: Ref, as_json: AsJson = False) -> None:
    """Freeze the list of cases that can be drawn, and publish the commitment to it.

    Nobody can know the draw by then.
    """
    from audits.queries.cycles import describe_cycle
    from audits.steps.sample.freeze_frame import freeze_frame

    workspace = build_here()
    freeze_frame(ref, workspace=workspace)
    facts = describe_cycle(ref, workspace=workspace)
    if as_json:
        show_json({"ref": ref, "frozen_at": facts.frozen_at, **asdict(facts.frame)})
        return
    say_flow(facts.flow)
    say(f"The commitment, to be kept where nobody can change it: {facts.frame.commitment}")
    say_next(ref, facts.status)


@sample.command("draw")
def draw(ref: Ref, target: Targets = None, as_json: AsJson = False) -> None:
    """Draw the cases from the frozen frame, and write the certificate.

    A frame that is not frozen yet is frozen first.
    """
    from audits.queries.cycles import describe_cycle
    from audits.steps.sample.draw import draw_sample
    from audits.steps.sample.verify import write_certificate

    workspace = build_here()
    drawn = draw_sample(ref, workspace=workspace, targeted=_targets(target or []))
    path = write_certificate(ref, workspace=workspace)
    facts = describe_cycle(ref, workspace=workspace)
    if as_json:
        show_json({**drawn, "flow": facts.flow})
        return
    say_flow(facts.flow)
    _say_drawn(drawn)
    say(f"The certificate is in {path}")
    say_next(ref, facts.status)


@sample.command("verify")
def verify(ref: Ref, as_json: AsJson = False) -> None:
    """Draw again from the certificate and the frozen frame, and compare the cases."""
    from audits.steps.sample.verify import verify_sample

    certificate, wrong = verify_sample(ref, workspace=build_here())
    if as_json:
        show_json({**certificate, "wrong": list(wrong)})
    for sentence in wrong:
        say(sentence)
    if wrong:
        raise UserError(
            f"The draw of {ref} does not verify. Keep everything and tell the quality group."
        )
    if not as_json:
        say(f"The draw of {ref} verifies: the same cases come out, in the same order.")


@sample.command("replace")
def replace(
    ref: Ref,
    case: Annotated[str, typer.Argument(help="The case's reference, for example MASH26W10-03.")],
    why: Annotated[
        str,
        typer.Option(help="Why it cannot be audited, for example 'moved to another authority'."),
    ],
) -> None:
    """Replace a case by the next reserve of its stratum, before packs are issued."""
    from audits.steps.sample.replace_case import replace_case
    from audits.steps.sample.verify import write_certificate

    workspace = build_here()
    new = replace_case(ref, case, why=why, workspace=workspace)
    write_certificate(ref, workspace=workspace)
    say(f"{new} takes the place of {case}. The certificate says so.")


@sample.command("spot-check")
@lists(unit="unit")
def spot_check(ref: Ref, *, options: ListOptions) -> None:
    """Draw some of the claims that something is done, to ask for their evidence."""
    from audits.steps.sample.spot_check import draw_spot_check

    claims = draw_spot_check(ref, workspace=build_here())
    rows = [_with_details(claim) for claim in claims]
    columns = ("case", "unit", "held", "note")
    show_rows(rows, columns, options, nothing="No claim was drawn.")


def _with_details(claim: "ClaimLine") -> dict[str, object]:
    """Return a claim with its case's details beside it, as scripts read them."""
    row = {**fields_of(claim), **claim.details}
    del row["details"]
    return row


@sample.command("checked")
def checked(
    ref: Ref,
    case: Annotated[str, typer.Argument(help="The case's reference, for example MASH26W10-03.")],
    why: Annotated[str, typer.Option(help="What you saw, for example 'a policy signed in May'.")],
    held: Annotated[
        bool,
        typer.Option(
            "--held/--not-held", help="Whether the evidence shows that the claim is true."
        ),
    ] = True,
) -> None:
    """Record whether the evidence for a drawn claim shows that it is true."""
    from audits.steps.sample.spot_check import record_spot_check

    record_spot_check(ref, case, held=held, why=why, workspace=build_here())
    say(f"{case}: the claim {'held' if held else 'did not hold'}.")


@sample.command("extend")
def extend(
    ref: Ref,
    by: Annotated[int, typer.Option(help="How many more cases, for example 5.")],
    why: Annotated[
        str, typer.Option(help="Why you want more, for example 'the group asked for 20'.")
    ],
) -> None:
    """Add the next reserves to the cases drawn, before packs are issued."""
    from audits.steps.sample.extend import extend_sample
    from audits.steps.sample.verify import write_certificate

    workspace = build_here()
    new = extend_sample(ref, by, why=why, workspace=workspace)
    write_certificate(ref, workspace=workspace)
    say(f"{len(new)} more: {', '.join(new)}. The certificate says so.")


@sample.command("include")
def include(ref: Ref, source_id: SourceId, why: Ruling) -> None:
    """Allow a case to be drawn that a rule would leave out, before the frame is frozen."""
    from audits.steps.sample.rule_on_unit import INCLUDE, rule_on_unit

    rule_on_unit(ref, source_id, ruling=INCLUDE, why=why, workspace=build_here())
    say(f"It will be in the frame of {ref}, if it is in its window and scope.")


@sample.command("exclude")
def exclude(ref: Ref, source_id: SourceId, why: Ruling) -> None:
    """Leave out a case that could be drawn, before the frame is frozen."""
    from audits.steps.sample.rule_on_unit import EXCLUDE, rule_on_unit

    rule_on_unit(ref, source_id, ruling=EXCLUDE, why=why, workspace=build_here())
    say(f"It will be left out of the draw of {ref}, and counted.")


def _targets(typed: list[str]) -> dict[str, str]:
    targets = {}
    for place, text in enumerate(typed, start=1):
        source, _, why = text.partition("=")
        if not (source.strip() and why.strip()):
            raise UserError(f"Target number {place} has no reason. Write it as ID=reason.")
        targets[source.strip()] = why.strip()
    return targets


def _say_drawn(drawn: "Certificate") -> None:
    from audits.queries.flagged_cases import undecided_flags
    from audits.steps.sample.flags import flags_in_words, remedies

    cases = many(len(drawn["cases"]), "case")
    say(f"{drawn['ref']}: {cases} drawn from {drawn['eligible']:,} eligible")
    for case in drawn["cases"]:
        chosen = "  chosen by a person" if case["targeted"] else ""
        say(f"  {case['case']}  {case['stratum']}{chosen}")
    if drawn.get("shortfall"):
        say(str(drawn["shortfall"]))
    left = undecided_flags(drawn)
    if left:
        say(with_remedies(Outstanding(flags_in_words(left), remedies(drawn["ref"]))))
