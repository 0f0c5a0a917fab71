"""The commands of docs/deploying.md and the files of deploy/, as they are run in a folder."""

import re

from bench.server import ROOT

PAPER = ROOT / "docs" / "deploying.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: What stands in for what only a machine of the site's own has; all else is run as it is written.
STAND_INS = """\
set -eu
without_owner() {
    program=$1; shift; arguments=()
    while [ $# -gt 0 ]; do
        case $1 in -o | -g) shift 2 ;; *) arguments+=("$1"); shift ;; esac
    done
    command "$program" "${arguments[@]}"
}
apt() { :; }
git() { :; }
useradd() { :; }
install() { without_owner install "$@"; }
runuser() { who=$2; shift 3; PGUSER=$who "$@"; }
certbot() {
    mkdir -p /etc/letsencrypt/live/$host
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$host" \\
        -addext "subjectAltName=DNS:$host" -out /etc/letsencrypt/live/$host/fullchain.pem \\
        -keyout /etc/letsencrypt/live/$host/privkey.pem 2>/dev/null
}
redis-cli() { command redis-cli -p 6379 "$@"; }
nginx() { command nginx -c /etc/nginx/nginx.conf "$@"; }
systemctl() { (cd "$PROJECT" && .venv/bin/python -m drill.deploy.systemctl "$@"); }
"""
#: Asked at the keyboard; the drill makes staff of its own.
ASKED = "createsuperuser"
#: Between these a backup is brought in, where one is restored on an empty machine.
TABLES, SERVICES = "\n**Tables, static files", "\n**The services.**"
RESTORED = "**A backup restored on an empty machine**"
BACKUP, KEY = re.compile(r"\S+\.backup\b"), re.compile(r"\S+/portal-backup\.key")

#: Where the paper puts things, and the folder of each in that of the drill.
FOLDERS = {
    "/srv/portal": "program",
    "/var/lib/portal": "lib",
    "/var/backups/portal": "backups",
    "/var/log/nginx": "log",
    "/var/www/html": "www",
    "/etc/systemd/system": "systemd",
    "/etc/nginx": "nginx",
    "/etc/letsencrypt": "certificates",
    "/etc/portal.env": "portal.env",
}


def of(heading, text=None):
    """Return the shell blocks under a heading of the second level, in their order."""
    text = PAPER.read_text(encoding="utf-8") if text is None else text
    part = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return BLOCK.findall(part)


def script():
    """Return what sets a site up, for bash."""
    return STAND_INS + "".join(block for block in of("Set it up") if ASKED not in block)


def restoring(backup, key):
    """Return what brings a backup back on an empty machine, for bash."""
    text = PAPER.read_text(encoding="utf-8")
    begun, tables, rest = text.partition(TABLES)
    # The next step of its list is to go on with the services.
    (step,) = BLOCK.findall(text.partition(RESTORED)[2].partition("\n4. ")[0])
    step = KEY.sub(str(key), BACKUP.sub(str(backup), step))
    _first, services, last = (tables + rest).partition(SERVICES)
    last = BLOCK.findall((services + last).partition("\n## ")[0])
    return STAND_INS + "".join([*of("Set it up", begun), step, *last])


def moved(text, folder, ports):
    """Return commands or a file with the paths and ports of the drill.

    `ports` has those of 80, 443, 6379, 8000 and 8001.
    """
    for path, name in FOLDERS.items():
        text = text.replace(path, f"{folder}/{name}")
    text = text.replace("/run/postgresql", str(ports["postgresql"]))
    # On this machine alone, and once.
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\blisten (80|443)\b", r"listen 127.0.0.1:\1", text)
    return re.sub(
        r"(?<=127\.0\.0\.1:)(80|443|6379|8000|8001)\b|(?<=portal-web@)(8000|8001)\b|(?<=-p )6379\b",
        lambda found: str(ports[found[0]]),
        text,
    )
