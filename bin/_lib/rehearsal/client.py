"""A person without a browser: reads pages, fills in their forms, and goes on where a browser would."""

import hashlib
import hmac
import http.client
import socket
import ssl
import struct
import time
import uuid
from base64 import b32decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from rehearsal.table import Answer

TIMEOUT = 30.0  # seconds after which a person gives up
HIDDEN_KINDS = {"submit", "button", "file", "image", "reset"}


@dataclass(frozen=True)
class Upload:
    """A file to be sent."""

    name: str
    kind: str
    content: bytes


@dataclass
class Form:
    """A form of a page with what stands in it already."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass
class Page:
    """What came: status, where it is, heading, text, links and forms; where it leads, for a redirect."""

    status: int
    path: str
    location: str = ""
    heading: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    style: str = ""
    paragraph: str = ""

    @property
    def seen(self) -> str:
        """What a person would say they saw: the heading, or what is said below one that only says sorry."""
        return self.paragraph.partition(". ")[0].rstrip(".") if self.heading.startswith("Sorry") else self.heading

    def form(self, *, having: str) -> Form:
        """The form with this field."""
        for form in self.forms:
            if having in form.files or any(name == having for name, _ in form.fields):
                return form
        raise LookupError(f"There is no form with {having} on “{self.heading}” ({self.path}).")


class _Reader(HTMLParser):
    """Reads what the tests of a rehearsal need of a page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._words: list[str] = []
        self._heading: list[str] | None = None
        self._paragraph: list[str] | None = None
        self._select = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "h1" and not self.page.heading:
            self._heading = []
        elif tag == "p" and self.page.heading and not self.page.paragraph:
            self._paragraph = []
        elif tag in ("script", "style"):
            self._silent += 1
        elif tag == "link" and known.get("rel") == "stylesheet":
            self.page.style = known.get("href", "")
        elif tag == "a" and "href" in known:
            self.page.links.append(known["href"])
        elif tag == "form":
            self.page.forms.append(Form(known.get("action", "")))
        elif self.page.forms:
            self._field(tag, known)

    def _field(self, tag: str, known: Mapping[str, str]) -> None:
        form, name = self.page.forms[-1], known.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in known:
            form.fields.append((self._select, known.get("value", "")))
        elif tag == "textarea" and name:
            form.fields.append((name, ""))
        elif tag == "input" and name and known.get("type") == "file":
            form.files.append(name)
        elif tag == "input" and name and known.get("type") not in HIDDEN_KINDS:
            if known.get("type") in ("radio", "checkbox") and "checked" not in known:
                return
            form.fields.append((name, known.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and self._heading is not None:
            self.page.heading = " ".join("".join(self._heading).split())
            self._heading = None
        elif tag == "p" and self._paragraph is not None:
            self.page.paragraph = " ".join("".join(self._paragraph).split())
            self._paragraph = None
        elif tag in ("script", "style"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self._words.append(data)
        for part in (self._heading, self._paragraph):
            if part is not None:
                part.append(data)

    def close(self) -> None:
        super().close()
        self.page.text = " ".join(" ".join(self._words).split())


def read_into(page: Page, text: str) -> None:
    """Read a page of HTML."""
    reader = _Reader(page)
    reader.feed(text)
    reader.close()


class Client:
    """One person: cookies, one connection that is kept, and what every request was answered with."""

    def __init__(self, *, host: str, port: int, authority: Path) -> None:
        self.host, self.port = host, port
        self.origin = f"https://{host}:{port}"
        self.cookies: dict[str, str] = {}
        self.answers: list[Answer] = []
        self._context = ssl.create_default_context(cafile=str(authority))
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, *, kind: str = "page", follow: bool = True) -> Page:
        """Open a page, and follow where it leads."""
        page = self._ask("GET", path, kind)
        for _ in range(5 if follow else 0):
            if not page.location:
                break
            page = self._ask("GET", page.location, kind)
        return page

    def send(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str | list[str]],
        *,
        files: Mapping[str, Upload] | None = None,
        kind: str = "form",
    ) -> Page:
        """Send a form with these values in the place of those that stand in it. Redirects are not followed."""
        pairs = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        body, content_type = _encoded(pairs, files or {})
        headers = {"Content-Type": content_type, "Origin": self.origin, "Referer": f"{self.origin}{page.path}"}
        return self._ask("POST", form.action or page.path, kind, body, headers)

    def _ask(
        self, method: str, path: str, kind: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Page:
        began = time.monotonic()
        parts = urlsplit(path)
        plain = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            page = self._exchange(method, plain, body, dict(headers or {}))
        except (OSError, http.client.HTTPException) as error:
            self.close()
            page = Page(0, plain, heading=f"no answer ({type(error).__name__})")
        ended = time.monotonic()
        self.answers.append(Answer(ended, kind, page.status, page.seen, ended - began))
        return page

    def _exchange(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        """As browsers do: a kept connection that was closed meanwhile is opened once more, and nobody is told."""
        if self._connection is not None:
            try:
                return self._once(method, path, body, headers)
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
        return self._once(method, path, body, headers)

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        if self._connection is None:
            self._connection = _Loopback(self.host, self.port, timeout=TIMEOUT, context=self._context)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Host"] = f"{self.host}:{self.port}"
        self._connection.request(method, path, body=body or None, headers=headers)
        response = self._connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        page = Page(response.status, path, location=response.getheader("Location", ""))
        if response.getheader("Content-Type", "").startswith("text/html"):
            read_into(page, content.decode(errors="replace"))
        return page

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if value.strip('"'):
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sign_in(self, email: str, password: str, secret: str) -> Page:
        """Sign in as people do: password, then the code of the authenticator. Returns the page that follows."""
        page = self.get("/accounts/login/", kind="sign-in")
        answer = self.send(page, page.form(having="password"), {"login": email, "password": password}, kind="sign-in")
        if "/2fa/authenticate/" in answer.location:
            page = self.get(answer.location, kind="sign-in")
            answer = self.send(page, page.form(having="code"), {"code": code_of(secret)}, kind="sign-in")
        return self.get(answer.location or "/", kind="sign-in")


class _Loopback(http.client.HTTPSConnection):
    """Asks 127.0.0.1 whatever the name, which is only made."""

    def __init__(self, host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=timeout, context=context)
        self._name, self._tls = host, context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self._name)


def _encoded(pairs: Iterable[tuple[str, str]], files: Mapping[str, Upload]) -> tuple[bytes, str]:
    """The body of a form, and its kind."""
    if not files:
        return urlencode(list(pairs)).encode(), "application/x-www-form-urlencoded"
    boundary = uuid.uuid4().hex
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in pairs]
    for name, file in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file.name}"\r\nContent-Type: {file.kind}'
        parts.append(f"{head}\r\n\r\n".encode() + file.content)
    mark = f"--{boundary}\r\n".encode()
    body = b"".join(mark + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def code_of(secret: str, at: float | None = None) -> str:
    """The code that an authenticator shows for a key: RFC 6238, SHA-1, six digits, 30 seconds."""
    key = b32decode(secret.upper() + "=" * (-len(secret) % 8))
    moment = time.time() if at is None else at
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
