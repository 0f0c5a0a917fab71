"""Workbooks and PDFs are read in a process of its own, which may take so much and no more.

Whatever a file makes a library do, fill the memory or never come to an end, ends that process and
not the one that answers, which need not hold the library either. It is given none of the site's
variables, so no key and no way to the database. Workbooks are written in such a process, too
(`books`), which may take as much memory, and any time.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# openpyxl takes numpy along, which reserves memory for each processor of the machine.
VARIABLES = {"OPENBLAS_NUM_THREADS": "1"}


def read(program: str, files: list[bytes], **limits) -> list:
    """Return what a program makes of each file, None where it came to no end.

    Starts a process, and another one for those that stand after a file which ended it.
    """
    found = []
    while len(found) < len(files):
        found += _said(program, files[len(found) :], limits)
        if len(found) < len(files):
            found.append(None)
    return found


def _said(program, files, limits):
    """Return what is said of the files, as far as the process came."""
    sizes = [str(len(data)) for data in files]
    command = [sys.executable, "-m", program, json.dumps(limits), *sizes]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.writelines(files)
        given.seek(0)
        way = {"stdin": given, "stdout": said, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=False, cwd=ROOT, env=VARIABLES, **way)  # noqa: S603
        said.seek(0)
        return [json.loads(line) for line in said if line.endswith(b"\n")]
