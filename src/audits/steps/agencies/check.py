"""What may be wrong with the list of agencies: every fault, by row and column."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from audits.domain.errors import RegisterError
from audits.domain.ladder import OF_THE_PARTNERSHIP
from audits.domain.mail_address import address_fault
from audits.domain.partnership import Partnership
from audits.domain.unit_code import code_fault
from audits.opening import SheetRow


DEFAULT_ROUTE = "folder"
YES, NO = ("yes", "y", "true", "1"), ("", "no", "n", "false", "0")
ROUTES = ("route", "unit_route", "key_route")
OPTIONAL = ("protected", *ROUTES, "qeg")
GROUP = "quality_group"  # what the column qeg may be called too
OF_UNIT = ("agency", "unit_name", "unit_route", "key_route", "protected")


class Known(NamedTuple):
    """What the workspace holds before the list is taken in."""

    channels: Collection[str]
    agencies: Collection[str]
    units: Collection[str]
    partnership: Partnership

    def offices(self) -> list[str]:
        """Return the offices that one person holds for all agencies."""
        return [office for office in OF_THE_PARTNERSHIP if office in self.partnership.offices]


class Fault(NamedTuple):
    """One thing wrong with one cell; ``says`` quotes no address."""

    row: int
    column: str
    says: str

    def in_words(self, written: Mapping[str, str]) -> str:
        """Return it as a line, its column called as the list calls it."""
        return f"  Row {self.row}, {written.get(self.column, self.column)}: {self.says}"


def check_agencies(
    rows: Sequence[SheetRow],
    known: Known,
    *,
    headings: Sequence[tuple[int, str]] = (),
    written: Mapping[str, str],
) -> None:
    """Refuse a list of agencies with anything wrong in it.

    ``headings`` are those that are no column of ours, each with the number of their row;
    ``written`` gives those that are, as they stand there, by our name of each.

    Raises:
        RegisterError: naming every fault, each by its row and column.
    """
    faults = sorted([*faults_in(rows, known), *_misspelt(headings)])
    if not faults:
        return
    lines = "\n".join(fault.in_words(written) for fault in faults)
    raise RegisterError(
        "The list of agencies was not taken in, and nothing is changed. Put this right and import "
        f"it again ({len(faults)} to put right):\n{lines}"
    )


def faults_in(rows: Sequence[SheetRow], known: Known) -> Iterator[Fault]:
    """Yield everything that is wrong with the rows of a list."""
    for find in (_cells, _routes, _seats, _codes_alike, _units_disagree, _twice):
        yield from find(rows, known)


def _misspelt(headings: Iterable[tuple[int, str]]) -> Iterator[Fault]:
    """Yield headings that seem to mean one of ours; what they say would be passed over."""
    for row, heading in headings:
        spelt = heading.casefold().replace(" ", "_")
        alike = get_close_matches(spelt, (*OPTIONAL, GROUP), n=1, cutoff=0.8)
        if alike:
            says = f"There is no such column. Write {alike[0]} if you mean that, or another word."
            yield Fault(row, heading, says)


def _cells(rows: Sequence[SheetRow], _: Known) -> Iterator[Fault]:
    """Yield what is wrong with a cell by itself."""
    for row in rows:
        for name in ("agency", "unit", "email"):
            if not row[name]:
                yield Fault(row.number, name, "There is nothing. Fill it in.")
        faults = {name: code_fault(row[name]) for name in ("agency", "unit") if row[name]}
        if row["email"]:
            faults["email"] = address_fault(row["email"])
        faults |= {name: _yes_or_no(row[name]) for name in ("deputy", "protected")}
        for name, says in faults.items():
            if says:
                yield Fault(row.number, name, says)


def _yes_or_no(text: str) -> str:
    if text.casefold() in (*YES, *NO):
        return ""
    return f"'{text}' is neither yes nor no. Write one of them, or nothing for no."


def _routes(rows: Sequence[SheetRow], known: Known) -> Iterator[Fault]:
    for row in rows:
        for name in ROUTES:
            if row[name] and row[name] not in known.channels:
                there_are = ", ".join(sorted(known.channels))
                says = (
                    f"There is no such channel as '{row[name]}' in audits.toml. "
                    f"It has: {there_are}."
                )
                yield Fault(row.number, name, says)
        pack_route = row["route"] or row["unit_route"] or DEFAULT_ROUTE
        if row["key_route"] == pack_route:
            says = (
                f"Packs and key lists would both go by '{pack_route}'. Name another key_route, or "
                "leave it empty if there is only one."
            )
            yield Fault(row.number, "key_route", says)


def _seats(rows: Sequence[SheetRow], known: Known) -> Iterator[Fault]:
    """Yield seats in the quality group for agencies, and offices, that are not known."""
    offices = known.offices()
    seats = {row["agency"] for row in rows} | {*known.agencies, *offices, ""}
    group = known.partnership.quality_group.short
    codes = " or ".join(f"'{office}'" for office in offices)
    for row in rows:
        if row["qeg"] not in seats:
            says = (
                f"There is no agency '{row['qeg']}'. Write the code of the agency that the contact "
                f"sits on {group} for, or {codes}, or leave it empty."
            )
            yield Fault(row.number, "qeg", says)


def _codes_alike(rows: Sequence[SheetRow], known: Known) -> Iterator[Fault]:
    """Yield codes that differ from another only in capitals: they would share a folder."""
    for name, before in (("agency", known.agencies), ("unit", known.units)):
        spelt = {code.casefold(): code for code in before}
        for row in rows:
            first = spelt.setdefault(row[name].casefold(), row[name])
            if first != row[name]:
                says = f"'{row[name]}' and '{first}' differ only in capitals. Write them alike."
                yield Fault(row.number, name, says)


def _units_disagree(rows: Sequence[SheetRow], _: Known) -> Iterator[Fault]:
    """Yield what a unit's rows do not all say alike, though it is said of the whole unit."""
    for name in OF_UNIT:
        for row, first in _compared(rows, name):
            says = f"Row {first.number} says something else of {row['unit']}. "
            yield Fault(row.number, name, says + "Write the same in each of its rows.")


def _compared(rows: Iterable[SheetRow], name: str) -> Iterator[tuple[SheetRow, SheetRow]]:
    """Yield each row whose unit's first row says otherwise, with that row."""
    first: dict[str, SheetRow] = {}
    for row in rows:
        before = first.setdefault(row["unit"], row)
        if _meaning(before, name) != _meaning(row, name):
            yield row, before


def _meaning(row: Mapping[str, str] | SheetRow, name: str) -> str | bool:
    if name == "protected":
        return is_yes(row[name])
    return row[name]


def _twice(rows: Sequence[SheetRow], _: Known) -> Iterator[Fault]:
    """Yield contacts who stand in two rows of one unit."""
    seen: dict[tuple[str, str], SheetRow] = {}
    for row in rows:
        first = seen.setdefault((row["unit"], row["email"].casefold()), row)
        if first is not row and row["email"]:
            says = f"Row {first.number} has this address for {row['unit']} too. Take one out."
            yield Fault(row.number, "email", says)


def is_yes(text: str) -> bool:
    """Return what a cell of yes or no says."""
    return text.casefold() in YES
