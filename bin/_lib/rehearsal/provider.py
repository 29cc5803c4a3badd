"""An OpenID provider of made-up people, behind a proxy that ends TLS: `python -m rehearsal.provider PORT EMAIL…`."""

import sys

from oidc_provider_mock import User, app
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import run_simple


def serve(port: int, emails: list[str]) -> None:
    """Serve until told to stop; each person is known there by the first part of their address."""
    people = [User(sub=email.partition("@")[0], claims={"email": email, "email_verified": True}) for email in emails]
    provider = app(user_claims=people)
    run_simple("127.0.0.1", port, ProxyFix(provider.wsgi_app, x_for=0, x_proto=1), threaded=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2:])
