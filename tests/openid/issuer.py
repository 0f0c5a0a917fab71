"""A provider of accounts on this machine: it vouches for whom a test says, or misbehaves."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "portal", "sesame of the portal"
DOCUMENT = "/.well-known/openid-configuration"
#: Whom it vouches for if a test says nothing else.
ANA = {"sub": "Ana-1", "email": "Ana@office.example", "email_verified": True}


def new_key(kid="one"):
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


def encoded(words):
    return base64.urlsafe_b64encode(words).rstrip(b"=").decode()


class Issuer:
    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.issuer = self
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.key = new_key()
        self.behave()
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def behave(self):
        self.keys = [self.key]
        self.codes, self.asked, self.instead, self.document = {}, [], {}, {}
        self.sign = lambda claims: jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.key)

    def led_here(self, address, **claims):
        """Return to where whoever was led here is led back, and what that brings."""
        asked = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked | {"claims": claims}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def get(self, path):
        if path == DOCUMENT:
            listed = ("authorize", "token", "keys")
            authorize, token, keys = (f"{self.address}/{one}" for one in listed)
            return {
                "issuer": self.address,
                "authorization_endpoint": authorize,
                "token_endpoint": token,
                "jwks_uri": keys,
                # It promises too much, and names what a client would take for its own.
                "id_token_signing_alg_values_supported": ["none", "HS256", "ES256"],
                "client_id": "another",
                "scope": "everything",
            } | self.document
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def post(self, form, authorization):
        """Give a token for a code, once and to whom it was given."""
        asked = self.codes.pop(form["code"], None)
        own = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {own}":
            return {"error": "invalid_grant"}
        challenge = encoded(hashlib.sha256(form["code_verifier"].encode()).digest())
        if asked["code_challenge"] not in (challenge, None):
            return {"error": "invalid_grant"}
        assert form["redirect_uri"] == asked["redirect_uri"]
        now = int(time.time())
        given = {"iss": self.address, "aud": CLIENT, "nonce": asked["nonce"]}
        claims = given | {"iat": now, "exp": now + 300} | ANA | asked["claims"]
        token = self.sign({name: value for name, value in claims.items() if value is not None})
        return {"access_token": "sesame to others", "token_type": "Bearer", "id_token": token}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(lambda: self.server.issuer.get(self.path))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value for name, [value] in parse_qs(body).items()}
        self.answer(lambda: self.server.issuer.post(form, self.headers["Authorization"]))

    def answer(self, make):
        issuer = self.server.issuer
        issuer.asked.append(self.path)
        status, headers, body = issuer.instead.get(self.path, (200, {}, None))
        if callable(body):
            body = body()
        words = json.dumps(make()).encode() if body is None else body
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        # Who asked may not have waited.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(words)

    def log_message(self, *told):
        """Print nothing."""
