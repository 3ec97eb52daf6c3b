"""Invented people in number, with names as unevenly shared as real ones, and ways to misspell them.

Everything comes from one seed, so that a run can be repeated.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, product

SURNAMES = """Smith Khan Jones Taylor Hussain Brown Patel Williams Ahmed Ali Wilson Begum Johnson Davies
Singh Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Hughes Edwards
Mohammed Lewis Turner Hill Cooper Ward Moore Harrison King Baker Morris Miah Allen Clark Scott Akhtar
Bibi Shah Lee Morgan Parker Bennett Young Cook Shaw Murphy Kelly O'Brien Richardson Bailey Kaur Collins
Marshall Mitchell Bell Kowalski Nowak Wójcik Lewandowska Kowalska McDonald MacDonald O'Connor O'Neill
Fitzgerald Campbell Stewart Anderson Ogunleye Adeyemi Okafor Nwosu Mensah Chukwu Nguyen Chen Wang Zhang
Popescu Ionescu Ivanov Petrova García Rodríguez Fernández Müller Schmidt Jørgensen Yılmaz Demir Çelik
Haddad Al-Hassan El-Sayed Ben-David Smith-Jones Taylor-Brown Khan-Ahmed Hughes-Williams Abdullah Rahman
Islam Uddin Choudhury Chowdhury Iqbal Malik Mahmood Qureshi Siddiqui Sheikh Mirza Javed Aslam Rashid
Whittaker Pemberton Fairhurst Rigby Winstanley Ashurst Gaskell Hindley Leyland Hesketh Molyneux Seddon
Thistlethwaite Featherstone Cholmondeley Ramsbottom Entwistle Ainscough Fazackerley Unsworth"""

FORENAMES = """Mohammed Oliver George Olivia Amelia Jack Muhammad Harry Isla Noah Ava Charlie Leo Mia Jacob
Emily Freddie Alfie Lily Grace Sophia Ella Archie Poppy Ivy Evie Thomas Joshua James William Henry Oscar
Isabella Sophie Jessica Alexander Edward Daniel Chloe Max Lucas Mason Logan Isaac Joseph Samuel Ethan
Benjamin Sebastian Zachary Amir Yusuf Ibrahim Ahmed Ali Omar Hassan Hussain Aisha Fatima Zainab Maryam
Khadija Amina Safa Hafsa Inaya Ayesha Katherine Catherine Kathryn Elizabeth Sarah Claire Rebecca Rachel
Siobhan Niamh Aoife Ciara Sinéad Zofia Jan Jakub Wiktoria Łukasz Małgorzata Agnieszka Andrei Ioana Elena
Zoë Chloë José André François Søren Anne-Marie Mary-Jane John Lee Billie-Jo Jayden Kayden Brayden Tyler
Connor Kieran Callum Finlay Lewis Reece Demi-Leigh Tia Keira Paige Caitlin Kaitlyn Megan Stephen Steven
Philip Phillip Jonathan Jonathon Geoffrey Jeffrey Stuart Stewart Alan Allan Graham Graeme Teresa Theresa
Yvonne Deborah Debra Lynne Lynn Nicola Michelle Jacqueline Christopher Kristopher Nicholas Nikolas"""

_STARTS = """Har Bar Win Ash Thor Ever Lang Hol Mar Whit Cros Dun Fen Gold Hart Ker Lam Mel Nor Old Pen Quin
Rad Sed Tem Up Ver Wal Yar Brad Clif Den Eg Far Gar Hal Ing Jer Kil Lin"""
_MIDDLES = "a e i o ing er en al ber der fer ley mer ner per ster ter ther ver wor"
_ENDS = "ton ham ley by worth field ford wick stone well man son shaw bury den ridge croft gate"
_FORE_STARTS = "Ka La Ma Na Sha Ta Ja Da Ra Sa Za Bre Cha Kei Jo Le Mi Ro Te Ty"
_FORE_ENDS = "mari len ron sha lia rin dan vin lee na niel quan ra tia mia ryn sey ton via yah"

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


@dataclass(frozen=True)
class Invented:
    forename: str
    surname: str
    birth_date: date
    known_as: list[str] = field(default_factory=list)


def _skewed(common: str, rare: list[str]) -> tuple[list[str], list[float]]:
    """Names with running weights: the common ones share two thirds, the first of them most."""
    names = common.split()
    weights = [1 / (rank + 8) for rank in range(len(names))]
    half_as_much = sum(weights) / 2 / len(rare)
    return names + rare, list(accumulate([*weights, *[half_as_much] * len(rare)]))


def _combined(*parts: str) -> list[str]:
    return ["".join(bits) for bits in product(*(part.split() for part in parts))]


def invented(number: int, seed: int = 1) -> Iterator[Invented]:
    """`number` people, three in five of them children of our day."""
    chance = random.Random(seed)
    surnames = _skewed(SURNAMES, _combined(_STARTS, _MIDDLES, _ENDS))
    forenames = _skewed(FORENAMES, _combined(_FORE_STARTS, _FORE_ENDS))
    for _ in range(number):
        (forename,) = chance.choices(forenames[0], cum_weights=forenames[1])
        (surname,) = chance.choices(surnames[0], cum_weights=surnames[1])
        youngest, oldest = (date(2026, 3, 31), date(2008, 1, 1))
        if chance.random() > 0.6:
            youngest, oldest = (date(2007, 12, 31), date(1950, 1, 1))
        born = oldest + timedelta(days=chance.randrange((youngest - oldest).days))
        known_as = [chance.choice(forenames[0])] if chance.random() < 0.05 else []
        yield Invented(forename, surname, born, known_as)


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
