"""Sets a site up as docs/deploying.md says, tries it, and prints what was counted.

`bin/try-deploy` runs it, with DATABASE_URL naming a PostgreSQL that is empty and thrown away.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.server import ROOT, free_port
from drill import table
from drill.deploy import steps, systemctl, units

PORTS = ("80", "443", "6379", "8000", "8001")
NGINX = """\
{user}
pid {folder}/nginx.pid;
error_log {folder}/log/error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    include {folder}/nginx/sites-enabled/*.conf;
}}
"""


def prepare(folder, ports):
    """Lay out what an empty machine has, and the project with the files of deploy/ moved."""
    # nginx reads as somebody else.
    folder.chmod(0o755)
    for name in (
        "systemd",
        "nginx/sites-available",
        "nginx/sites-enabled",
        "nginx/snippets",
        "log",
    ):
        (folder / name).mkdir(parents=True)
    program = folder / "program"
    shutil.copytree(ROOT / "deploy", program / "deploy")
    for path in program.rglob("deploy/**/*"):
        if path.is_file():
            path.write_text(steps.moved(path.read_text("utf-8"), folder, ports), "utf-8")
    for path in ROOT.iterdir():
        if path.name not in ("deploy", "var"):
            (program / path.name).symlink_to(path)
    user = "user www-data;" if os.geteuid() == 0 else ""
    (folder / "nginx/nginx.conf").write_text(NGINX.format(user=user, folder=folder))
    (folder / "redis.conf").write_text(f"port {ports['6379']}\nbind 127.0.0.1\ndir {folder}\n")
    # Debian's store runs since it was installed, as a service of its own.
    unit = f"[Service]\nExecStart=redis-server {folder}/redis.conf --supervised systemd\n"
    (folder / "systemd/redis.service").write_text(unit)
    (folder / "portal.env").touch()


def set_up(folder, ports):
    """Run the commands of the paper; return their status."""
    path = os.environ["PATH"]
    own = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "PROJECT": str(ROOT)}
    own |= {"PGHOST": ports["postgresql"], "DRILL_FOLDER": str(folder)}
    script = steps.moved(steps.script(), folder, ports)
    with (folder / "log/set-up.log").open("w") as log:
        done = subprocess.run(  # noqa: S603
            ["bash", "-c", script],  # noqa: S607
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        print((folder / "log/set-up.log").read_text()[-3000:], file=sys.stderr)
    return done.returncode


def staff(events):
    command = [sys.executable, "-m", "drill.deploy.record", str(events)]
    env = systemctl.environment() | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])


def run(folder, options):
    from drill.deploy.checks import Site  # noqa: PLC0415 (its folder is known only now)

    ports = {port: free_port() for port in PORTS}
    ports["postgresql"] = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    prepare(folder, ports)
    systemctl.Service("redis").start()
    begun = time.perf_counter()
    status = set_up(folder, ports)
    counts = [table.Count("status of the paper's commands", status, 0)]
    if not status:
        told = staff(options.events)
        if options.hold:
            print(f"https on port {ports['443']}, two servers on {ports['8000']}, {ports['8001']}")
            input("Enter ends it. ")
            return 0
        counts += [*units.checks(folder), *Site(ports, told).checks()]
    seconds = time.perf_counter() - begun
    print("\n".join(table.lines("A site as docs/deploying.md says", counts, seconds)))
    return sum(not count.is_right for count in counts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold", action="store_true", help="leave it up until Enter")
    parser.add_argument("--events", type=int, default=0, help="how many events it is to have")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="portal-deploy-") as name:
        folder = Path(name)
        os.environ["DRILL_FOLDER"] = name
        try:
            wrong = run(folder, options)
        finally:
            for path in list(folder.glob("*.pid")):
                if path.stem != "nginx":
                    systemctl.Service(path.stem).stop()
            if systemctl.nginx_runs():
                systemctl.nginx("-s", "stop")
    print(f"\n{wrong} not as they must be" if wrong else "\nAll is as it must be.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
