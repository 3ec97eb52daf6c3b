"""How like one word of a name is to another, and which words of the word list are worth a look."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from django.db import connection

LEAST_CLOSE = 0.6
"""Words less like than this are other words."""
CLOSE = 0.85
BARELY_ALIKE = 0.34
"""Phonetic codes are short: words that share one and hardly a letter are no names for each other."""
MOST_ALIKE = 40
"""Words kept for one typed word."""


class Likeness(IntEnum):
    """Why two words count as like, in words for the page by `Likeness.phrase`."""

    SAME = 0
    BEGINS = 1
    SPELT = 2
    SOUNDS = 3
    INITIAL = 4

    @property
    def phrase(self) -> str:
        return _PHRASES[self]


_PHRASES = {
    Likeness.SAME: "same {part}",
    Likeness.BEGINS: "{part} begins so",
    Likeness.SPELT: "{part} spelt nearly the same",
    Likeness.SOUNDS: "{part} sounds alike",
    Likeness.INITIAL: "{part} begins with that letter",
}


@dataclass
class Sought:
    """A word that was typed, and the words of people's names that are like it."""

    word: str
    alike: dict[str, tuple[float, Likeness]] = field(default_factory=dict)
    """For each word: how like (0 to 1) and why; the most like first."""

    @cached_property
    def initial(self) -> bool:
        """A letter alone: the first letter of a name."""
        return len(self.word) == 1

    def words(self, at_least: float = 0.0) -> list[str]:
        return [word for word, (close, _) in self.alike.items() if close >= at_least]

    @property
    def nearest(self) -> list[str]:
        best = next(iter(self.alike.values()), (0.0, Likeness.SAME))[0]
        return self.words(best - 0.02)


# Three ways to a word of the list: a shared key (one slip, or the same sound), shared trigrams
# (more slips in a longer word), and the same beginning (still typing). Runs of words typed
# apart ("mac donald") are looked up by their keys only. Each way is limited, so that no word
# costs more than another.
_ALIKE = """
WITH typed AS MATERIALIZED (
    SELECT place, folded, run, keys,
        ARRAY(SELECT key FROM unnest(keys) AS key WHERE key ~ '^[MD]') AS sounds
    FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY AS t (word, run, place),
        LATERAL (SELECT public.people_fold(t.word)) AS f (folded),
        LATERAL (SELECT public.people_word_keys(folded)) AS k (keys)
)
SELECT typed.place, typed.folded, near.word,
    levenshtein(typed.folded, near.word),
    near.keys && typed.sounds,
    near.keys && typed.keys
FROM typed LEFT JOIN LATERAL (
    (SELECT word, keys FROM people_nameword WHERE keys && typed.keys LIMIT 200)
    UNION ALL
    (SELECT word, keys FROM people_nameword WHERE NOT run AND word %% typed.folded
        ORDER BY similarity(word, typed.folded) DESC LIMIT 20)
    UNION ALL
    (SELECT word, keys FROM people_nameword
        WHERE NOT run AND length(typed.folded) > 2
            AND word ~>=~ typed.folded AND word ~<~ (typed.folded || U&'\\+10FFFD') LIMIT 30)
) AS near ON length(typed.folded) > 1
"""


def seek(words: Sequence[str], runs: Sequence[str] = ()) -> list[Sought]:
    """The words like each of `words`, then of `runs`, in that order. One query. A word
    that is like no other is like itself alone."""
    everything = [*words, *runs]
    if all(len(word) == 1 for word in everything):  # a letter is like itself alone
        return [Sought(word, {word: (1.0, Likeness.SAME)}) for word in everything]
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [everything, [False] * len(words) + [True] * len(runs)])
        rows = cursor.fetchall()
    found: list[dict[str, tuple[float, Likeness]]] = [{} for _ in everything]
    folded = list(everything)
    for place, typed, word, distance, sounds, shares in rows:
        folded[place - 1] = typed
        # one word may be brought by all three ways
        if word is not None and word not in found[place - 1]:
            found[place - 1][word] = closeness(typed, word, distance, sounds, shares)
    sought = []
    for place, (typed, alike) in enumerate(zip(folded, found, strict=True)):
        least = LEAST_CLOSE if place < len(words) else CLOSE
        ranked = sorted(
            ((word, how) for word, how in alike.items() if how[0] >= least),
            key=lambda item: (-item[1][0], item[0]),
        )
        sought.append(Sought(typed, dict(ranked[:MOST_ALIKE]) or {typed: (1.0, Likeness.SAME)}))
    return sought


def closeness(
    typed: str, word: str, distance: int, sounds: bool, shares: bool
) -> tuple[float, Likeness]:
    """How like two folded words are, 0 to 1, and why.

    `distance` counts letters to change (a swap counts two); `sounds`: a phonetic code is
    shared; `shares`: any key is, which without the sound means they are one slip apart.
    """
    if typed == word:
        return 1.0, Likeness.SAME
    longest = max(len(typed), len(word))
    if shares and (not sounds or (distance == 2 and sorted(typed) == sorted(word))):
        distance = 1
    close, how = 1 - distance / longest, Likeness.SPELT
    if sounds and close > BARELY_ALIKE and abs(len(typed) - len(word)) <= 3:
        if close < CLOSE:
            how = Likeness.SOUNDS
        close += (1 - close) * 0.6
    if word.startswith(typed):
        begun = 0.75 + 0.2 * len(typed) / len(word)
        if begun > close:
            close, how = begun, Likeness.BEGINS
    return min(close, 0.97), how
