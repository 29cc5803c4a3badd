"""The entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ras_project.settings")

application = get_wsgi_application()

from base.contribution import check_complete  # noqa: E402 - the apps register when Django is set up, just above

check_complete()
