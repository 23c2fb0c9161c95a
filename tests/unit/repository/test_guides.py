"""What a person can type or set stands in the README or the guides."""

import pytest
from builders.repository import guides
from builders.typed import commands
from pydantic import BaseModel

from audits import settings


COMMANDS = commands()
SETTINGS = {
    f"{model.__name__}.{field}": field
    for model in vars(settings).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for field in model.model_fields
}


def test_there_are_commands_to_look_for():
    assert {"audits demo", "audits cycle open", "audits return collect"} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_stands_in_the_guides_with_its_options(words):
    text = guides()
    assert f"{words} " in text or f"{words}`" in text or f"{words}\n" in text
    options = {o for p in COMMANDS[words].params for o in p.opts if o.startswith("--")}
    assert {option for option in options - {"--help"} if option not in text} == set()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_guides(name):
    assert f"`{SETTINGS[name]}`" in guides()


def test_every_command_and_option_says_what_it_does():
    silent = {words for words, command in COMMANDS.items() if not command.help}
    silent |= {
        f"{words} {param.name}"
        for words, command in COMMANDS.items()
        for param in command.params
        if param.param_type_name == "option" and not param.help
    }
    assert silent == set()
