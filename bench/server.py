"""A site of its own, thrown away afterwards: its environment and its server.

The yardstick and the drill both stand on it.
"""

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench.client import Connection

ROOT = Path(__file__).resolve().parent.parent
#: The settings of a site, as its table tells them.
TABLE = ROOT / "docs" / "deploying.md"
SETTING = re.compile(r"^\| `([A-Z0-9_]+)`", re.M)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prepare(folder, database_url, name):
    """Set the variables of a site of its own, of which nothing is left afterwards."""
    # Those of a real site must not colour what is found.
    for variable in SETTING.findall(TABLE.read_text()):
        os.environ.pop(variable, None)
    os.environ |= {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_NAME": name,
        "PORT": str(free_port()),
        "WEB_CONCURRENCY": "2",
        "MEDIA_ROOT": f"{folder}/media",
        "ERASURE_LOG": f"{folder}/erased.jsonl",
        "STATIC_ROOT": f"{folder}/static",
        "DEBUG": "0",
        "SAMPLE_SITE": "0",
        "LOG_LEVEL": "WARNING",
        # As the unit of the servers has it, compiled before they start and apart from this tree.
        "PYTHONOPTIMIZE": "2",
        "PYTHONPYCACHEPREFIX": f"{folder}/compiled",
    }
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    checked = [sys.executable, "-m", "gunicorn", "--check-config", "-c", "portal/gunicorn.py"]
    subprocess.run(checked, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


class Server:
    """Gunicorn with two workers, as docs/deploying.md has it."""

    def __init__(self, application, path):
        self.application, self.path = application, path

    def __enter__(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn.py", self.application]
        # A group of its own: a worker that is born while the server dies ends with the group.
        own = {"start_new_session": True, "cwd": ROOT, "stdout": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, **own)  # noqa: S603
        self.port = int(os.environ["PORT"])
        for _ in range(600):
            try:
                Connection(self.port).get(self.path)
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("The server did not start: see its words above.")
                time.sleep(0.1)
            else:
                return self
        self.__exit__()
        sys.exit("The server did not answer within a minute.")

    def __exit__(self, *_failure):
        # The quick end: requests under way wait for nobody any more.
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def workers(self):
        """Return the numbers of the processes that answer, [] where that cannot be read."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []
