"""A page as a browser reads it: its forms with what they would send, and its addresses."""

from html.parser import HTMLParser

from django.http import HttpResponse


class Page(HTMLParser):
    """The forms of a page with what they would send, and every address that stands on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, list[str]]]] = []
        self.addresses: list[str] = []
        self._in_main = self._is_open = False
        self._name = self._text = ""
        self.feed(html)

    def form_to_send(self) -> dict[str, list[str]]:
        """The first form in the page's own part that is posted to itself, without its token."""
        found = next((fields for method, action, fields in self.forms if method == "post" and action == "main"), {})
        return {name: values for name, values in found.items() if name != "form_token" and any(values)}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        self.addresses += [has[name] for name in ("href", "src", "action") if has.get(name)]
        if tag == "main":
            self._in_main = True
        elif tag == "form":
            own = "main" if self._in_main and not has.get("action") else has.get("action", "")
            self.forms.append((has.get("method", "get").lower(), own, {}))
            self._is_open = True
        elif self._is_open:
            self._take(tag, has)

    def _take(self, tag: str, has: dict[str, str]) -> None:
        if tag in ("select", "textarea"):
            self._name, self._text = has.get("name", ""), ""
            self._keep(self._name)
        elif tag == "option" and "selected" in has:
            self._keep(self._name, has.get("value", ""))
        elif tag == "input":
            unticked = has.get("type") in ("radio", "checkbox") and "checked" not in has
            self._keep(has.get("name", ""), *([] if unticked else [has.get("value", "")]))

    def _keep(self, name: str, *values: str) -> None:
        if name:
            self.forms[-1][2].setdefault(name, []).extend(values)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._is_open:
            self._keep(self._name, self._text.lstrip("\n"))
        self._is_open = self._is_open and tag != "form"
        self._in_main = self._in_main and tag != "main"


def page_of(response: HttpResponse) -> Page:
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return Page(response.content.decode() if is_page else "")
