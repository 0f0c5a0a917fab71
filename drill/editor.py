"""One of the staff in a browser: keeps a session, opens a form, types, and sends it.

What is here needs no Django, so that many of them cost the machine little.
"""

import dataclasses
import http.client
import http.cookies
import time
from urllib.parse import urlencode

from drill.form import form_of

PATIENCE = 60
APPLIED, REFUSED, FAILED, CUT_OFF = "applied", "refused", "failed", "cut off"
#: The page that says that the database is out of reach.
AWAY = "away"


class Away(Exception):
    """The site says that it cannot reach its database."""


@dataclasses.dataclass
class Save:
    """What became of one press of Save; `marker` stands in all that it wrote."""

    marker: str
    what: str
    took: float
    #: When the answer came.
    at: float


class Editor:
    cookie = "session"

    def __init__(self, port, session):
        self.port = port
        self.cookies = {self.cookie: session}

    def connect(self):
        """Return a connection, and the headers that belong to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE), {}

    def ask(self, method, path, body=None):
        """Return status, headers and text of an answer; OSError or HTTPException if none came."""
        connection, headers = self.connect()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in http.cookies.SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers, text

    def form(self, path):
        """Open a form and return what it would send."""
        status, _headers, text = self.ask("GET", path)
        if status == 503:
            raise Away
        if status != 200:
            raise RuntimeError(f"{path} answered {status}.")
        return form_of(text)

    def send(self, path, form):
        """Return what became of a form: the site says so by where it leads."""
        body = urlencode(form | {"_save": ["Save"]}, doseq=True)
        status, headers, _text = self.ask("POST", path, body)
        if status == 503:
            return AWAY
        led_to = headers["Location"] if status == 302 else ""
        if "/set-aside/" in led_to:
            return REFUSED
        return APPLIED if led_to and "/login/" not in led_to else FAILED


def own_part(words):
    """Return of what stands in a field the marker of who wrote it last."""
    return words.partition(" after ")[0]


def save_often(number, port, session, path, times, until=None):
    """Change one's own line and the words that all share, again and again.

    What is written into the shared words says which words were seen before. Ends after so
    many saves or at an instant, and returns what became of each.
    """
    editor, saves = Editor(port, session), []
    while len(saves) < times and (until is None or time.time() < until):
        marker = f"editor {number} save {len(saves)}"
        begun = time.perf_counter()
        try:
            form = editor.form(path)
            seen = own_part(form["attendance_words"][0])
            form["attendance_words"] = [f"{marker} after {seen}"]
            form[f"participations-{number}-position"] = [marker]
            form["note"] = [marker]
            what = editor.send(path, form)
        except (OSError, http.client.HTTPException):
            what = CUT_OFF
        except Away:
            what = AWAY
        saves.append(Save(marker, what, time.perf_counter() - begun, time.time()))
    return saves
