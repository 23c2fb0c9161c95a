"""OpenID Connect: the code flow with PKCE, by authlib.

What authlib checks of an id token is its signature, nonce, audience, issuer and times. What is
checked here besides: that the service's own description names the issuer that the settings name,
and that a token is signed with a key of the service, never with the secret that both know.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from audits.domain.access import Identity, ProviderVisit
from audits.domain.errors import TryAgainError, UserError
from audits.domain.permissions import Role
from audits.domain.public_address import checked_public_address


if TYPE_CHECKING:
    from authlib.integrations.base_client import BaseApp

METADATA = "/.well-known/openid-configuration"
# What is signed with a key that only the service has (RFC 7518, section 3.1; RFC 8037).
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
SECONDS, LEEWAY = 10.0, 60  # to wait for an answer; by how much two clocks may differ
NOT_THERE = (
    "Your organisation's sign-in service cannot be reached at the moment. Try again in a few "
    "minutes, or sign in with a password if you have one."
)
NOT_TRUSTED = (
    "Your organisation's sign-in service did not say who you are. Begin again; if it happens "
    "twice, tell your administrator."
)
R = TypeVar("R")


class OpenIdProvider:
    """One organisation's sign-in service."""

    def __init__(
        self,
        issuer: str,
        *,
        client_id: str,
        secret: SecretStr | None,
        name: str,
        roles: Mapping[str, Role],
        back_to: str,
    ) -> None:
        self.issuer, self.name, self.roles = issuer, name, roles
        self._client_id, self._secret, self._back_to = client_id, secret, back_to
        self._app: Any = None

    def begin(self) -> tuple[str, ProviderVisit]:
        """Return where to send somebody who wants to sign in, and what to remember meanwhile.

        Raises:
            TryAgainError: if the service cannot be reached.
        """
        began = self._asked(lambda app: app.create_authorization_url(self._back_to))
        return began["url"], ProviderVisit(began["state"], began["nonce"], began["code_verifier"])

    def identify(self, code: str, visit: ProviderVisit) -> Identity:
        """Return who came back with a code.

        Raises:
            TryAgainError: if the service cannot be reached.
            UserError: if the code is not accepted, or what the service says cannot be trusted.
        """

        def ask(app: Any) -> Mapping[str, Any]:
            tokens = app.fetch_access_token(
                self._back_to, code=code, code_verifier=visit.code_verifier, state=visit.state
            )
            return self._claims(app, tokens, visit.nonce)

        return self._identity(self._asked(ask))

    def _claims(self, app: Any, tokens: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
        }
        claims = app.parse_id_token(tokens, nonce, claims_options=wanted, leeway=LEEWAY)
        if not isinstance(claims, Mapping):
            raise UserError(NOT_TRUSTED)
        return claims

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        roles = claims.get("roles") or ()
        listed = (roles,) if isinstance(roles, str) else tuple(map(str, roles))
        email = str(claims.get("email") or claims.get("preferred_username") or "")
        name = str(claims.get("name") or email)
        return Identity(self.issuer, str(claims["sub"]), name, email.casefold(), listed)

    def _asked(self, ask: Callable[[Any], R]) -> R:
        """Return what the service answers.

        Raises:
            TryAgainError: if it cannot be reached, or does not say what it is.
            UserError: if it refuses, or what it says cannot be trusted.
        """
        import httpx2
        from authlib.integrations.base_client import OAuthError
        from joserfc.errors import JoseError

        try:
            app = self._app or self._described()
            answer = ask(app)
        except httpx2.HTTPError as failure:
            raise TryAgainError(NOT_THERE) from failure
        except (OAuthError, JoseError, KeyError, ValueError) as failure:
            raise UserError(NOT_TRUSTED) from failure
        self._app = app  # its description and keys are asked for once
        return answer

    def _described(self) -> "BaseApp":
        app = self._new()
        described = app.load_server_metadata()
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        described["id_token_signing_alg_values_supported"] = sorted(ALGORITHMS & set(offered))
        if described.get("issuer") != self.issuer:
            raise UserError(NOT_TRUSTED)
        return app

    def _new(self) -> Any:
        # Loaded by whoever signs in so, and by nobody else.
        from authlib.integrations.base_client import BaseApp
        from authlib.integrations.base_client.sync_app import OAuth2Mixin
        from authlib.integrations.base_client.sync_openid import OpenIDMixin
        from authlib.integrations.httpx_client import OAuth2Client

        class App(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]  # authlib has no types
            client_cls = OAuth2Client

        client: dict[str, object] = {
            "scope": "openid profile email", "code_challenge_method": "S256", "timeout": SECONDS,
        }  # fmt: skip
        secret = self._secret
        if secret is None:
            client["token_endpoint_auth_method"] = "none"  # noqa: S105 -- it has none
        return App(
            None,
            client_id=self._client_id,
            client_secret=secret and secret.get_secret_value(),
            server_metadata_url=self.issuer.rstrip("/") + METADATA,
            client_kwargs=client,
        )


def _checked_issuer(text: str) -> str:
    """Return an issuer as it is written: a slash at its end belongs to it."""
    checked_public_address(text)
    if re.search(r"/(common|organizations|consumers)/", text):
        raise ValueError("must name your own tenant: with 'common' anybody's account would do")
    return text


class ProviderSettings(BaseModel):
    """How this workspace's sign-in service is reached, and which of its roles is which of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    issuer: Annotated[str, AfterValidator(_checked_issuer)]
    client_id: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)] = "your organisation's account"
    roles: dict[str, Role] = Field(default_factory=dict)
    secret: SecretStr | None = None

    def build(self, public_address: str) -> OpenIdProvider:
        """Return the service, which sends people back to an address of ours."""
        return OpenIdProvider(
            self.issuer,
            client_id=self.client_id,
            secret=self.secret,
            name=self.name,
            roles=self.roles,
            back_to=f"{public_address}/sign-in/return",
        )
