"""Readers of environment variables. Each fails with one sentence that names the variable."""

import datetime
import ipaddress
import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pyrage
from django.core.exceptions import ImproperlyConfigured
from pyrage import x25519

#: How PostgreSQL works for a session of ours, as its command line has it.
OPTIONS = "-c jit=off -c plan_cache_mode=force_generic_plan"
#: When a server that says nothing is given up, so that readers are told: in seconds, and the
#: second in milliseconds. By itself the system waits a quarter of an hour for a machine that lost
#: its power after it was asked, and two hours where nothing is asked.
PATIENCE = {
    "connect_timeout": "3",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "5",
}
#: For so many seconds a process that serves pages waits for one statement, while its thread answers
#: nobody else: then the server ends it, as behind a table that is being changed. A server that says
#: nothing by itself a little later is one that is frozen.
MOST_OF_A_STATEMENT, MOST_SILENCE = 30, 35
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def refuse(name, sentence):
    raise ImproperlyConfigured(f"{name} {sentence}")


def text(name, default="", *, required=False):
    """Return the variable without the space around it; an empty one counts as not set."""
    value = os.environ.get(name, "").strip()
    if not value and required:
        refuse(name, "is not set, and this site needs it.")
    return value or default


def flag(name, default=False):
    value = text(name).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        refuse(name, f"is {value!r}: write 1 for yes or 0 for no.")
    return default


def number(name, default, lowest, highest):
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value[:9]) <= highest):
        refuse(name, f"is {value!r}: write a whole number from {lowest} to {highest}.")
    return int(value)


def past_day(name):
    """Return a day that has come, None if there is none."""
    value = text(name)
    try:
        day = datetime.date.fromisoformat(value) if value else None
    except ValueError:
        refuse(name, f"is {value!r}: write a day like 2027-01-31.")
    if day and day > datetime.datetime.now().astimezone().date():
        refuse(name, f"is {value}: set it when that day has come.")
    return day


def words(name, default=()):
    """Return the parts of a list separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def addresses(name, default):
    """Return the addresses, or networks, of machines."""
    found = words(name, default)
    for word in found:
        try:
            ipaddress.ip_network(word)
        except ValueError:
            refuse(name, f"has {word!r}: write addresses like 10.0.0.5, with commas between.")
    return found


def public_keys(name):
    """Return public keys of age; what is none is not repeated, as it may be the secret one."""
    found = words(name)
    try:
        for word in found:
            x25519.Recipient.from_str(word)
    except pyrage.RecipientError:
        refuse(name, "has what is no public key: write those that age-keygen prints, like age1….")
    return found


def path(name, default, kind="file"):
    value = Path(text(name, str(default)))
    if not value.is_absolute():
        refuse(name, f"is {str(value)!r}: write the whole path of a {kind}, from the root.")
    return value


def folder(name, default):
    return path(name, default, "folder")


def picture(name, folder):
    """Return the path of a picture that is there, from the root or in a folder; "" without one."""
    value = text(name)
    if value and not Path(folder, value).is_file():
        refuse(name, f"is {value!r}: write the path of a picture under {folder}, or a whole path.")
    return str(Path(folder, value)) if value else ""


def matching(name, default, pattern, meaning, *, required=False):
    """Return a text that matches the whole of a compiled pattern, or is empty."""
    value = text(name, default, required=required)
    if value and not pattern.fullmatch(value):
        refuse(name, f"is {value!r}: write {meaning}.")
    return value


def address(name, default, schemes, *, required=False):
    """Return the parts of an address with a host, and a port that is a number."""
    value = text(name, default, required=required)
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (an impossible port is found by reading it)
    except ValueError:
        parts = urlsplit("")
    if value and (parts.scheme not in schemes or any(c.isspace() for c in value)):
        beginnings = " or ".join(f"{scheme}://" for scheme in schemes)
        refuse(name, f"is not a whole address that begins with {beginnings}.")
    return parts


def as_sent(name, host):
    """Return a host as browsers send it: “портал.срб” is “xn--80awhdgm.xn--90a3ac” (RFC 5890)."""
    try:
        return host.lower() if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return refuse(name, f"has {host!r}, which cannot be the name of a host.")


def hosts(name):
    return [as_sent(name, host) for host in words(name)]


def site_url(name, default):
    """Return the parts of the site's own address: https, or http on this machine only."""
    parts = address(name, default, ("https", "http"))
    if (
        not parts.hostname
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
        or "@" in (parts.netloc)
    ):
        refuse(name, "must be a scheme and a host alone, like https://portal.example.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        refuse(name, "may begin with http only on 127.0.0.1 or localhost: a real site is https.")
    if parts.netloc.isascii():
        return parts._replace(netloc=as_sent(name, parts.netloc))
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=as_sent(name, parts.hostname) + port)


def issuer(name):
    """Return the address by which a provider of accounts calls itself, to the letter."""
    parts = address(name, "", ("https", "http"))
    if not parts.scheme:
        return ""
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        refuse(name, "must be the address of a provider alone, like https://accounts.example.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        refuse(name, "may begin with http only on 127.0.0.1 or localhost.")
    if len(value := text(name)) > 255:
        refuse(name, "is too long: 255 letters are the most.")
    return value


def kept_secret(path):
    """Return the secret in a file that only its owner may read, made at its first use."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        refuse("SECRET_KEY", f"is not set, and one cannot be kept in {path}: {error.strerror}.")
    try:
        return path.read_text()
    except OSError as error:
        refuse("SECRET_KEY", f"is not set, and {path} cannot be read: {error.strerror}.")


def database(name, default, base):
    """Return Django's settings for a database address.

    sqlite:///a/file is taken from the project's folder, sqlite:////a/file from the root;
    postgres://user:password@host:port/name, or postgres:///name?host=/a/folder for a socket.
    What follows the question mark goes to the driver.
    """
    parts = address(name, default, ("sqlite", "postgres", "postgresql"))
    path = unquote(parts.path[1:])
    if not path:
        refuse(name, "names no database after the host.")
    settings = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if parts.scheme == "sqlite":
        if parts.netloc:
            refuse(name, "has a host: for SQLite write sqlite:/// and the path of a file.")
        return settings | {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file(name, Path(base, path)),
            "OPTIONS": {
                # Writers queue for up to a minute instead of failing; readers never wait. SQLite
                # lets whoever asks next go first, so one of many may wait for long.
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                # What is deleted is written over; some SQLites leave it in the file and in backups.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
                ),
                # Python keeps 128, and one that writes a thousand rows has half a megabyte.
                "cached_statements": 16,
            },
        }
    # Compiling a statement of ours takes PostgreSQL seconds, running it milliseconds. What it is
    # told once in a session it plans once, for all values: to plan takes longer than to run.
    options = {"options": OPTIONS, **PATIENCE, **dict(parse_qsl(parts.query))}
    if not re.fullmatch("[1-9][0-9]{0,3}", options["connect_timeout"]):
        refuse(name, "has a connect_timeout that is no number of seconds: write 1 or more.")
    # What stands between may hand each transaction to another session of the server.
    pooled = flag("DATABASE_POOLED")
    return settings | {
        "ENGINE": "django.db.backends.postgresql" if pooled else "portal.postgresql",
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "NAME": path,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def serve(databases):
    """Let no statement of a process that serves pages wait for ever; commands take their time."""
    for settings in databases.values():
        options = settings["OPTIONS"].get("options")
        if options and "statement_timeout" not in options:
            most = f"-c statement_timeout={MOST_OF_A_STATEMENT}s"
            settings["OPTIONS"]["options"] = f"{options} {most}"
            settings["SILENCE"] = MOST_SILENCE


def replica(name, first, base):
    """Return Django's settings for a database that follows the first, None without one."""
    if not text(name):
        return None
    settings = database(name, "", base)
    if "sqlite3" in settings["ENGINE"] + first["ENGINE"]:
        refuse(name, "needs PostgreSQL, there and in DATABASE_URL.")
    return settings | {"TEST": {"MIRROR": "default"}}


def sqlite_file(name, path):
    # A Path would raise an error where who asks may not look: opening the file says so.
    if "\0" in str(path) or os.path.isdir(path):  # noqa: PTH112
        refuse(name, "names no file: write sqlite:/// and the path of one.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"names a folder that cannot be made, {path.parent}: {error.strerror}.")
    return path


def shared_pages(name):
    """Return Django's settings for the store in which several processes keep pages."""
    parts = address(name, "", ("redis", "rediss", "unix"))
    if not parts.scheme:
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if not (parts.path if parts.scheme == "unix" else parts.hostname):
        refuse(name, "names no host, like redis://cache.example:6379/0.")
    return {"BACKEND": "portal.shared.SharedPages", "LOCATION": parts.geturl()}


def files(name):
    """Return Django's settings for where uploads are kept: a folder, or a bucket of S3.

    https://key:secret@host:port/bucket?region=name
    """
    parts = address(name, "", ("https", "http"))
    if not parts.scheme:
        return {"BACKEND": "portal.disk.Disk"}
    bucket = unquote(parts.path.strip("/"))
    if not (parts.hostname and parts.username and parts.password) or not bucket or "/" in bucket:
        refuse(name, "is not a whole address like https://key:secret@s3.example/bucket.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        refuse(name, "may begin with http only on 127.0.0.1 or localhost.")
    return {
        "BACKEND": "portal.bucket.Bucket",
        "OPTIONS": {
            "endpoint_url": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "region_name": dict(parse_qsl(parts.query)).get("region", "us-east-1"),
        },
    }


def mailer(name, timeout):
    """Return Django's settings for a mail server's address; without one, mail is printed.

    `timeout` is for how many seconds it may be silent.
    """
    parts = address(name, "", ("smtp", "smtps"))
    if not parts.hostname:
        if parts.scheme:
            refuse(name, "names no host, like smtp://user:password@mail.example:587.")
        return {"BACKEND": "portal.letters.PrintedMail"}
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            # smtp:// without a name and password is a relay on one's own machine or network.
            "use_tls": parts.scheme == "smtp" and bool(parts.username),
            "timeout": timeout,
        },
    }
