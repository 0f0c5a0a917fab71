"""What a site is made to do from inside, in its own environment."""

import json
import subprocess
import sys

from bench.server import ROOT
from drill.deploy import systemctl


def does(what, number):
    """Have drill/deploy/record.py do something, and return what it tells."""
    command = [sys.executable, "-m", "drill.deploy.record", what, str(number)]
    env = systemctl.environment() | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])
