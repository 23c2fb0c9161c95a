"""The JSON schema that a model has, walked through."""

from collections.abc import Iterator, Mapping
from typing import Any


Node = Mapping[str, Any]


def alternatives(schema: Node, node: Node) -> Iterator[Node]:
    """Yield what a node may be, its references followed and its alternatives taken apart."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    choices = node.get("anyOf", node.get("oneOf", ()))
    if not choices:
        yield node
    for choice in choices:
        yield from alternatives(schema, choice)
