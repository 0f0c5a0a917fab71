"""A machine that is lost with all that is on it, and its site brought back on an empty one."""

import dataclasses
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from pyrage import x25519

from drill.deploy import site, steps
from drill.deploy.reader import Reader
from drill.deploy.systemctl import Service
from drill.table import Count

SECONDS = 600
#: So many pages of each kind are read before and after.
MOST_PAGES = 50
LOC = re.compile(r"<loc>https://[^/]+(/.*?)</loc>")
DOCUMENT = re.compile(r'href="(/documents/[^"]+)"')


@dataclasses.dataclass
class Kept:
    """What somebody has elsewhere of a machine that is lost, and what readers saw there."""

    backup: Path
    key: Path
    erased: Path
    seen: dict
    gone: str


def keep(machine, told, folder):
    """Make an encrypted backup, read the site, and have somebody erased after that."""
    folder.mkdir()
    secret = x25519.Identity.generate()
    key = folder / "portal-backup.key"
    key.write_text(str(secret))
    with (machine.folder / "portal.env").open("a") as settings:
        settings.write(f"BACKUP_KEYS={secret.to_public()}\n")
    number, gone = told["person"]
    front = front_of(machine)
    Service("portal-backup").start()
    newest = max((machine.folder / "backups").iterdir(), key=lambda path: path.stat().st_mtime)
    # The backup still has the name; what readers saw last has it no more.
    site.does("erased", number)
    # So long a page may be kept after it changed.
    time.sleep(1)
    seen = {path: front.get(path).body for path in _paths(front, told["page"])}
    return Kept(
        Path(shutil.copy2(newest, folder)),
        key,
        Path(shutil.copy2(machine.folder / "lib/erased.jsonl", folder)),
        seen,
        gone,
    )


def front_of(machine):
    certificate = machine.folder / "certificates/live/portal.example/fullchain.pem"
    return Reader(machine.ports["443"], certificate)


def _paths(front, page):
    """Return what the site tells search engines of, and the documents of a page."""
    for part in LOC.findall(front.get("/sitemap.xml").text):
        yield from LOC.findall(front.get(part).text)[:MOST_PAGES]
    yield from DOCUMENT.findall(front.get(page).text)


def lose(machine):
    """Leave nothing of a machine, nor of its database."""
    env = os.environ | {"PGHOST": machine.postgresql, "PGUSER": "postgres"}
    for command in (["dropdb", "portal"], ["dropuser", "portal"]):
        subprocess.run(command, env=env, check=True)  # noqa: S603
    shutil.rmtree(machine.folder)


def checks(machine, kept):
    lib = machine.folder / "lib"
    lib.mkdir()
    shutil.copy2(kept.erased, lib)
    begun = time.perf_counter()
    status = machine.run(steps.restoring(kept.backup, kept.key))
    seconds = time.perf_counter() - begun
    yield Count("status of the paper's commands", status, 0)
    if status:
        return
    yield Count("seconds they took, Python's packages included", round(seconds))
    yield Count("and whether that is within ten minutes", seconds <= SECONDS, True)
    yield Count("the secret key is still there", kept.key.exists(), False)
    for number, port in enumerate(("8000", "8001"), 1):
        server = Reader(machine.ports[port])
        yield Count(f"/readyz of server {number}", server.get("/readyz").status, 200)
    front = front_of(machine)
    unlike = [path for path, body in kept.seen.items() if front.get(path).body != body]
    print(*unlike, sep="\n", end="")
    yield Count("pages and documents read before and after", len(kept.seen))
    yield Count("of them that differ", len(unlike), 0)
    yield Count("who was erased after the backup: status", front.get(kept.gone).status, 410)
