"""The ways in which a person's name and date of birth are written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date


NAMES = ("forename", "surname")
SHORTEST = 3  # letters; shorter names are words too often

# Names that are words too are taken for names only where they begin with a capital.
ORDINARY = """
angel april art autumn bell bird bishop black booth brook brown butcher carpenter child close
cook cross daisy dale day dean faith field fisher ford forest fox frank france frost gates grace
grant gray green grey hall harmony heather hill holly hope hunt hunter iris ivy jade jewel joy
june justice king knight lake lane lily little long love major march marsh mason may melody
mercy miller moon moore north old olive page park penny pearl pool price prince queen rich robin
rose ruby sage savage school sharp shepherd short small south spring star stone storm street
strong summer taylor trinity valentine violet wade walker ward warren waters weaver west white
wild will willow winter wise wood woods young
"""
WORDS = frozenset(ORDINARY.split())
# Full names and their common short forms (Withycombe, The Oxford Dictionary of English Christian
# Names, 3rd edition, gives each under its full name).
SHORT_FORMS = """
abigail abi abby gail; alexander alex sandy; alexandra alex sandra; amelia amy millie; andrew
andy drew; anthony tony; benjamin ben benny benji; catherine cathy kate katie cat; charles
charlie chuck; charlotte charlie lottie; christopher chris kit; daniel dan danny; david dave
davy; dominic dom nick; edward ed eddie ted teddy; eleanor ellie nell nora; elizabeth liz lizzie
beth betty eliza libby; emily em millie; frances fran; gabriella gabby; frederick fred freddie;
georgina georgie; gregory greg; harriet hattie; henry harry hal; isabella bella izzy izzie;
isobel izzy bel; jacob jake; james jim jimmy jamie; jennifer jen jenny; jessica jess jessie;
jonathan jon jonny; john jack johnny; joseph joe joey; joshua josh; katherine kathy kate katie
kat kitty; kathryn kathy kate katie; leonard len lenny leo; lucinda lucy; madeleine maddie;
margaret maggie meg peggy; matthew matt; maximilian max; michael mike micky mick; mohammed mo;
muhammad mo; natalie nat; nathaniel nat nathan; nicholas nick nicky; nicola nicky; oliver ollie;
olivia liv livvy; patricia pat tricia; patrick pat paddy; peter pete; philip phil pip; rebecca
becky becca; richard rick dick ricky; robert rob bob bobby robbie; samantha sam; samuel sam
sammy; sebastian seb; stephanie steph; stephen steve; steven steve; susan sue; theodore theo
ted; theresa tess; thomas tom tommy; timothy tim; victoria vicky tori; william will bill billy
liam; zachary zac zach
"""
FULL = {line.split()[0]: line.split()[1:] for line in SHORT_FORMS.split(";")}


def pattern_of(people: Iterable[Mapping[str, str]]) -> re.Pattern[str] | None:
    """Return what finds these people's names and dates of birth in a text, None for nobody.

    Found are single names, parts of double names, short forms, spellings without accents or
    apostrophes, and a date of birth in the ways that people write one.
    """
    people = list(people)
    names = {form for person in people for name in _names(person) for form in _forms(name)}
    plain = {n for n in names if len(n) >= SHORTEST and n.casefold() not in WORDS}
    capital = {form for n in names - plain for form in (n.capitalize(), n.upper()) if len(n) > 1}
    days = {text for person in people for text in _birthdays(person.get("born", ""))}
    found = [f"(?i:{_any(plain | days)})"] if plain | days else []
    found += [_any(capital)] if capital else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


def _any(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _names(person: Mapping[str, str]) -> Iterator[str]:
    for name in NAMES:
        yield from person.get(name, "").split()


def _forms(name: str) -> Iterator[str]:
    """Yield a name, its parts, and how else it is spelt or said."""
    parts = [name, *(part for part in name.split("-") if len(part) >= SHORTEST)]
    for part in parts:
        straight = part.replace("\u2019", "'")
        yield from (part, straight, straight.replace("'", ""), straight.replace("'", "\u2019"))
        yield _without_accents(straight)
        yield from FULL.get(straight.casefold(), ())


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


def _birthdays(born: str) -> Iterator[str]:
    """Yield a date of birth in the ways that people write it."""
    if not born:
        return
    day = date.fromisoformat(born)
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y"):
        yield day.strftime(pattern)
    yield from (f"{day.day}/{day.month}/{day.year}", f"{day.day}/{day.month}/{day:%y}")
    yield from (f"{day.day} {day:%B %Y}", f"{day.day} {day:%b %Y}", f"{day:%d %B %Y}")
