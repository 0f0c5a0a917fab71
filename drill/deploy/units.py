"""What systemd itself says of the units: whether they are sound, and how exposed they leave us."""

import os
import re
import shutil
import subprocess
import sys

from drill.table import Count

#: Of ten: systemd calls up to 2 well confined.
MOST_EXPOSED = 2.0


def checks(folder):
    """Ask systemd-analyze, where there is one."""
    if not shutil.which("systemd-analyze"):
        yield Count("LEFT OUT, no systemd-analyze: soundness of units", "-")
        return
    found = sorted((folder / "systemd").glob("portal-*.*"))
    names = [str(path).replace("@.", "@8000.") for path in found if path.is_file()]
    said = [line for name in names for line in _said(folder, "verify", name) if "portal" in line]
    print(*said, sep="\n", end="", file=sys.stderr)
    yield Count("complaints of systemd-analyze about the units", len(said), 0)
    instants = [line for path in found for line in _instants(path)]
    bad = [instant for instant in instants if _analyze(folder, "calendar", instant).returncode]
    yield Count("instants of timers not understood", len(bad), 0)
    exposed = [_exposure(folder, name) for name in names if name.endswith(".service")]
    yield Count("services more exposed than 2 of 10", sum(e > MOST_EXPOSED for e in exposed), 0)
    yield Count("the most exposed", max(exposed))


def _analyze(folder, *arguments):
    env = os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}/systemd:", "LC_ALL": "C.UTF-8"}
    command = ["systemd-analyze", "--no-pager", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def _said(folder, *arguments):
    return _analyze(folder, *arguments).stderr.splitlines()


def _instants(path):
    text = path.read_text("utf-8") if path.is_file() else ""
    return re.findall(r"^OnCalendar=(.+)$", text, re.MULTILINE)


def _exposure(folder, name):
    told = _analyze(folder, "security", "--offline=yes", name).stdout
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told)
    return float(found[1]) if found else 10.0
