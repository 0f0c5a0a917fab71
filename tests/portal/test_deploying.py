"""The files of deploy/, the images, and docs/deploying.md, which tells how they are used."""

import os
import re
import shlex
import subprocess
import sys
import time

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands

from drill.deploy import steps
from portal import documents, pictures
from portal.management.commands.write_error_pages import STATUSES

ROOT = settings.BASE_DIR
UNITS = ROOT / "deploy" / "systemd"
PAPER = steps.PAPER.read_text(encoding="utf-8")
SET_UP = "".join(steps.of("Set it up", PAPER))
KEEP = "".join(steps.of("Keep it running", PAPER))
NGINX = (ROOT / "deploy" / "nginx" / "portal.conf").read_text(encoding="utf-8")
HEADERS = (ROOT / "deploy" / "nginx" / "portal-headers.conf").read_text(encoding="utf-8")
COMMAND = re.compile(r"manage\.py (\w+)")


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_every_command_that_papers_units_and_images_run_is_there():
    files = [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    files += [ROOT / name for name in ("Containerfile", "compose.yaml")]
    texts = [SET_UP, KEEP, *(path.read_text(encoding="utf-8") for path in files)]
    told = {name for text in texts for name in COMMAND.findall(text)}
    told |= set(re.findall(r"manage (\w+)", (ROOT / "bin" / "timers").read_text()))
    assert {"backup", "migrate", "retain", "send_outbox", "write_error_pages"} <= told
    assert told - set(get_commands()) == set()


def test_the_paper_starts_each_timer_and_each_timer_has_its_service():
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {path.stem for path in UNITS.glob("*.service")} - {"portal-web@"}
    for commands in (SET_UP, KEEP):
        assert set(re.findall(r"(portal-[a-z-]+)\.timer", commands)) == timers
    rows = re.findall(r"^\| `(portal-[a-z-]+)` \|", PAPER, re.MULTILINE)
    assert sorted(rows) == sorted(timers)


def test_commands_of_the_paper_are_shell():
    for block in (SET_UP, KEEP, steps.script(), steps.restoring("a.backup", "a.key")):
        done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_backup_comes_back_by_all_steps_but_those_of_a_new_site():
    made, back = steps.script().splitlines(), steps.restoring("a.backup", "a.key").splitlines()
    assert [line for line in made if line not in back] == [
        "as_portal .venv/bin/python manage.py check --deploy",
        "as_portal .venv/bin/python manage.py migrate",
    ]
    assert [line for line in back if line not in made] == [
        "as_portal .venv/bin/python manage.py restore a.backup --key a.key",
        "as_portal .venv/bin/python manage.py check_files",
        "rm a.key",
    ]


def test_every_place_that_units_and_the_web_server_name_is_made_by_the_paper():
    texts = [NGINX, *(path.read_text() for path in UNITS.rglob("*.*") if path.is_file())]
    place = re.compile(r"/(?:srv|var/lib|var/backups|etc)/portal(?:[./]+\w+)*")
    named = {found for text in texts for found in place.findall(text)}
    assert named == {
        "/srv/portal",
        "/srv/portal/.venv/bin/python",
        "/etc/portal.env",
        "/var/lib/portal",
        "/var/lib/portal/errors",
        "/var/backups/portal",
    }  # fmt: skip
    made = " ".join(re.findall(r"(?:git clone|install|write_error_pages) .*", SET_UP)).split()
    assert named - {*made, "/srv/portal/.venv/bin/python"} == set()


def test_the_web_server_says_of_itself_what_the_site_says(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63072000, True
    told = dict(re.findall(r'^add_header (\S+) "?(.*?)"? always;$', HEADERS, re.MULTILINE))
    response = client.get("/healthz", secure=True)
    assert told == {name: response.headers.get(name) for name in told}
    of_this_answer = {
        "Content-Type", "Content-Length", "ETag", "Cache-Control", "X-Request-ID", "Vary",
    }  # fmt: skip
    assert set(response.headers) - set(told) <= of_this_answer


def test_the_web_server_lets_pass_what_the_site_takes():
    most = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1]) * documents.MEGABYTE
    assert max(2 * documents.MOST_BYTES, pictures.MOST_BYTES) < most <= 3 * documents.MOST_BYTES


def test_uploads_are_no_part_of_what_the_web_server_reads():
    roots = re.findall(r"location (\S+|~ \S+) \{[^}]*?\broot (\S+);", NGINX)
    assert roots == [
        ("/.well-known/acme-challenge/", "/var/www/html"),
        ("/static/", "/var/lib/portal"),
        (r"~ ^/(400|413|503)\.html$", "/var/lib/portal/errors"),
    ]
    assert "-m 0750 /var/lib/portal/media" in SET_UP


def test_pages_of_errors_stand_without_the_site(tmp_path):
    call_command("write_error_pages", tmp_path / "errors", verbosity=0)
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "errors").iterdir()}
    assert sorted(pages) == [f"{status}.html" for status in STATUSES]
    assert "Back in a moment" in pages["503.html"]
    assert "That was too much at once" in pages["413.html"]
    for status in STATUSES:
        page = pages[f"{status}.html"]
        assert f"Error {status}" in page
        files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
        assert files
        assert [name for name in files if not (ROOT / "static" / name).is_file()] == []


@pytest.mark.parametrize("service", ["web", "migrate", "timers"])
def test_a_container_of_the_site_can_do_as_little_as_its_service(service):
    told = compose()["services"][service]
    assert told["read_only"]
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in told


def test_of_the_containers_the_web_alone_is_reached_and_from_this_machine_alone():
    reached = {
        name: told["ports"] for name, told in compose()["services"].items() if "ports" in told
    }
    assert reached == {"web": ["127.0.0.1:8000:8000"]}


def test_no_secret_is_written_down():
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    told = re.findall(r"^ *\w*(?:PASSWORD|SECRET|KEY)\w*: (\S+)", text, re.MULTILINE)
    assert [value for value in told if not value.startswith("${")] == []
    assert re.findall(r"://\w+:(\S+?)[:}]", text) == ["${DATABASE_PASSWORD"]
    image = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"^(?:ENV|ARG).*(?:KEY|PASSWORD|SECRET).*", image, re.MULTILINE) == []
    assert "*.env" in (ROOT / ".containerignore").read_text().splitlines()


def test_the_image_installs_what_is_pinned_and_runs_without_rights():
    image = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert image.count("pip install") == image.count("--require-hashes") == 1
    last = image.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)$", last, re.MULTILINE) == ["portal"]


def test_folder_for_the_pages_of_errors_that_is_none_is_told_in_a_sentence(tmp_path):
    taken = tmp_path / "errors"
    taken.write_text("")
    with pytest.raises(CommandError, match=f"^{taken} cannot be written: File exists.$"):
        call_command("write_error_pages", taken)


def test_backups_go_after_a_month_and_what_a_killed_one_left_after_a_day(tmp_path):
    ages = {
        "new.backup": 29,
        "old.backup": 32,
        "notes": 400,
        ".new.backup-k1/database": 0,
        ".old.backup-k2/database": 3,
        ".old.backup-k2/.database-k3/copy": 3,
    }
    for name in ages:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    for name, days in ages.items():
        then = time.time() - days * 24 * 60 * 60
        for part in (tmp_path / name, *(tmp_path / name).parents):
            if part != tmp_path and part.is_relative_to(tmp_path):
                os.utime(part, (then, then))
    unit = (UNITS / "portal-backup.service").read_text(encoding="utf-8")
    for line in re.findall("^ExecStartPost=(.*)$", unit, re.MULTILINE):
        asked = shlex.split(line.replace("/var/backups/portal", str(tmp_path)))
        subprocess.run(asked, check=True)
    left = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file())
    assert left == [".new.backup-k1/database", "new.backup", "notes"]


def test_all_is_compiled_for_servers_and_for_what_is_started_without_their_variables(tmp_path):
    image = (ROOT / "Containerfile").read_text(encoding="utf-8")
    (tmp_path / "one.py").write_text("")
    compiled = re.compile(r"\.venv/bin/python (.*-m compileall .*) \.venv/lib (.*)$", re.MULTILINE)
    found = compiled.findall(f"{image}\n{PAPER}")
    assert [folders for _how, folders in found] == ["events organisations people portal"] * 3
    for how in {how for how, _folders in found}:
        subprocess.run([sys.executable, *shlex.split(how), tmp_path], check=True)
        made = sorted(path.name for path in (tmp_path / "__pycache__").iterdir())
        tag = sys.implementation.cache_tag
        assert made == [f"one.{tag}.opt-2.pyc", f"one.{tag}.pyc"]
