"""People in number, with names as unevenly shared as real ones. Nobody real is meant.

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


_GIRLS = frozenset(
    """Olivia Amelia Isla Ava Mia Emily Lily Grace Sophia Ella Poppy Ivy Evie Isabella Sophie Jessica
    Chloe Aisha Fatima Zainab Maryam Khadija Amina Safa Hafsa Inaya Ayesha Katherine Catherine Kathryn
    Elizabeth Sarah Claire Rebecca Rachel Siobhan Niamh Aoife Ciara Sinéad Zofia Wiktoria Małgorzata
    Agnieszka Ioana Elena Zoë Chloë Anne-Marie Mary-Jane Billie-Jo Demi-Leigh Tia Keira Paige Caitlin
    Kaitlyn Megan Teresa Theresa Yvonne Deborah Debra Lynne Lynn Nicola Michelle Jacqueline""".split()  # noqa: SIM905
)
_GIRLS_ENDS = ("mari", "sha", "lia", "lee", "na", "ra", "tia", "mia", "ryn", "via", "yah")


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


class Names:
    """Draws names one by one."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._surnames = _skewed(SURNAMES, _combined(_STARTS, _MIDDLES, _ENDS))
        self._forenames = _skewed(FORENAMES, _combined(_FORE_STARTS, _FORE_ENDS))

    def forename(self) -> str:
        return self._chance.choices(self._forenames[0], cum_weights=self._forenames[1])[0]

    def surname(self) -> str:
        return self._chance.choices(self._surnames[0], cum_weights=self._surnames[1])[0]

    def any_forename(self) -> str:
        """One of the common and the rare alike, as for a name that somebody is also known by."""
        return self._chance.choice(self._forenames[0])


def sex_of(forename: str) -> str:
    """F or "M", always the same for a forename."""
    return "F" if forename in _GIRLS or forename.endswith(_GIRLS_ENDS) else "M"


def invented(number: int, seed: int = 1) -> Iterator[Invented]:
    """`number` people, three in five of them children of our day."""
    chance = random.Random(seed)  # noqa: S311 — invented people, not secrets
    names = Names(chance)
    for _ in range(number):
        forename, surname = names.forename(), names.surname()
        youngest, oldest = (date(2026, 3, 31), date(2008, 1, 1))
        if chance.random() > 0.6:
            youngest, oldest = (date(2007, 12, 31), date(1950, 1, 1))
        born = oldest + timedelta(days=chance.randrange((youngest - oldest).days))
        known_as = [names.any_forename()] if chance.random() < 0.05 else []
        yield Invented(forename, surname, born, known_as)
