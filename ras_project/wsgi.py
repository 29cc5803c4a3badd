"""The entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ras_project.settings")

application = get_wsgi_application()

# The apps register when Django is set up, just above. The pages are loaded here, before gunicorn forks: what is wrong
# with one of them ends the start, nobody waits for them, and the workers share their memory.
import ras_project.urls  # noqa: E402, F401
from base.contribution import check_complete  # noqa: E402

check_complete()
