"""Logs for machines: one JSON object a line. Never a name, a query string, or anything typed into a form.

In service an exception is logged without its message, which may hold such: see `adapters/faults.py`. What ends a
program of ours is such a line, too. Whichever logger speaks, Django's, gunicorn's or a package's, a path that is a key
and the query of an address are taken out of what it says.
"""

import logging
import logging.config
import re
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured

from adapters.faults import why_no_database, without_values
from ras_project.environment import env

KEY_IN_PATH = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^\s\"'?#]+")
"""Links that let in whoever has them: to set a password, and to prove an address."""

QUERY = re.compile(r"(/[^\s\"'?]*\?)[^\s\"']+")
"""What is asked of an address: names that are searched for, or the code of a sign-in with the council's account."""

NOT_HTTP = re.compile(r"(Invalid request from ip=\S*: [^:]*): .*", re.DOTALL)
"""What gunicorn says of a request that is none: which part of it, and then the part itself."""

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def holds_key(path: str) -> bool:
    """Whether the path itself is a key."""
    return KEY_IN_PATH.match(path) is not None


def without_secrets(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line of the log with keys and queries taken out, whoever wrote it."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = QUERY.sub(r"\1…", KEY_IN_PATH.sub(r"\1…", NOT_HTTP.sub(r"\1", value)))
    return line


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """Django's LOGGING: coloured lines when developing, JSON otherwise.

    Django's and gunicorn's own request logs are left out: `RequestLogMiddleware` says the same without the query.
    """
    structlog.configure(
        processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    exceptions = (
        structlog.processors.ExceptionRenderer() if debug else structlog.processors.ExceptionRenderer(without_values)
    )
    renderer: Any = structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED_PROCESSORS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    exceptions,
                    without_secrets,
                    renderer,
                ],
            },
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["standard_error"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            "django.db.backends": {"level": "WARNING"},  # below that it tells each query with its values
            "django.server": {"level": "WARNING", "handlers": [], "propagate": False},
            "django.request": {"level": "ERROR", "handlers": [], "propagate": True},
            "fontTools": {"level": "WARNING"},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "pikepdf": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def tell_why_it_stops() -> None:
    """From now on an error that ends this process, and a warning, is told as the rest is: in one line of the log.

    What is wrong with the settings or the database is a sentence of ours, told without where it was raised. On
    somebody's terminal it is that sentence alone, and any other error is as Python shows it.
    """
    sys.excepthook = _tell_why_it_stops
    logging.captureWarnings(not sys.stderr.isatty())


def _tell_why_it_stops(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    from django.db import OperationalError

    is_ours = isinstance(error, ImproperlyConfigured | OperationalError)
    told = why_no_database(error) if isinstance(error, OperationalError) else str(error)
    if is_ours and sys.stderr.isatty():
        sys.stderr.write(f"{told}\n")
    elif sys.stderr.isatty() or not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.config.dictConfig(logging_settings(debug=env.bool("DEBUG", default=False)))
        log = logging.getLogger("ras_project.start")
        log.critical(told if is_ours else "stopped", exc_info=None if is_ours else (kind, error, trace))
