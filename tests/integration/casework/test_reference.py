"""The reference pages are made from the code, and a stale one is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.enums import Stage
from casework.management.commands.write_reference import pages
from casework.time_limits import ASSESSMENT_LIMITS


def test_stages_limits_and_checks_stand_on_their_pages():
    made = pages()
    assert all(f"`{stage.value}`" in made["stages.md"] for stage in Stage)
    assert all(limit.source in made["limits.md"] for limit in ASSESSMENT_LIMITS)
    assert "`check_separation_of_duties`" in made["roles.md"]


def test_a_stale_page_is_named_and_made_again(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    call_command("write_reference", stdout=StringIO())
    call_command("write_reference", check=True)
    (tmp_path / "docs/reference/limits.md").write_text("Old.")
    with pytest.raises(CommandError, match=r"Out of date: docs/reference/limits.md\. Run manage.py write_reference\."):
        call_command("write_reference", check=True)
    call_command("write_reference", stdout=StringIO())
    call_command("write_reference", check=True)
