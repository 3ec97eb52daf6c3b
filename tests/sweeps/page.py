"""A page as somebody who means harm reads it: its forms, their fields, and what it takes in its
address."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Field:
    name: str
    kind: str
    """The type of the input, or select, textarea or button."""
    values: list[str] = field(default_factory=list)
    """What is in it, or what it offers."""
    typed: bool = False
    """Whether a person types it, so that it has to come back with the page."""
    numeric: bool = False
    label: str = ""


@dataclass
class FormFound:
    action: str
    method: str
    multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)


class Page(HTMLParser):
    """Its forms, and the names that its links and forms put into an address."""

    TYPED = ("text", "search", "email", "tel", "number", "url", "textarea")

    def __init__(self, html: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[FormFound] = []
        self.asks: set[str] = set()
        self._form: FormFound | None = None
        self._inside: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "a":
            parts = urlsplit(given.get("href", ""))
            if not parts.netloc and parts.path in ("", self.address):
                self.asks |= {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
        elif tag == "form":
            self._form = FormFound(
                given.get("action") or self.address,
                given.get("method", "get").lower(),
                given.get("enctype") == "multipart/form-data",
            )
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea", "button"):
            self._take(tag, given)
        elif tag == "option" and self._inside is not None:
            self._inside.values.append(given.get("value", ""))

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text") if tag == "input" else tag
        if not name or name == "csrfmiddlewaretoken" or self._form is None:
            return
        if self._form.method == "get":
            self.asks.add(name)
        found = self._form.fields.setdefault(name, Field(name, kind))
        found.typed, found.numeric = kind in self.TYPED, given.get("inputmode") == "numeric"
        if "value" in given:
            found.values.append(given["value"])
        if tag in ("select", "textarea"):
            self._inside = found

    def handle_data(self, data: str) -> None:
        if self._inside is not None and self._inside.kind == "textarea":
            self._inside.values.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._inside = None
