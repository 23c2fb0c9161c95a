"""What no paper may claim of its numbers: refused where the fact is made, not where it is read.

Only sentences that this program writes are looked at. What agencies write is theirs.
"""

import re
from collections.abc import Sequence

from audits.domain.amounts import many


BARE = 20  # cases or organisations: below so many, a share in per cent says more than they can bear
DECIMAL = re.compile(r"\d\.\d")
TESTED = re.compile(r"\bp\s*[<=>]|significan|chi-squared?", re.IGNORECASE)


def check_claim(says: str, *, n: int) -> None:
    """Refuse a decimal, a share in per cent of too few, and a test of significance.

    Raises:
        ValueError: naming the sentence.
    """
    if DECIMAL.search(says) or TESTED.search(says) or ("%" in says and n < BARE):
        raise ValueError(f"{many(n, 'case')} cannot bear this: {says}")


def check_coefficients(says: Sequence[str], *, pairs: int) -> None:
    """Refuse a coefficient of too few pairs, and kappa without the one that it is read beside.

    Raises:
        ValueError: naming the sentences.
    """
    whole = " ".join(says)
    if not DECIMAL.search(whole):
        return
    if pairs < BARE:
        raise ValueError(f"{many(pairs, 'pair')} cannot bear a coefficient: {whole}")
    if "kappa" in whole and "AC2" not in whole:
        raise ValueError(f"kappa falls as one grade prevails and is never shown alone: {whole}")


def check_met(
    scale: Sequence[str],
    own: Sequence[int],
    moderated: Sequence[int],
    table: Sequence[Sequence[int]],
) -> None:
    """Refuse grades of two scales laid beside each other, and pairs that are not of these grades.

    Raises:
        ValueError: saying which do not belong together.
    """
    sizes = {len(own), len(moderated), len(table), *map(len, table)}
    if sizes != {len(scale)}:
        raise ValueError(f"grades of one scale only are compared, not of {sorted(sizes)} grades")
    columns = zip(*table, strict=True)
    if [*map(sum, table)] != [*own] or [*map(sum, columns)] != [*moderated]:
        raise ValueError("the pairs of grades are not those of the grades beside them")
