"""Logs for machines: one JSON object a line. Never a name, a query string, or anything typed into a form.

In service an exception is logged without its message, which may hold such: see `adapters/faults.py`.
"""

from typing import Any

import structlog

from adapters.faults import without_values

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """Django's LOGGING: coloured lines when developing, JSON otherwise.

    Django's own request log is left out: `RequestLogMiddleware` says the same without the query string.
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
            "pikepdf": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
