"""References that people can read out: a letter and digits, given by a database sequence, so that
two people at once never get the same."""

from django.db import connection


def next_reference(sequence: str, letter: str) -> str:
    """The next reference of a sequence, such as `C004213`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return f"{letter}{cursor.fetchone()[0]:06d}"


def case_reference() -> str:
    return next_reference("case_reference", "C")


def contact_reference() -> str:
    return next_reference("contact_reference", "K")
