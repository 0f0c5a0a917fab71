"""Stands in for systemctl: starts what a unit's ExecStart says, as its Type says.

`python -m drill.deploy.systemctl start portal-web@8000`; the folder is named in DRILL_FOLDER. What
confines a service is systemd's alone, and is not tried here.
"""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 60


def folder():
    return Path(os.environ["DRILL_FOLDER"])


def environment():
    """Return the variables of /etc/portal.env and what a service has besides."""
    lines = (folder() / "portal.env").read_text(encoding="utf-8").splitlines()
    told = dict("".join(shlex.split(line)).split("=", 1) for line in lines if "=" in line)
    # The drill has no users of its own, so PostgreSQL is told who asks.
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGUSER": "portal"} | told


class Service:
    def __init__(self, name):
        self.name = name.removesuffix(".service")
        kind, at, instance = self.name.partition("@")
        unit = folder() / "systemd" / f"{kind}{at}.service"
        self.lines = unit.read_text(encoding="utf-8").replace("%i", instance).splitlines()
        self.pid_file = folder() / f"{self.name}.pid"

    def commands(self, key):
        told = [line.partition("=")[2] for line in self.lines if line.startswith(f"{key}=")]
        return [shlex.split(one.replace("%%", "%").replace("$$", "$")) for one in told]

    def pid(self):
        return int(self.pid_file.read_text()) if self.pid_file.exists() else None

    def start(self):
        if "Type=oneshot" in self.lines:
            for command in self.commands("ExecStart") + self.commands("ExecStartPost"):
                own = {"env": environment(), "cwd": folder() / "program"}
                subprocess.run(command, check=True, timeout=PATIENCE, **own)  # noqa: S603
            return
        told = folder() / f"{self.name}.socket"
        told.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
            heard.bind(str(told))
            heard.settimeout(PATIENCE)
            with (folder() / "log" / f"{self.name}.log").open("ab") as log:
                running = subprocess.Popen(  # noqa: S603
                    *self.commands("ExecStart"),
                    env=environment() | {"NOTIFY_SOCKET": str(told)},
                    cwd=folder() / "program",
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self.pid_file.write_text(f"{running.pid}")
            # Type=notify: started is what says so itself.
            while b"READY=1" not in heard.recv(4096):
                pass

    def stop(self, number=signal.SIGTERM):
        """End it with its children, and wait until it is gone."""
        pid = self.pid()
        if pid is None:
            return
        self.pid_file.unlink()
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if number == signal.SIGKILL else os.kill)(pid, number)
        end = time.monotonic() + PATIENCE
        while _is_there(pid) and time.monotonic() < end:
            time.sleep(0.02)


def _is_there(pid):
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def nginx_runs():
    """Say whether it does; `nginx -t` leaves an empty file."""
    path = folder() / "nginx.pid"
    return path.exists() and path.stat().st_size > 0


def nginx(*arguments):
    command = ["nginx", "-c", f"{folder()}/nginx/nginx.conf", *arguments]
    subprocess.run(command, check=True, timeout=PATIENCE)  # noqa: S603


def main(verb, *names):
    if verb == "reload":
        # Debian's runs since it was installed.
        nginx(*(["-s", "reload"] if nginx_runs() else []))
        return
    for name in names:
        if name.endswith(".timer") or name.startswith("--"):
            continue
        service = Service(name)
        if verb in ("stop", "restart"):
            service.stop()
        if verb in ("start", "restart", "enable"):
            service.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
