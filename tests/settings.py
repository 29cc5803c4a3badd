"""The settings under test: those of a development server, with keys of no worth and quick hashing."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "of no worth, for tests only, " + "x" * 40)

from ras_project.settings import *  # noqa: F403
from ras_project.settings import DATABASES

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Static files are looked for when asked for, not gone through for every client of every test.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# One folder to each run, which its workers find by this name, so that two runs at once do not meet.
if "TEST_FOLDER" not in os.environ:
    os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="send-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
FOLDER = os.environ["TEST_FOLDER"]

MEDIA_ROOT = tempfile.mkdtemp(prefix="uploads-", dir=FOLDER)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in service; but nothing of it has to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}/{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_send_{os.getpid()}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
