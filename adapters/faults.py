"""What of an exception may be written down: of what kind it is and where it came from, never with which values.

The message of an exception may hold a child's name or number, as PostgreSQL's "Key (upn)=(…) already exists" does.
"""

import re
import sys
import traceback
from types import TracebackType
from typing import Any

from django.db import Error

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def without_values(exc_info: ExcInfo) -> str:
    """An exception and those it came from, oldest first: the lines of code, the class, and what kind of failure."""
    chain: list[BaseException] = []
    exception: BaseException | None = exc_info[1]
    while exception is not None and exception not in chain:
        chain.append(exception)
        hidden = exception.__suppress_context__
        exception = exception.__cause__ or (None if hidden else exception.__context__)
    return "\n".join(_one_without_values(each) for each in reversed(chain))


def _one_without_values(exception: BaseException) -> str:
    frames = "".join(traceback.format_tb(exception.__traceback__))
    kind = type(exception)
    return f"Traceback (most recent call last):\n{frames}{kind.__module__}.{kind.__qualname__}{_kind_of(exception)}"


def _kind_of(exception: BaseException) -> str:
    """What a database or the system calls the failure: a constraint, a code, "No space left on device"."""
    if isinstance(exception, OSError):
        return f": {exception.strerror}" if exception.strerror else ""
    cause: Any = exception.__cause__ if isinstance(exception, Error) else exception
    code, diagnosis = getattr(cause, "pgcode", None), getattr(cause, "diag", None)
    parts = [code, getattr(diagnosis, "constraint_name", None), getattr(diagnosis, "table_name", None)]
    told = ", ".join(part for part in parts if part)
    return f": {told}" if told else ""


WHY_NO_DATABASE = {
    "read-only|readonly": "The database can be read and not written to.",
    "no space|disk is full|database or disk is full": "The database’s disk is full.",
    "locked|statement timeout": "The database is locked: it took no write in time.",
    "password authentication failed|no password supplied|role .* does not exist": (
        "The database refuses the user or the password of DATABASE_URL."
    ),
    "no pg_hba.conf entry": "The database lets this user in from other machines, or with TLS, alone (pg_hba.conf).",
    "database .* does not exist": "The server has no database of the name in DATABASE_URL.",
    "could not translate host name": "The host of DATABASE_URL is not known.",
    "certificate|ssl": "The database and this machine agree on no TLS: look at sslmode and the certificate.",
    "connection refused|timeout|no route|unreachable|no such file": (
        "Nothing answers at the host and port of DATABASE_URL."
    ),
    "no such table|relation .* does not exist": "The database has no tables yet: run manage.py migrate.",
}
"""What a database or the way to it says, in its own words, and what is said of it to people."""


def why_no_database(error: Exception) -> str:
    """Why a database is of no use, in a sentence without any value."""
    text = str(error).lower()
    return next(
        (told for said, told in WHY_NO_DATABASE.items() if re.search(said, text)), "The database does not answer."
    )


def keep_values_out_of_task(instance: Any, **kwargs: Any) -> None:
    """Before a task that failed is kept: its traceback without values. For the signal `pre_save`."""
    exc_info = sys.exc_info()
    if instance.traceback and exc_info[1] is not None:
        instance.traceback = without_values(exc_info)
