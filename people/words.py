"""Keeping the list of words that names are made of in step with the names."""

from django.db import connection, transaction

_FORGET = """
DELETE FROM people_nameword AS known
WHERE NOT EXISTS (SELECT FROM people_person WHERE name_words @> ARRAY[known.word])
    OR EXISTS (SELECT FROM people_nameword AS older WHERE older.word = known.word AND older.id < known.id)
"""
_LEARN = """
INSERT INTO people_nameword (word)
SELECT word FROM (SELECT DISTINCT unnest(name_words) AS word FROM people_person) AS words
WHERE length(word) > 1
    AND NOT EXISTS (SELECT FROM people_nameword AS known WHERE known.word = words.word)
"""


def relearn() -> tuple[int, int]:
    """Forget the words that nobody's name has any more, and learn any that are missing (after rows
    were loaded with triggers off). How many were forgotten and learnt. Meant for a quiet
    hour each week: a name that is gone from the records should not live on in the word list.

    Learning comes second, in a transaction of its own, so that somebody recorded meanwhile with a
    word just forgotten is not lost to search.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FORGET)
        forgotten = cursor.rowcount
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LEARN)
        return forgotten, cursor.rowcount
