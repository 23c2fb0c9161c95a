"""Drawing ten cases from a million, against ranking the same million with nothing around it."""

import hashlib
import hmac
from heapq import nsmallest

from builders.measuring import median_of, peak_of

from audits.domain.plan import SamplePlan, Strata
from audits.sampling import Frame, draw


MILLION = 1_000_000
KEY = "ab" * 32
OUTCOMES = ("No further action", "Advice and information", "Early help", "Assessment")


def rows():
    """Return the row of the draw."""
    ids = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(MILLION)]
    strata = [OUTCOMES[n % 4] for n in range(MILLION)]
    none = [""] * MILLION
    frame = Frame(ids, strata, none, none, none)
    plan = SamplePlan(size=10, strata=Strata(by="outcome", at_least=1), one_child_a_family=True)

    def bare():
        key = KEY.encode()
        ranks = ((hmac.digest(key, unit.encode(), "sha256"), unit) for unit in ids)
        return nsmallest(10, ranks)

    def ours():
        return draw(frame, plan, key=KEY)

    what = "draw 10 of 1,000,000 in four strata, with reserves"
    reference = "HMAC-SHA256 of each and the ten smallest"
    return [(what, median_of(ours, 3), reference, median_of(bare, 3), peak_of(ours))]
