"""What is taken from the proxies in front, and what is refused where they do not tell enough."""

import pytest
import structlog
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ras_project.middleware import client_address


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6,192.0.2.1 , 10.0.0.1", 2, "192.0.2.1"),
        ("192.0.2.1:5678", 1, "192.0.2.1"),
        ("[2001:db8::1]:123", 1, "2001:db8::1"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("2001:DB8::1", 1, "2001:db8::1"),
        ("::ffff:192.0.2.1", 1, "192.0.2.1"),
        ("192.0.2.1", 2, ""),
        ("192.0.2.1, 6.6.6.6", -1, ""),
        ("", 1, ""),
        ("unknown", 1, ""),
        ("192.0.2.1, ", 1, ""),
        ("192.0.2.1:x", 1, ""),
        ("[192.0.2.1", 1, ""),
        ("999.0.2.1", 1, ""),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_was_asked_from(forwarded, proxies, address):
    assert client_address(forwarded, proxies) == address


@given(st.text(max_size=60), st.ip_addresses())
def test_what_a_client_writes_itself_makes_no_difference(written, address):
    assert client_address(f"{written},{address}", 1) == client_address(str(address), 1) != ""


@pytest.mark.parametrize("forwarded", [None, "nobody", "6.6.6.6, nobody"])
def test_a_request_without_its_address_is_refused_without_a_query(
    client, db, settings, django_assert_num_queries, forwarded
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    with django_assert_num_queries(0):
        page = client.post(reverse("account_login"), {"login": "x", "password": "y"}, headers=headers)
    assert page.status_code == 400
    assert page.text == (
        "This could not be answered. For whoever looks after the server: TRUSTED_PROXY_COUNT is 1, so X-Forwarded-For "
        "must hold the address of each who asked them, too.\n"
    )


def test_it_is_logged_once_in_a_while(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            client.get("/privacy/")
    errors = [line for line in lines if line["log_level"] == "error"]
    assert [line["event"] for line in errors] == ["proxy_tells_too_little"]


def test_with_its_address_it_is_answered_and_health_needs_none(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/privacy/", headers={"x-forwarded-for": "6.6.6.6, 192.0.2.1:99"}).status_code == 200
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code in (200, 503)


def test_a_socket_without_addresses_needs_a_trusted_proxy(client, settings):
    page = client.get("/privacy/", REMOTE_ADDR="")
    assert page.status_code == 400
    assert "TRUSTED_PROXY_COUNT must be 1 or more" in page.text


def test_a_proxy_that_does_not_say_https_is_told_so_instead_of_sending_the_browser_in_a_circle(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"x-forwarded-for": "192.0.2.1"}
    page = client.get("/privacy/", headers=headers)
    assert (page.status_code, "X-Forwarded-Proto" in page.text) == (400, True)
    assert client.get("/privacy/", headers=headers | {"x-forwarded-proto": "http"}).status_code == 301
    assert client.get("/privacy/", headers=headers | {"x-forwarded-proto": "https"}).status_code == 200
