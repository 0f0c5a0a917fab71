"""Settings of the portal. Everything that differs between sites is an environment variable.

docs/deploying.md lists the variables.
"""

import re
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from portal import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

# The site itself

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MAIL_MEANING = "a mail address like portal@ministry.example"

PORT = env.number("PORT", 8000, 1, 65535)
SITE_PARTS = env.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_URL = f"{SITE_PARTS.scheme}://{SITE_PARTS.netloc}"
SECURE = SITE_PARTS.scheme == "https"

SITE_NAME = env.text("SITE_NAME", "Portal of events")
SITE_OWNER = env.text("SITE_OWNER", SITE_NAME, required=SECURE)
SITE_CONTACT = env.matching("SITE_CONTACT", "", MAIL, MAIL_MEANING, required=SECURE)
SITE_ACCENT = env.matching(
    "SITE_ACCENT", "#1d4f91", re.compile(r"#[0-9a-fA-F]{6}"), "a colour like #1d4f91"
)
SITE_LOGO = env.picture("SITE_LOGO", BASE_DIR / "static")
SAMPLE_SITE = env.flag("SAMPLE_SITE")
SECURITY_CONTACT = env.matching("SECURITY_CONTACT", SITE_CONTACT, MAIL, MAIL_MEANING)
# The second reader and the editors' say over public facts fall away.
ONE_PERSON_OFFICE = env.flag("ONE_PERSON_OFFICE")
# Readers can open what changed between two published texts.
SHOW_CHANGES = env.flag("SHOW_CHANGES", default=True)
ENFORCEMENT_NAME = env.text("ENFORCEMENT_NAME")
ENFORCEMENT_URL = env.address("ENFORCEMENT_URL", "", ("https", "http")).geturl()
# What the open data may be used for.
DATA_LICENCE = env.address("DATA_LICENCE", "", ("https", "http")).geturl()
# Since when nothing is added or changed any more, and who answers questions since.
CLOSED = env.past_day("CLOSED")
CLOSED_CONTACT = env.text("CLOSED_CONTACT")
if not CLOSED:
    CLOSED_CONTACT = ""

# Security

SECRET_KEY = env.text("SECRET_KEY", required=SECURE) or env.kept_secret(DATA_DIR / "secret-key")
if len(SECRET_KEY) < 50:
    env.refuse("SECRET_KEY", "is too short: write 50 random characters or more.")
DEBUG = env.flag("DEBUG")
if DEBUG and SECURE:
    env.refuse("DEBUG", "is on: it shows the site's insides, so it may be on only with http.")
ALLOWED_HOSTS = [
    *([SITE_PARTS.hostname] if SECURE else []),
    # Whoever watches the process asks it itself, before the web server.
    "127.0.0.1",
    "localhost",
    "[::1]",
    *env.hosts("ALLOWED_HOSTS"),
]
if "*" in ALLOWED_HOSTS:
    env.refuse("ALLOWED_HOSTS", "has a *: name each host.")
# Whose X-Forwarded-Proto is believed; portal/gunicorn.py hands it to the server.
TRUSTED_PROXIES = env.addresses("TRUSTED_PROXY", ("127.0.0.1", "::1"))
# What Prometheus shows to be told of the site; without one nothing is counted.
METRICS_TOKEN = env.text("METRICS_TOKEN")
if METRICS_TOKEN and not re.fullmatch(r"[!-~]{32,}", METRICS_TOKEN):
    env.refuse("METRICS_TOKEN", "is not 32 random letters and digits, or more, without spaces.")

SECURE_SSL_REDIRECT = SECURE
# Whoever watches the process is not led to the web server either.
SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz|metrics)$"]
SECURE_SSL_HOST = SITE_PARTS.netloc
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Preloading binds a whole domain for years: its owner decides, not one site under it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

HOST_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{HOST_PREFIX}session"
SESSION_COOKIE_SECURE = SECURE
SESSION_ENGINE = "portal.sessions"
# Who signed in is out after so long, whatever they do.
SESSION_COOKIE_AGE = 12 * 60 * 60
# And after so many minutes in which they did nothing.
SESSION_IDLE = env.number("SESSION_IDLE", 120, 5, 720)
CSRF_COOKIE_NAME = f"{HOST_PREFIX}csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
# Django's default falls back on a cookie of its own, without the prefix.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}
# The admin's jQuery writes HTML, so no Trusted Types there; the editor's import map needs a
# nonce, and the editor puts up one style sheet of its own, known by its hash.
STAFF_CSP = {
    **{name: values for name, values in SECURE_CSP.items() if "trusted" not in name},
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": [CSP.SELF, "data:"],
}

# Applications

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "organisations",
    "people",
    "events",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_prose_editor",
]

# What is kept is given out before any other work, with the headers that it had. The five after
# that set headers, so they stand outside whatever may fail inside.
MIDDLEWARE = [
    *(["portal.metrics.counting.counted"] if METRICS_TOKEN else []),
    "portal.middleware.numbered",
    "portal.caching.PageCacheMiddleware",
    "portal.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.StaffMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.compression.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.VisitorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.ClosedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
# The site has its host to itself: no request says where it begins.
FORCE_SCRIPT_NAME = ""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

FORM_RENDERER = "portal.renderers.FormRenderer"

WSGI_APPLICATION = "portal.wsgi.application"

# Database
# ATOMIC_REQUESTS stays off: with immediate transactions each visitor would hold SQLite's
# one write lock.

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}", BASE_DIR)
}
# Follows the first, and draws the pages that everybody is given (portal/replica.py).
if replica := env.replica("REPLICA_DATABASE_URL", DATABASES["default"], BASE_DIR):
    DATABASES["replica"] = replica
    DATABASE_ROUTERS = ["portal.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages of the public side that were drawn once
# Each process keeps its own; with Redis those of several processes and machines agree.

PAGE_CACHE_MB = env.number("PAGE_CACHE_MB", 16, 0, 1024)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": env.shared_pages("REDIS_URL"),
}

# Passwords

AUTHENTICATION_BACKENDS = ["portal.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.passwords.OwnNameValidator"},
    {"NAME": "portal.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.passwords.CommonValidator"},
    {"NAME": "portal.passwords.SiteNameValidator"},
]
# Whoever may publish, or erase people, signs in with a second step.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=SECURE)
# For how long a link to set a password works.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
# Who else may say who somebody is (portal/openid); without one there is the password alone.
OIDC_ISSUER = env.issuer("OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", required=bool(OIDC_ISSUER))
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", required=bool(OIDC_ISSUER))
OIDC_NAME = env.text("OIDC_NAME", urlsplit(OIDC_ISSUER).netloc)
# By what word the provider tells that it asked for a second step itself.
OIDC_SECOND_FACTOR = env.text("OIDC_SECOND_FACTOR")

# Languages and times

LANGUAGES = [("en", "English")]
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
if LANGUAGE_CODE not in dict(LANGUAGES):
    env.refuse("LANGUAGE_CODE", f"is {LANGUAGE_CODE!r}: write {', '.join(dict(LANGUAGES))}.")
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Belgrade")
if TIME_ZONE not in zoneinfo.available_timezones():
    env.refuse("TIME_ZONE", f"is {TIME_ZONE!r}: write a time zone like Europe/Belgrade.")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# No MEDIA_URL: an upload is served by its page, which asks first who may see it, wherever it is.
MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "media")
STORAGES = {
    "default": env.files("S3_URL"),
    "staticfiles": {
        "BACKEND": "portal.assets.Compressed",
        # A web server that hands them out itself runs as somebody else.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Four hundred lines of participants with all their fields, as many as a form may have
# (portal.admin.rows.MOST_ROWS), and half as much again for the rest of it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# The numbers of people who were erased, to be erased again after an older backup is restored:
# keep it apart from the backups of the database.
ERASURE_LOG = env.path("ERASURE_LOG", DATA_DIR / "erased.jsonl")

# After how many days `manage.py retain` lets go of what is no part of the record.
RETENTION = {
    "requests": env.number("KEEP_REQUESTS", 365, 1, 3650),
    "set_aside": env.number("KEEP_SET_ASIDE", 30, 30, 3650),
    "lists": env.number("KEEP_LISTS", 60, 1, 3650),
    "letters": env.number("KEEP_LETTERS", 30, 1, 3650),
    "links": env.number("KEEP_LINKS", 180, 1, 3650),
    "log": env.number("KEEP_LOG", 1095, 1, 3650),
}

# The public keys that `manage.py backup` encrypts to; the secret ones are kept elsewhere.
BACKUP_KEYS = env.public_keys("BACKUP_KEYS")
# After how many days without a backup the administrators are told; 0 for never.
BACKUP_DAYS = env.number("BACKUP_DAYS", 2, 0, 365)

# Mail

# The quick one is tried beside an answer, the other by `manage.py send_outbox`.
MAILERS = {"default": env.mailer("EMAIL_URL", 20), "quick": env.mailer("EMAIL_URL", 5)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SITE_CONTACT or "portal@localhost"

# Logs go to the standard error stream; whoever runs the site keeps them.

LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    env.refuse("LOG_LEVEL", f"is {LOG_LEVEL!r}: write DEBUG, INFO, WARNING, ERROR or CRITICAL.")
LOG_FORMAT = env.text("LOG_FORMAT", "plain").lower()
if LOG_FORMAT not in ("plain", "json"):
    env.refuse("LOG_FORMAT", f"is {LOG_FORMAT!r}: write plain or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "portal.logs.Plain"},
        "json": {"()": "portal.logs.Json"},
    },
    "filters": {
        "keys": {"()": "portal.logs.WithoutKeys"},
        "told_once": {"()": "portal.away.ToldOnce"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["keys", "told_once"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # Somebody tries a foreign host name all day; a line and a traceback each help nobody.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # It would tell the secret of each sign-in that is begun.
        "authlib": {"level": "WARNING"},
        # Its one warning is that Django leaves it to the server to drop the body for HEAD.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}

# The server, read by portal/gunicorn.py

WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 2, 1, 64)
