"""Clean and mask the free text that a step is given, before the step begins."""

import dataclasses
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from audits.domain.plain_text import clean_text
from audits.queries.free_text import masker_for


if TYPE_CHECKING:
    from audits.masking import Masker

# Nearly every step is marked here, and masks nothing until it is called: what masks is loaded then.
# What is free text in what is said of an action, its measure, a grade or an audit made elsewhere.
FIELDS = ("name", "text", "evidence", "reason", "why", "shows", "title", "files")

P = ParamSpec("P")

R = TypeVar("R")


def masks(*names: str, about: str = "ref") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return what makes a step clean and mask its arguments of these names before anything else.

    The argument ``about`` tells which cycle's people are known: it names a cycle, one of its cases
    or one of its actions. Where it tells none, those of every cycle that is not over are.
    """

    def around(step: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(step)

        @functools.wraps(step)
        def masked_step(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs)
            arguments = given.arguments
            if any(arguments.get(name) for name in names):
                with arguments["workspace"].open_view() as view:
                    masker = masker_for(
                        arguments.get(about), view=view, workspace=arguments["workspace"]
                    )
                arguments.update(
                    {name: _masked(arguments[name], masker) for name in names if name in arguments}
                )
            return step(*given.args, **given.kwargs)

        masked_step.__dict__["masks"] = names
        return masked_step

    return around


def _masked(value: object, masker: "Masker") -> object:
    """Return what somebody wrote, masked: a text, what holds some, or several of either."""
    if isinstance(value, str):
        return masker.text(clean_text(value))
    if isinstance(value, Mapping):
        return {key: _masked(inner, masker) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return tuple(_masked(inner, masker) for inner in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name in FIELDS]
        texts = {name: _masked(getattr(value, name), masker) for name in names}
        return dataclasses.replace(value, **texts)
    return value
