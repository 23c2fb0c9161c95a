"""The command that finds what is kept about one person."""

import sys

import typer

from audits.domain.amounts import many
from audits.domain.days import day_in_words, moment_in_words
from audits.domain.errors import UserError
from audits.wiring import build_here

from .options import AsJson, LookedAtWhy, ask_why
from .output import say, show_json


person = typer.Typer(no_args_is_help=True)


@person.callback()
def of_one_person() -> None:
    """Find what is kept about one person, who asks for it."""


@person.command("find")
def find(why: LookedAtWhy = "", as_json: AsJson = False) -> None:
    """Find what is kept about a person, by an id or another detail that a register has.

    You are asked for it, so that it stands in no list of commands. We record that you looked.
    """
    from audits.steps.personal.find_person import find_person

    why = ask_why(why, "what is kept about a person is looked for")
    kept = find_person(typed_identifier(), why=why, workspace=build_here())
    if as_json:
        show_json(kept)
        return
    for case in kept.cases:
        counts = f"{many(case.answers, 'answer')}, {many(case.concerns, 'concern')}"
        say(f"{case.case}, {case.title}, opened on {day_in_words(case.opened_on)}: {counts}")
        say(f"  Answered by: {', '.join(case.units) or 'nobody'}")
    for register in kept.registers:
        lines = many(register.lines, "line")
        say(f"{register.register}, loaded {moment_in_words(register.loaded_at)}: {lines}")
    if not kept.cases and not kept.registers:
        say("Nothing is kept under that.")
    say("Answers and papers were not searched: what could name somebody in them is masked.")


def typed_identifier() -> str:
    """Return what is typed, hidden at a terminal, or else the first line that comes in.

    Raises:
        UserError: if nothing comes.
    """
    if sys.stdin.isatty():
        return str(typer.prompt("Id of the person, as the register has it", hide_input=True))
    line = sys.stdin.readline().strip()
    if line:
        return line
    raise UserError("Give the person's id, as the register has it: type it when you are asked.")
