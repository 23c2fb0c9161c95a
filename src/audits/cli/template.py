"""Commands about templates: what each kind of audit asks, checked, shown, written in Excel."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from audits import resource_folder
from audits.domain.clock import clock_here
from audits.domain.errors import UserError
from audits.domain.working_days import ENGLAND
from audits.settings import home_folder, own_templates
from audits.wiring import build_here, build_shapes

from .files import read_bytes, write_bytes
from .next_steps import typed
from .options import AsJson, Kind, ListOptions, lists
from .output import say, show_json, show_rows


template = typer.Typer(no_args_is_help=True)

To = Annotated[
    Path | None,
    typer.Option("--to", help="The file to write, for example our_audit.xlsx or our_audit.yaml."),
]


@template.command("check")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="The YAML files to check, for example our_audit.yaml. All templates if you leave "
            "it out."
        ),
    ] = None,
) -> None:
    """Check that templates are well formed, and fit the cycles that are running."""
    from audits.queries.counted_columns import check_counted
    from audits.queries.window_warnings import window_warnings
    from audits.templates import check_template, ended_law, load_template, refusal_in

    now = clock_here()
    today = now().astimezone(ENGLAND).date()
    shipped, own = resource_folder("audit_templates"), own_templates()
    folders = [folder for folder in (shipped, own) if folder]
    for path in files or [path for folder in folders for path in sorted(folder.glob("*.yaml"))]:
        for doubt in check_template(path, beside=shipped):
            say(f"Look again: {doubt}")
        checked = load_template(path, beside=shipped)
        check_counted(checked, build_shapes(own), refusal_in(path))
        law = ended_law(checked.legal_basis, checked.law, today)
        for doubt in (*window_warnings(checked, build_shapes(own)), *law):
            say(f"Look again: {path.name}: {doubt}")
        _check_against_cycles(path, shipped, is_named=bool(files))
        say(f"{path.name} is well formed.")


def _check_against_cycles(path: Path, shipped: Path, *, is_named: bool) -> None:
    """Check a template against the workspace's cycles, if it is named or in force there."""
    from audits.queries.template_versions import check_scales
    from audits.templates import load_template

    if not (home_folder() / "audits.toml").is_file():
        return
    checked, workspace = load_template(path, beside=shipped), build_here()
    if is_named or workspace.templates.get(checked.kind) == checked:
        check_scales(checked, workspace=workspace)


@template.command("list")
@lists()
def list_templates(*, options: ListOptions) -> None:
    """List the kinds of audit and what each is called."""
    workspace = build_here()
    titles = workspace.titles()
    rows = [
        {
            "kind": kind,
            "version": template.version,
            "title": titles[kind],
            "questions": len(template.questions),
        }
        for kind, template in workspace.templates.items()
    ]
    columns = ("kind", "version", "title", "questions")
    show_rows(rows, columns, options, nothing="There are no templates.")


@template.command("show")
def show_template(kind: Kind, as_json: AsJson = False) -> None:
    """Show the questions that one kind of audit asks."""
    from audits.templates import worded

    workspace = build_here()
    kept = workspace.template(kind)
    if as_json:
        show_json(kept.model_dump(mode="json"))
        return
    shown = worded(kept, workspace.partnership.words_on(workspace.today()))
    say(f"{shown.title} ({shown.kind}, version {shown.version}): {shown.asks}")
    for question in shown.questions:
        line = f"{question.number:>3}. {question.asks}"
        if question.answered_by:
            line += f" ({', '.join(question.answered_by)})"
        say(line)


@template.command("history")
@lists()
def history(kind: Kind, *, options: ListOptions) -> None:
    """Show from which version on each question is asked, and its answers can be compared."""
    from audits.queries.template_versions import template_history

    rows = template_history(kind, workspace=build_here())
    columns = ("question", "since", "until", "comparable_since", "changed_in")
    show_rows(rows, columns, options, nothing="It asks nothing.")


@template.command("to-excel")
def to_excel(kind: Kind, to: To = None) -> None:
    """Write a template as a workbook, so that you can change it in Excel."""
    from audits.templates import find_template, template_content, template_form
    from audits.workbook import write_template_book

    shipped, own = resource_folder("audit_templates"), own_templates()
    source = find_template(kind, [folder for folder in (shipped, own) if folder])
    content = template_content(source, beside=shipped)
    form = template_form(source.parent, beside=shipped)
    path, now = to or Path(f"{kind}.xlsx"), clock_here()
    write_bytes(path, write_template_book(content, form, made_at=now()))
    say(f"{path} holds {source.name}. Next: {typed('audits', 'template', 'from-excel', path)}")


@template.command("from-excel")
def from_excel(
    file: Annotated[
        Path, typer.Argument(help="The workbook that you changed, for example our_audit.xlsx.")
    ],
    to: To = None,
) -> None:
    """Take in a template that you changed in Excel.

    Every cell that does not fit is named.
    """
    from audits.queries.authored_template import read_authored

    own = own_templates()
    folder, shapes = own or Path(), build_shapes(own)
    authored = read_authored(read_bytes(file), file.name, folder=folder, shapes=shapes)
    read = authored.template
    path = to or folder / f"{read.kind}.yaml"
    if to is None and path.exists():
        raise UserError(f"{path} is there already. To replace it, name it: --to {quote(str(path))}")
    write_bytes(path, authored.text.encode())
    command = typed("audits", "template", "check", path)
    say(f"{path} holds {read.title}, version {read.version}. Next: {command}")
    say(_next_cycle(read.kind, path))


def _next_cycle(kind: Kind, written: Path) -> str:
    """Say which template the next cycle of a kind uses."""
    folder = own_templates()
    if folder is not None and written.resolve().parent == folder.resolve():
        return f"The next cycle of {kind} uses it; cycles that are open keep what they have."
    where = "a folder that audits.toml names as templates"
    if folder:
        where = f"your folder {folder}"
    return f"The next cycle of {kind} does not use it: put it into {where} first."
