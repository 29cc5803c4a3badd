"""The settings under test: those of a development server, with keys of no worth and quick hashing."""

import os
import tempfile

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "of no worth, for tests only, " + "x" * 40)

from ras_project.settings import *  # noqa: F403
from ras_project.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="send-uploads-")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, as in service, and one to each run, so that two runs at once do not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.mkdtemp(prefix='send-tests-')}/db.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_send_{os.getpid()}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
