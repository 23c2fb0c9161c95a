"""Have an organisation's own sign-in service say who somebody is (OpenID Connect)."""

from .provider import OpenIdProvider, ProviderSettings


__all__ = ["OpenIdProvider", "ProviderSettings"]
