"""The provider of accounts that the settings name; Authlib speaks to it and judges its tokens.

It is asked anew at each sign-in where it is to be asked and with which keys it signs: sign-ins
are few, and nothing that a process kept of it could grow old.
"""

import contextlib
from urllib.parse import urlsplit

from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings

from portal.environment import LOOPBACK

#: For how many seconds it may be silent.
PATIENCE = 5
#: How many seconds its clock may be off.
SLACK = 60
#: By pairs of keys alone, whatever the provider lists: it keeps the one that signs.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
#: What is asked of it, by the names in its document.
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Refused(Exception):
    """Nobody is signed in; the log is told why, and who asks no more than a sentence."""

    #: Which sentence of the sign-in page.
    said = ""


class Unfinished(Refused):
    said = "unfinished"


class Away(Refused):
    said = "away"


def require_safe(address):
    """Refuse an address that is not https; on this machine a provider may be tried with http."""
    parts = urlsplit(address)
    is_tried = settings.OIDC_ISSUER.startswith("http:") and parts.hostname in LOOPBACK
    if parts.scheme != "https" and not (is_tried and parts.scheme == "http"):
        raise Away(f"it names an address that is not https: {address}")


class Asking(OAuth2Session):
    """Asks for some seconds, and goes nowhere that it is sent on to."""

    def request(self, method, url, **kwargs):
        require_safe(url)
        limits = {"timeout": PATIENCE, "allow_redirects": False}
        return super().request(method, url, **kwargs | limits)


class Provider(DjangoOAuth2App):
    client_cls = Asking

    def load_server_metadata(self):
        """Return what the provider says of itself, as far as it is asked for and may be so."""
        if not self.server_metadata:
            said = super().load_server_metadata()
            if said["issuer"] != settings.OIDC_ISSUER:
                raise Away("it calls itself by another name than the settings")
            for name in ENDPOINTS:
                require_safe(said[name])
            self.server_metadata = {
                name: said[name] for name in ("issuer", "_loaded_at", *ENDPOINTS)
            } | {"id_token_signing_alg_values_supported": ALGORITHMS}
        return self.server_metadata


@contextlib.contextmanager
def judged():
    """Tell in one way of all that a provider may be, or may say, and that no token holds."""
    try:
        yield
    except MismatchingStateError as error:
        raise Unfinished("it was not begun here, or is over") from error
    except Exception as error:  # whatever Authlib, requests and joserfc find wrong
        raise Away(f"{type(error).__name__}: {error}"[:300]) from error


def provider():
    """Return the provider as one request knows it."""
    return OAuth().register(
        "provider",
        client_cls=Provider,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )


def send_to(request, back):
    """Return the answer that leads to the provider, who sends to an address of ours."""
    with judged():
        return provider().authorize_redirect(request, back)


def told_by(request):
    """Return the verified claims about the user who came back from the provider."""
    # What is said then is anybody's words.
    if "error" in request.GET or not request.GET.get("code"):
        raise Unfinished("the provider gave no code")
    claims = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }
    with judged():
        token = provider().authorize_access_token(request, claims_options=claims, leeway=SLACK)
        return token["userinfo"]


def asked_twice(told):
    """Say whether the provider tells that it asked for a second step."""
    word, ways = settings.OIDC_SECOND_FACTOR, told.get("amr")
    return bool(word) and (told.get("acr") == word or (isinstance(ways, list) and word in ways))
