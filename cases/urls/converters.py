"""References in addresses: a letter and digits, whatever case they are typed in."""

from django.urls import register_converter


class Reference:
    regex = "[A-Za-z][0-9]{1,10}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "ref")
REF = "<ref:reference>"
"""The part of an address that names a record."""
