"""Ways to write what identifies a family, and notes that identify nobody, made up with dice.

Nothing here is taken from the code that masks: the forms are those met in returned workbooks.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta


Person = dict[str, str]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
CHILD = {
    "child_id": "C410023", "family_id": "FG-20417", "unit_id": "88210457",
    "forename": "Katherine Anne", "surname": "O'Thimble-Wright", "born": "2017-07-23",
    "nhs_number": "943 476 5910", "upn": "A123456789012", "postcode": "ZZ99 1AB",
    "phone": "07700 900123", "address": "Flat 2, 14 Acacia Avenue, Northtown",
    "email": "zoe.thimble@example.org", "parents": "Mrs Sorrel Thimble (mother) and Idris Wright",
}  # fmt: skip
SIBLINGS = [
    {"child_id": "0041771", "forename": "Zo\u00eb Will", "surname": "Young", "born": "2009-11-02"},
    {"child_id": "41772", "forename": "Made", "surname": "M\u00fcllthwaite", "born": "2015-05-06"},
    {"child_id": "41773", "forename": "Grace", "surname": "van der Berg", "born": "2001-01-31"},
    {"child_id": "41774", "forename": "Jean-Luc", "surname": "\u0141ukasz", "born": "1999-12-09"},
]
FAMILY = [CHILD, *SIBLINGS]
FRAMES = (
    "We saw {} at home.", "{} was seen on Tuesday.", "Home visit, then {} came to school.",
    "The record says \u201c{}\u201d twice.", "worker rang ({}) again", "[{}]",
    "a line\n{}\nand another", "see:{}, and the plan", "It was {}; nobody asked.", "{}",
)  # fmt: skip
EMPTY = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`"
SPACES = " \u00a0\u2009\u202f"
DASHES = "-\u2010\u2011\u2013"


def ways_to_write(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield so many times something that identifies one of `FAMILY`, and a note that holds it."""
    dice = random.Random(seed)
    for _ in range(count):
        person = dice.choice(FAMILY)
        told = _disguised(dice.choice(_WAYS)(person, dice), dice)
        yield told, dice.choice(FRAMES).format(told)


def _name(person: Person, dice: random.Random) -> str:
    first, last = person["forename"].split(), person["surname"]
    name = dice.choice([
        *first, last, f"{first[0]} {last}", f"{last}, {first[0]}", f"{last} {first[0]}".upper(),
        f"{first[0]}_{last}", f"{first[0]}.{last}", f"{first[0]}{_letters(last)}", *last.split("-"),
    ])  # fmt: skip
    name = name.replace("-", dice.choice(["", " ", *DASHES])) if "-" in name else name
    name = name.replace("'", dice.choice(["", *APOSTROPHES]))
    name = dice.choice([name, name, _without_accents(name), name.upper(), _lower(name)])
    after = dice.choice(["", "", "'s", "\u2019s", "s", "s'"])
    return name + after.upper() if name.isupper() else name + after


def _spelt(person: Person, dice: random.Random) -> str:
    name = dice.choice(["Katherine", "Thimble", "Wright", "Sorrel", "Idris"])
    return dice.choice([" ", "-", "."]).join(name)


def _parent(_: Person, dice: random.Random) -> str:
    return dice.choice(["Sorrel", "mum Sorrel", "IDRIS", "Idris Wright", "Sorrel's", "sorrel"])


def _short(_: Person, dice: random.Random) -> str:
    return dice.choice(["Katie", "kate", "KATHY", "Kat", "Kitty's", "kathrine", "Katherin"]).title()


def _birthday(person: Person, dice: random.Random) -> str:
    day = date.fromisoformat(person["born"])
    number = dice.choice([str(day.day), f"{day.day:02}"])
    month = dice.choice([str(day.month), f"{day.month:02}"])
    year = dice.choice([str(day.year), f"{day.year % 100:02}"])
    name = MONTHS[day.month - 1]
    name = dice.choice([name, name[:3], name.upper(), name.lower(), name[:3] + "."])
    ordinal = number + dice.choice(["", _ordinal(day.day)])
    mark = dice.choice(["/", "-", ".", " / ", "\u2013", "."])
    return dice.choice([
        mark.join((number, month, year)), mark.join((str(day.year), month, number)),
        f"{ordinal} {name} {year}", f"{ordinal} of {name} {year}", f"{name} {ordinal}, {year}",
        f"{ordinal}-{name}-{year}", f"{ordinal} {name}, '{year[-2:]}", f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d}T00:00:00", f"{day:%Y/%m/%d}", f"{day:%d%m%Y}", f"{day:%d/%m/%Y} 09:30",
        str((day - date(1899, 12, 30)).days), day.isoformat(), f"{ordinal}{name}{year}",
    ])  # fmt: skip


def _nhs(_: Person, dice: random.Random) -> str:
    digits = "9434765910"
    return dice.choice([
        digits, "943 476 5910", "943-476-5910", "943.476.5910", " ".join(digits), "94 34 76 59 10",
        "9434 765 910", "NHS9434765910", "943  476  5910", "94347 65910", "NHS no. 943 476 5910",
    ])  # fmt: skip


def _any_nhs(_: Person, dice: random.Random) -> str:
    digits = "".join(str(dice.randrange(10)) for _ in range(10))
    return dice.choice([
        digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}",
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
        " ".join(digits), f"NHS: {digits[:5]} {digits[5:]}",
    ])  # fmt: skip


def _phone(_: Person, dice: random.Random) -> str:
    return dice.choice([
        "07700 900123", "07700900123", "+44 (0)7700 900123", "+44 7700 900123", "+44(0)7700900123",
        "0044 7700 900 123", "07700-900-123", "(07700) 900123", "07700.900.123", "447700900123",
        "0 7 7 0 0 9 0 0 1 2 3", "07 70 09 00 12 3", "01632 960 961", "(020) 7946 0018",
        "+44 20 7946 0018", "0114 496 0123", "tel:07700900123",
    ])  # fmt: skip


def _id(person: Person, dice: random.Random) -> str:
    if person is CHILD:
        return dice.choice([
            "C410023", "c410023", "C-410023", "C 410 023", "C/410023", "FG-20417", "FG20417",
            "fg 20417", "88210457", "8821 0457", "88-210-457", "id 88210457", "ID:C410023",
        ])  # fmt: skip
    whole = person["child_id"]
    return dice.choice([whole, whole.lstrip("0"), f"ID {whole}", f"#{whole}", " ".join(whole)])


def _place(_: Person, dice: random.Random) -> str:
    return dice.choice([
        "ZZ99 1AB", "zz991ab", "ZZ99-1AB", "ZZ 99 1AB", "14 Acacia Avenue", "14 acacia ave",
        "Acacia Avenue", "14, Acacia Avenue", "14 ACACIA AVE.", "zoe.thimble@example.org",
        "zoe.thimble (at) example.org", "ZOE.THIMBLE@EXAMPLE.ORG", "A123456789012",
        "A 1234 5678 9012", "someone+else@example.co.uk", "Flat 2, 14 Acacia Avenue",
    ])  # fmt: skip


_WAYS: Sequence[Callable[[Person, random.Random], str]] = (
    _name, _name, _name, _spelt, _parent, _short, _birthday, _birthday, _nhs, _any_nhs, _phone, _id,
    _place,
)  # fmt: skip


def _disguised(text: str, dice: random.Random) -> str:
    """Return a text as other programs and keyboards write the same."""
    how = dice.randrange(8)
    if how == 0:
        text = unicodedata.normalize("NFD", text)
    elif how == 1:
        place = dice.randrange(1, len(text) + 1)
        text = text[:place] + dice.choice(EMPTY) + text[place:]
    elif how == 2:
        text = text.replace(" ", dice.choice(SPACES))
    elif how == 3 and text.isascii() and "@" not in text:
        text = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text)  # full width
    elif how == 4:
        text = dice.choice(EMPTY).join(text)
    return text


def _letters(name: str) -> str:
    return "".join(letter for letter in name if letter.isalpha())


def _lower(name: str) -> str:
    """Return a name in small letters; one that is an ordinary word would be that word then."""
    words = name.replace("_", " ").replace(".", " ").casefold().split()
    is_word = {word.rstrip("s") for word in words} & {"will", "young", "made", "grace"}
    return name if is_word else name.lower()


def _without_accents(text: str) -> str:
    plain = text.replace("\u0141", "L").replace("\u0142", "l")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


WHO = (
    "The mother", "Her father", "The young person", "The older sibling", "A social worker",
    "The GP",
    "The health visitor", "The school", "Young people", "The carer", "Police", "Staff", "We",
)  # fmt: skip
DID = (
    "made a referral", "will be seen again", "was not asked", "gave consent", "may need help",
    "did not attend", "hopes to move", "has grown in confidence", "was told of the plan",
    "marked the form", "had a mark on the left arm", "made good progress", "may be at risk",
    "was seen alone", "said that home is safe", "agreed to the next visit", "is doing well",
)  # fmt: skip
MORE = (
    "within {n} days", "on {d}", "at {t}", "after {n} of {m} visits", "in March", "last May",
    "at review in June {y}", "by {d}", "under section 47", "in Year {n}", "in Q{q} {y}",
    "for {m} weeks", "at the cost of \u00a3{m},{k}", "as the threshold document of April {y} says",
    "with the grace of a few days", "in the long run", "and all being well", "in room {n}B",
)  # fmt: skip
STARTS = ("Made a referral to early help", "May have been missed", "Will be reviewed", "Will the")


def ordinary_notes(count: int, seed: int) -> Iterator[str]:
    """Yield so many notes that identify nobody: prose, figures and dates of what was done."""
    dice = random.Random(seed)
    born = {date.fromisoformat(person["born"]) for person in FAMILY}
    for _ in range(count):
        day = date(2016, 1, 1) + timedelta(days=dice.randrange(700))
        while day in born:
            day += timedelta(days=1)
        form = dice.choice(["%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%Y-%m-%d", "%d-%m-%Y"])
        facts = {
            "n": dice.randrange(1, 12), "m": dice.randrange(12, 90),
            "y": dice.randrange(2014, 2019),
            "d": day.strftime(form), "t": f"{dice.randrange(9, 18)}:{dice.randrange(10, 60)}",
            "q": dice.randrange(1, 5), "k": dice.randrange(100, 999),
        }  # fmt: skip
        parts = [dice.choice(WHO), dice.choice(DID), dice.choice(MORE), dice.choice(MORE)]
        if dice.random() < 0.2:
            parts[:2] = [dice.choice(STARTS)]
        yield " ".join(parts).format(**facts) + "."


# Names of real people that are words of every note, too: the hardest families to tell from prose.
BOTH = """
Grace Hope Faith Joy Will May June April Summer Made Mark Bill Sue Rob Pat Dean Grant Miles Guy
Rose Drew Frank Chance Justice Precious Blessing Prince Happy Success Jack Harry Lily Hill Cook
Ward Bell Young King Price Cole Page Field Best Long Short Small Little Day Case Head Hand Law
Rule Pain Cross Power Sharp Lane Steel Stone Marks Banks Bridges Woods Waters Fields Reading Read
Church Nurse Constable Judge Strong Wise Good School Child Parent White
"""
WORD_NAMES = BOTH.split()
