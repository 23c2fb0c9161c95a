"""No sentence below the command line names a command; its remedies stand beside it."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.repository import ROOT, sources
from builders.typed import commands, options_of

from audits.cli import BOARD
from audits.cli.remedies import COMMANDS, OPTIONS, what_to_type, with_remedies
from audits.domain.errors import TryAgainError, UserError
from audits.domain.remedies import Missing, Outstanding, Remedy, Verb


TYPED = commands()
FIRST_WORDS = {words.split()[1] for words in TYPED}
# What a person types: a command, two words of one such as "return show", or an option.
A_COMMAND = re.compile(
    "|".join(
        [
            rf"\baudits (?:{'|'.join(sorted(FIRST_WORDS))})\b(?! was| were| is| are)",
            *(rf"\b{words.removeprefix('audits ')}\b" for words in TYPED if words.count(" ") > 1),
            r"(?<![\w-])--[a-z]",
        ]
    )
)
EDGES = ("src/audits/cli/", "src/audits/demo/", "flows/")
WORDED_IN = "src/audits/cli/remedies.py"
LISTED_IN = ("src/audits/domain/remedies.py", "src/audits/domain/permissions.py", WORDED_IN)


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield a module's texts with their lines, all but what documents it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documents:
            yield node.lineno, node.value


def below_the_edges() -> list[Path]:
    """Return every module that does not speak to somebody at a terminal."""
    return [path for path in sources() if not name_of(path).startswith(EDGES)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def used() -> set[Verb | Missing]:
    """Return every remedy that the product offers somewhere; pages name what may be done there."""
    found = set()
    for path in sources():
        if name_of(path) not in LISTED_IN:
            text = path.read_text(encoding="utf-8")
            if not name_of(path).startswith("src/audits/web/"):
                found |= {Verb[name] for name in re.findall(r"\bVerb\.([A-Z_]+)", text)}
            found |= {Missing[name] for name in re.findall(r"\bMissing\.([A-Z_]+)", text)}
    return found


@pytest.mark.parametrize(
    "says",
    [
        "Make one: audits init",
        "To see them: audits finding list MASH-2017-W10",
        "Say why, with --why.",
        "Send a new one by pack send-again.",
    ],
)
def test_a_command_in_a_sentence_is_seen(says):
    assert A_COMMAND.search(says)


@pytest.mark.parametrize("says", ["Three audits were missed.", "Say why: 5--6.", "a follow-up"])
def test_a_sentence_without_a_command_is_let_be(says):
    assert not A_COMMAND.search(says)


def test_no_sentence_below_the_command_line_names_a_command():
    named = [
        f"{name_of(path)}:{line} {says}"
        for path in below_the_edges()
        for line, says in sentences(path)
        if A_COMMAND.search(says)
    ]
    assert named == []


def test_every_remedy_that_is_offered_is_worded_and_no_other():
    assert set(COMMANDS) | set(OPTIONS) == used()


@pytest.mark.parametrize("verb", COMMANDS)
def test_what_is_to_be_typed_can_be_typed(verb):
    says, _, typed = what_to_type(Remedy(verb, "X-1", "detail")).rpartition(": audits ")
    assert says
    words = f"audits {typed}".split()
    command = next(found for n in (3, 2) if (found := TYPED.get(" ".join(words[:n]))) is not None)
    assert {word for word in words if word.startswith("--")} <= options_of(command)


@pytest.mark.parametrize("left_out", OPTIONS)
def test_what_was_left_out_is_an_option_of_some_command(left_out):
    every = {BOARD}.union(*map(options_of, TYPED.values()))  # it stands before every command
    options = set(re.findall(r"--[a-z-]+", what_to_type(Remedy(left_out))))
    assert options
    assert options <= every


def test_a_name_with_a_space_is_quoted_as_a_shell_takes_it():
    said = what_to_type(Remedy(Verb.LOAD_REGISTER, "our children's list"))
    assert said.endswith("""audits register load FILE --as 'our children'"'"'s list'""")


def test_each_remedy_stands_on_a_line_of_its_own_below_what_is_wrong():
    error = UserError("Wrong.", remedy=(Remedy(Missing.WHY), Remedy(Verb.SEE_CYCLES)))
    assert with_remedies(error).splitlines() == [
        "Wrong.", "Say it with --why '...'", "To see what there is: audits cycle list"
    ]  # fmt: skip
    assert str(error) == "Wrong."
    assert with_remedies(Outstanding("Open.")) == "Open."


def test_an_error_keeps_its_remedy_from_one_process_to_another():
    error = TryAgainError("Wrong.", remedy=Remedy(Verb.SEE_RETURN, "R-1"))
    assert pickle.loads(pickle.dumps(error)).remedy == (Remedy(Verb.SEE_RETURN, "R-1"),)  # noqa: S301 -- our own
