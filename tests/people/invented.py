"""Ways to misspell the names of an invented crowd (`socialcare.demo.crowd`), as tired people do."""

import random

from socialcare.demo.crowd import FORENAMES, SURNAMES, Invented, invented

__all__ = ["FORENAMES", "SURNAMES", "Invented", "invented", "misspelt", "other_spelling"]

VARIANTS = {
    "Mohammed": ("Muhammad", "Mohamed", "Mohammad"),
    "Muhammad": ("Mohammed", "Mohamed", "Muhammed"),
    "Katherine": ("Catherine", "Kathryn", "Katharine"),
    "Catherine": ("Katherine", "Cathryn"),
    "Sophia": ("Sofia", "Zofia"),
    "Hussain": ("Hussein", "Husain", "Hossain"),
    "Ahmed": ("Ahmad", "Achmed"),
    "Yusuf": ("Yousuf", "Yousef", "Yusef"),
    "Aisha": ("Ayesha", "Aysha", "Aicha"),
    "Choudhury": ("Chowdhury", "Chaudhry"),
    "Stephen": ("Steven", "Stefan"),
    "Kowalski": ("Kowalska", "Kovalski"),
    "Smith": ("Smyth", "Smythe"),
    "Clarke": ("Clark", "Clerke"),
    "MacDonald": ("McDonald", "Mac Donald"),
    "O'Brien": ("OBrien", "O Brien", "O’Brien"),
    "O'Connor": ("OConnor", "O'Conner"),
    "Geoffrey": ("Jeffrey", "Geoffry"),
    "Caitlin": ("Kaitlyn", "Catelyn"),
    "Wójcik": ("Wojcik",),
    "Zoë": ("Zoe",),
    "Łukasz": ("Lukasz",),
    "Al-Hassan": ("Al Hassan", "Alhassan"),
    "Smith-Jones": ("Smith Jones",),
    "Anne-Marie": ("Annemarie", "Anne Marie"),
}


def dropped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def other_vowel(word: str, chance: random.Random) -> str:
    places = [at for at, letter in enumerate(word) if letter in "aeiou"]
    if not places:
        return doubled(word, chance)
    at = chance.choice(places)
    return word[:at] + chance.choice("aeiou".replace(word[at], "")) + word[at + 1 :]


def other_spelling(word: str, chance: random.Random) -> str:
    return chance.choice(VARIANTS.get(word, (word,)))


SLIPS = (dropped, doubled, swapped, other_vowel)


def misspelt(word: str, chance: random.Random) -> str:
    """One slip, as a tired person makes it. Short words are left alone: of three letters not
    enough remains to know them by."""
    if word in VARIANTS and chance.random() < 0.5:
        return other_spelling(word, chance)
    return chance.choice(SLIPS)(word, chance) if len(word) > 3 else word
