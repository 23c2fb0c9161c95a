"""Words in braces: a template names a group or a body, and each cycle says what it is called."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from audits.domain.partnership import TEMPLATE_WORDS

from .frozen import FROZEN_KEPT, freeze, template_of
from .own_units import Refuse
from .refusals import Steps, nearest
from .shape import AuditTemplate


IN_BRACES = re.compile(r"\{([a-z_]+)\}")  # no JSON reads so: its keys stand in quotation marks


def worded(template: AuditTemplate, words: Mapping[str, str]) -> AuditTemplate:
    """Return a template with what stands in braces as a partnership calls it."""
    frozen = freeze(template)
    if not IN_BRACES.search(frozen):
        return template
    return _filled_in(frozen, tuple(words.items()))


@lru_cache(maxsize=FROZEN_KEPT)
def _filled_in(frozen: str, words: tuple[tuple[str, str], ...]) -> AuditTemplate:
    in_json = {name: json.dumps(meaning)[1:-1] for name, meaning in words}
    return template_of(words_in(frozen, in_json))


def words_in(text: str, words: Mapping[str, str]) -> str:
    """Return a text with what stands in braces as a partnership calls it; the unknown stays."""
    return IN_BRACES.sub(lambda braced: words.get(braced[1], braced[0]), text)


def check_words(written: object, refuse: Refuse, steps: Steps = ()) -> None:
    """Refuse what stands in braces and is no word of a partnership."""
    for name in _unknown(written):
        refuse(steps, f"'{{{name}}}' is not a name I know. {nearest(name, TEMPLATE_WORDS)}")
    for step, part in _parts(written):
        check_words(part, refuse, (*steps, step))


def _unknown(written: object) -> list[str]:
    if not isinstance(written, str):
        return []
    return [name for name in IN_BRACES.findall(written) if name not in TEMPLATE_WORDS]


def _parts(written: object) -> Iterator[tuple[int | str, object]]:
    if isinstance(written, Mapping):
        yield from written.items()
    elif isinstance(written, list):
        yield from enumerate(written)
