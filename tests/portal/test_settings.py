import contextlib
import os
import re
import runpy
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parents[2]
TABLE_ROW = re.compile(r"^\| `([A-Z0-9_]+)` \|", re.MULTILINE)
KEY = "0123456789" * 5
HERE = ["127.0.0.1", "localhost", "[::1]"]
REAL_SITE = {
    "SITE_URL": "https://portal.example",
    "SITE_OWNER": "Office of Records",
    "SITE_CONTACT": "portal@records.example",
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgres://portal:p%40ss@db.records.example:5433/events?sslmode=require",
    "EMAIL_URL": "smtp://mailer:p%3Ass@mail.records.example",
}
PROVIDER = {
    "OIDC_ISSUER": "https://accounts.example/realms/Office/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "sesame",
}


class Environment(dict):
    """Environment variables that remember which of them were asked for."""

    def __init__(self, *args):
        super().__init__(*args)
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


@pytest.fixture
def load(monkeypatch):
    """Return a function that loads the settings under the given variables alone."""

    def load(**variables):
        monkeypatch.setattr(os, "environ", Environment(variables))
        return runpy.run_path(str(BASE / "portal" / "settings.py"))

    return load


WRONG = [
    ("DEBUG", "maybe"),
    ("PORT", "80a"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "٨٠٠٠"),
    ("PORT", "9" * 5000),
    ("WEB_CONCURRENCY", "0"),
    ("SITE_URL", "http://portal.example"),
    ("SITE_URL", "portal.example"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://portal.example/events"),
    ("SITE_URL", "https://somebody@portal.example"),
    ("SITE_URL", "https://portal.example:99999"),
    ("SITE_URL", "https://[portal"),
    ("SITE_URL", "ftp://portal.example"),
    ("DATABASE_URL", "sqlite:////tmp"),
    ("DATABASE_URL", "sqlite:///a%00b"),
    ("ALLOWED_HOSTS", "portal.example,*"),
    ("ALLOWED_HOSTS", f"портал{'а' * 60}.срб"),
    ("SITE_CONTACT", "portal"),
    ("SITE_CONTACT", "portal@records.example\nBcc: x@y.example"),
    ("SITE_ACCENT", "red"),
    ("SITE_ACCENT", "#12345"),
    ("SITE_ACCENT", "#1d4f91;}"),
    ("SECURITY_CONTACT", "nobody"),
    ("ENFORCEMENT_URL", "javascript:alert(1)"),
    ("SECRET_KEY", "short"),
    ("TIME_ZONE", "Belgrade"),
    ("TIME_ZONE", "../etc/passwd"),
    ("LANGUAGE_CODE", "xx"),
    ("REQUIRE_SECOND_FACTOR", "maybe"),
    ("SESSION_IDLE", "4"),
    ("OIDC_ISSUER", "accounts.example"),
    ("OIDC_ISSUER", "https://"),
    ("OIDC_ISSUER", "http://accounts.example"),
    ("OIDC_ISSUER", "https://id:secret@accounts.example"),
    ("OIDC_ISSUER", "https://accounts.example/?realm=office"),
    ("OIDC_ISSUER", "https://accounts.example/#office"),
    ("OIDC_ISSUER", f"https://accounts.example/{'x' * 255}"),
    ("LOG_LEVEL", "loud"),
    ("LOG_FORMAT", "xml"),
    ("DATABASE_URL", "mysql://localhost/portal"),
    ("DATABASE_URL", "postgres://localhost"),
    ("DATABASE_URL", "postgres://localhost:port/portal"),
    ("DATABASE_URL", "sqlite://portal.sqlite3"),
    ("DATABASE_URL", "sqlite:////proc/nowhere/portal.sqlite3"),
    ("DATABASE_URL", "postgres://localhost/portal?connect_timeout=0"),
    ("DATABASE_URL", "postgres://localhost/portal?connect_timeout=3s"),
    ("REPLICA_DATABASE_URL", "mysql://localhost/portal"),
    ("REPLICA_DATABASE_URL", "sqlite:///var/other.sqlite3"),
    ("REPLICA_DATABASE_URL", "postgres:///portal"),
    ("CLOSED", "31.1.2027"),
    ("CLOSED", "9999-12-31"),
    ("PAGE_CACHE_MB", "1025"),
    ("REDIS_URL", "cache.records.example"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "unix://"),
    ("EMAIL_URL", "mail.records.example"),
    ("EMAIL_URL", "smtp://"),
    ("SAMPLE_SITE", "2"),
    ("TRUSTED_PROXY", "proxy.records.example"),
    ("BACKUP_KEYS", "age1nobody"),
    ("S3_URL", "s3.records.example"),
    ("S3_URL", "https://s3.records.example/files"),
    ("S3_URL", "https://key:secret@s3.records.example"),
    ("S3_URL", "https://key:secret@s3.records.example/files/more"),
    ("S3_URL", "http://key:secret@s3.records.example/files"),
    ("METRICS_TOKEN", "short"),
    ("METRICS_TOKEN", "0123456789 " * 4),
    ("MEDIA_ROOT", "media"),
    ("SITE_LOGO", "img/none.svg"),
    ("SITE_LOGO", "img"),
    ("STATIC_ROOT", "static"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{n}={v[:30]}" for n, v in WRONG])
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} .*\.$") as refused:
        load(**{name: value})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_OWNER", "SITE_CONTACT"])
def test_a_real_site_must_say_what_cannot_be_guessed(load, name):
    variables = {key: value for key, value in REAL_SITE.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        load(**variables)


def test_a_real_site_refuses_to_show_its_insides(load):
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG is on"):
        load(**REAL_SITE, DEBUG="1")


def test_a_wrong_password_in_an_address_is_not_printed(load):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(DATABASE_URL="postgres://portal:sesame@host:port/portal")
    assert "sesame" not in str(refused.value)


def test_a_secret_key_among_the_public_ones_is_not_printed(load):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(BACKUP_KEYS="AGE-SECRET-KEY-1SESAME")
    assert "SESAME" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("METRICS_TOKEN", "sesame"), ("S3_URL", "https://key:sesame@s3.records.example")],
)
def test_a_wrong_secret_is_not_printed(load, name, value):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(**{name: value})
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("name", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_a_provider_of_accounts_is_not_named_alone(load, name):
    variables = PROVIDER | {name: ""}
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        load(**variables)


def test_a_provider_of_accounts_is_called_as_it_calls_itself_and_for_people_by_its_host(load):
    settings = load(**PROVIDER)
    assert settings["OIDC_ISSUER"] == "https://accounts.example/realms/Office/"
    assert settings["OIDC_NAME"] == "accounts.example"
    assert load(**PROVIDER, OIDC_NAME="Office")["OIDC_NAME"] == "Office"
    assert load(OIDC_CLIENT_ID="portal")["OIDC_ISSUER"] == ""


def test_who_answers_later_answers_nothing_while_the_record_is_open(load):
    later = {"CLOSED_CONTACT": "the State Archive"}
    assert load(**later)["CLOSED_CONTACT"] == ""
    assert load(CLOSED="2026-01-31", **later)["CLOSED_CONTACT"] == "the State Archive"


def test_nothing_is_counted_without_a_token(load):
    counted = "portal.metrics.counting.counted"
    assert counted not in load()["MIDDLEWARE"]
    assert load(METRICS_TOKEN=KEY)["MIDDLEWARE"][0] == counted


def test_without_variables_it_is_a_site_of_this_machine_alone(load):
    settings = load()
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["ALLOWED_HOSTS"] == HERE
    assert settings["DEBUG"] is False
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert settings["SESSION_COOKIE_NAME"] == "session"
    assert settings["REQUIRE_SECOND_FACTOR"] is False
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["DATABASES"]["default"]["NAME"] == BASE / "var" / "portal.sqlite3"
    assert settings["TIME_ZONE"] == "Europe/Belgrade"


def test_its_own_address_follows_the_port(load):
    assert load(PORT="8010")["SITE_URL"] == "http://127.0.0.1:8010"


def test_a_real_site_is_https_throughout(load):
    settings = load(**REAL_SITE, ALLOWED_HOSTS="www.portal.example")
    assert settings["ALLOWED_HOSTS"] == ["portal.example", *HERE, "www.portal.example"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://portal.example"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_SSL_HOST"] == "portal.example"
    assert settings["SECURE_HSTS_SECONDS"] == 63072000
    assert settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["REQUIRE_SECOND_FACTOR"] is True
    assert settings["SECRET_KEY"] == KEY


def test_a_host_with_letters_of_its_own_is_known_as_browsers_send_it(load):
    url = "https://портал.срб:8443"
    settings = load(**REAL_SITE | {"SITE_URL": url}, ALLOWED_HOSTS="www.портал.срб")
    sent = "xn--80awhdgm.xn--90a3ac"
    assert settings["SITE_URL"] == f"https://{sent}:8443"
    assert settings["ALLOWED_HOSTS"] == [sent, *HERE, f"www.{sent}"]


def test_a_host_written_in_capitals_is_known_as_browsers_send_it(load):
    url = "https://Portal.Example:8443"
    settings = load(**REAL_SITE | {"SITE_URL": url}, ALLOWED_HOSTS="WWW.Portal.Example")
    assert settings["SITE_URL"] == "https://portal.example:8443"
    assert settings["SECURE_SSL_HOST"] == "portal.example:8443"
    assert settings["ALLOWED_HOSTS"] == ["portal.example", *HERE, "www.portal.example"]


def test_a_postgresql_address_is_taken_apart(load):
    database = load(**REAL_SITE)["DATABASES"]["default"]
    assert database == {
        "ENGINE": "portal.postgresql",
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "NAME": "events",
        "USER": "portal",
        "PASSWORD": "p@ss",
        "HOST": "db.records.example",
        "PORT": "5433",
        "OPTIONS": {
            "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
            "connect_timeout": "3",
            "tcp_user_timeout": "5000",
            "keepalives_idle": "5",
            "keepalives_interval": "5",
            "sslmode": "require",
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def test_a_postgresql_socket_is_named_after_the_question_mark(load):
    url = "postgres:///events?host=/run/postgresql&connect_timeout=9"
    database = load(DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["NAME"], database["HOST"]) == ("events", "/run/postgresql")
    assert "host" not in database["OPTIONS"]
    assert database["OPTIONS"]["connect_timeout"] == "9"


def test_nothing_is_kept_in_a_session_behind_a_pool(load):
    database = load(**REAL_SITE, DATABASE_POOLED="1")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_replica_is_a_second_database_that_nothing_is_written_to(load):
    settings = load(
        **REAL_SITE, REPLICA_DATABASE_URL="postgres://reader@two.records.example/events"
    )
    assert settings["DATABASES"]["replica"]["HOST"] == "two.records.example"
    assert settings["DATABASES"]["default"]["HOST"] == "db.records.example"
    assert settings["DATABASE_ROUTERS"] == ["portal.replica.Router"]
    alone = load(**REAL_SITE)
    assert (list(alone["DATABASES"]), "DATABASE_ROUTERS" in alone) == (["default"], False)


def test_redis_keeps_pages_for_several_processes(load):
    store = load(REDIS_URL="redis://cache.records.example:6379/1")["CACHES"]["pages"]
    assert store == {
        "BACKEND": "portal.shared.SharedPages",
        "LOCATION": "redis://cache.records.example:6379/1",
    }
    assert "dummy" in load()["CACHES"]["pages"]["BACKEND"]


def test_files_are_in_a_folder_or_in_the_bucket_that_an_address_names(load):
    assert load()["STORAGES"]["default"] == {"BACKEND": "portal.disk.Disk"}
    url = "https://key:s%2Fecret@s3.records.example:9000/files?region=eu-south-1"
    assert load(S3_URL=url)["STORAGES"]["default"] == {
        "BACKEND": "portal.bucket.Bucket",
        "OPTIONS": {
            "endpoint_url": "https://s3.records.example:9000",
            "access_key": "key",
            "secret_key": "s/ecret",
            "bucket_name": "files",
            "region_name": "eu-south-1",
        },
    }


def test_sqlite_leaves_nothing_in_its_file_of_what_is_deleted(load):
    told = load(DATABASE_URL="sqlite:///var/other.sqlite3")["DATABASES"]["default"]["OPTIONS"]
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.executescript(told["init_command"])
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_an_sqlite_path_is_taken_from_the_project_or_from_the_root(load, tmp_path):
    relative = load(DATABASE_URL="sqlite:///var/other.sqlite3")["DATABASES"]["default"]
    assert relative["NAME"] == BASE / "var" / "other.sqlite3"
    absolute = load(DATABASE_URL=f"sqlite:///{tmp_path}/new/my%20portal.sqlite3")
    assert absolute["DATABASES"]["default"]["NAME"] == tmp_path / "new" / "my portal.sqlite3"
    assert (tmp_path / "new").is_dir()


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (
            "smtp://mailer:p%3Ass@mail.records.example",
            {"port": 587, "username": "mailer", "password": "p:ss", "use_tls": True},
        ),
        ("smtp://127.0.0.1:25", {"port": 25, "username": "", "use_tls": False, "use_ssl": False}),
        ("smtps://mail.records.example", {"port": 465, "use_ssl": True, "use_tls": False}),
    ],
)
def test_a_mail_address_says_how_mail_is_sent(load, url, options):
    mailer = load(EMAIL_URL=url)["MAILERS"]["default"]
    assert mailer["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert options.items() <= mailer["OPTIONS"].items()


def test_a_logo_lies_under_the_static_files_or_where_its_whole_path_says(load, tmp_path):
    (tmp_path / "logo.svg").write_text("<svg/>")
    assert load()["SITE_LOGO"] == ""
    assert load(SITE_LOGO="css/base.css")["SITE_LOGO"] == str(BASE / "static" / "css" / "base.css")
    whole = str(tmp_path / "logo.svg")
    assert load(SITE_LOGO=whole)["SITE_LOGO"] == whole


def test_the_kept_secret_is_its_owners_alone_and_stays_the_same(tmp_path):
    from_file = runpy.run_path(str(BASE / "portal" / "environment.py"))["kept_secret"]
    path = tmp_path / "var" / "secret-key"
    secret = from_file(path)
    assert len(secret) >= 50
    assert from_file(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_table_in_the_papers_lists_exactly_the_variables_that_are_read(load):
    load(**REAL_SITE)
    table = TABLE_ROW.findall((BASE / "docs" / "deploying.md").read_text())
    assert sorted(table) == sorted(os.environ.asked)


def test_a_command_ends_with_the_sentence_and_no_traceback():
    run = subprocess.run(
        [sys.executable, BASE / "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "TIME_ZONE": "Belgrade"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "TIME_ZONE is 'Belgrade': write a time zone like Europe/Belgrade.\n"
