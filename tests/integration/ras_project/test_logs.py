"""No key of a link and no query in any line of the log, whichever logger speaks."""

import io
import json
import logging

import pytest
import structlog
from django.urls import get_resolver

from ras_project.logs import holds_key, logging_settings

KEYS = ("/accounts/password/reset/key/1-secret-secret/", "/accounts/confirm-email/secret:secret/")
SPEAK = (
    ("django.request", "Internal Server Error: %s"),
    ("django.request", "Bad Request: %s"),
    ("django.security.csrf", "Forbidden (CSRF token missing.): %s"),
    ("django.security.DisallowedHost", "Invalid HTTP_HOST header for '%s'"),
    ("gunicorn.error", "Error handling request %s"),
    ("gunicorn.error", "Invalid request from ip=: Invalid HTTP request line: 'GET %s HTTP/9.x'"),
    ("allauth", 'went to "%s"'),
    ("whitenoise", "%s"),
    ("ras_project.requests", "https://send.council.gov.uk%s#end"),
)


@pytest.fixture
def said():
    """What the log of service says from now on."""
    kept = structlog.get_config()
    formatter = logging_settings(debug=False)["formatters"]["lines"]
    structlog.configure(**kept)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.root.addHandler(handler)
    yield stream.getvalue
    logging.root.removeHandler(handler)


@pytest.mark.parametrize(("logger", "words"), SPEAK)
def test_no_logger_tells_a_key_or_a_query(said, logger, words):
    for path in (*KEYS, "/accounts/oidc/council/login/callback/?code=secret&state=secret", "/cases/?name=secret"):
        logging.getLogger(logger).error(words, path)
        try:
            raise ValueError(path)
        except ValueError:
            logging.getLogger(logger).exception(words, path)
    lines = [json.loads(line) for line in said().splitlines()]
    assert len(lines) == 8
    assert all(line["logger"] == logger for line in lines)
    assert "secret" not in said()
    assert ("/accounts/oidc/council/login/callback/" in said()) == ("ip=" not in words)


def test_every_address_with_a_key_in_it_is_known():
    """Whoever adds an address with a key says so in logs.py, too."""
    named = {route.replace("\\Z", "") for route in routes(get_resolver()) if "key" in route.partition("P<")[2]}
    assert named
    for route in named:
        assert holds_key("/" + route.partition("(?P<")[0].replace("^", "") + "1-x/"), route


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route
