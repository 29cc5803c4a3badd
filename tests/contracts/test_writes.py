"""Only actions write. Everywhere else a call that writes is a fault."""

import ast

import pytest

from tests.contracts.walking import APPS, ROOT, calls, files, is_in_room, place

WRITING = frozenset(
    {
        "save",
        "create",
        "acreate",
        "update",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "set_password",
    }
)

# Files beside actions that write, each with its reason.
MAY_WRITE = {
    "audit/models.py": "says which ways of writing are refused",
}

# Names of things that are no rows: a dictionary's update, a form's save and the like.
NO_ROWS = ("response", "context", "digest", "hasher", "hash", "headers", "session", "params")


def written(path):
    for call in calls(path):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
            continue
        owner = call.func.value
        if isinstance(owner, ast.Name) and owner.id in NO_ROWS:
            continue
        if isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "super":
            continue
        yield f"{place(path, call)} .{call.func.attr}()"


@pytest.mark.parametrize("label", [*APPS, "ras_project"])
def test_nothing_writes_outside_actions(label):
    found = [
        write
        for path in files(label)
        if not is_in_room(path, "actions") and str(path.relative_to(ROOT)) not in MAY_WRITE
        for write in written(path)
    ]
    assert not found, "these belong into actions.py"


def test_every_listed_file_is_still_there():
    assert all((ROOT / name).is_file() for name in MAY_WRITE)


def test_actions_take_the_time_from_the_clock():
    """Made-up cases act in the past, so no action asks the machine what time it is."""
    found = [
        place(path, call)
        for path in files(*APPS)
        if is_in_room(path, "actions")
        for call in calls(path)
        if ast.unparse(call.func)
        in ("timezone.now", "timezone.localdate", "date.today", "datetime.now", "datetime.today")
    ]
    assert not found, "use base.clock"


def test_only_made_up_cases_act_in_the_past():
    found = [
        place(path, call)
        for path in files(*APPS, "ras_project")
        for call in calls(path)
        if ast.unparse(call.func).endswith("acting_at")
        and not ({"seed_demo", "demonstration", "seeds"} & set(path.with_suffix("").parts))
    ]
    assert not found
