"""Reads drawn HTML the way a browser would, as far as these tests need it."""

from collections import Counter
from html.parser import HTMLParser


class Page(HTMLParser):
    """The elements of a page, as (tag, attributes), and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attrs
            for name, attrs in self.elements
            if name == tag and all(attrs.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str]:
        (found,) = self.all(tag, **wanted)
        return found

    @property
    def ids(self) -> Counter[str]:
        return Counter(attrs["id"] for _, attrs in self.elements if "id" in attrs)

    @property
    def repeated_ids(self) -> list[str]:
        return [name for name, count in self.ids.items() if count > 1]

    @property
    def dangling(self) -> list[str]:
        """Ids that a label or a description points to, and that are not there."""
        wanted = [attrs["for"] for attrs in self.all("label")]
        wanted += [one for _, attrs in self.elements for one in attrs.get("aria-describedby", "").split()]
        return [one for one in wanted if one not in self.ids]
