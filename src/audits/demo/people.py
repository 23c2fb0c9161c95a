"""Families that do not exist, with names nobody bears and numbers nobody was given."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from audits.domain.seeded_chance import Dice


# Surnames put together so that no family bears them. Several need Windows-1252 or an apostrophe.
FIRST_HALF = (
    "Thimble", "Quillo", "Brackle", "Ottle", "Marrow", "Pebble", "Wren", "Sorrel", "Tansy",
    "Fennel", "Bramble", "Cobble", "Dapple", "Hazel", "Juniper", "Larch", "Mallow", "Nettle",
    "Plover", "Rowan", "O’Né", "O'Tìm", "Da Çam", "Müll", "Björk", "Szél",
)  # fmt: skip
SECOND_HALF = (
    "thwaite", "combe", "wick", "worthy", "bury", "leigh", "stead", "hurst", "mere", "ford",
    "gate", "fold", "shaw", "dale", "bourne",
)  # fmt: skip
FORENAMES = (
    "Zoë", "Chloë", "Siân", "Renée", "Anaïs", "Tomasz", "Amina", "Dele", "Oisín", "Piotr", "Leila",
    "Kofi", "Ines", "Ravi", "Maeve", "Idris", "Noor", "Elke", "Jarek", "Tamsin", "Yusuf", "Bronwen",
    "Callum", "Orla", "Emeka", "Saskia", "Hamza", "Ffion", "Luka", "Priya",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Child:
    """One made-up child; no name and no date of birth when it is not born yet."""

    id: str = field(repr=False)
    forename: str = field(repr=False)
    surname: str = field(repr=False)
    born: date | None = field(repr=False)
    gender: str
    nhs_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Household:
    """One made-up family at a made-up address."""

    id: str = field(repr=False)
    postcode: str = field(repr=False)
    children: tuple[Child, ...] = field(repr=False)
    restricted: bool = False


def make_household(seed: int, number: int, *, until: date) -> Household:
    """Return the household with this number: the same whoever else there is."""
    dice = Dice(seed, "household", number)
    surname = dice.pick(FIRST_HALF) + dice.pick(SECOND_HALF)
    size = dice.pick_by({1: 55, 2: 28, 3: 12, 4: 5})
    eldest = until - timedelta(days=30 + dice.below(17 * 365))
    names = dice.shuffled(FORENAMES)[:size]
    children = tuple(
        _make_child(dice, f"{number:05d}{place}", (name, surname), born=_later(eldest, place, dice))
        for place, name in enumerate(names)
    )
    postcode = f"ZZ99 {dice.below(9) + 1}{dice.pick('ABDEFGHJ')}{dice.pick('LNPQRSTU')}"
    return Household(f"{number + 20_000}", postcode, children, restricted=dice.chance(0.008))


def _make_child(dice: Dice, number: str, name: tuple[str, str], *, born: date) -> Child:
    forename, surname = name
    gender = dice.pick(("M", "F"))
    if dice.chance(0.018):
        return Child(f"7{number}", "Unborn", surname, None, "U", "")
    return Child(f"7{number}", forename, surname, born, gender, nhs_number(int(number)))


def _later(eldest: date, place: int, dice: Dice) -> date:
    """Return a birthday some two years after that of the child before."""
    return eldest + timedelta(days=place * (500 + dice.below(400)))


def nhs_number(serial: int) -> str:
    """Return a number that passes the check and is issued to nobody.

    Numbers from 999 000 0000 are kept for tests. The tenth digit is modulus 11 of the first nine
    weighted 10 down to 2 (NHS Data Dictionary, NHS NUMBER); where it would be 10 there is none, and
    the next serial is used.
    """
    nine = f"999{serial % 1_000_000:06d}"
    check = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
    if check == 10:
        return nhs_number(serial + 1)
    return f"{nine}{check % 11}"
