"""Security settings: headers, cookies, sessions, passwords. Read by `settings.py`."""

from csp.constants import NONE, SELF

from crispy_govuk.csp import INLINE_SCRIPT_HASH
from ras_project.environment import env as _env

_debug = _env.bool("DEBUG", default=False)
_behind_https = _env.bool("HTTPS", default=not _debug)
# Whoever does without a second factor in service says why; it stays on the page "Service status".
MFA_OFF_BECAUSE = _env.str("MFA_OFF_BECAUSE", default="").strip()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, INLINE_SCRIPT_HASH],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_https else None
SECURE_SSL_REDIRECT = _behind_https
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _behind_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _behind_https
SECURE_HSTS_PRELOAD = _behind_https

# A session ends when nothing was done for so long, and so long after the sign-in at the latest.
SESSION_IDLE_MINUTES = _env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_MOST_HOURS = _env.int("SESSION_MOST_HOURS", default=12)
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = SESSION_MOST_HOURS * 60 * 60
SESSION_COOKIE_SECURE = _behind_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _behind_https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ras_project.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
