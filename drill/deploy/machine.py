"""A machine of its own: a folder with what an empty one has, on which the paper's commands run."""

import os
import shutil
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

from bench.server import ROOT, free_port
from drill.deploy import steps, systemctl

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


class Machine:
    """Its services are ended with `stop`; what it has besides goes with its folder."""

    def __init__(self, folder, *, packages=True):
        """Without `packages` it has none of Python's: the paper's commands install them."""
        self.folder = folder
        self.ports = {port: free_port() for port in PORTS}
        self.postgresql = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self.ports["postgresql"] = self.postgresql
        self._become()
        self._lay_out(packages)
        systemctl.Service("redis").start()

    def _become(self):
        """Be the one of which the stand-in for systemctl knows."""
        os.environ["DRILL_FOLDER"] = str(self.folder)

    def _lay_out(self, packages):
        """Make the folders, and the project with the files of deploy/ moved."""
        folder, ports = self.folder, self.ports
        for name in (
            "systemd",
            "nginx/sites-available",
            "nginx/sites-enabled",
            "nginx/snippets",
            "log",
        ):
            (folder / name).mkdir(parents=True)
        # nginx reads as somebody else.
        folder.chmod(0o755)
        program = folder / "program"
        shutil.copytree(ROOT / "deploy", program / "deploy")
        for path in program.rglob("deploy/**/*"):
            if path.is_file():
                path.write_text(steps.moved(path.read_text("utf-8"), folder, ports), "utf-8")
        left_out = {"deploy", "var"} | (set() if packages else {".venv"})
        for path in ROOT.iterdir():
            if path.name not in left_out:
                (program / path.name).symlink_to(path)
        user = "user www-data;" if os.geteuid() == 0 else ""
        (folder / "nginx/nginx.conf").write_text(NGINX.format(user=user, folder=folder))
        (folder / "redis.conf").write_text(f"port {ports['6379']}\nbind 127.0.0.1\ndir {folder}\n")
        # Debian's store runs since it was installed, as a service of its own.
        unit = f"[Service]\nExecStart=redis-server {folder}/redis.conf --supervised systemd\n"
        (folder / "systemd/redis.service").write_text(unit)
        (folder / "portal.env").touch()

    def run(self, script):
        """Run commands of the paper; return their status."""
        path = os.environ["PATH"]
        own = {"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PROJECT": str(ROOT)}
        own |= {"PGHOST": self.postgresql, "DRILL_FOLDER": str(self.folder)}
        told = self.folder / "log/set-up.log"
        with told.open("w") as log:
            done = subprocess.run(  # noqa: S603
                ["bash", "-c", steps.moved(script, self.folder, self.ports)],  # noqa: S607
                env=own,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            print(told.read_text()[-3000:], file=sys.stderr)
        return done.returncode

    def stop(self):
        self._become()
        for path in list(self.folder.glob("*.pid")):
            if path.stem != "nginx":
                systemctl.Service(path.stem).stop()
        if systemctl.nginx_runs():
            systemctl.nginx("-s", "stop")
