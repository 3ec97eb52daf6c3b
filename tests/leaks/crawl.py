"""Everything that somebody can reach: every link, every form that is sent by GET, and what comes back."""

import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve

EACH = 8
"""Pages of one name that are opened; a list of two hundred children shows on the first what it shows
on the last."""


class _Page(HTMLParser):
    """Links, addresses that scripts fetch, and forms sent by GET with their boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, list[str]]] = []
        self._form: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._form = None
            if given.get("method", "get").lower() == "get":
                self._form = (given.get("action", ""), [])
                self.forms.append(self._form)
        elif tag in ("input", "select", "textarea") and self._form and given.get("name"):
            self._form[1].append(given["name"])
        for name in ("href", "hx-get", "data-url", "src"):
            if given.get(name) and tag not in ("script", "img", "link"):
                self.links.append(given[name])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


@dataclass
class Crawl:
    """One walk of one person's. `words` are typed into every box of every form; `found` names each
    address at which one of `marks` stood, and where in the answer."""

    client: Any
    words: tuple[str, ...]
    marks: tuple[str, ...]
    more: tuple[str, ...] = ()
    """Addresses tried beside those that are linked, such as what scripts ask for."""
    found: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def walk(self, *, until_found: bool = False) -> "Crawl":
        ways = deque([*self.more, "/"])
        known, each = set(ways), Counter[str]()
        while ways:
            address = ways.popleft()
            each[name := _name(address)] += 1
            if not name or each[name] > EACH or name == "sign-out":
                continue
            answer = self.client.get(address)
            self.opened.add(name)
            self._look(address, answer)
            if until_found and self.found:
                break
            for way in self._ways(address, answer):
                if way not in known:
                    known.add(way)
                    ways.append(way)
        return self

    def _ways(self, address: str, answer: Any) -> Iterator[str]:
        if answer.status_code in (301, 302):
            yield local(address, answer["Location"])
        page = parsed(answer)
        for link in page.links:
            yield local(address, link)
        for action, boxes in page.forms:
            for word in self.words:
                typed = urlencode(dict.fromkeys(boxes, word))
                yield f"{local(address, action or address).partition('?')[0]}?{typed}"

    def _look(self, address: str, answer: Any) -> None:
        # what was typed is given back on the page: that is the reader's own, and is taken out
        said = _text(answer)
        for part, text in (("page", said), ("headers", str(dict(answer.headers)))):
            for mark in self.marks:
                if mark.lower() in _without_typed(text, address).lower():
                    self.found.append(f"{mark} in the {part} of {address}")


def _without_typed(text: str, address: str) -> str:
    """Whoever typed a word is shown it again: that, letter for letter, is no leak. A name of two words
    is typed one word at a time, so that the other one still tells."""
    for typed in {value for _, value in parse_qsl(urlsplit(address).query)}:
        if len(typed) > 2:
            text = re.sub(re.escape(typed), "", text, flags=re.IGNORECASE)
    return text


def parsed(answer: Any) -> _Page:
    """The links and the GET forms of an answer; of what is no page, none."""
    page = _Page()
    if "html" in answer.get("Content-Type", ""):
        page.feed(answer.content.decode())
    return page


def _text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "pdf" in answer.get("Content-Type", ""):
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8", "replace")


def local(base: str, link: str) -> str:
    there = urlsplit(urljoin(base, link))
    if there.netloc or there.scheme not in ("", "http", "https"):
        return "/static/"
    return there.path + (f"?{there.query}" if there.query else "")


def _name(address: str) -> str:
    """The page's name, with the boxes that were filled in; "" for what is not a page of ours."""
    there = urlsplit(address)
    try:
        match = resolve(there.path)
    except Resolver404:
        return ""
    boxes = sorted({part.partition("=")[0] for part in there.query.split("&")} - {""})
    return f"{match.url_name or ''}{'?' if boxes else ''}{','.join(boxes)}"


def prefixes(name: str, lengths: Iterable[int] = (3, 5)) -> list[str]:
    return [name[:length] for length in lengths]
