"""Sign-in settings, read by `settings.py`: passwords and a second factor, or the council's identity provider."""

from typing import Any

from ras_project.environment import env as _env

_debug = _env.bool("DEBUG", default=False)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

MFA_REQUIRED = _env.bool("MFA_REQUIRED", default=not _debug)

# Accounts are made by the service administrator: nobody signs up.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if _debug else "https"
# What is tried is counted in a table (accounts/signing_in), not in a cache that forgets.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "reset_password": "accounts.signing_in.forms.ResetForm",
    "change_password": "accounts.signing_in.forms.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = _env.int("TRUSTED_PROXY_COUNT", default=0 if _debug else 1)

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _debug
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "accounts.signing_in.forms.AuthenticateForm",
    "reauthenticate": "accounts.signing_in.forms.ReauthenticateForm",
}

# The council's identity provider (Entra ID or another that speaks OpenID Connect), where OIDC_SERVER is
# set. It is believed for addresses of OIDC_EMAIL_DOMAINS only, so give one tenant and its own domains.
OIDC_SERVER = _env.str("OIDC_SERVER", default="")
OIDC_NAME = _env.str("OIDC_NAME", default="Council account")
SOCIALACCOUNT_ADAPTER = "accounts.adapter.IdentityProviderAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = bool(OIDC_SERVER)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = bool(OIDC_SERVER)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "council",
                    "name": OIDC_NAME,
                    "client_id": _env.str("OIDC_CLIENT_ID"),
                    "secret": _env.str("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_SERVER,
                        "verified_email": _env.list("OIDC_EMAIL_DOMAINS"),
                    },
                },
            ],
        },
    }
    if OIDC_SERVER
    else {}
)
