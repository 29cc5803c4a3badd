"""Settings: everything that differs between two installations comes from the environment.

The parts with a subject of their own stand beside this file: `security.py` (headers, cookies, passwords) and
`signing_in.py` (allauth). In service SECRET_KEY, AUDIT_KEY, FIELD_KEY, ALLOWED_HOSTS and DATABASE_URL are needed.
"""

import importlib.util
import warnings
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ras_project.environment import env
from ras_project.logs import logging_settings

if importlib.util.find_spec("psycopg") is not None:
    raise ImproperlyConfigured(
        "psycopg 3 is installed beside psycopg2, and Django would silently prefer it. Uninstall psycopg."
    )

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)


def secret(name: str, when_developing: str) -> str:
    """The secret from the environment. Only a development server may do without one."""
    value = env.str(name, default=when_developing if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: a long random text, kept secret.")
    return value


SECRET_KEY = secret("SECRET_KEY", "development-only-" + "x" * 50)
# Keys that sign no more, and whose sessions and links still hold: while SECRET_KEY is changed.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
AUDIT_KEY = secret("AUDIT_KEY", "audit-" + SECRET_KEY)
FIELD_KEY = secret("FIELD_KEY", "field-" + SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Made-up people and cases may exist only on a development server.
DEMONSTRATION = DEBUG

# The authority
COUNCIL_NAME = env.str("COUNCIL_NAME", default="Exampleshire Council")
CASE_REFERENCE_PREFIX = env.str("CASE_REFERENCE_PREFIX", default="EX")

# Parts
INSTALLED_APPS = [
    "demonstration",
    "panels",
    "allocation",
    "scoring",
    "casework",
    "operations",
    "accounts",
    "audit",
    "crispy_govuk",
    "crispy_forms",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "ras_project.middleware.LiveMiddleware",
    "ras_project.middleware.RequestLogMiddleware",
    "ras_project.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ras_project.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.KeepSignedInMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "ras_project.middleware.NoStoreMiddleware",
    "ras_project.middleware.RefusalTrailMiddleware",
    "accounts.middleware.SubmitOnceMiddleware",
    "ras_project.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ras_project.urls"
WSGI_APPLICATION = "ras_project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ras_project.navigation.service",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Databases
DATA_DIR = BASE_DIR / "var"
if not DEBUG and not env.str("DATABASE_URL", default=""):
    raise ImproperlyConfigured("Set DATABASE_URL in the environment: postgres://user:password@host/name.")
with warnings.catch_warnings(action="ignore"):  # of an address that is none, with the password in it
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'send.sqlite3'}")}
_engine = DATABASES["default"].get("ENGINE", "").rpartition(".")[2]
if _engine not in ("sqlite3", "postgresql"):
    raise ImproperlyConfigured("DATABASE_URL is no address of PostgreSQL: give postgres://user:password@host/name.")
if _engine == "sqlite3":
    if not env.str("DATABASE_URL", default=""):
        DATA_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=ON;PRAGMA synchronous=NORMAL;",
    }
else:
    # A server that is gone is told of in seconds, not minutes.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    } | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
    },
}

# Tasks
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# When developing, files are served from where they were written: nothing is collected.
STATIC_ROOT = None if DEBUG else Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = Path(env.str("UPLOADS_DIR", default=str(DATA_DIR / "uploads")))
MAX_UPLOAD = env.int("MAX_UPLOAD", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MOST_UPLOADED = env.int("MOST_UPLOADED", default=5 * MAX_UPLOAD)
# More than a form takes: it says so itself.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a RAS form, with many passages ticked at every outcome
FILE_UPLOAD_HANDLERS = [
    "ras_project.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "operations.files.storage.KeptFiles"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "ras_project.static_files.CollectedFiles"
        ),
    },
}
# Readiness says that the place for files is full while this many bytes are left.
UPLOADS_SPACE = env.int("UPLOADS_SPACE", default=500 * 1024 * 1024)
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_KEY = env.str("BACKUP_KEY", default="backup-" + SECRET_KEY if DEBUG else "")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")

# Mail: whoever sends some writes a row of the outbox; the worker hands it on by MAIL_TRANSPORT.
IS_MAIL_SET = bool(env.str("EMAIL_URL", default=""))
_mail = env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25")
EMAIL_BACKEND = "operations.mail.backend.Outbox"
MAIL_TRANSPORT = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server
EMAIL_MOST_SECONDS = 60  # and for all of them together
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="send-casework@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Whom the council's identity provider is believed about: see `signing_in.py`.
OIDC_EMAIL_DOMAINS = env.list("OIDC_EMAIL_DOMAINS", default=[])

# Logs
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(debug=DEBUG)

from ras_project.security import *  # noqa: E402, F403
from ras_project.signing_in import *  # noqa: E402, F403
