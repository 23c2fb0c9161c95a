"""Which secrets stand in what a person wrote down as settings, and where each belongs instead."""

import re
from collections.abc import Iterator, Mapping


Place = tuple[str, ...]

GROUPS = ("channels", "inboxes")
INSTEAD = {
    "vault_key": "AUDITS_VAULT_KEY",
    "delivery_token": "AUDITS_DELIVERY_TOKEN",
    "provider": "AUDITS_PROVIDER_SECRET",
    "database": "PGPASSWORD",  # PostgreSQL's own
    "vault_database": "PGPASSFILE",  # it has a user of its own
    "prefect_api_url": "PREFECT_API_AUTH_STRING",  # Prefect's own
}
SECRET_NAME = re.compile(
    r"secret|token|passw|passphrase|pwd|credential|api[_-]?key|(^|[_-])key$|(^|[_-])auth([_-]|$)",
    re.IGNORECASE,
)
# user:password@ in an address, and what PostgreSQL takes after the question mark
IN_ADDRESS = re.compile(
    r"://[^\s/?#@:]*:[^\s@]+@|[?&](ssl)?(passw\w*|secret|token|api[_-]?key)=[^&\s]", re.IGNORECASE
)


def refusals_of(settings: Mapping[str, object]) -> list[str]:
    """Return a sentence for each setting in which a secret stands."""
    places = (place[:2] if place[0] in GROUPS else place[:1] for place in exposed_places(settings))
    return [_refusal(place) for place in dict.fromkeys(places)]


def secret_variable(group: str, name: str) -> str:
    """Return where the secret of a channel or an inbox is looked for.

    >>> secret_variable("channels", "nhs-mail")
    'AUDITS_CHANNELS_NHS_MAIL_SECRET'
    """
    return f"AUDITS_{group.upper()}_{name.upper().replace('-', '_')}_SECRET"


def _refusal(place: Place) -> str:
    is_named = len(place) == len(("group", "name"))
    variable = secret_variable(*place) if is_named else INSTEAD.get(place[0])
    return (
        f"The secret of {'.'.join(place)} stands in audits.toml. Take it out, treat it as known, "
        f"and put a new one into the environment as {variable or 'docs/administrator.md says'}."
    )


def exposed_places(settings: Mapping[str, object], at: Place = ()) -> Iterator[Place]:
    """Yield where secrets stand, as the names that lead there; the secrets themselves stay inside.

    >>> list(exposed_places({"channels": {"mail": {"login": {"Password": "hunter2"}}}}))
    [('channels', 'mail', 'login', 'Password')]
    >>> list(exposed_places({"database": "postgresql://audits:hunter2@db.example/audits"}))
    [('database',)]
    """
    for name, value in settings.items():
        yield from _in_value(value, (*at, name))


def _in_value(value: object, place: Place) -> Iterator[Place]:
    if isinstance(value, Mapping):
        yield from exposed_places(value, place)  # a table may be called anything
    elif SECRET_NAME.search(place[-1]):
        yield place
    elif isinstance(value, list):
        for item in value:
            yield from _in_value(item, place)
    elif isinstance(value, str) and IN_ADDRESS.search(value):
        yield place
