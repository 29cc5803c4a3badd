"""Static files may be read by whoever serves them, whoever collected them, under whatever umask."""

import os
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.middleware import WhiteNoiseMiddleware

from operations.health.queries import findings
from ras_project.static_files import mend_modes

A_YEAR = 365 * 24 * 60 * 60


@pytest.fixture
def collect(settings, tmp_path):
    """Collects two files and gives every path below STATIC_ROOT with its mode."""
    source = tmp_path / "source" / "build"
    source.mkdir(parents=True)
    (source / "app.css").write_text("body { color: black }\n" * 50)
    (source / "app.js").write_text("let a = 1;\n" * 50)
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected" / "here"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "ras_project.static_files.CollectedFiles"}}

    def run():
        kept = os.umask(0o077)
        try:
            call_command("collectstatic", interactive=False, verbosity=0)
        finally:
            os.umask(kept)
        paths = [settings.STATIC_ROOT.parent, *settings.STATIC_ROOT.parent.rglob("*")]
        return {path.name: oct(path.stat().st_mode & 0o777) for path in paths}

    return run


def test_files_and_folders_may_be_read_by_everybody(collect, db):
    modes = collect()
    assert {"here", "build", "app.css", "app.css.gz", "app.js", "staticfiles.json"} <= modes.keys()
    assert {name: mode for name, mode in modes.items() if name in ("collected", "here", "build")} == {
        "collected": "0o755",
        "here": "0o755",
        "build": "0o755",
    }
    assert {mode for name, mode in modes.items() if "." in name} == {"0o644"}
    assert "app." in staticfiles_storage.stored_name("build/app.css")
    assert {finding.part: finding.well for finding in findings()}["static"]


@pytest.fixture
def served(collect, settings, rf, db):
    """Asks the server of static files for one of those that were collected."""
    collect()
    settings.DEBUG = False
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    server = WhiteNoiseMiddleware(lambda request: None)

    def ask(name, **headers):
        response = server(rf.get(f"/static/{name}", headers=headers))
        response.close()
        return response

    return ask


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_file_under_the_name_of_its_content_is_kept_for_good_and_was_compressed_before(served, coding):
    name = staticfiles_storage.stored_name("build/app.css")
    response = served(name, accept_encoding=coding)
    assert response["Content-Encoding"] == coding
    assert response["Vary"] == "Accept-Encoding"
    (seconds,) = re.fullmatch(r"max-age=(\d+), public, immutable", response["Cache-Control"]).groups()
    assert int(seconds) >= A_YEAR


def test_a_file_under_its_own_name_is_asked_for_again_and_sent_again_only_when_it_changed(served):
    first = served("build/app.css")
    assert "immutable" not in first["Cache-Control"]
    again = served("build/app.css", if_none_match=first["ETag"], if_modified_since=first["Last-Modified"])
    assert again.status_code == 304


def test_what_was_collected_before_is_mended(collect, settings):
    collect()
    (settings.STATIC_ROOT / "build" / "app.css").chmod(0o600)
    (settings.STATIC_ROOT / "build").chmod(0o700)
    modes = collect()
    assert (modes["app.css"], modes["build"]) == ("0o644", "0o755")


def test_what_a_link_leads_to_stays_as_it_is(collect, settings, tmp_path):
    collect()
    (tmp_path / "secret").touch(mode=0o600)
    (settings.STATIC_ROOT / "link").symlink_to(tmp_path / "secret")
    mend_modes(settings.STATIC_ROOT)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    (tmp_path / "secret").unlink()
    mend_modes(settings.STATIC_ROOT)
