"""What must be so of a site that stands as docs/deploying.md says."""

import json
import re
import signal
import threading
import time

from drill.deploy.reader import HOST, Reader, SecureEditor
from drill.deploy.systemctl import Service, folder, nginx
from drill.editor import APPLIED, PATIENCE
from drill.table import Count

JOBS = ("portal-outbox", "portal-backup", "portal-retain", "portal-check-files")
#: As the site sets them on each of its answers; those that are of one answer are left out.
HEADERS = (
    "Strict-Transport-Security Content-Security-Policy X-Content-Type-Options X-Frame-Options "
    "Referrer-Policy Permissions-Policy Cross-Origin-Opener-Policy Cross-Origin-Resource-Policy"
).split()
HASHED = re.compile(r"^css/.+\.[0-9a-f]{12}\.css$")
MEGABYTE = 1024 * 1024
SAVES, READINGS = 5, 100
AS_NGINX = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


def guards(answer):
    return {name: answer.headers.get_all(name) for name in HEADERS}


class Site:
    def __init__(self, ports, staff):
        self.ports, self.staff = ports, staff
        self.certificate = folder() / "certificates/live/portal.example/fullchain.pem"
        self.front = Reader(ports["443"], self.certificate)
        behind = [ports["8000"], ports["8001"]]
        self.services = [Service(f"portal-web@{port}") for port in behind]
        # Asked as nginx asks them.
        self.servers = [Reader(port) for port in behind]
        self.guards = guards(self.front.get("/"))

    def checks(self):
        for part in (
            self.answers,
            self.assets,
            self.refusals,
            self.log,
            self.saves,
            self.without_store,
            self.jobs,
            self.killed,
            self.restarted,
            self.away,
        ):
            yield from part()

    def answers(self):
        home = self.front.get("/")
        plain = Reader(self.ports["80"]).get("/events/?q=a")
        yield Count("home over TLS", home.status, 200)
        yield Count("its headers that are missing or stand twice", self._amiss(self.guards), 0)
        hsts = home.headers["Strict-Transport-Security"]
        yield Count("HSTS for two years", hsts == "max-age=63072000; includeSubDomains", True)
        to = plain.headers["Location"]
        yield Count("http: status", plain.status, 301)
        yield Count("and whether it leads to https", to == f"https://{HOST}/events/?q=a", True)
        for path in ("/healthz", "/readyz"):
            for number, server in enumerate(self.servers, 1):
                yield Count(f"{path} of server {number}", server.get(path).status, 200)

    def _amiss(self, found):
        return sum(len(values or ()) != 1 for values in found.values())

    def assets(self):
        manifest = json.loads((folder() / "lib/static/staticfiles.json").read_text())["paths"]
        hashed = next(name for name in manifest.values() if HASHED.match(name))
        for form in ("br", "gzip"):
            sheet = self.front.get(f"/static/{hashed}", **{"Accept-Encoding": form})
            yield Count(f"hashed style sheet as {form}", sheet.headers["Content-Encoding"], form)
        kept = sheet.headers["Cache-Control"]
        year = "public, max-age=31536000, immutable"
        yield Count("and whether it is kept for a year", kept == year, True)
        yield Count("and its headers as the site's own", guards(sheet) == self.guards, True)
        plain = self.front.get("/static/css/base.css")
        kept = plain.headers["Cache-Control"]
        yield Count("one without a digest: for a minute", kept == "public, max-age=60", True)
        missing = self.front.get("/static/css/none.css")
        yield Count("one that there is not: status", missing.status, 404)
        yield Count("and the site's page", "Error 404" in missing.text, True)

    def refusals(self):
        secret = folder() / "lib/media/secret.txt"
        secret.write_text("not for readers")
        paths = (
            "/media/secret.txt",
            "/static/../media/secret.txt",
            "/static/%2e%2e/media/secret.txt",
        )
        found = [self.front.get(path) for path in paths]
        leaks = sum(answer.status < 400 or "readers" in answer.text for answer in found)
        secret.unlink()
        yield Count("uploads given out by their path", leaks, 0)
        much = self.front.announce("/admin/login/", 61 * MEGABYTE)
        yield Count("61 MB: status", much.status, 413)
        yield Count("and the site's page", "That was too much at once" in much.text, True)
        yield Count("and its headers as the site's own", guards(much) == self.guards, True)
        trace = self.front.ask("TRACE", "/", None, {})
        yield Count("TRACE: status", trace.status, 405)
        yield Count("and its headers as the site's own", guards(trace) == self.guards, True)

    def log(self):
        self.front.get("/proofs/1/the-key/?of=somebody")
        log, end = folder() / "log/portal.log", time.monotonic() + PATIENCE
        # nginx writes its line a moment after it has answered.
        while "/proofs/... 404" not in (told := log.read_text()) and time.monotonic() < end:
            time.sleep(0.1)
        yield Count("nginx's log tells of a page that has a key", "/proofs/... 404" in told, True)
        yield Count("with the key or the question", "the-key" in told or "somebody" in told, False)

    def saves(self):
        """Save by the form, and see each save through both servers within a second."""
        editor = SecureEditor(self.ports["443"], self.certificate, self.staff["session"])
        what, ages = [], []
        for number in range(SAVES):
            # Each keeps the page as it was.
            for server in self.servers:
                self._shows(server, "")
            form = editor.form(self.staff["form"])
            words = f"some {number} people"
            form["attendance_words"] = [words]
            what.append(editor.send(self.staff["form"], form))
            saved = time.monotonic()
            ages += [self._stale(server, words, saved) for server in self.servers]
        yield Count("saves by staff", what.count(APPLIED), SAVES)
        yield Count("read without it after more than a second", sum(a > 1 for a in ages), 0)
        yield Count("the last reading without it, after the save", f"{1000 * max(ages):.0f} ms")

    def _stale(self, server, words, saved):
        """Read until the words are there; return how old the save was at the last reading before.

        What counts is when a reading began: how long it takes is the machine's business.
        """
        age = 0
        while (begun := time.monotonic()) < saved + PATIENCE:
            if self._shows(server, words):
                break
            age = begun - saved
        return age

    def _shows(self, server, words):
        return words in server.get(self.staff["page"], **AS_NGINX).text

    def without_store(self):
        store = Service("redis")
        store.stop()
        found = [self.front.get("/events/").status for _ in range(10)]
        told = json.loads(self.servers[0].get("/readyz").text)
        yield Count("pages without the store: 200", found.count(200), 10)
        yield Count("and told as slower", len(told["slower"]), 1)
        store.start()

    def jobs(self):
        for name in JOBS:
            Service(name).start()
        made = list((folder() / "backups").glob("*.backup"))
        yield Count("services of timers run", len(JOBS), len(JOBS))
        yield Count("backups made", len(made), 1)

    def killed(self):
        self.services[0].stop(signal.SIGKILL)
        found = [self.front.get("/events/").status for _ in range(READINGS)]
        yield Count("one server killed: pages answered 200", found.count(200), READINGS)
        self.services[0].start()

    def restarted(self):
        """Restart one server after the other while somebody reads."""
        found, over = [], threading.Event()

        def read():
            while not over.is_set():
                found.append(self.front.get("/events/").status)

        reading = threading.Thread(target=read)
        reading.start()
        for service in self.services:
            service.stop()
            service.start()
        over.set()
        reading.join()
        yield Count("pages read while both were restarted in turn", len(found))
        yield Count("of them not answered 200", len(found) - found.count(200), 0)

    def away(self):
        for service in self.services:
            service.stop()
        page = self.front.get("/events/")
        yield Count("both away: status", page.status, 503)
        yield Count("and its Retry-After", page.headers["Retry-After"], "10")
        yield Count("and the site's page", "Back in a moment" in page.text, True)
        yield Count("and its headers as the site's own", guards(page) == self.guards, True)
        sheet = self.front.get("/static/css/base.css")
        yield Count("and its style sheet", sheet.status, 200)
        self.services[1].start()
        yield Count("the first request after one is back", self.front.get("/events/").status, 200)
        self.services[0].start()
        nginx("-t", "-q")
