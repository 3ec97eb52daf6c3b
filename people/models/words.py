"""The words that names are made of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, GeneratedField


class WordKeys(Func):
    """What a word looks and sounds like: two words that share a key are worth comparing."""

    function = "people_word_keys"
    output_field = ArrayField(models.TextField())


class NameWord(models.Model):
    """A word that some person's name has, folded. A trigger on the people table adds new ones.

    Fuzzy matching is done on these words, of which a county has some tens of thousands, and not on
    people: a misspelt "Smith" is compared with one "smith", not with three thousand Smiths. The
    column is not unique: a unique index would make two people who are recording the same new
    surname wait for each other, and in the wrong order lock each other out. Readers take
    distinct words.
    """

    word = models.TextField()
    keys = GeneratedField(
        expression=WordKeys(F("word")), output_field=ArrayField(models.TextField()), db_persist=True
    )

    class Meta:
        indexes = [
            # text_pattern_ops: beginnings of words are looked up too, whatever the locale
            models.Index(fields=["word"], name="nameword_word", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["keys"], name="nameword_keys", fastupdate=False),
            GinIndex(
                fields=["word"],
                name="nameword_trigrams",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.word
