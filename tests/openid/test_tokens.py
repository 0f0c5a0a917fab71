"""What a token must say, and who must have signed it."""

import functools
import hmac
import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.openid.issuer import CLIENT, SECRET, encoded, new_key
from tests.openid.way import AWAY, come_back

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.openid.with_provider"),
    pytest.mark.usefixtures("ana"),
]


def signed(head, key, claims):
    return jwt.encode({"alg": "ES256"} | head, claims, key)


def spelt(head, claims):
    """Return a token without its signature."""
    return ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))


def signed_with_words(words, claims):
    start = spelt({"alg": "HS256"}, claims)
    return f"{start}.{encoded(hmac.digest(words, start.encode(), 'sha256'))}"


def test_one_that_says_something_else_is_refused(client, issuer):
    now = int(time.time())
    for claims in (
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": "another", "azp": CLIENT},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": f"{issuer.address}/"},
        {"iss": None},
        {"exp": now - 100},
        {"exp": None},
        {"exp": "never"},
        {"iat": now + 1000},
        {"iat": None},
        {"nbf": now + 1000},
        {"sub": None},
        {"sub": 1},
        {"amr": "mfa"},
        {"at_hash": "another"},
    ):
        assert (claims, come_back(client, issuer, **claims)) == (claims, (AWAY, None))
    issuer.sign = lambda claims: None
    assert come_back(client, issuer) == (AWAY, None)


def test_one_for_several_is_taken_if_it_was_given_to_us(client, issuer):
    claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert come_back(client, issuer, **claims) == ("/admin/", "ana")


def test_one_that_nobody_signed_is_refused_though_the_provider_lists_that(client, issuer):
    for head in ({"alg": "none"}, {"alg": "None"}, {"alg": "ES256"}, {}):
        issuer.sign = lambda claims, head=head: f"{spelt(head, claims)}."
        assert (head, come_back(client, issuer)) == (head, (AWAY, None))


def test_one_signed_with_what_both_sides_know_is_refused(client, issuer):
    public = RSAKey.generate_key(2048, {"kid": "one"})
    for known in (public.as_pem(private=False), SECRET.encode()):
        issuer.keys = [public]
        issuer.sign = functools.partial(signed_with_words, known)
        assert come_back(client, issuer) == (AWAY, None)
    # Nor if the provider itself gives that key to everybody.
    issuer.keys = [OctKey.import_key(SECRET)]
    assert come_back(client, issuer) == (AWAY, None)


def test_one_signed_by_another_is_refused_with_its_own_key_in_it_too(client, issuer):
    other = new_key()
    for head in ({"kid": "one"}, {}, {"jwk": other.as_dict(private=False)}, {"jku": "https://x"}):
        issuer.sign = functools.partial(signed, head, other)
        assert (head, come_back(client, issuer)) == (head, (AWAY, None))


def test_one_that_was_changed_is_refused(client, issuer):
    def sign(claims):
        head, _body, end = signed({"kid": "one"}, issuer.key, claims).split(".")
        return f"{head}.{encoded(json.dumps(claims | {'sub': 'x'}).encode())}.{end}"

    issuer.sign = sign
    assert come_back(client, issuer) == (AWAY, None)


def test_key_that_the_provider_shows_since_a_moment_ago_is_taken(client, issuer):
    fresh = new_key("two")
    issuer.keys = [issuer.key, fresh]
    issuer.sign = functools.partial(signed, {"kid": "two"}, fresh)
    assert come_back(client, issuer) == ("/admin/", "ana")


def test_one_of_the_usual_kind_is_taken(client, issuer):
    key = RSAKey.generate_key(2048, {"kid": "rsa"})
    issuer.keys = [key]
    issuer.sign = functools.partial(signed, {"alg": "RS256", "kid": "rsa"}, key)
    assert come_back(client, issuer) == ("/admin/", "ana")
