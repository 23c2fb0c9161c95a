"""What a person can type or set stands in the README or the guides."""

from dataclasses import fields

import pytest
from builders.repository import ROOT, guides
from builders.typed import commands
from pydantic import BaseModel

from audits import settings
from audits.domain.plan import Promises, SpotCheck, Strata, Targeted
from audits.templates import file_models, shape


COMMANDS = commands()
SETTINGS = {
    f"{model.__name__}.{field}": field
    for model in vars(settings).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for field in model.model_fields
}

# What a template's file is made of, in which no key may stand that is not known.
WRITTEN = {
    model
    for module in (file_models, shape)
    for model in vars(module).values()
    if isinstance(model, type)
    and issubclass(model, BaseModel)
    and model.__module__ == module.__name__
    and model not in (shape.AuditTemplate, shape.Timeline)  # as they are once filled in
}
KEYS = {key for model in WRITTEN for key in model.model_fields} | {
    field.name
    for plain in (shape.Population, Promises, SpotCheck, Strata, Targeted)
    for field in fields(plain)
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


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_a_template_stands_in_its_guide(key):
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert f"`{key}`" in page or f"{key}: " in page
