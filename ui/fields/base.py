"""What every field shares: clean text, and a name for use inside sentences."""

import unicodedata
from collections.abc import Mapping
from typing import Any

# Bidirectional overrides show text in another order than it is kept; marks and isolates stay.
OVERRIDES = "\u202d\u202e"


def clean_text(text: str) -> str:
    """NFC, with one kind of line end, and without NUL, control characters and lone surrogates."""
    text = unicodedata.normalize("NFC", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        each
        for each in text
        if each in "\n\t"
        or (unicodedata.category(each) not in ("Cc", "Cs") and each not in OVERRIDES)
    )


def lower_first(text: str) -> str:
    """ "Date of birth" as it stands inside a sentence; "NHS number" keeps its capitals."""
    return text if text[1:2].isupper() or not text else text[0].lower() + text[1:]


# Labels that begin with one of these read well without "the": "Enter your name."
NO_ARTICLE = {
    "the", "a", "an", "any", "your", "our", "their", "his", "her", "who", "what", "when", "where",
    "why", "how", "which", "whether", "other", "each", "every", "all", "one", "more", "another",
}  # fmt: skip


class Asks:
    """What all our fields share: a name for use inside sentences, and sizes."""

    verb = "Enter"
    label: Any
    error_messages: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        called: str = "",
        attrs: Mapping[str, Any] | None = None,
        legend: str = "",
        **kwargs: Any,
    ) -> None:
        self.own_messages = dict(kwargs.get("error_messages") or {})
        self.called = called
        self.size = legend
        super().__init__(*args, **kwargs)
        if attrs:
            self.widget.attrs.update(attrs)  # type: ignore[attr-defined]

    def named(self, name: str) -> None:
        """The form tells the field its name once it has one, so that errors can use it."""
        if self.label is None:
            self.label = name.replace("_", " ").capitalize()
        self.error_messages = {**self.error_messages, **self.sentences(), **self.own_messages}

    @property
    def subject(self) -> str:
        """How a sentence names the answer when it stands first."""
        if self.called:
            return self.called[0].upper() + self.called[1:]
        return f"The answer to “{self.label}”" if self.is_question else str(self.label)

    @property
    def is_question(self) -> bool:
        return str(self.label or "").rstrip().endswith("?")

    @property
    def request(self) -> str:
        """What to do, without a full stop: "Enter the date of birth"."""
        if self.called:
            return f"{self.verb} {self.called}"
        if self.is_question:
            return f"Answer “{self.label}”"
        label = lower_first(str(self.label or "an answer"))
        article = "" if label.split(" ")[0].lower() in NO_ARTICLE else "the "
        return f"{self.verb} {article}{label}"

    def sentences(self) -> dict[str, str]:
        return {"required": f"{self.request}."}
