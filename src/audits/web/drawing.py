"""What a person does about a draw besides drawing and approving: rule, choose, extend, verify."""

from typing import Annotated, Literal

from fastapi.responses import Response
from pydantic import BeforeValidator

from audits.domain.amounts import many
from audits.domain.errors import StatusError
from audits.domain.remedies import Verb
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.extend import extend_sample
from audits.steps.sample.rule_on_unit import rule_on_unit
from audits.steps.sample.verify import verify_sample, write_certificate

from .cycle import CYCLE, DRAW, Ref
from .forms import Form, Why, needed
from .pages import AVisit, Fields, Pages, filled


pages = Pages()


def _how_many(value: object) -> int:
    typed = str(value or "").strip()
    if not typed.isdecimal() or not 1 <= int(typed[:4]) <= 999:
        raise ValueError("Say how many more, such as 5.")
    return int(typed[:4])


class Ruling(Form):
    """Whether a case may be drawn, by the id that it has in the register, and why."""

    ruling: Literal["include", "exclude"] = "exclude"
    source_id: Annotated[str, needed("Give the id that the case has in the register.")] = ""
    rule_why: Why = ""


class Chosen(Form):
    """A case that a person chooses, by the id that it has in the register, and why."""

    chosen_id: Annotated[str, needed("Give the id that the case has in the register.")] = ""
    chosen_why: Why = ""


class More(Form):
    """How many more cases are drawn, and why."""

    more: Annotated[int, BeforeValidator(_how_many)] = 0
    more_why: Why = ""


@pages.take(DRAW + "/rule", Verb.RULE_ON_CASE, shown_at=DRAW, about=CYCLE)
def rule(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Ruling, fields)
    rule_on_unit(
        ref, form.source_id, ruling=form.ruling, why=form.rule_why, workspace=visit.workspace
    )
    return visit.go(f"/audits/{ref}/draw", f"case_{form.ruling}d")


@pages.take(DRAW + "/choose", Verb.DRAW_CHOSEN, shown_at=DRAW, about=CYCLE)
def draw_chosen(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Chosen, fields)
    chosen = {form.chosen_id: form.chosen_why}
    draw_sample(ref, targeted=chosen, workspace=visit.workspace)
    write_certificate(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/draw", "drawn", about=ref)


@pages.take(DRAW + "/extend", Verb.EXTEND_SAMPLE, shown_at=DRAW, about=CYCLE)
def extend(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(More, fields)
    new = extend_sample(ref, form.more, why=form.more_why, workspace=visit.workspace)
    write_certificate(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/draw", "more_drawn", about=many(len(new), "case"))


@pages.take(DRAW + "/verify", Verb.SEE_DRAW, shown_at=DRAW)
def verify(visit: AVisit, ref: Ref) -> Response:
    wrong = verify_sample(ref, workspace=visit.workspace).wrong
    if wrong:
        listed = " ".join(wrong)
        raise StatusError(
            f"{listed} The draw does not verify. Keep everything and tell the quality group."
        )
    return visit.go(f"/audits/{ref}/draw", "draw_verified")
