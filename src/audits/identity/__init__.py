"""Who somebody is: their organisation's sign-in service, and codes from their telephone."""

from .codes import address_of_secret, in_groups, new_secret, picture_of, step_of_code
from .passwords import password_fault
from .provider import OpenIdProvider, ProviderSettings


__all__ = [
    "OpenIdProvider",
    "ProviderSettings",
    "address_of_secret",
    "in_groups",
    "new_secret",
    "password_fault",
    "picture_of",
    "step_of_code",
]
