"""What a new installation begins with."""

from django.db import transaction

import audit.actions
from accounts.models import User
from panels.models import Panel
from panels.rules import QUORUM

PANEL_NAME = "SEND Panel"


def load_starter_panel(by: User | None = None) -> Panel:
    """The SEND Panel, made once, without members: seats are given to people by name."""
    with transaction.atomic():
        panel, is_new = Panel.objects.get_or_create(name=PANEL_NAME, defaults={"quorum": QUORUM})
        if is_new:
            audit.actions.record("panels.panel_made", by=by, subject=panel, panel=panel.name, quorum=panel.quorum)
    return panel
