"""Who asks the site over TLS, as a browser does, and one of its servers past nginx."""

import http.client
import socket
import ssl
from typing import NamedTuple

from drill.editor import PATIENCE, Editor

HOST = "portal.example"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class SecureConnection(http.client.HTTPSConnection):
    """A connection to this machine, under the name that the certificate is for."""

    def __init__(self, port, certificate):
        context = ssl.create_default_context(cafile=certificate)
        super().__init__(HOST, timeout=PATIENCE, context=context)
        self.real_port = port

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.real_port), PATIENCE)
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


class Reader:
    """Asks nginx with TLS where a certificate is given, else a port of this machine."""

    def __init__(self, port, certificate=None):
        self.port, self.certificate = port, certificate

    def get(self, path, **headers):
        return self.ask("GET", path, None, headers)

    def ask(self, method, path, body, headers):
        if self.certificate:
            connection = SecureConnection(self.port, self.certificate)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Host": HOST, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def announce(self, path, length):
        """Say that so many bytes will come, send none, and return the answer."""
        connection = SecureConnection(self.port, self.certificate)
        try:
            connection.putrequest("POST", path)
            connection.putheader("Content-Length", str(length))
            connection.putheader("Content-Type", "application/octet-stream")
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


class SecureEditor(Editor):
    cookie = "__Host-session"

    def __init__(self, port, certificate, session):
        super().__init__(port, session)
        self.certificate = certificate

    def connect(self):
        return SecureConnection(self.port, self.certificate), {"Referer": f"https://{HOST}/"}
