"""Made-up children, each with everything that no message may ever say."""

from dataclasses import dataclass
from datetime import date, timedelta


EXCEL_NOUGHT = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Child:
    """A child that nobody has met. NHS numbers from 999 are given to no one, nor is ZZ99."""

    id: str
    forename: str
    surname: str
    born: date
    gender: str
    nhs_number: str
    postcode: str

    def secrets(self) -> set[str]:
        """Return every spelling of what identifies the child, but for ids."""
        return {
            self.forename,
            self.surname,
            self.nhs_number,
            self.nhs_number.replace(" ", ""),
            self.postcode,
            self.postcode.replace(" ", ""),
            *(
                self.born.strftime(form)
                for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d/%m/%y")
            ),
            str((self.born - EXCEL_NOUGHT) // timedelta(days=1)),
        }


CHILDREN = (
    Child("410001", "Quillon", "Thimblewright", date(2009, 4, 12), "M", "999 117 2041", "ZZ99 3VA"),
    Child(
        "410002", "Zephyrine", "Thimblewright", date(2011, 8, 23), "F", "999 117 2042", "ZZ99 3VA"
    ),
    Child("410003", "Ottoline", "Brackenfeld", date(2006, 12, 19), "F", "999 117 2043", "ZZ99 3VB"),
    Child("410004", "Peregrine", "O'Marlowe", date(2014, 5, 27), "M", "999 117 2044", "ZZ99 3VC"),
    Child("410005", "Saoirse", "Sörrelby", date(2001, 10, 14), "F", "999 117 2045", "ZZ99 3VD"),
    Child("410006", "Thaddeus", "Vantongeren", date(2012, 7, 21), "M", "999 117 2046", "ZZ99 3VE"),
    Child("410007", "Isolde", "Wexcombe", date(2008, 11, 16), "F", "999 117 2047", "ZZ99 3VF"),
    Child("410008", "Barnaby", "Wexcombe", date(2010, 11, 28), "M", "999 117 2048", "ZZ99 3VF"),
)
SECRETS = frozenset(text for child in CHILDREN for text in child.secrets())


def child(number: int) -> Child:
    """Return the child with this number; they are counted from one."""
    return CHILDREN[number - 1]
