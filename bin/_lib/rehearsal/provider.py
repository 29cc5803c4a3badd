"""An OpenID provider of made-up people, behind a proxy that ends TLS: `python -m rehearsal.provider PORT`."""

import sys

from oidc_provider_mock import app
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import run_simple

if __name__ == "__main__":
    provider = app()
    run_simple("127.0.0.1", int(sys.argv[1]), ProxyFix(provider.wsgi_app, x_for=0, x_proto=1), threaded=True)
