"""Imports point one way: portal floor <- organisations <- people <- events <- portal roof."""

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["organisations", "people", "events"]

# The modules of the project package that any app may import; all others are its roof.
FLOOR = {
    "addresses",
    "admin",
    "aggregates",
    "apart",
    "asides",
    "away",
    "cards",
    "charts",
    "citing",
    "cldr",
    "clicks",
    "constraints",
    "countries",
    "dates",
    "differences",
    "documents",
    "duplicates",
    "feeds",
    "fields",
    "files",
    "filters",
    "folded",
    "fulltext",
    "history",
    "html",
    "inserting",
    "instances",
    "letters",
    "likeness",
    "linked",
    "lists",
    "logs",
    "memory",
    "merging",
    "missing",
    "models",
    "names",
    "nearmiss",
    "numbers",
    "pictures",
    "pieces",
    "postgresql",
    "prepared",
    "problems",
    "programs",
    "prose",
    "questions",
    "refusals",
    "replica",
    "sessions",
    "snapshots",
    "spans",
    "tables",
    "theme",
    "uploads",
    "visitors",
    "words",
    "zones",
}


def modules():
    """Return the files of the project's own packages with their dotted names."""
    found = {}
    for package in ("portal", *APPS):
        for path in sorted((ROOT / package).rglob("*.py")):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[dotted.removesuffix(".__init__")] = path
    return found


@functools.cache
def nodes(path):
    """Return all that a file says, as Python reads it."""
    return list(ast.walk(ast.parse(path.read_text())))


def imported(path, dotted):
    """Return the dotted names that a file imports, with the line of each."""
    package = dotted if path.name == "__init__.py" else dotted.rpartition(".")[0]
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
                base = f"{parent}.{base}".rstrip(".")
            yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def level(dotted):
    """Return how high a module stands, None for one that is not ours."""
    first, _dot, rest = dotted.partition(".")
    if first in APPS:
        return 1 + APPS.index(first)
    if first != "portal":
        return None
    part = rest.partition(".")[0]
    if not part or part == "migrations":
        return 0 if part else None
    return 0 if part in FLOOR else len(APPS) + 1


MODULES = modules()


def test_modules_are_found():
    assert {"portal.history", "organisations.models", "events.models.event"} <= set(MODULES)


def test_no_module_imports_anything_above_itself():
    above = {
        (dotted, name, line)
        for dotted, path in MODULES.items()
        if level(dotted) is not None
        for name, line in imported(path, dotted)
        if (level(name) or 0) > level(dotted)
    }
    assert above == set()


def test_public_pages_take_nothing_from_the_pages_of_staff():
    of_staff = re.compile(
        r".*\.admin(\..*)?|portal\.(desk|openid|management)(\..*)?|.*\.lookup|events\.forms"
    )
    found = {
        dotted
        for dotted, path in MODULES.items()
        if not of_staff.fullmatch(dotted)
        if any(re.match(r"\w+\.admin\b", name) for name, _line in imported(path, dotted))
    }
    # It answers on both sides who may not open what is limited to others.
    assert found == {"portal.views"}


def test_every_module_imports_at_its_top():
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    inside = {
        (dotted, node.lineno)
        for dotted, path in MODULES.items()
        for function in nodes(path)
        if isinstance(function, functions)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert inside == set()


def test_no_module_takes_the_way_round():
    """A module found at run time is an import that the tests above do not see."""
    ways = ("import_module(", "import_string(", "get_model(", "__import__(")
    found = {
        dotted
        for dotted, path in MODULES.items()
        if "migrations" not in dotted and any(way in path.read_text() for way in ways)
    }
    assert found == set()


def test_nothing_runs_words():
    """No words become code, objects or a command of a shell.

    No address is fetched either, but those of the provider of accounts in the settings.
    """
    builtins, methods = {"eval", "exec", "compile"}, {"system", "popen", "md5"}
    modules = {"pickle", "marshal", "shelve", "urllib.request", "http.client"}
    libraries = {"requests", "urllib3", "httpx", "authlib"}
    found = set()
    for dotted, path in MODULES.items():
        names = {name for name, _line in imported(path, dotted)}
        found |= {(dotted, name) for name in names & modules}
        found |= {(dotted, library) for library in libraries & {n.split(".")[0] for n in names}}
        for node in nodes(path):
            if not isinstance(node, ast.Call):
                continue
            called = {getattr(node.func, "id", "")} & builtins
            called |= {getattr(node.func, "attr", "")} & methods
            found |= {(dotted, name) for name in called}
            found |= {(dotted, word.arg) for word in node.keywords if word.arg == "shell"}
    assert found == {("portal.openid.provider", "authlib")}


def test_no_signal_is_listened_to():
    ways = ("django.db.models.signals", "django.dispatch", "post_save", "pre_save.connect")
    found = {dotted for dotted, path in MODULES.items() if any(w in path.read_text() for w in ways)}
    assert found == set()


def test_floor_is_there():
    names = {dotted.split(".")[1] for dotted in MODULES if dotted.startswith("portal.")}
    assert names >= FLOOR
