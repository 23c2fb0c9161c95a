"""Which keys may stand where in a template: asked of the models, written down nowhere else."""

from collections.abc import Iterator, Mapping

from .file_models import CoreFile, ScalesFile, TemplateFile
from .json_schema import Node, alternatives
from .law import LawFile
from .past import PastFile


def keys_at(steps: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys that may stand at this place of any of the files."""
    keys: set[str] = set()
    for model in (TemplateFile, ScalesFile, CoreFile, LawFile, PastFile):
        schema = model.model_json_schema(by_alias=True)
        keys.update(*_walk(schema, schema, steps))
    return tuple(sorted(keys))


def _walk(schema: Node, node: Node, steps: tuple[int | str, ...]) -> Iterator[tuple[str, ...]]:
    for plain in alternatives(schema, node):
        if not steps:
            yield tuple(plain.get("properties", {}))
            continue
        step, rest = steps[0], steps[1:]
        inner = _inner(plain, step)
        # A step that is no key is pydantic's own name for a member of a union.
        yield from _walk(schema, inner or plain, rest)


def _inner(node: Node, step: int | str) -> Node | None:
    if isinstance(step, int):
        inner = node.get("items")
    else:
        inner = node.get("properties", {}).get(step, node.get("additionalProperties"))
    if not isinstance(inner, Mapping):
        return None
    return inner
