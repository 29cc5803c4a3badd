"""Requests that no page of ours sends: answered in words, never by a failure."""

import re

import pytest
from django.urls import reverse

from tests.contracts.access_urls import is_third_party, patterns
from tests.contracts.nasty import KINDS, QUERIES, posts_to, some_of

pytestmark = pytest.mark.both_databases

OF_ALLAUTH = sorted({path for name, path in patterns() if is_third_party(name) and "<provider" not in path})


def plain(path: str) -> str:
    """An address of allauth's with something in the place of what it takes."""
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1-x", path).replace("^", "").replace("$", "").replace("\\", "")


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_signing_in_never_fails(client, client_as, administrator, is_signed_in):
    visitor = client_as(administrator) if is_signed_in else client
    fields = dict.fromkeys(("login", "password", "email", "code", "credential", "oldpassword", "password1"), "x")
    for turn, path in enumerate(OF_ALLAUTH):
        answers = [visitor.get(f"{plain(path)}?{QUERIES[turn % len(QUERIES)]}")]
        answers += [visitor.post(plain(path), data) for data in some_of(posts_to(fields), turn, 1)]
        answers.append(visitor.generic("POST", plain(path), b"{", content_type=KINDS[turn % len(KINDS)]))
        assert max(answer.status_code for answer in answers) < 500, path


@pytest.mark.parametrize("path", ["/%00", "/%ff/", "/cases/%00/", "/people/٣/", "/nowhere/%ed%a0%80", "//x", "/.\\x"])
def test_an_address_that_leads_nowhere(client_as, administrator, path):
    visitor = client_as(administrator)
    for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "X"):
        assert visitor.generic(method, f"{path}?{QUERIES[-1]}").status_code < 500


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "known_browser", "messages", "x\x00"])
def test_a_cookie_that_is_none(client, db, name):
    for value in ("\x00", "a\x00b" * 11, "ÿþ", "x" * 5000, "é", '"', "a;b=c"):
        cookie = {"cookie": f"{name}={value}"}
        assert client.get(reverse("account_login"), headers=cookie).status_code == 200
    sent = {"login": "nobody@example.org", "password": "x"}
    assert client.post(reverse("account_login"), sent, headers=cookie).status_code == 200


@pytest.mark.parametrize("trusted", [0, 1, 3])
def test_a_proxy_that_tells_no_address(client, db, settings, trusted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    for at, forwarded in enumerate(("", "x", "\x00", "1.2.3.4", ",,,", "1.2.3.4, 5.6.7.8", "[::1", "999.1.1.1", "é")):
        sent = {"login": f"nobody.{at}@example.org", "password": "x"}
        answer = client.post(reverse("account_login"), sent, headers={"x-forwarded-for": forwarded})
        is_told = trusted == 0 or (trusted == 1 and forwarded in ("1.2.3.4", "1.2.3.4, 5.6.7.8"))
        assert answer.status_code == (200 if is_told else 400)


@pytest.mark.parametrize("host", ["", "x\x00", "a b", "[", "x:99999999", "é", ".."])
def test_a_host_that_is_none(client, db, host):
    client.raise_request_exception = False
    assert client.get(reverse("privacy"), headers={"host": host}).status_code in (200, 400)
