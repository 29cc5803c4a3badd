"""Our programs in a process and an environment of their own, as in service."""

import os
import subprocess
import sys

from django.conf import settings

SERVICE = {
    "SECRET_KEY": "b4Jt0dVXwq7mGm3Zs9RrYkC1uHfLxN8eTzPaQ5oIvE2jWlDy6c",
    "AUDIT_KEY": "Kx2vM9sQd7Tn4Zp8Wc1Bg6Yh3Rf5Lj0Ua_eXoViNtGyHrEmDbS",
    "FIELD_KEY": "f3a91c77d20be5864f19aa03c8de7215906b4be2d83f50179cae26d4b8017f3e",
    "ALLOWED_HOSTS": "send.council.gov.uk",
    "CSRF_TRUSTED_ORIGINS": "https://send.council.gov.uk",
    "DATABASE_URL": "postgres://send:password@127.0.0.1:1/send",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "SEND casework <send@council.gov.uk>",
    "COUNCIL_NAME": "Anyshire Council",
}
"""An environment of service with nothing wrong in it. Its keys are of no worth, its database is never asked."""


def run_program(*command, **environment):
    """A program of Python's in an environment of its own."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        env=kept | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def manage(*arguments, **environment):
    """manage.py."""
    return run_program("manage.py", *arguments, **environment)
