"""The kinds of word the rule book uses: a code with a label that people read."""

from enum import StrEnum


class Words(StrEnum):
    """A closed list of codes. `Thing.choices` (no brackets) fits a Django field, so that a new
    row needs no migration."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Words":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("-", " ").capitalize()
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) for every word, in the order written."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def values(cls) -> list[str]:
        """Every code, in the order written."""
        return [word.value for word in cls]

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label for a stored code; a code that is no longer in the list is shown as it is."""
        return next((word.label for word in cls if word.value == value), value)


class Grouped(Words):
    """Words under headings, for lists too long to read at one go."""

    group: str

    def __new__(cls, value: str, label: str = "", group: str = "") -> "Grouped":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("-", " ").capitalize()
        word.group = group
        return word

    @classmethod
    def grouped(cls) -> list[tuple[str, list[tuple[str, str]]]]:
        """(heading, its (code, label) pairs), in the order written; a Django form takes it as
        choices."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for word in cls:
            groups.setdefault(word.group, []).append((word.value, word.label))
        return list(groups.items())
